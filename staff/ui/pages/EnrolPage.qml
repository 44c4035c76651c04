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
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real fieldWidth: root.wide ? (root.inner - Theme.gutter) / 2 : root.inner

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

        Flow {
            id: form

            x: Theme.margin
            width: root.inner
            spacing: Theme.gutter

            TextInputField {
                objectName: "enrol-nickname"
                width: root.fieldWidth
                focus: true
                label: qsTr("Nickname, shown on the kiosk")
                hint: qsTr("up to 12 characters")
                text: root.viewModel.nickname
                fault: root.viewModel.nicknameFault ? qsTr("One to twelve characters, please.") : ""
                onEdited: text => root.viewModel.write("nickname", text)
                onAccepted: root.viewModel.enrol()
                input.onActiveFocusChanged: if (!input.activeFocus && text.length > 0)
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
                        objectName: "enrol-ja"
                        text: "日本語"
                        checked: root.viewModel.language === "ja"
                        onClicked: root.viewModel.choose("ja")
                    }

                    ChoiceChip {
                        anchors.verticalCenter: parent.verticalCenter
                        objectName: "enrol-en"
                        text: "English"
                        checked: root.viewModel.language === "en"
                        onClicked: root.viewModel.choose("en")
                    }
                }
            }

            TextInputField {
                objectName: "enrol-name"
                width: root.fieldWidth
                label: qsTr("Name (optional)")
                text: root.viewModel.name
                onEdited: text => root.viewModel.write("name", text)
                onAccepted: root.viewModel.enrol()
            }

            TextInputField {
                objectName: "enrol-kana"
                width: root.fieldWidth
                label: qsTr("Kana (optional)")
                text: root.viewModel.kana
                onEdited: text => root.viewModel.write("kana", text)
                onAccepted: root.viewModel.enrol()
            }

            TextInputField {
                objectName: "enrol-phone"
                width: root.fieldWidth
                label: qsTr("Phone (optional)")
                inputMethodHints: Qt.ImhDialableCharactersOnly
                text: root.viewModel.phone
                fault: root.viewModel.phoneFault ? qsTr("This does not look like a phone number.") : ""
                onEdited: text => root.viewModel.write("phone", text)
                onAccepted: root.viewModel.enrol()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("phone")
            }

            TextInputField {
                objectName: "enrol-email"
                width: root.fieldWidth
                label: qsTr("E-mail (optional)")
                inputMethodHints: Qt.ImhEmailCharactersOnly
                text: root.viewModel.email
                fault: root.viewModel.emailFault ? qsTr("This does not look like an e-mail address.") : ""
                onEdited: text => root.viewModel.write("email", text)
                onAccepted: root.viewModel.enrol()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("email")
            }

            TextInputField {
                objectName: "enrol-birthday"
                width: root.fieldWidth
                label: qsTr("Birthday (optional)")
                hint: "1990-04-03"
                text: root.viewModel.birthday
                fault: root.viewModel.birthdayFault ? qsTr("Year, month and day, please: 1990-04-03.") : ""
                onEdited: text => root.viewModel.write("birthday", text)
                onAccepted: root.viewModel.enrol()
                input.onActiveFocusChanged: if (!input.activeFocus)
                    root.viewModel.leave("birthday")
            }

            Item {
                width: root.fieldWidth
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
