pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// What points can become, in whole rows: `RewardList { room: …; model: viewModel.rows; onChosen: row => … }`. The roles are
// turn, name, about, picture, points and gap. What `room` does not hold comes by turning the page.
Sheet {
    id: root

    property alias model: rewards.model
    property real room: 0
    property bool masked: false

    readonly property int slots: Math.max(2, Math.floor(root.room / root.rowHeight))
    readonly property bool paged: rewards.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : rewards.count
    readonly property int more: Math.max(0, rewards.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = next.implicitHeight;
        for (let at = 0; at < rewards.count; ++at)
            tallest = Math.max(tallest, rewards.itemAt(at)?.implicitHeight ?? 0);
        return tallest;
    }

    // Rows that fit with room to spare stand apart by as much as two lines of writing would.
    readonly property real roomyHeight: Math.max(root.rowHeight, Math.min(root.rowHeight + Theme.gutter, root.room / (root.shown + (root.paged ? 1 : 0))))

    property int first: 0

    signal chosen(row: int)

    height: column.height

    onShownChanged: root.first = 0

    Column {
        id: column

        width: root.width

        Repeater {
            id: rewards

            ListRow {
                id: reward

                required property int index
                required property bool turn
                required property string name
                required property string about
                required property string picture
                required property real points
                required property real gap

                objectName: "reward-" + reward.index
                visible: reward.index >= root.first && reward.index < root.first + root.shown
                width: column.width
                height: root.roomyHeight
                enabled: reward.gap === 0
                opacity: reward.gap === 0 ? 1 : 0.6
                chevron: reward.gap === 0
                ruled: reward.index < rewards.count - 1 || root.paged
                glyph: reward.turn ? Icons.ticket : Pictures.glyph(reward.picture)
                title: reward.name
                subtitle: {
                    if (reward.gap === 0)
                        return Theme.easy ? "" : reward.turn ? qsTr("One turn") : reward.about;
                    const gap = Figures.maybe(Figures.number(reward.gap), root.masked);
                    return reward.turn ? qsTr("%1 more earned points").arg(gap) : qsTr("Only %1 more points").arg(gap);
                }
                trailing: Theme.easy && reward.gap > 0 ? "" : qsTr("%1 points").arg(Figures.number(reward.points))
                onClicked: root.chosen(reward.index)
            }
        }

        ListRow {
            id: next

            objectName: "more"
            visible: root.paged
            width: column.width
            height: root.roomyHeight
            glyph: root.more > 0 ? Icons.plus : Icons.undo
            chevron: root.more > 0
            title: root.more > 0 ? qsTr("%1 more").arg(root.more) : qsTr("Back to the first")
            onClicked: root.first = root.more > 0 ? root.first + root.shown : 0
        }
    }
}
