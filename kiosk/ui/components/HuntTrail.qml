pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt

// The way through a hunt, a stop for each spot: `HuntTrail { model: viewModel.rows; label: qsTr("…") }`. The roles are those of
// a SpotRow; `label` is what a screen reader says.
Item {
    id: root

    property alias model: stops.model
    required property string label
    property bool masked: false

    readonly property real stop: Math.min(96, root.width / Math.max(1, stops.count) - Theme.unit)
    readonly property real step: stops.count > 1 ? (root.width - root.stop) / (stops.count - 1) : 0

    implicitWidth: 936
    implicitHeight: root.stop

    Accessible.role: Accessible.ProgressBar
    Accessible.name: root.label

    Rectangle {
        anchors.verticalCenter: parent.verticalCenter
        x: root.stop / 2
        width: parent.width - root.stop
        height: Theme.edgeWidth * 2
        color: Theme.edge
    }

    Repeater {
        id: stops

        Rectangle {
            id: stop

            required property int index
            required property int number
            required property bool found

            readonly property bool won: stop.found && !root.masked

            x: stop.index * root.step
            width: root.stop
            height: root.stop
            radius: root.stop / 2
            color: stop.won ? Theme.win : Theme.sheet
            border.width: Theme.edgeWidth
            border.color: stop.won ? Theme.winInk : Theme.edge

            IconShape {
                anchors.centerIn: parent
                visible: stop.won
                path: Icons.check
                size: root.stop * 0.6
                color: Theme.winInk
            }

            AppText {
                anchors.centerIn: parent
                visible: !stop.won
                type: Theme.lead
                font.bold: true
                text: root.masked ? "" : stop.number
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
