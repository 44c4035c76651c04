pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property HuntViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property real besideX: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
    readonly property bool asking: root.viewModel.asked >= 0
    readonly property bool low: Theme.easy && !root.wide

    function title(): string {
        return root.asking ? qsTr("Which symbol is on the poster?") : root.viewModel.name;
    }

    function how(): string {
        if (root.asking)
            return root.viewModel.hint;
        if (!root.viewModel.open)
            return qsTr("You have found them all.");
        return qsTr("Photograph the code on a poster, and show the picture to the reader here.");
    }

    function progress(): string {
        return qsTr("%1 of %2 found", "spots of a hunt").arg(Figures.maybe(Figures.number(root.viewModel.figure), root.viewModel.masked)).arg(Figures.number(root.viewModel.target));
    }

    function said(): string {
        const tries = root.viewModel.tries === 1 ? qsTr("One more try.") : qsTr("%1 more tries.").arg(root.viewModel.tries);
        switch (root.viewModel.note) {
        case "found":
            return root.viewModel.masked ? qsTr("Found!") : qsTr("Found: %1!").arg(root.viewModel.noted);
        case "known":
            return root.viewModel.masked ? qsTr("You have this one already.") : qsTr("You have this one already: %1.").arg(root.viewModel.noted);
        case "wrong":
            return qsTr("Another symbol is on this poster. %1", "how many more tries").arg(tries);
        case "codes":
            return qsTr("Please show a picture of the poster's code: symbols are guessed too easily.");
        default:
            return "";
        }
    }

    objectName: "hunt-page"

    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.progress(), Accessible.Polite)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
        offline: root.viewModel.offline
    }

    Column {
        id: words

        readonly property real from: header.y + header.height + Theme.gutter * (root.wide ? 1 : 2)

        x: Theme.margin
        y: root.low ? lower.end - lower.height - height - Theme.gutter : words.from
        width: root.column
        spacing: Theme.easy ? Theme.unit : Theme.gutter

        PhraseText {
            objectName: "title"
            width: parent.width
            type: Theme.easy ? Theme.heading : Theme.title
            sentence: root.title()
            Accessible.role: Accessible.Heading
        }

        PhraseText {
            objectName: "how"
            width: parent.width
            type: Theme.easy ? Theme.body : Theme.lead
            color: Theme.inkSoft
            sentence: root.how()
        }

        HuntTrail {
            visible: !root.low && !(root.asking && root.wide)
            width: parent.width
            model: root.viewModel.rows
            masked: root.viewModel.masked
            label: root.progress()
        }

        AppText {
            objectName: "progress"
            width: parent.width
            type: Theme.easy ? Theme.body : Theme.heading
            text: root.viewModel.open ? qsTr("%1, until %2", "how many spots are found, a day").arg(root.progress()).arg(root.viewModel.untilThisYear ? Figures.day(root.viewModel.until) : Figures.date(root.viewModel.until)) : root.progress()
        }

        Banner {
            id: note

            objectName: "note"
            width: parent.width
            tone: root.viewModel.note === "found" ? Sheet.Ok : Sheet.Note
            glyph: root.viewModel.note === "found" ? Icons.check : Icons.info
            text: root.said()
            onTextChanged: if (note.text.length > 0)
                note.Accessible.announce(note.text, Accessible.Assertive)
        }
    }

    Item {
        id: lower

        readonly property real from: root.wide ? 44 : words.from + words.height + Theme.gutter * 2
        readonly property real end: (root.wide ? root.height : back.y) - Theme.gutter

        x: root.besideX
        y: root.low || (root.asking && !root.wide) ? lower.end - lower.height : lower.from
        width: root.column
        height: root.asking ? pad.height : list.height

        SpotList {
            id: list

            objectName: "spots"
            visible: !root.asking
            width: parent.width
            room: root.low ? 3.5 * list.rowHeight : lower.end - lower.from
            playable: root.viewModel.open && root.viewModel.tries > 0
            model: root.viewModel.rows
            onChosen: row => root.viewModel.choose(row)
        }

        SymbolPad {
            id: pad

            objectName: "symbols"
            visible: root.asking
            width: parent.width
            columns: root.wide ? 3 : 4
            keyHeight: root.low ? Math.max(Theme.touch, 132) : root.wide ? 190 : 200
            model: root.viewModel.symbols
            onTapped: symbol => root.viewModel.tap(symbol)
        }
    }

    PillButton {
        id: back

        objectName: "back"
        x: Theme.margin
        y: root.height - height - Theme.gutter
        width: root.column
        glyph: Theme.easy ? "" : Icons.arrowLeft
        text: root.asking ? qsTr("All spots") : qsTr("About this hunt")
        onClicked: root.viewModel.goBack()
    }
}
