pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// What else there is for a member, in whole rows: what points can become, other draws with turns, prizes to collect. What `room` does not
// hold comes by turning the page. `draws` has the roles campaign and turns; `waiting` name, place and until.
Sheet {
    id: root

    property alias draws: others.model
    property alias waiting: prizes.model
    property real room: 0
    property int rewardsFrom: 0

    readonly property int lead: root.rewardsFrom > 0 ? 1 : 0
    readonly property int count: root.lead + others.count + prizes.count
    readonly property int slots: Math.max(2, Math.floor(root.room / root.rowHeight))
    readonly property bool paged: root.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : root.count
    readonly property int more: Math.max(0, root.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = 114;
        for (let at = 0; at < prizes.count; ++at)
            tallest = Math.max(tallest, prizes.itemAt(at)?.implicitHeight ?? 0);
        return Math.max(tallest, next.implicitHeight);
    }

    property int first: 0

    signal rewardsOpened
    signal drawOpened(row: int)
    signal prizeOpened(row: int)

    function shows(place: int): bool {
        return place >= root.first && place < root.first + root.shown;
    }

    function last(place: int): bool {
        return !root.paged && place === root.count - 1;
    }

    visible: root.count > 0
    height: column.height

    onCountChanged: root.first = 0
    onShownChanged: root.first = 0
    onVisibleChanged: root.first = 0

    Column {
        id: column

        width: root.width

        ListRow {
            objectName: "rewards"
            visible: root.lead > 0 && root.shows(0)
            width: column.width
            height: root.rowHeight
            glyph: Icons.gift
            ruled: !root.last(0)
            title: qsTr("Use your points")
            trailing: qsTr("from %1", "points").arg(Figures.number(root.rewardsFrom))
            onClicked: root.rewardsOpened()
        }

        Repeater {
            id: others

            ListRow {
                id: draw

                required property int index
                required property string campaign
                required property int turns

                objectName: "draw-" + draw.index
                visible: root.shows(root.lead + draw.index)
                width: column.width
                height: root.rowHeight
                glyph: Icons.ticket
                ruled: !root.last(root.lead + draw.index)
                title: draw.campaign
                trailing: draw.turns === 1 ? qsTr("1 turn") : qsTr("%1 turns").arg(draw.turns)
                onClicked: root.drawOpened(draw.index)
            }
        }

        Repeater {
            id: prizes

            ListRow {
                id: prize

                required property int index
                required property string name
                required property string place
                required property string until

                objectName: "waiting-" + prize.index
                visible: root.shows(root.lead + others.count + prize.index)
                width: column.width
                height: root.rowHeight
                glyph: Icons.parcel
                ruled: !root.last(root.lead + others.count + prize.index)
                title: qsTr("%1 to collect").arg(prize.name)
                subtitle: Theme.easy ? prize.place : qsTr("%1, until %2").arg(prize.place).arg(Figures.day(prize.until))
                onClicked: root.prizeOpened(prize.index)
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
