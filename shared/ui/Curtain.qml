pragma ComponentBehavior: Bound

import QtQuick
import shared.qt

// The striped curtain above the draw and a win; nothing else wears it.
Item {
    id: root

    property int stripes: 9

    implicitHeight: 110
    implicitWidth: 1080

    Accessible.ignored: true

    Repeater {
        model: root.stripes

        Rectangle {
            required property int index

            x: Math.round(index * root.width / root.stripes)
            width: Math.round((index + 1) * root.width / root.stripes) - x
            height: root.height
            color: index % 2 === 0 ? Theme.curtain : Theme.curtainGap

            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.lineWidth
                color: Theme.brandDeep
            }
        }
    }
}
