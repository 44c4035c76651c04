import QtQuick
import QtQuick.Templates as T
import shared.ui
import shared.qt

// Something to agree to, its words beside the box: `ConsentRow { title: …; sentence: …; needed: true; onToggled: … }`.
T.CheckBox {
    id: root

    property string title: ""
    property string sentence: ""
    property bool needed: false
    property bool wrong: false
    property bool terse: false

    implicitWidth: 936
    implicitHeight: Math.max(Theme.touch, words.implicitHeight + Theme.gutter * (root.terse ? 1 : 1.5))
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    text: root.needed ? qsTr("%1, needed to join").arg(root.title) : root.title

    Accessible.role: Accessible.CheckBox
    Accessible.name: root.text
    Accessible.description: root.sentence

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.inset : Theme.sheet
        border.width: Theme.edgeWidth
        border.color: root.wrong ? Theme.note : Theme.edge

        FocusRing {
            control: root.background
            shown: root.visualFocus
        }
    }

    contentItem: Item {
        Rectangle {
            id: box

            x: Theme.gutter
            anchors.verticalCenter: parent.verticalCenter
            width: 60
            height: 60
            radius: 10
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

        Column {
            id: words

            anchors.left: box.right
            anchors.leftMargin: Theme.gutter
            anchors.right: parent.right
            anchors.rightMargin: Theme.gutter
            anchors.verticalCenter: parent.verticalCenter

            PhraseText {
                visible: !root.terse
                width: parent.width
                sentence: root.text
                font.bold: true
                Accessible.ignored: true
            }

            PhraseText {
                width: parent.width
                type: Theme.second
                color: root.terse ? Theme.ink : Theme.inkSoft
                sentence: root.terse && root.needed ? qsTr("%1 Needed to join.").arg(root.sentence) : root.sentence
                Accessible.ignored: true
            }
        }
    }
}
