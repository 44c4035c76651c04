import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels

// The fields about a person, two in a row where there is room; what a page adds stands behind them.
// While `joining`, fields say which may stay empty, and one that is still empty when it is left is no fault yet.
Flow {
    id: root

    required property MemberFormViewModel form
    property bool joining: false

    readonly property real fieldWidth: root.width + Theme.margin * 2 >= 960 ? (root.width - Theme.gutter) / 2 : root.width

    signal accepted

    spacing: Theme.gutter

    TextInputField {
        objectName: "form-nickname"
        width: root.fieldWidth
        focus: true
        label: qsTr("Nickname, shown on the kiosk")
        hint: qsTr("up to 12 characters")
        text: root.form.nickname
        fault: root.form.nicknameFault ? qsTr("One to twelve characters, please.") : ""
        onEdited: text => root.form.write("nickname", text)
        onAccepted: root.accepted()
        input.onActiveFocusChanged: if (!input.activeFocus && !(root.joining && text.length === 0))
            root.form.leave("nickname")
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
                objectName: "form-ja"
                text: "日本語"
                checked: root.form.language === "ja"
                onClicked: root.form.choose("ja")
            }

            ChoiceChip {
                anchors.verticalCenter: parent.verticalCenter
                objectName: "form-en"
                text: "English"
                checked: root.form.language === "en"
                onClicked: root.form.choose("en")
            }
        }
    }

    TextInputField {
        objectName: "form-name"
        width: root.fieldWidth
        label: root.joining ? qsTr("Name (optional)") : qsTr("Name")
        text: root.form.name
        onEdited: text => root.form.write("name", text)
        onAccepted: root.accepted()
    }

    TextInputField {
        objectName: "form-kana"
        width: root.fieldWidth
        label: root.joining ? qsTr("Kana (optional)") : qsTr("Kana")
        text: root.form.kana
        onEdited: text => root.form.write("kana", text)
        onAccepted: root.accepted()
    }

    TextInputField {
        objectName: "form-phone"
        width: root.fieldWidth
        label: root.joining ? qsTr("Phone (optional)") : qsTr("Phone")
        inputMethodHints: Qt.ImhDialableCharactersOnly
        text: root.form.phone
        fault: root.form.phoneFault ? qsTr("This does not look like a phone number.") : ""
        onEdited: text => root.form.write("phone", text)
        onAccepted: root.accepted()
        input.onActiveFocusChanged: if (!input.activeFocus)
            root.form.leave("phone")
    }

    TextInputField {
        objectName: "form-email"
        width: root.fieldWidth
        label: root.joining ? qsTr("E-mail (optional)") : qsTr("E-mail")
        inputMethodHints: Qt.ImhEmailCharactersOnly
        text: root.form.email
        fault: root.form.emailFault ? qsTr("This does not look like an e-mail address.") : ""
        onEdited: text => root.form.write("email", text)
        onAccepted: root.accepted()
        input.onActiveFocusChanged: if (!input.activeFocus)
            root.form.leave("email")
    }

    TextInputField {
        objectName: "form-birthday"
        width: root.fieldWidth
        label: root.joining ? qsTr("Birthday (optional)") : qsTr("Birthday")
        hint: "1990-04-03"
        text: root.form.birthday
        fault: root.form.birthdayFault ? qsTr("Year, month and day, please: 1990-04-03.") : ""
        onEdited: text => root.form.write("birthday", text)
        onAccepted: root.accepted()
        input.onActiveFocusChanged: if (!input.activeFocus)
            root.form.leave("birthday")
    }
}
