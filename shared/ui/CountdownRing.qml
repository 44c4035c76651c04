import QtQuick
import QtQuick.Shapes
import shared.qt

// Seconds that run out: `CountdownRing { seconds: 14; total: 20; label: qsTr("14 seconds left") }`.
Item {
    id: root

    required property int seconds
    required property int total
    property string label: ""

    readonly property real thickness: Math.max(8, root.width * 0.07)

    implicitWidth: Theme.staff ? 120 : 200
    implicitHeight: root.implicitWidth

    Accessible.role: Accessible.Indicator
    Accessible.name: root.label

    Shape {
        anchors.fill: parent

        ShapePath {
            strokeColor: Theme.inset
            strokeWidth: root.thickness
            fillColor: "transparent"

            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: (root.width - root.thickness) / 2
                radiusY: radiusX
                startAngle: 0
                sweepAngle: 360
            }
        }

        ShapePath {
            strokeColor: Theme.wait
            strokeWidth: root.thickness
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap

            PathAngleArc {
                centerX: root.width / 2
                centerY: root.height / 2
                radiusX: (root.width - root.thickness) / 2
                radiusY: radiusX
                startAngle: -90
                sweepAngle: root.total > 0 ? 360 * Math.min(1, root.seconds / root.total) : 0
            }
        }
    }

    AppText {
        anchors.centerIn: parent
        type: Theme.title
        text: root.seconds
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
