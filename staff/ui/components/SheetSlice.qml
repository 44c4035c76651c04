import QtQuick
import shared.ui

// A part of a sheet that runs through a list: rounded only where the sheet begins and where it ends.
Item {
    id: root

    property bool first: false
    property bool last: false

    clip: true

    Sheet {
        y: root.first ? 0 : -radius
        width: root.width
        height: root.height - y + (root.last ? 0 : radius)
    }
}
