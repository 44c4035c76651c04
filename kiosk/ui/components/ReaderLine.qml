import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// One scanner as it is tried out: which, how it is, and what it made of the card. The texts are for staff.
Item {
    id: root

    required property string source
    required property string fault
    required property string detail
    required property bool ready
    required property string heard
    required property string layout
    required property bool harmless
    required property int gapMs
    required property int times
    required property int mostGapMs

    readonly property bool good: root.times > 0 && root.harmless
    readonly property bool bad: root.fault.length > 0 || (root.times > 0 && !root.harmless)

    function name(): string {
        switch (root.source) {
        case "keyboard":
            return qsTr("Scanner that types");
        case "input":
            return qsTr("Scanner read past the windows");
        case "serial":
            return qsTr("Serial scanner");
        case "camera":
            return qsTr("Camera");
        default:
            return qsTr("Local socket");
        }
    }

    function standing(): string {
        switch (root.fault) {
        case "library-missing":
            return qsTr("A library is missing.");
        case "no-device":
            return qsTr("It is not plugged in.");
        case "refused":
            return qsTr("It may not be used.");
        case "lost":
            return qsTr("It was unplugged.");
        default:
            return root.times > 0 ? root.verdict() : root.ready ? qsTr("Ready, nothing heard yet.") : qsTr("Not ready yet.");
        }
    }

    function layoutName(): string {
        switch (root.layout) {
        case "German":
            return qsTr("German");
        case "Swiss":
            return qsTr("Swiss");
        case "French":
            return qsTr("French");
        case "Belgian":
            return qsTr("Belgian");
        case "Nordic":
            return qsTr("Nordic");
        case "Czech":
            return qsTr("Czech");
        case "Hungarian":
            return qsTr("Hungarian");
        default:
            return qsTr("Spanish, Italian or Portuguese");
        }
    }

    function verdict(): string {
        switch (root.heard) {
        case "none":
            return qsTr("Heard, every character is right.");
        case "letter-case":
            return qsTr("Heard in small letters. Cards are read all the same.");
        case "input-method":
            return qsTr("Heard through an input method. Cards are read all the same.");
        case "layout":
            return root.harmless ? qsTr("Heard with another layout (%1). Cards are read all the same.").arg(root.layoutName()) : qsTr("Heard with the wrong layout (%1). Set scanner or system to the US layout.").arg(root.layoutName());
        case "keys-lost":
            return qsTr("Characters are missing. Let the scanner type more slowly.");
        default:
            return qsTr("Heard, but not this card.");
        }
    }

    implicitHeight: words.height + Theme.unit * 3

    IconShape {
        id: sign

        y: Theme.unit * 1.5
        path: root.bad ? Icons.alert : root.good ? Icons.check : Icons.scan
        size: 56
        color: root.bad ? Theme.note : root.good ? Theme.ok : Theme.inkSoft
    }

    Column {
        id: words

        x: sign.width + Theme.gutter
        y: Theme.unit * 1.5
        width: root.width - x

        AppText {
            width: parent.width
            text: root.name()
            font.bold: true
        }

        PhraseText {
            objectName: "reader-" + root.source
            width: parent.width
            type: Theme.second
            color: root.bad ? Theme.note : root.good ? Theme.ok : Theme.inkSoft
            sentence: root.standing()
        }

        AppText {
            visible: root.gapMs >= 0
            width: parent.width
            type: Theme.second
            color: Theme.inkSoft
            text: qsTr("%1 ms between keys, up to %2 ms are taken.").arg(root.gapMs).arg(root.mostGapMs)
        }

        AppText {
            objectName: "detail-" + root.source
            visible: root.detail.length > 0 && root.fault.length > 0
            width: parent.width
            type: Theme.second
            color: Theme.inkSoft
            text: root.detail
            wrapMode: Text.Wrap
        }
    }
}
