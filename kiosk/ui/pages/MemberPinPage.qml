import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property MemberPinViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2

    function title(): string {
        switch (root.viewModel.mode) {
        case "choose":
            return qsTr("Choose your PIN");
        case "repeat":
            return qsTr("Once more, please");
        default:
            return qsTr("Your PIN");
        }
    }

    function sentence(): string {
        switch (root.viewModel.mode) {
        case "choose":
            return qsTr("Four digits that only you know. They protect your points.");
        case "repeat":
            return qsTr("The same four digits again.");
        default:
            return qsTr("The four digits that you chose.");
        }
    }

    function note(): string {
        if (root.viewModel.note === "differs")
            return qsTr("The two were different. Please choose again.");
        if (root.viewModel.note !== "wrong")
            return "";
        if (root.viewModel.triesLeft === 1)
            return qsTr("That was not it. One more try is left.");
        return root.viewModel.triesLeft > 1 ? qsTr("That was not it. %1 tries are left.").arg(root.viewModel.triesLeft) : qsTr("That was not it. Please try once more.");
    }

    objectName: "pin-page"
    focus: true

    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Polite)

    Keys.onPressed: event => {
        if (event.text.length === 1 && event.text >= "0" && event.text <= "9")
            root.viewModel.type(event.text);
        else if (event.key === Qt.Key_Backspace)
            root.viewModel.backspace();
        else
            return;
        event.accepted = true;
    }

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
    }

    Column {
        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.gutter * (Theme.easy ? 1 : 3)
        width: root.column
        spacing: Theme.gutter

        PhraseText {
            objectName: "title"
            width: parent.width
            type: Theme.title
            sentence: root.title()
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.sentence()
        }

        Item {
            width: 1
            height: Theme.gutter
        }

        PinDots {
            objectName: "dots"
            length: 4
            filled: root.viewModel.filled
        }

        PhraseText {
            objectName: "note"
            width: parent.width
            visible: sentence.length > 0
            color: Theme.note
            font.bold: true
            sentence: root.note()
        }
    }

    NumberPad {
        id: pad

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: back.y - height - Theme.gutter
        keyWidth: (root.column - Theme.gutter * 2) / 3
        keyHeight: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : 144
        onDigit: digit => root.viewModel.type(digit)
        onBackspace: root.viewModel.backspace()
        onClear: root.viewModel.clear()
    }

    PillButton {
        id: back

        objectName: "back"
        x: pad.x
        y: root.height - height - Theme.gutter
        width: root.column
        glyph: Theme.easy ? "" : Icons.arrowLeft
        text: qsTr("Choose something else")
        onClicked: root.viewModel.goBack()
    }
}
