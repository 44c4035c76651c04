import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Before the first contact with the centre, or after it has shut the tablet out: nothing to be done here.
Item {
    id: root

    required property StaffAppViewModel app

    Column {
        anchors.centerIn: parent
        width: Math.min(Theme.unit * 70, parent.width - Theme.margin * 2)
        spacing: Theme.unit * 4

        EmptyState {
            width: parent.width
            glyph: root.app.revoked ? Icons.alert : Icons.hourglass
            text: root.app.revoked ? qsTr("This tablet has been taken out of the programme and has forgotten everybody. What was recorded on it and not sent is kept. Please tell the manager.") : qsTr("This tablet waits for its first contact with the centre. It opens by itself.")
        }

        SyncLine {
            visible: !root.app.revoked
            anchors.horizontalCenter: parent.horizontalCenter
            app: root.app
        }
    }
}
