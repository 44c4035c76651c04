pragma ComponentBehavior: Bound

import QtQuick
import shared.qt

// How many digits of a PIN are in, never which: `PinDots { filled: viewModel.pinLength }`.
Row {
    id: root

    property int filled: 0
    property int length: 6
    property string label: qsTr("%1 of %2 digits").arg(root.filled).arg(root.length)

    readonly property real dot: Theme.staff ? 20 : 36

    spacing: root.dot

    Accessible.role: Accessible.StaticText
    Accessible.name: root.label

    Repeater {
        model: root.length

        Rectangle {
            required property int index

            width: root.dot
            height: root.dot
            radius: root.dot / 2
            color: index < root.filled ? Theme.ink : "transparent"
            border.width: Theme.edgeWidth
            border.color: index < root.filled ? Theme.ink : Theme.edge
        }
    }
}
