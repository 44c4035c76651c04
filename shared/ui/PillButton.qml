import QtQuick
import QtQuick.Templates as T
import shared.qt

// The button: `PillButton { kind: PillButton.Brand; large: true; text: qsTr("Turn the drum"); glyph: Icons.arrowRight;
// trailing: true }`. One Brand button a page. `large` is the page's main action. Handle `onClicked`.
T.Button {
    id: root

    enum Kind {
        Brand,
        Outline,
        Ink
    }

    property int kind: PillButton.Outline
    property bool large: false
    property bool trailing: false
    property string glyph: ""

    readonly property color ground: root.kind === PillButton.Brand ? (root.down ? Theme.brandDeep : Theme.brand) : root.kind === PillButton.Ink ? Theme.ink : root.down ? Theme.inset : Theme.sheet
    readonly property color figure: root.kind === PillButton.Brand ? Theme.brandInk : root.kind === PillButton.Ink ? Theme.paper : Theme.ink
    readonly property TypeStyle letters: root.large ? Theme.action : Theme.staff ? Theme.action : Theme.body

    implicitWidth: Math.max(Theme.touch * 2, row.implicitWidth + (root.large ? 2 : 1.2) * Theme.touch)
    implicitHeight: root.large ? Theme.actionHeight : Theme.touch
    opacity: root.enabled ? 1 : 0.45
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false

    Accessible.role: Accessible.Button
    Accessible.name: root.text

    background: Rectangle {
        radius: height / 2
        color: root.ground
        border.width: root.kind === PillButton.Outline || Theme.highContrast ? Theme.edgeWidth : 0
        border.color: Theme.edge

        Behavior on color {
            enabled: !Theme.reducedMotion

            ColorAnimation {
                duration: Theme.pressMs
            }
        }

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
            layoutDirection: root.trailing ? Qt.RightToLeft : Qt.LeftToRight
            spacing: root.large ? Theme.gutter : Theme.unit

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.glyph.length > 0
                path: root.glyph
                size: root.large ? Theme.iconSize * 4 / 3 : Theme.iconSize
                color: root.figure
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                visible: root.text.length > 0
                type: root.letters
                text: root.text
                color: root.figure
                font.bold: true
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
