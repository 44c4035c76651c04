import QtQuick
import shared.qt

// The kiosk's bottom bar: language, easy view and, at the right, "Done" or on the attract page "No card?".
// `KioskBar { attract: true; onLanguageClicked: …; onEasyClicked: …; onDoneClicked: …; onNoCardClicked: … }`
// A tap on language or view leaves the focus where it is: whoever types goes on typing.
Rectangle {
    id: root

    property bool attract: false
    property real margin: Theme.margin

    readonly property real cell: (root.width - 2 * root.margin - 2 * Theme.gutter) / 3

    signal languageClicked
    signal easyClicked
    signal doneClicked
    signal noCardClicked

    implicitWidth: 1080
    implicitHeight: Theme.barHeight
    color: Theme.paper

    Rule {
        width: parent.width
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.gutter

        PillButton {
            objectName: "bar-language"
            focusPolicy: Qt.TabFocus
            width: root.cell
            glyph: Theme.easy ? "" : Icons.language
            //: The name of the other language, in that language: shown in English as 日本語, in Japanese as English.
            text: qsTr("日本語")
            onClicked: root.languageClicked()
        }

        PillButton {
            objectName: "bar-easy"
            focusPolicy: Qt.TabFocus
            width: root.cell
            glyph: Theme.easy ? "" : Icons.accessible
            text: Theme.easy ? qsTr("Normal") : qsTr("Easy view")
            onClicked: root.easyClicked()
        }

        PillButton {
            objectName: "bar-no-card"
            visible: root.attract
            width: root.cell
            glyph: Theme.easy ? "" : Icons.keyboard
            text: qsTr("No card?")
            onClicked: root.noCardClicked()
        }

        PillButton {
            objectName: "bar-done"
            visible: !root.attract
            width: root.cell
            kind: PillButton.Ink
            glyph: Theme.easy ? "" : Icons.check
            text: qsTr("Done")
            onClicked: root.doneClicked()
        }
    }
}
