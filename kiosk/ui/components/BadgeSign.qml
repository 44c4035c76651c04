import QtQuick
import shared.ui
import shared.qt

// A badge as it is won: a picture on gold, outlined in ink: `BadgeSign { size: 120; glyph: Icons.star }`.
Rectangle {
    id: root

    required property string glyph
    property real size: 96
    property bool won: true

    implicitWidth: root.size
    implicitHeight: root.size
    radius: root.size / 2
    color: root.won ? Theme.win : Theme.inset
    border.width: root.won ? Math.max(Theme.edgeWidth, root.size / 40) : Theme.edgeWidth
    border.color: root.won ? Theme.winInk : Theme.edge

    IconShape {
        anchors.centerIn: parent
        path: root.glyph
        size: root.size * 0.56
        color: root.won ? Theme.winInk : Theme.inkSoft
    }
}
