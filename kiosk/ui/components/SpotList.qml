pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// The spots of a hunt in whole rows: `SpotList { room: …; model: viewModel.rows; onChosen: row => … }`. The roles are those of a
// SpotRow. What `room` does not hold comes by turning the page.
Sheet {
    id: root

    property alias model: spots.model
    property real room: 0
    // Whether symbols can be tapped: rows are for looking at where they can't.
    property bool playable: true

    readonly property int slots: Math.max(2, Math.floor(root.room / root.rowHeight))
    readonly property bool paged: spots.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : spots.count
    readonly property int more: Math.max(0, spots.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = next.implicitHeight;
        for (let at = 0; at < spots.count; ++at)
            tallest = Math.max(tallest, spots.itemAt(at)?.implicitHeight ?? 0);
        return tallest;
    }

    property int first: 0

    signal chosen(row: int)

    height: column.height

    onShownChanged: root.first = 0

    Column {
        id: column

        width: root.width

        Repeater {
            id: spots

            ListRow {
                id: spot

                required property int index
                required property int number
                required property string name
                required property string hint
                required property bool found
                required property bool locked

                readonly property bool askable: root.playable && !spot.found && !spot.locked

                objectName: "spot-" + spot.index
                visible: spot.index >= root.first && spot.index < root.first + root.shown
                width: column.width
                height: root.rowHeight
                enabled: spot.askable
                chevron: spot.askable
                ruled: spot.index < spots.count - 1 || root.paged
                glyph: spot.found ? Icons.check : spot.locked ? Icons.lock : Icons.mapPin
                title: spot.found ? spot.name : spot.locked ? qsTr("Spot %1", "of a hunt").arg(spot.number) : spot.hint
                subtitle: spot.found ? qsTr("Found") : spot.locked ? qsTr("Its hint comes after the one before") : Theme.easy || !root.playable ? "" : qsTr("No camera? Tap its symbol")
                onClicked: root.chosen(spot.index)
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
