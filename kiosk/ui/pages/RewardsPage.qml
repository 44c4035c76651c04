import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property RewardsViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2

    objectName: "rewards-page"

    Component.onCompleted: root.Accessible.announce(title.sentence, Accessible.Polite)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
        offline: root.viewModel.offline
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.gutter * (Theme.easy ? 1 : 3)
        width: root.column
        spacing: Theme.unit

        PhraseText {
            id: title

            objectName: "title"
            width: parent.width
            type: Theme.easy ? Theme.heading : Theme.title
            sentence: qsTr("What your points can become")
        }

        AppText {
            objectName: "points"
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            text: qsTr("You have %1 points.").arg(Figures.maybe(Figures.number(root.viewModel.points), root.viewModel.masked))
        }

        PhraseText {
            objectName: "away"
            width: parent.width
            visible: root.viewModel.offline
            color: Theme.note
            font.bold: true
            sentence: qsTr("This works once we are connected again. Your points are safe.")
        }
    }

    RewardList {
        id: list

        readonly property real from: root.wide ? 44 : words.y + words.height + Theme.gutter * 2

        objectName: "rewards"
        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: Theme.easy && !root.wide ? back.y - Theme.gutter - height : list.from
        width: root.column
        room: (root.wide ? root.height : back.y) - Theme.gutter - list.from
        masked: root.viewModel.masked
        model: root.viewModel.rows
        onChosen: row => root.viewModel.choose(row)
    }

    PillButton {
        id: back

        objectName: "back"
        x: Theme.margin
        y: root.height - height - Theme.gutter
        width: root.column
        glyph: Theme.easy ? "" : Icons.arrowLeft
        text: qsTr("Back to my page")
        onClicked: root.viewModel.goBack()
    }
}
