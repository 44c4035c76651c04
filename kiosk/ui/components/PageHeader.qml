import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// The shop's sign on top of a page and, while the centre is away, one quiet line: `PageHeader { offline: …; since: "17:05" }`.
Item {
    id: root

    property bool offline: false
    property string since: ""

    implicitWidth: 936
    implicitHeight: 64

    ShopMark {
        id: mark

        anchors.verticalCenter: parent.verticalCenter
    }

    Row {
        objectName: "offline"
        visible: root.offline
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit

        IconShape {
            anchors.verticalCenter: parent.verticalCenter
            path: Icons.cloudOff
            size: sentence.type.size
            color: Theme.inkSoft
        }

        AppText {
            id: sentence

            width: Math.min(implicitWidth, root.width - mark.width - Theme.gutter * 3 - Theme.second.size)
            type: Theme.second
            color: Theme.inkSoft
            text: root.since.length > 0 && !Theme.easy ? qsTr("Working offline, last update %1").arg(root.since) : qsTr("Working offline")
        }
    }
}
