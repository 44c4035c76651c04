import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.pages

// The window of `garapon-kiosk --setup`, drawn on the same canvas as the shopper's.
Window {
    id: root

    required property MachineViewModel machine

    readonly property bool wide: root.width > root.height
    readonly property real zoom: Math.max(0.1, (root.wide ? root.height : root.width) / 1080)

    width: 1080
    height: 1920
    title: "Garapon"
    color: Theme.paper

    MachinePage {
        width: root.width / root.zoom
        height: root.height / root.zoom
        scale: root.zoom
        transformOrigin: Item.TopLeft
        viewModel: root.machine
        wide: root.wide
        onCloseAsked: root.close()
    }
}
