import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// A figure that counts up by what was gained: `CountUp { value: 1240; gained: 10; masked: false }`.
AppText {
    id: root

    required property real value
    property real gained: 0
    property bool masked: false

    property real shown: root.value

    text: Figures.maybe(Figures.number(Math.round(root.shown)), root.masked)
    wrapMode: Text.NoWrap
    Accessible.name: Figures.maybe(Figures.number(root.value), root.masked)

    // Its page may be there long before it is shown.
    onVisibleChanged: {
        if (root.visible && root.gained > 0 && !Theme.reducedMotion)
            rise.restart();
    }

    NumberAnimation {
        id: rise

        target: root
        property: "shown"
        from: root.value - root.gained
        to: root.value
        duration: Theme.gainMs
        easing.type: Easing.OutQuad
        onStopped: root.shown = Qt.binding(() => root.value)
    }
}
