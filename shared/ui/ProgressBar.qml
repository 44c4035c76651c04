import QtQuick
import QtQuick.Templates as T
import shared.qt

// How far along, from 0 to 1: `ProgressBar { value: 0.74; label: qsTr("…") }`. `label` is what a screen reader says.
T.ProgressBar {
    id: root

    property string label: ""

    implicitWidth: 240
    implicitHeight: Theme.unit

    Accessible.role: Accessible.ProgressBar
    Accessible.name: root.label

    background: Rectangle {
        radius: height / 2
        color: Theme.inset
        border.width: Theme.highContrast ? Theme.lineWidth : 0
        border.color: Theme.edge
    }

    contentItem: Item {
        Rectangle {
            width: root.visualPosition > 0 ? Math.max(height, parent.width * root.visualPosition) : 0
            height: parent.height
            radius: height / 2
            color: Theme.ink
        }
    }
}
