import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Before the first contact with the centre: nothing to be done here but to wait, and to see whether it comes.
Item {
    id: root

    required property StaffAppViewModel app

    Column {
        anchors.centerIn: parent
        width: Math.min(Theme.unit * 70, parent.width - Theme.margin * 2)
        spacing: Theme.unit * 4

        EmptyState {
            width: parent.width
            glyph: Icons.hourglass
            text: qsTr("This tablet waits for its first contact with the centre. It opens by itself.")
        }

        SyncLine {
            anchors.horizontalCenter: parent.horizontalCenter
            app: root.app
        }
    }
}
