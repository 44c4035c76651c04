import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui

// An entry of the rail: icon and word, a mark at its side while it is open, a count where there is one.
T.Button {
    id: root

    required property string glyph
    property bool current: false
    property int count: 0

    implicitWidth: Theme.unit * 11
    implicitHeight: Theme.unit * 9
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: root.count > 0 ? root.text + ", " + root.count : root.text

    background: Rectangle {
        color: root.down ? Theme.inset : "transparent"

        Rectangle {
            visible: root.current
            width: Theme.unit / 2
            height: parent.height
            color: Theme.brand
        }

        FocusRing {
            control: root.background
            shown: root.visualFocus
            anchors.margins: Theme.unit / 2
        }
    }

    contentItem: Item {
        IconShape {
            id: icon

            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.unit
            path: root.glyph
            color: root.current ? Theme.brand : Theme.inkSoft
        }

        AppText {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.unit * 1.5
            type: Theme.smallest
            text: root.text
            color: root.current ? Theme.brand : Theme.inkSoft
            font.bold: root.current
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }

        Badge {
            x: icon.x + icon.width - Theme.unit
            y: 0
            count: root.count
        }
    }
}
