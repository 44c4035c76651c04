import QtQuick
import shared.qt
import shared.ui

// What was won or bought: its ball, or a present for a reward, which has none (ball 0).
Item {
    id: root

    required property int ball
    property real size: Theme.unit * 8

    implicitWidth: root.size
    implicitHeight: root.size

    Accessible.ignored: true

    Ball {
        visible: root.ball > 0
        size: root.size
        kind: Math.max(root.ball, 1)
    }

    Rectangle {
        visible: root.ball === 0
        anchors.fill: parent
        radius: width / 2
        color: Theme.brandTint
        border.width: Math.max(Theme.lineWidth, root.size * 0.02)
        border.color: Theme.brand

        IconShape {
            anchors.centerIn: parent
            path: Icons.gift
            size: root.size * 0.5
            color: Theme.brand
        }
    }
}
