import QtQuick
import QtQuick.Shapes
import shared.ui
import shared.qt
import kiosk.ui.components

// The vermilion sign that says where to show a card; its tip points at the reader, wherever the theme says it is.
Item {
    id: root

    property bool asking: false
    property bool receipts: false
    property real edge: Theme.margin

    // Most answers come within a blink: only one that takes longer is spoken of, and the screen stays free for it.
    property bool late: false

    readonly property string place: Theme.scannerPlace
    readonly property bool below: root.place.startsWith("below")
    readonly property bool above: root.place.startsWith("above")
    readonly property real tipX: root.place.endsWith("left") ? root.width * 0.2 : root.place.endsWith("right") ? root.width * 0.8 : root.width / 2
    readonly property real tipDrop: 72
    readonly property real board: words.implicitHeight + Theme.gutter * 2

    function whereIsIt(): string {
        switch (root.place) {
        case "below-left":
            return qsTr("The reader is below, on the left");
        case "below":
            return qsTr("The reader is below");
        case "below-right":
            return qsTr("The reader is below, on the right");
        case "left":
            return qsTr("The reader is on the left");
        case "right":
            return qsTr("The reader is on the right");
        case "above-left":
            return qsTr("The reader is above, on the left");
        case "above":
            return qsTr("The reader is above");
        default:
            return qsTr("The reader is above, on the right");
        }
    }

    implicitWidth: 1080
    implicitHeight: root.board + root.tipDrop

    onAskingChanged: if (!root.asking)
        root.late = false

    Timer {
        interval: 150
        running: root.asking
        onTriggered: root.late = true
    }

    Accessible.role: Accessible.StaticText
    Accessible.name: title.sentence + ". " + root.whereIsIt()

    Shape {
        visible: root.below || root.above
        x: root.tipX
        y: root.below ? root.board - 1 : 1
        rotation: root.below ? 0 : 180

        ShapePath {
            strokeWidth: -1
            fillColor: board.color

            PathSvg {
                path: "M-80 0L80 0L0 72Z"
            }
        }
    }

    Rectangle {
        id: board

        y: root.above ? root.tipDrop : 0
        width: parent.width
        height: root.board
        color: root.late ? Theme.brandDeep : Theme.brand

        IconShape {
            id: icon

            x: root.edge + Theme.unit
            anchors.verticalCenter: parent.verticalCenter
            path: root.late ? Icons.hourglass : Icons.qr
            size: 96
            color: Theme.brandInk
        }

        Column {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            x: icon.x + icon.width + Theme.gutter * 2
            width: parent.width - x - root.edge

            PhraseText {
                id: title

                width: parent.width
                type: Theme.title
                color: Theme.brandInk
                sentence: root.late ? qsTr("One moment, please.") : root.receipts ? qsTr("Show your card or receipt here") : qsTr("Show your card here")
            }

            AppText {
                width: parent.width
                type: Theme.lead
                color: Theme.brandInk
                text: root.whereIsIt()
            }
        }
    }

    IconShape {
        id: arrow

        readonly property real middle: root.below ? root.board + 4 : root.above ? root.tipDrop - 4 : root.board / 2
        property real bob: 0

        x: root.below || root.above ? root.tipX - width / 2 : root.place === "left" ? Theme.unit : root.width - width - Theme.unit
        y: arrow.middle - height / 2 + (root.below ? arrow.bob : root.above ? -arrow.bob : 0)
        rotation: root.above ? 180 : root.place === "left" ? 90 : root.place === "right" ? -90 : 0
        path: Icons.arrowDown
        size: 72
        color: Theme.brandInk

        SequentialAnimation on bob {
            running: !Theme.reducedMotion && root.visible && !root.asking
            loops: Animation.Infinite

            NumberAnimation {
                from: 0
                to: 12
                duration: 800
                easing.type: Easing.InOutSine
            }

            NumberAnimation {
                from: 12
                to: 0
                duration: 800
                easing.type: Easing.InOutSine
            }
        }
    }
}
