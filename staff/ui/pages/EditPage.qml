pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// A member's details: who she is, how the kiosk greets her, what she agrees to.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property EditViewModel viewModel: root.app.edit
    readonly property real inner: root.width - Theme.margin * 2

    focus: true

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Details")
        person: root.app.member.name
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
            onAccepted: root.viewModel.save()

            Column {
                width: root.inner
                spacing: Theme.unit * 1.5
                visible: consents.count > 0

                AppText {
                    type: Theme.action
                    text: qsTr("Agrees to")
                    Accessible.role: Accessible.Heading
                }

                Repeater {
                    id: consents

                    model: root.viewModel.consents

                    Item {
                        id: consent

                        required property string key
                        required property string name
                        required property string question
                        required property bool agreed

                        width: root.inner
                        height: Math.max(tick.height, asked.height)

                        CheckPill {
                            id: tick

                            objectName: "edit-consent-" + consent.key
                            text: consent.name
                            checked: consent.agreed
                            onToggled: root.viewModel.agree(consent.key, checked)
                        }

                        AppText {
                            id: asked

                            anchors.left: tick.right
                            anchors.leftMargin: Theme.unit * 2
                            anchors.right: parent.right
                            anchors.verticalCenter: tick.verticalCenter
                            type: Theme.second
                            color: Theme.inkSoft
                            text: consent.question
                        }
                    }
                }
            }

            Banner {
                objectName: "edit-refusal"
                width: root.inner
                tone: Sheet.Stop
                glyph: Icons.alert
                text: root.viewModel.refusal.length > 0 ? Words.refusal(root.viewModel.refusal) : ""
            }

            PillButton {
                objectName: "edit-save"
                width: fields.fieldWidth
                height: Theme.actionHeight
                kind: PillButton.Brand
                enabled: root.viewModel.ready
                glyph: Icons.save
                text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : qsTr("Save")
                onClicked: root.viewModel.save()
            }
        }
    }
}
