import QtQuick
import shared.qt

// The kiosk's bottom bar: language, easy view, help and, at the right, "Done" or on the attract page "No card?".
// `KioskBar { attract: true; helpable: true; onLanguageClicked: …; onEasyClicked: …; onHelpClicked: …; onDoneClicked: … }`
// A tap on language or view leaves the focus where it is: whoever types goes on typing.
Rectangle {
    id: root

    property bool attract: false
    property bool helpable: false
    property real margin: Theme.margin

    readonly property int count: root.helpable ? 4 : 3
    readonly property real room: root.width - 2 * root.margin - (root.count - 1) * Theme.gutter
    // Icons stand beside the words where there is room for them.
    readonly property bool icons: !Theme.easy && root.room / root.count > 240
    readonly property real words: language.implicitWidth + easy.implicitWidth + (root.helpable ? help.implicitWidth : 0) + (root.attract ? noCard : done).implicitWidth
    // What each has more than its word needs, or less: all have the same around it.
    readonly property real around: (root.room - root.words) / root.count

    signal languageClicked
    signal easyClicked
    signal helpClicked
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
            id: language

            objectName: "bar-language"
            focusPolicy: Qt.TabFocus
            width: language.implicitWidth + root.around
            glyph: root.icons ? Icons.language : ""
            //: The name of the other language, in that language: shown in English as 日本語, in Japanese as English.
            text: qsTr("日本語")
            onClicked: root.languageClicked()
        }

        PillButton {
            id: easy

            objectName: "bar-easy"
            focusPolicy: Qt.TabFocus
            width: easy.implicitWidth + root.around
            glyph: root.icons ? Icons.accessible : ""
            text: Theme.easy ? qsTr("Normal") : qsTr("Easy view")
            onClicked: root.easyClicked()
        }

        PillButton {
            id: help

            objectName: "bar-help"
            visible: root.helpable
            width: help.implicitWidth + root.around
            glyph: root.icons ? Icons.info : ""
            text: qsTr("Help")
            onClicked: root.helpClicked()
        }

        PillButton {
            id: noCard

            objectName: "bar-no-card"
            visible: root.attract
            width: noCard.implicitWidth + root.around
            glyph: root.icons ? Icons.keyboard : ""
            text: qsTr("No card?")
            onClicked: root.noCardClicked()
        }

        PillButton {
            id: done

            objectName: "bar-done"
            visible: !root.attract
            width: done.implicitWidth + root.around
            kind: PillButton.Ink
            glyph: root.icons ? Icons.check : ""
            text: qsTr("Done")
            onClicked: root.doneClicked()
        }
    }
}
