import QtQuick
import QtQuick.Shapes
import shared.qt

// The drum whole, on its legs and with its crank, for the attract page: it turns one facet every 4 s while `moving`.
// Its height has room for the crank at its highest; things that lie on the floor stand on `floorY`.
Item {
    id: root

    property alias facets: wheel.facets
    property alias radius: wheel.radius
    property bool moving: !Theme.reducedMotion

    readonly property real centreX: root.width / 2
    readonly property real centreY: root.radius * 1.3
    readonly property real crankLength: root.radius * 1.2
    readonly property real floorY: root.centreY + root.radius * 1.232
    readonly property real heightShare: 2.54

    property real angle: 0

    implicitWidth: 936
    implicitHeight: root.radius * root.heightShare

    Accessible.ignored: true

    Shape {
        id: legs

        x: root.centreX
        y: root.centreY

        ShapePath {
            strokeColor: Theme.ink
            strokeWidth: root.radius * 0.07
            fillColor: "transparent"
            capStyle: ShapePath.FlatCap
            startX: -root.radius * 0.42
            startY: root.radius * 0.8

            PathLine {
                x: -root.radius * 0.62
                y: root.radius * 1.2
            }

            PathMove {
                x: root.radius * 0.42
                y: root.radius * 0.8
            }

            PathLine {
                x: root.radius * 0.62
                y: root.radius * 1.2
            }
        }

        ShapePath {
            strokeColor: Theme.ink
            strokeWidth: root.radius * 0.075
            capStyle: ShapePath.RoundCap
            startX: -root.radius * 0.8
            startY: root.radius * 1.195

            PathLine {
                x: root.radius * 0.8
                y: root.radius * 1.195
            }
        }
    }

    Rectangle {
        width: root.width
        height: 4
        y: root.floorY
        radius: 2
        color: Theme.ink
    }

    DrumWheel {
        id: wheel

        x: root.centreX - radius
        y: root.centreY - radius
        radius: 316
        labelled: false
        angle: root.angle
    }

    Item {
        x: root.centreX
        y: root.centreY
        rotation: root.angle

        Rectangle {
            x: root.radius * 0.19
            y: -height / 2
            width: root.crankLength - x
            height: root.radius * 0.075
            radius: height / 2
            color: Theme.ink
            transform: Rotation {
                origin.x: -root.radius * 0.19
                origin.y: root.radius * 0.0375
                angle: -36
            }
        }

        Rectangle {
            readonly property real turn: -36 * Math.PI / 180

            x: root.crankLength * Math.cos(turn) - width / 2
            y: root.crankLength * Math.sin(turn) - height / 2
            width: root.radius * 0.185
            height: width
            radius: width / 2
            color: Theme.brand
            border.width: Math.max(3, root.radius * 0.0126)
            border.color: Theme.ink
        }
    }

    SequentialAnimation {
        running: root.moving && root.visible
        loops: Animation.Infinite

        PauseAnimation {
            duration: 3100
        }

        ScriptAction {
            script: root.angle = Math.round(root.angle / wheel.step) * wheel.step % 360
        }

        NumberAnimation {
            target: root
            property: "angle"
            to: (Math.round(root.angle / wheel.step) + 1) * wheel.step
            duration: 900
            easing.type: Easing.InOutCubic
        }
    }
}
