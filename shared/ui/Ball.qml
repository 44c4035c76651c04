import QtQuick
import QtQuick.Shapes
import shared.qt

// A ball: `Ball { kind: 3; size: 148 }`. Its number stands on a white disc unless `blank`, 6 and 9 underlined; an
// unknown kind is a plain white ball. `label` is what a screen reader says; without one the ball is ornament.
Item {
    id: root

    property int kind: 10
    property real size: 148
    property bool blank: false
    property string label: ""

    readonly property real outline: Math.max(1.5, root.size * 0.02) + (Theme.highContrast ? 1 : 0)

    implicitWidth: root.size
    implicitHeight: root.size

    Accessible.role: Accessible.Graphic
    Accessible.name: root.label
    Accessible.ignored: root.label.length === 0

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: BallArt.ground(root.kind)
    }

    Shape {
        x: root.width / 2
        y: root.height / 2
        width: 0
        height: 0
        scale: (root.width - root.outline) / 200
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeWidth: -1
            fillColor: BallArt.figure(root.kind)

            PathSvg {
                path: BallArt.outline(root.kind)
            }
        }
    }

    Rectangle {
        anchors.fill: parent
        radius: width / 2
        color: "transparent"
        border.width: root.outline
        border.color: Theme.ink
    }

    Rectangle {
        anchors.centerIn: parent
        width: root.width * 0.55
        height: width
        radius: width / 2
        color: BallArt.disc
        border.width: root.kind === 10 && !root.blank ? Math.max(1, root.outline * 0.6) : 0
        border.color: BallArt.digits
    }

    Text {
        anchors.centerIn: parent
        visible: !root.blank
        text: root.kind
        color: BallArt.digits
        font.family: Theme.textFamily
        font.bold: true
        font.pixelSize: Math.max(1, Math.round(root.width * (root.kind > 9 ? 0.28 : 0.37)))
        Accessible.ignored: true

        Rectangle {
            visible: root.kind === 6 || root.kind === 9
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.5 + parent.font.pixelSize * 0.43
            width: parent.font.pixelSize * 0.62
            height: Math.max(1, root.width * 0.028)
            color: BallArt.digits
        }
    }
}
