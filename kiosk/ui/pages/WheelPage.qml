pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property WheelViewModel viewModel
    required property bool wide

    readonly property bool compact: Theme.easy && !root.wide
    readonly property real radius: root.wide ? (Theme.easy ? 470 : 540) : root.compact ? 420 : 624
    readonly property real axleX: root.wide ? (Theme.easy ? 350 : 430) : root.width / 2
    readonly property real axleY: root.wide ? root.height - 20 - root.radius * 1.118 : root.compact ? 190 : 270
    readonly property bool busy: root.viewModel.recording || root.viewModel.turning
    readonly property real side: root.wide ? (Theme.easy ? 836 : 996) : 0
    readonly property real edge: root.wide ? 36 : Theme.margin

    function symbolName(symbol: string): string {
        switch (symbol) {
        case "sun":
            return qsTr("Sun");
        case "moon":
            return qsTr("Moon");
        case "leaf":
            return qsTr("Leaf");
        case "wave":
            return qsTr("Wave");
        case "star":
            return qsTr("Star");
        case "gift":
            return qsTr("Gift");
        case "bell":
            return qsTr("Bell");
        default:
            return qsTr("Map");
        }
    }

    function startTurning() {
        if (root.viewModel.turning && !drum.turning)
            drum.turn(root.viewModel.facet, root.viewModel.place, root.viewModel.kinds);
    }

    objectName: "wheel-page"
    clip: true

    Component.onCompleted: {
        root.Accessible.announce(heading.text, Accessible.Polite);
        root.startTurning();
    }

    Connections {
        target: root.viewModel

        function onTurningChanged() {
            root.startTurning();
        }
    }

    Drum {
        id: drum

        objectName: "drum"
        x: root.axleX - radius
        y: root.axleY - radius
        radius: root.radius
        facets: root.viewModel.facets
        onTicked: Sounds.play("tick")
        onDropped: index => {
            Sounds.play("ball");
            root.viewModel.ballFallen(index);
        }
        onFinished: root.viewModel.finished()
    }

    BallCounts {
        id: balls

        x: root.side + root.edge
        y: root.wide ? 44 : root.compact ? 690 : 1000
        width: root.width - x - (root.wide ? Theme.margin : root.edge)
        rowHeight: Math.min(65, (panel.y - y - 90) / Math.max(1, rows))
        counts: root.viewModel.counts
        total: root.viewModel.ballsLeft
    }

    Rectangle {
        id: panel

        x: root.side
        y: root.height - height
        width: root.width - x
        height: root.compact ? 690 : root.wide ? 400 : 352
        color: Theme.brandTint

        AppText {
            id: heading

            objectName: "heading"
            x: root.edge
            y: root.wide || root.compact ? 36 : 28
            width: parent.width - root.edge * 2 - (all.visible && !root.compact ? all.width + Theme.gutter : 0)
            type: root.wide ? Theme.lead : Theme.heading
            font.bold: true
            text: root.viewModel.recording ? qsTr("One moment, please.") : root.viewModel.turning ? qsTr("Here it goes", "while the drum turns") : qsTr("Tap a symbol to turn")
        }

        CheckPill {
            id: all

            objectName: "all-turns"
            visible: root.viewModel.turnsUsable > 1
            anchors.right: parent.right
            anchors.rightMargin: root.edge
            y: root.compact ? parent.height - height - Theme.gutter : Math.max(12, heading.y + (heading.height - height) / 2)
            width: root.compact ? parent.width - root.edge * 2 : implicitWidth
            enabled: !root.busy
            checked: root.viewModel.allTurns
            text: root.viewModel.turnsUsable === 2 ? qsTr("Both turns") : qsTr("All %1 turns").arg(root.viewModel.turnsUsable)
            onToggled: root.viewModel.setAllTurns(checked)
        }

        Row {
            id: symbols

            readonly property real size: Math.min(root.compact ? 216 : Theme.symbolSize, (parent.width - root.edge * 2 - 3 * Theme.gutter) / 4)

            anchors.horizontalCenter: parent.horizontalCenter
            y: root.compact ? (heading.y + heading.height + all.y - height) / 2 : root.wide ? 152 : 126
            spacing: (parent.width - root.edge * 2 - 4 * size) / 3

            Repeater {
                model: Theme.symbols

                SymbolButton {
                    required property int index
                    required property string modelData

                    objectName: "symbol-" + modelData
                    width: symbols.size
                    height: symbols.size
                    symbol: modelData
                    text: root.symbolName(modelData)
                    enabled: !root.busy
                    onClicked: root.viewModel.turn(modelData)
                }
            }
        }
    }
}
