import QtQuick
import shared.qt
import shared.ui

// A line of a sum: what it is, and how much.
Item {
    id: root

    required property string label
    required property string value
    property bool strong: false
    property color tone: Theme.ink

    implicitWidth: 320
    implicitHeight: Math.max(name.implicitHeight, amount.implicitHeight)

    Accessible.role: Accessible.StaticText
    Accessible.name: root.label + " " + root.value

    AppText {
        id: name

        anchors.left: parent.left
        anchors.right: amount.left
        anchors.rightMargin: Theme.unit
        type: root.strong ? Theme.action : Theme.body
        text: root.label
        color: root.strong ? root.tone : Theme.inkSoft
        Accessible.ignored: true
    }

    AppText {
        id: amount

        anchors.right: parent.right
        type: root.strong ? Theme.action : Theme.body
        text: root.value
        color: root.tone
        font.bold: true
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
