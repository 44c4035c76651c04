import QtQuick
import shared.qt

// A page's content that scrolls where the window is too low for it, with a thin bar that says so.
Flickable {
    id: root

    default property alias content: holder.data
    property real spare: Theme.margin

    contentWidth: width
    contentHeight: holder.childrenRect.height + root.spare
    boundsBehavior: Flickable.StopAtBounds
    clip: true
    interactive: root.contentHeight > root.height

    Item {
        id: holder

        width: root.width
        height: Math.max(childrenRect.height, root.height - root.spare)
    }

    Rectangle {
        parent: root
        visible: root.interactive
        anchors.right: parent.right
        anchors.rightMargin: 2
        y: root.visibleArea.yPosition * root.height
        width: Theme.unit / 2
        height: Math.max(root.visibleArea.heightRatio * root.height, Theme.touch)
        radius: width / 2
        color: Theme.edge
    }
}
