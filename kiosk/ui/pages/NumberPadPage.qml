import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property NumberPadViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property real keyHeight: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : 144

    objectName: "pad-page"
    focus: true

    Keys.onPressed: event => {
        if (event.text.length === 1 && event.text >= "0" && event.text <= "9")
            root.viewModel.type(event.text);
        else if (event.key === Qt.Key_Backspace)
            root.viewModel.backspace();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            root.viewModel.enter();
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
        anchors.topMargin: Theme.gutter * 3
        width: root.column
        spacing: Theme.gutter

        AppText {
            width: parent.width
            type: Theme.title
            text: qsTr("Your member number")
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: qsTr("The 12 digits on your card or in your mail.")
        }

        Item {
            width: 1
            height: Theme.gutter
        }

        DigitField {
            objectName: "digits"
            scale: Math.min(1, root.column / implicitWidth)
            transformOrigin: Item.TopLeft
            digits: root.viewModel.digits
        }

        PhraseText {
            objectName: "wrong"
            width: parent.width
            visible: root.viewModel.wrong
            color: Theme.note
            font.bold: true
            sentence: qsTr("One digit does not fit. Please compare it with your card.")
        }
    }

    NumberPad {
        id: pad

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: enter.y - height - Theme.gutter
        keyWidth: (root.column - Theme.gutter * 2) / 3
        keyHeight: root.keyHeight
        onDigit: digit => root.viewModel.type(digit)
        onBackspace: root.viewModel.backspace()
        onClear: root.viewModel.clear()
    }

    PillButton {
        id: enter

        objectName: "enter"
        x: pad.x
        y: root.height - height - Theme.gutter
        width: root.column
        height: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : implicitHeight
        kind: PillButton.Brand
        large: true
        enabled: root.viewModel.complete && !root.viewModel.asking
        text: root.viewModel.asking ? qsTr("One moment, please.") : qsTr("Show my points")
        onClicked: root.viewModel.enter()
    }
}
