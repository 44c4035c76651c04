import QtQuick
import QtQuick.Templates as T
import shared.qt

// One of several to choose from, such as a reason: `ChoiceChip { text: …; checked: …; onClicked: … }`. Put them into
// one parent: only one of them stays chosen.
T.RadioButton {
    id: root

    implicitWidth: row.implicitWidth + Theme.touch * 0.8
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false

    Accessible.role: Accessible.RadioButton
    Accessible.name: root.text

    background: Rectangle {
        radius: height / 2
        color: root.checked ? Theme.ink : root.down ? Theme.inset : Theme.sheet
        border.width: Theme.edgeWidth
        border.color: root.checked ? Theme.ink : Theme.edge

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

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.checked
                path: Icons.check
                size: Theme.iconSize * 0.8
                color: Theme.paper
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                text: root.text
                color: root.checked ? Theme.paper : Theme.ink
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
