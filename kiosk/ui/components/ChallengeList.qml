pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// Challenges in whole rows, each with how far it is: `ChallengeList { room: …; model: viewModel.rows; onChosen: row => … }`.
// The roles are those of a ChallengeRow. What `room` does not hold comes by turning the page.
Sheet {
    id: root

    property alias model: challenges.model
    property real room: 0
    property bool masked: false

    readonly property int slots: Math.max(2, Math.floor(root.room / root.rowHeight))
    readonly property bool paged: challenges.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : challenges.count
    readonly property int more: Math.max(0, challenges.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = next.implicitHeight;
        for (let at = 0; at < challenges.count; ++at)
            tallest = Math.max(tallest, challenges.itemAt(at)?.implicitHeight ?? 0);
        // Below the words stands the bar.
        return tallest + Theme.gutter * (Theme.easy ? 1.5 : 3);
    }

    property int first: 0

    signal chosen(row: int)

    height: column.height

    onShownChanged: root.first = 0

    Column {
        id: column

        width: root.width

        Repeater {
            id: challenges

            ListRow {
                id: challenge

                required property int index
                required property string name
                required property string picture
                required property real figure
                required property real target
                required property string unit
                required property real share
                required property string until
                required property bool untilThisYear
                required property string standing
                required property real points
                required property int turns

                readonly property bool open: challenge.standing === "open"

                objectName: "challenge-" + challenge.index
                visible: challenge.index >= root.first && challenge.index < root.first + root.shown
                width: column.width
                height: root.rowHeight
                bottomPadding: challenge.open ? Theme.gutter * (Theme.easy ? 1 : 1.75) : Theme.unit
                ruled: challenge.index < challenges.count - 1 || root.paged
                glyph: challenge.open ? Pictures.glyph(challenge.picture) : Icons.check
                title: challenge.name
                subtitle: {
                    const said = Challenges.standing(challenge.standing, challenge.until, challenge.untilThisYear);
                    return challenge.open && !Theme.easy ? qsTr("%1, %2", "what a challenge brings, until when").arg(Challenges.brings(challenge.points, challenge.turns)).arg(said) : said;
                }
                trailing: challenge.open ? Challenges.figures(challenge.figure, challenge.target, challenge.unit, root.masked) : ""
                onClicked: root.chosen(challenge.index)

                ProgressBar {
                    visible: challenge.open
                    x: challenge.inset
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: Theme.gutter * (Theme.easy ? 0.75 : 1.25)
                    width: parent.width - challenge.inset * 2
                    value: root.masked ? 0 : challenge.share
                    label: qsTr("How far: %1").arg(challenge.trailing)
                }
            }
        }

        ListRow {
            id: next

            objectName: "more"
            visible: root.paged
            width: column.width
            height: root.rowHeight
            glyph: root.more > 0 ? Icons.plus : Icons.undo
            chevron: root.more > 0
            title: root.more > 0 ? qsTr("%1 more").arg(root.more) : qsTr("Back to the first")
            onClicked: root.first = root.more > 0 ? root.first + root.shown : 0
        }
    }
}
