import QtQuick
import QtQuick.Templates as T
import shared.qt

// A pill with a tick box: `CheckPill { text: qsTr("Both turns"); onToggled: … }`.
T.CheckBox {
    id: root

    implicitWidth: Math.max(Theme.touch * 2, row.implicitWidth + Theme.touch / 2)
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    opacity: root.enabled ? 1 : 0.45

    Accessible.role: Accessible.CheckBox
    Accessible.name: root.text

    background: Rectangle {
        radius: height / 2
        color: root.down ? Theme.inset : Theme.sheet
        border.width: Theme.edgeWidth
        border.color: Theme.edge

        FocusRing {
            control: root.background
            shown: root.visualFocus
            corner: root.height / 2
        }
    }

    contentItem: Item {
        Row {
            id: row

            anchors.centerIn: parent
            spacing: Theme.unit

            Rectangle {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.iconSize
                height: Theme.iconSize
                radius: width / 6
                color: root.checked ? Theme.ink : Theme.sheet
                border.width: Theme.edgeWidth
                border.color: root.checked ? Theme.ink : Theme.edge

                IconShape {
                    anchors.centerIn: parent
                    visible: root.checked
                    path: Icons.check
                    size: parent.width * 0.8
                    color: Theme.paper
                }
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                text: root.text
                font.bold: true
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
