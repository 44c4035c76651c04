import QtQuick
import QtQuick.Templates as T
import shared.qt

// A row to open something: icon, title, a second line, a word at the end and a chevron.
// `ListRow { glyph: Icons.gift; title: qsTr("Use your points"); trailing: qsTr("from 300"); onClicked: … }`
T.Button {
    id: root

    required property string title
    property string subtitle: ""
    property string trailing: ""
    property string glyph: ""
    property bool chevron: true
    property bool ruled: false
    property real inset: Theme.staff ? Theme.gutter : Theme.unit * 4

    implicitWidth: Theme.staff ? 480 : 936
    implicitHeight: Math.max(Theme.staff ? 72 : 114, Theme.touch, words.implicitHeight + Theme.unit * 2)
    leftPadding: root.inset
    rightPadding: root.inset
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: root.title + (root.trailing.length > 0 ? ", " + root.trailing : "")
    Accessible.description: root.subtitle

    background: Rectangle {
        radius: Theme.radius
        color: root.down ? Theme.inset : "transparent"

        Rule {
            visible: root.ruled
            x: root.inset
            width: parent.width - 2 * root.inset
            anchors.bottom: parent.bottom
        }

        FocusRing {
            control: root.background
            shown: root.visualFocus
            anchors.margins: -2
        }
    }

    contentItem: Item {
        IconShape {
            id: icon

            anchors.verticalCenter: parent.verticalCenter
            visible: root.glyph.length > 0
            path: root.glyph
            width: root.glyph.length > 0 ? Theme.iconSize : 0
            height: Theme.iconSize
            color: Theme.inkSoft
        }

        Column {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            anchors.left: icon.right
            anchors.leftMargin: root.glyph.length > 0 ? Theme.unit * 2 + Theme.unit / 2 : 0
            anchors.right: end.left
            anchors.rightMargin: Theme.unit

            AppText {
                width: parent.width
                type: Theme.lead
                text: root.title
                font.bold: true
                elide: Text.ElideRight
                maximumLineCount: 2
                Accessible.ignored: true
            }

            AppText {
                width: parent.width
                visible: root.subtitle.length > 0
                type: Theme.second
                color: Theme.inkSoft
                text: root.subtitle
                elide: Text.ElideRight
                maximumLineCount: Theme.staff ? 1 : 2
                Accessible.ignored: true
            }
        }

        Row {
            id: end

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit * 1.5

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.trailing.length > 0
                color: Theme.inkSoft
                text: root.trailing
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.chevron
                path: Icons.chevronRight
                color: Theme.edge
            }
        }
    }
}
