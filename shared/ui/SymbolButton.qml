import QtQuick
import QtQuick.Templates as T
import shared.qt

// One of the four symbols that turn the drum: `SymbolButton { symbol: "sun"; text: qsTr("Sun"); onClicked: … }`.
// `symbol` is a name from the theme file; `text` is what a screen reader says, it isn't drawn.
T.Button {
    id: root

    required property string symbol

    function outline(symbol: string): string {
        switch (symbol) {
        case "moon":
            return Icons.moon;
        case "leaf":
            return Icons.leaf;
        case "wave":
            return Icons.wave;
        case "star":
            return Icons.star;
        case "gift":
            return Icons.gift;
        case "bell":
            return Icons.bell;
        case "map":
            return Icons.map;
        default:
            return Icons.sun;
        }
    }

    implicitWidth: Theme.symbolSize
    implicitHeight: Theme.symbolSize
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    opacity: root.enabled ? 1 : 0.45

    Accessible.role: Accessible.Button
    Accessible.name: root.text

    background: Rectangle {
        radius: width / 2
        color: root.down ? Theme.brandDeep : Theme.brand

        FocusRing {
            control: root.background
            shown: root.visualFocus
            corner: root.width / 2
        }
    }

    contentItem: Item {
        IconShape {
            anchors.centerIn: parent
            path: root.outline(root.symbol)
            size: root.width * 0.54
            color: Theme.brandInk
            stroke: 1.6
        }
    }
}
