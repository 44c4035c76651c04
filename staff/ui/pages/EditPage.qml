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
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real fieldWidth: root.wide ? (root.inner - Theme.gutter) / 2 : root.inner

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

        Flow {
            x: Theme.margin
            width: root.inner
            spacing: Theme.gutter

            TextInputField {
                objectName: "edit-nickname"
                width: root.fieldWidth
                focus: true
                label: qsTr("Nickname, shown on the kiosk")
                hint: qsTr("up to 12 characters")
                text: root.viewModel.nickname
                fault: root.viewModel.nicknameFault ? qsTr("One to twelve characters, please.") : ""
                onEdited: text => root.viewModel.write("nickname", text)
                onAccepted: root.viewModel.save()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("nickname")
            }

            Column {
                width: root.fieldWidth
                spacing: Theme.unit / 2

                AppText {
                    type: Theme.second
                    color: Theme.inkSoft
                    text: qsTr("The kiosk greets in")
                }

                Row {
                    height: Theme.unit * 7
                    spacing: Theme.unit * 1.5

                    ChoiceChip {
                        anchors.verticalCenter: parent.verticalCenter
                        objectName: "edit-ja"
                        text: "日本語"
                        checked: root.viewModel.language === "ja"
                        onClicked: root.viewModel.choose("ja")
                    }

                    ChoiceChip {
                        anchors.verticalCenter: parent.verticalCenter
                        objectName: "edit-en"
                        text: "English"
                        checked: root.viewModel.language === "en"
                        onClicked: root.viewModel.choose("en")
                    }
                }
            }

            TextInputField {
                objectName: "edit-name"
                width: root.fieldWidth
                label: qsTr("Name")
                text: root.viewModel.name
                onEdited: text => root.viewModel.write("name", text)
                onAccepted: root.viewModel.save()
            }

            TextInputField {
                objectName: "edit-kana"
                width: root.fieldWidth
                label: qsTr("Kana")
                text: root.viewModel.kana
                onEdited: text => root.viewModel.write("kana", text)
                onAccepted: root.viewModel.save()
            }

            TextInputField {
                objectName: "edit-phone"
                width: root.fieldWidth
                label: qsTr("Phone")
                inputMethodHints: Qt.ImhDialableCharactersOnly
                text: root.viewModel.phone
                fault: root.viewModel.phoneFault ? qsTr("This does not look like a phone number.") : ""
                onEdited: text => root.viewModel.write("phone", text)
                onAccepted: root.viewModel.save()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("phone")
            }

            TextInputField {
                objectName: "edit-email"
                width: root.fieldWidth
                label: qsTr("E-mail")
                inputMethodHints: Qt.ImhEmailCharactersOnly
                text: root.viewModel.email
                fault: root.viewModel.emailFault ? qsTr("This does not look like an e-mail address.") : ""
                onEdited: text => root.viewModel.write("email", text)
                onAccepted: root.viewModel.save()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("email")
            }

            TextInputField {
                objectName: "edit-birthday"
                width: root.fieldWidth
                label: qsTr("Birthday")
                hint: "1990-04-03"
                text: root.viewModel.birthday
                fault: root.viewModel.birthdayFault ? qsTr("Year, month and day, please: 1990-04-03.") : ""
                onEdited: text => root.viewModel.write("birthday", text)
                onAccepted: root.viewModel.save()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("birthday")
            }

            Column {
                width: root.inner
                spacing: Theme.unit * 1.5
                visible: consents.count > 0

                AppText {
                    type: Theme.action
                    text: qsTr("She agrees to")
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
                width: root.fieldWidth
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
