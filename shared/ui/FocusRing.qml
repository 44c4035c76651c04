import QtQuick
import shared.qt

// The ring around what has the keyboard's focus: `FocusRing { control: root; round: true }` inside the control.
Rectangle {
    id: root

    required property Item control
    property bool shown: root.control.activeFocus
    property real corner: Theme.radius

    readonly property int reach: 8

    anchors.fill: root.control
    anchors.margins: -root.reach
    z: 1
    visible: root.shown
    color: "transparent"
    radius: root.corner + root.reach
    border.width: 4
    border.color: Theme.focus
}
