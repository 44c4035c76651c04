pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property ChallengesViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property bool opened: root.viewModel.opened >= 0
    readonly property real besideX: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin

    objectName: "challenges-page"

    Component.onCompleted: root.Accessible.announce(title.sentence, Accessible.Polite)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
        offline: root.viewModel.offline
    }

    PhraseText {
        id: title

        objectName: "title"
        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.gutter * (Theme.easy ? 1 : 2)
        width: root.column
        visible: root.wide || !root.opened || !Theme.easy
        type: Theme.easy ? Theme.heading : Theme.title
        sentence: qsTr("Challenges for you")
        Accessible.role: Accessible.Heading
    }

    ChallengeList {
        id: list

        readonly property real from: root.wide ? 44 : title.y + title.height + Theme.gutter * 2
        readonly property real end: root.wide ? root.height : (badges.visible ? badges.y : back.y)

        objectName: "challenges"
        visible: !root.opened
        x: root.besideX
        y: Theme.easy && !root.wide ? list.end - Theme.gutter - height : list.from
        width: root.column
        room: list.end - Theme.gutter - list.from
        masked: root.viewModel.masked
        model: root.viewModel.rows
        onChosen: row => root.viewModel.choose(row)
    }

    Repeater {
        model: root.viewModel.rows

        ChallengeSheet {
            id: whole

            required property int index

            objectName: "challenge-sheet-" + whole.index
            visible: whole.index === root.viewModel.opened
            x: root.besideX
            y: root.wide ? 44 : Theme.easy ? (spots.visible ? spots.y : back.y) - Theme.gutter - height : title.y + title.height + Theme.gutter * 2
            width: root.column
            masked: root.viewModel.masked
            ruled: !root.wide

            PhraseText {
                objectName: "rules-beside"
                visible: root.wide
                x: Theme.margin - parent.x
                y: title.y + title.height + Theme.gutter - parent.y
                width: root.column
                color: Theme.inkSoft
                sentence: whole.rules
            }
        }
    }

    BadgeRow {
        id: badges

        objectName: "badges"
        visible: root.viewModel.badgeCount > 0 && !root.opened && !Theme.easy
        x: Theme.margin
        y: back.y - Theme.gutter - height
        width: root.column
        model: root.viewModel.rows
    }

    PillButton {
        id: spots

        objectName: "open-hunt"
        visible: root.viewModel.openedHunt
        x: root.besideX
        y: root.wide ? back.y : back.y - height - Theme.gutter
        width: root.column
        kind: PillButton.Brand
        glyph: Theme.easy ? "" : Icons.map
        text: qsTr("To the spots")
        onClicked: root.viewModel.openHunt()
    }

    PillButton {
        id: back

        objectName: "back"
        x: Theme.margin
        y: root.height - height - Theme.gutter
        width: root.column
        glyph: Theme.easy ? "" : Icons.arrowLeft
        text: root.opened ? qsTr("All challenges") : qsTr("Back to my page")
        onClicked: root.viewModel.goBack()
    }
}
