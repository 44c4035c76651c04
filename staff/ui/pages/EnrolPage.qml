import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Joining at the counter: only the nickname is needed.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property EnrolViewModel viewModel: root.app.enrol
    readonly property real inner: root.width - Theme.margin * 2

    focus: true

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Register a member")
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        MemberForm {
            id: fields

            x: Theme.margin
            width: root.inner
            form: root.viewModel.form
            joining: true
            onAccepted: root.viewModel.enrol()

            Item {
                width: fields.fieldWidth
                height: Theme.unit * 11

                PillButton {
                    objectName: "enrol-go"
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: Theme.actionHeight
                    kind: PillButton.Brand
                    enabled: root.viewModel.step !== "recording"
                    glyph: Icons.userPlus
                    text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : qsTr("Register and make the card")
                    onClicked: root.viewModel.enrol()
                }
            }

            Banner {
                width: root.inner
                tone: Sheet.Stop
                glyph: Icons.alert
                text: root.viewModel.step === "refused" ? Words.refusal(root.viewModel.refusal) : ""
            }
        }
    }
}
