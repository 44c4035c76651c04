import QtQuick
import QtQuick.Shapes
import shared.qt

// One outline icon in a theme colour: `IconShape { path: Icons.leaf; size: 44 }`. It is ornament: the word beside
// it, or the control around it, carries the accessible name.
Item {
    id: root

    required property string path
    property real size: Theme.iconSize
    property color color: Theme.ink
    property real stroke: root.size >= 96 ? 1.7 : 2

    implicitWidth: root.size
    implicitHeight: root.size
    // Without a layer the software renderer draws a shape that lies wholly outside a list's clip.
    layer.enabled: true

    Accessible.ignored: true

    Shape {
        width: 24
        height: 24
        scale: root.width / 24
        transformOrigin: Item.TopLeft

        ShapePath {
            strokeColor: root.color
            strokeWidth: root.stroke
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin

            PathSvg {
                path: root.path
            }
        }
    }
}
