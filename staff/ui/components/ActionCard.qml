import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui

// Something that can be done for a member: icon, what, and a hint of how.
T.Button {
    id: root

    required property string glyph
    property string hint: ""

    implicitWidth: Theme.unit * 42
    implicitHeight: Theme.unit * 11
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    opacity: root.enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: root.text
    Accessible.description: root.hint

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.inset : Theme.sheet
        border.width: Theme.edgeWidth
        border.color: Theme.edge

        FocusRing {
            control: root.background
            shown: root.visualFocus
        }
    }

    contentItem: Item {
        IconShape {
            id: icon

            x: Theme.unit * 3
            anchors.verticalCenter: parent.verticalCenter
            path: root.glyph
            size: Theme.unit * 4
        }

        Column {
            anchors.left: icon.right
            anchors.leftMargin: Theme.unit * 2.5
            anchors.right: parent.right
            anchors.rightMargin: Theme.unit
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                width: parent.width
                type: Theme.action
                text: root.text
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            AppText {
                width: parent.width
                visible: root.hint.length > 0
                type: Theme.second
                text: root.hint
                color: Theme.inkSoft
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
