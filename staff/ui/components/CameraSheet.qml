import QtQuick
import shared.qt
import shared.ui
import shared.hardware
import staff.viewmodels

// What the camera sees while it looks for a code, to aim by; it goes away after the first code.
Sheet {
    id: root

    required property StaffAppViewModel app

    function take() {
        cancel.forceActiveFocus();
    }

    implicitWidth: Theme.unit * 46
    implicitHeight: column.height + Theme.gutter * 2
    border.width: Theme.edgeWidth
    border.color: Theme.edge

    Accessible.role: Accessible.Dialog
    Accessible.name: invitation.text

    Column {
        id: column

        x: Theme.gutter
        y: Theme.gutter
        width: parent.width - Theme.gutter * 2
        spacing: Theme.unit * 2

        AppText {
            id: invitation

            width: parent.width
            type: Theme.action
            text: qsTr("Hold the code to the camera")
            Accessible.role: Accessible.Heading
        }

        Sheet {
            width: parent.width
            height: width * 3 / 4
            tone: Sheet.Inset

            IconShape {
                anchors.centerIn: parent
                path: Icons.camera
                size: Theme.unit * 8
                color: Theme.inkSoft
            }

            CameraPreview {
                objectName: "camera-preview"
                anchors.fill: parent
                feed: root.app.feed
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("What the camera sees")
            }
        }

        PillButton {
            id: cancel

            objectName: "camera-cancel"
            width: parent.width
            glyph: Icons.x
            text: qsTr("Cancel")
            onClicked: root.app.setCamera(false)
        }
    }
}
