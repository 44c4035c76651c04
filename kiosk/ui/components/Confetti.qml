pragma ComponentBehavior: Bound

import QtQuick
import shared.ui

// Balls thrown for a big win, always the same way and never over a text.
Item {
    id: root

    readonly property list<int> kinds: [1, 6, 10, 2, 10, 7, 5, 8, 3, 4, 12, 6, 9, 2]
    readonly property list<real> xs: [110, 196, 322, 236, 64, 100, 268, 762, 868, 1002, 850, 976, 800, 1030]
    readonly property list<real> ys: [104, 142, 104, 282, 290, 390, 400, 70, 152, 104, 318, 342, 410, 400]
    readonly property list<real> sizes: [56, 40, 44, 84, 44, 64, 48, 48, 80, 52, 40, 64, 52, 40]

    implicitWidth: 1080
    implicitHeight: 520

    Accessible.ignored: true

    Repeater {
        model: root.kinds.length

        Ball {
            required property int index

            x: root.xs[index] * root.width / 1080 - size / 2
            y: root.ys[index] * root.height / 520 - size / 2
            size: root.sizes[index]
            kind: root.kinds[index]
            blank: true
        }
    }
}
