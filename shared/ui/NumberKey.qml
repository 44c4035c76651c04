import QtQuick
import QtQuick.Templates as T
import shared.qt

// One key of a NumberPad, with a digit or an icon on it; `text` is what a screen reader says.
T.Button {
    id: root

    property string digit: ""
    property string glyph: ""
    property TypeStyle letters: Theme.title

    implicitWidth: Theme.touch
    implicitHeight: Theme.touch
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: root.text

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
        AppText {
            anchors.centerIn: parent
            visible: root.digit.length > 0
            type: root.letters
            text: root.digit
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }

        IconShape {
            anchors.centerIn: parent
            visible: root.glyph.length > 0
            path: root.glyph
            size: Theme.iconSize * 1.3
        }
    }
}
