import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Before the first contact with the centre, after it has shut the tablet out, or while damage is mended: nothing to be done here.
Item {
    id: root

    required property StaffAppViewModel app

    function words(): string {
        switch (root.app.outage) {
        case "revoked":
            return qsTr("This tablet has been taken out of the programme and has forgotten everybody. What was recorded on it and not sent is kept. Please tell the manager.");
        case "mending":
            return qsTr("This tablet's memory was damaged. What was recorded on it is saved as far as it could be read, and the rest is coming back from the centre. It opens again by itself.");
        default:
            return qsTr("This tablet waits for its first contact with the centre. It opens by itself.");
        }
    }

    Column {
        anchors.centerIn: parent
        width: Math.min(Theme.unit * 70, parent.width - Theme.margin * 2)
        spacing: Theme.unit * 4

        EmptyState {
            width: parent.width
            glyph: root.app.outage.length > 0 ? Icons.alert : Icons.hourglass
            text: root.words()
        }

        SyncLine {
            visible: root.app.outage !== "revoked"
            anchors.horizontalCenter: parent.horizontalCenter
            app: root.app
        }
    }
}
