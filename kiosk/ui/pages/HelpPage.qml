pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

// Questions to be read without a line, keys to search them, and a call for staff.
Item {
    id: root

    required property HelpViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property real besideX: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
    readonly property bool called: root.viewModel.call.length > 0
    readonly property bool reading: root.readAt >= 0
    readonly property real actHeight: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : Theme.actionHeight
    property bool latin: root.viewModel.locale !== "ja"
    property int readAt: -1

    objectName: "help-page"
    focus: true

    Component.onCompleted: root.Accessible.announce(title.sentence, Accessible.Polite)
    // What had the focus is gone from the screen; a keyboard goes on from the page.
    onCalledChanged: root.forceActiveFocus()

    // What is typed while somebody reads would put another answer before her.
    Keys.enabled: !root.reading
    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            root.viewModel.backspace();
        else if (event.key === Qt.Key_Escape)
            root.viewModel.goBack();
        else if (event.text.length === 1 && event.text >= " ")
            root.viewModel.type(event.text);
        else
            return;
        event.accepted = true;
    }

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
        offline: root.viewModel.offline
    }

    Item {
        id: questions

        anchors.fill: parent
        visible: !root.called
        enabled: !root.called && !root.reading

        PhraseText {
            id: title

            objectName: "title"
            x: Theme.margin
            y: header.y + header.height + Theme.gutter * (Theme.easy ? 1 : 2)
            width: root.column
            visible: !root.viewModel.searching
            type: Theme.easy ? Theme.heading : Theme.title
            sentence: qsTr("How can we help?")
        }

        TypedField {
            id: field

            objectName: "field"
            visible: root.viewModel.searching
            x: Theme.margin
            y: title.visible ? title.y + title.height + Theme.gutter : header.y + header.height + Theme.gutter
            width: root.column
            text: root.viewModel.typed
            label: qsTr("What are you looking for?")
        }

        Loader {
            id: pad

            readonly property real room: root.wide ? root.height - Theme.gutter - field.y - field.height - Theme.gutter : Theme.easy ? 568 : 648

            active: root.viewModel.searching
            x: Theme.margin
            y: root.wide ? field.y + field.height + Theme.gutter : acts.y - pad.room - Theme.gutter
            width: root.column
            height: pad.room
            sourceComponent: root.latin ? letterPad : kanaPad
        }

        FaqList {
            id: list

            readonly property real above: root.viewModel.searching ? field.y + field.height + Theme.gutter : title.y + title.height + Theme.gutter * 2
            readonly property real from: root.wide ? header.y : Theme.easy && !root.viewModel.searching ? Math.max(list.above, list.end - 620) : list.above
            readonly property real end: (root.viewModel.searching && !root.wide ? pad.y : acts.y) - Theme.gutter

            objectName: "questions"
            x: root.besideX
            y: Theme.easy && !root.wide ? list.end - height : list.from
            width: root.column
            room: list.end - list.from
            model: root.viewModel.rows
            onChosen: row => root.readAt = row
        }

        PhraseText {
            objectName: "nothing"
            visible: !list.visible
            x: root.besideX
            y: list.from + Theme.gutter
            width: root.column
            type: Theme.lead
            color: Theme.inkSoft
            sentence: qsTr("Nothing found. Our staff are glad to help.")
        }

        Column {
            id: acts

            x: root.besideX
            y: root.height - height - Theme.gutter
            width: root.column
            spacing: Theme.gutter

            PhraseText {
                objectName: "away"
                visible: root.viewModel.offline
                width: parent.width
                color: Theme.note
                font.bold: true
                sentence: root.viewModel.counter.length > 0 ? qsTr("Nobody can be called from here just now. Please come to us: %1.").arg(root.viewModel.counter) : qsTr("Nobody can be called from here just now. Please come to the counter.")
            }

            PillButton {
                objectName: "call-staff"
                visible: !root.viewModel.offline
                width: parent.width
                height: root.actHeight
                kind: PillButton.Brand
                large: true
                glyph: Theme.easy ? "" : Icons.bell
                text: qsTr("Call staff")
                onClicked: root.viewModel.callStaff()
            }

            Row {
                spacing: Theme.gutter

                PillButton {
                    objectName: "back"
                    width: (root.column - Theme.gutter) / 2
                    glyph: Theme.easy ? "" : Icons.arrowLeft
                    text: qsTr("Back")
                    onClicked: root.viewModel.goBack()
                }

                PillButton {
                    objectName: "search"
                    width: (root.column - Theme.gutter) / 2
                    glyph: Theme.easy ? "" : root.viewModel.searching ? Icons.x : Icons.search
                    text: root.viewModel.searching ? qsTr("All questions") : qsTr("Search")
                    onClicked: root.viewModel.search(!root.viewModel.searching)
                }
            }
        }
    }

    Loader {
        active: root.called
        x: root.wide ? (parent.width - width) / 2 : Theme.margin
        y: root.wide || !Theme.easy ? (parent.height - height + header.y + header.height) / 2 : parent.height - height - Theme.gutter
        width: root.wide ? 1180 : root.column
        sourceComponent: callSheet
    }

    ReadingSheet {
        visible: root.reading && !root.called
        width: parent.width
        height: parent.height
        wide: root.wide
        title: list.question(root.readAt)
        words: list.answer(root.readAt)
        onClosed: {
            root.readAt = -1;
            root.forceActiveFocus();
        }
    }

    Component {
        id: callSheet

        CallSheet {
            call: root.viewModel.call
            name: root.viewModel.name
            counter: root.viewModel.counter
            onGoOn: root.viewModel.goBack()
        }
    }

    Component {
        id: kanaPad

        KanaPad {
            objectName: "kana-pad"
            onTyped: kana => root.viewModel.type(kana)
            onVoice: root.viewModel.voice()
            onBackspace: root.viewModel.backspace()
            onClear: root.viewModel.clear()
            onLatin: root.latin = true
        }
    }

    Component {
        id: letterPad

        LetterPad {
            objectName: "letter-pad"
            onTyped: sign => root.viewModel.type(sign)
            onBackspace: root.viewModel.backspace()
            onKana: root.latin = false
        }
    }
}
