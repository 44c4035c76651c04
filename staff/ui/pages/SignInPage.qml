import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// The closed tablet: the shop's mark, then badge or name, then the PIN. Nothing about members.
FocusScope {
    id: root

    required property StaffAppViewModel app

    focus: true

    Column {
        anchors.centerIn: parent
        width: Math.min(Theme.unit * 72, parent.width - Theme.margin * 2)
        spacing: Theme.unit * 4

        ShopMark {
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.height >= 720 || root.app.signIn.step === "names"
            size: Theme.unit * 7
        }

        PinPanel {
            id: panel

            objectName: "sign-in"
            width: parent.width
            focus: true
            viewModel: root.app.signIn
        }
    }

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        spacing: Theme.gutter
        visible: root.app.signIn.step === "names"

        SyncLine {
            anchors.verticalCenter: parent.verticalCenter
            app: root.app
            brief: root.width < 900
        }

        PillButton {
            objectName: "sign-in-camera"
            anchors.verticalCenter: parent.verticalCenter
            visible: root.app.cameraAvailable
            enabled: !root.app.cameraOn
            glyph: Icons.camera
            text: qsTr("Read with the camera")
            onClicked: root.app.setCamera(true)
        }

        PillButton {
            objectName: "sign-in-language"
            anchors.verticalCenter: parent.verticalCenter
            glyph: Icons.language
            text: root.app.locale === "ja" ? "English" : "日本語"
            onClicked: root.app.speak(root.app.locale === "ja" ? "en" : "ja")
        }
    }
}
