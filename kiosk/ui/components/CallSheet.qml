import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// How a call for staff stands, and what can be done: `CallSheet { call: "ringing"; onGoOn: … }`.
Column {
    id: root

    property string call: ""
    property string name: ""
    property string counter: ""

    readonly property bool waits: root.call === "sent" || root.call === "ringing"
    readonly property bool coming: root.call === "coming"

    signal goOn

    function title(): string {
        switch (root.call) {
        case "sent":
        case "ringing":
            return qsTr("We are calling staff");
        case "coming":
            return qsTr("%1 is coming", "a colleague's name").arg(root.name);
        case "unanswered":
            return qsTr("Everybody is busy just now");
        default:
            return qsTr("Nobody can be called from here just now");
        }
    }

    function sentence(): string {
        switch (root.call) {
        case "sent":
            return qsTr("One moment, please.");
        case "ringing":
            return qsTr("Our tablets are ringing. Please wait here for a moment.");
        case "coming":
            return qsTr("Please wait here for a moment.");
        default:
            return root.counter.length > 0 ? qsTr("Please come to us: %1.").arg(root.counter) : qsTr("Please come to the counter.");
        }
    }

    function tell(): void {
        root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Assertive);
    }

    spacing: Theme.gutter * 2

    Component.onCompleted: root.tell()
    onCallChanged: root.tell()

    Sheet {
        tone: root.coming ? Sheet.Ok : root.waits ? Sheet.Plain : Sheet.Note
        width: parent.width
        height: words.implicitHeight + Theme.margin * 2 - (Theme.easy ? Theme.margin : 0)

        Column {
            id: words

            anchors.centerIn: parent
            width: parent.width - Theme.margin * 2
            spacing: Theme.easy ? Theme.unit : Theme.gutter * 1.5

            IconShape {
                path: root.coming ? Icons.user : root.waits ? Icons.bell : Icons.info
                size: Theme.easy ? 80 : 112
                color: root.coming ? Theme.ok : root.waits ? Theme.brand : Theme.note
            }

            PhraseText {
                objectName: "call-title"
                width: parent.width
                type: Theme.easy ? Theme.heading : Theme.title
                sentence: root.title()
            }

            PhraseText {
                objectName: "call-sentence"
                width: parent.width
                type: Theme.lead
                sentence: root.sentence()
            }
        }
    }

    PillButton {
        objectName: "call-go-on"
        width: parent.width
        kind: root.waits ? PillButton.Outline : PillButton.Brand
        large: true
        text: root.waits ? qsTr("Cancel the call") : qsTr("All right")
        onClicked: root.goOn()
    }
}
