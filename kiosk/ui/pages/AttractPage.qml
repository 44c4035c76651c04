pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import shared.hardware
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property AttractViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2

    objectName: "attract-page"

    Curtain {
        id: curtain

        width: parent.width
        height: root.wide ? 72 : 110
        stripes: root.wide ? 15 : 9
    }

    PageHeader {
        id: header

        x: Theme.margin
        anchors.top: curtain.bottom
        anchors.topMargin: root.wide ? Theme.gutter : 40
        width: root.viewModel.offline ? root.width - Theme.margin * 2 : root.column
        offline: root.viewModel.offline
        since: root.viewModel.lastContact
    }

    AppText {
        objectName: "until"
        visible: root.viewModel.hasWheel && !root.viewModel.offline && !(root.wide && Theme.easy)
        anchors.right: header.right
        anchors.verticalCenter: header.verticalCenter
        type: Theme.second
        color: Theme.inkSoft
        text: qsTr("Until %1").arg(Figures.day(root.viewModel.until))
        wrapMode: Text.NoWrap
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: root.wide ? Theme.unit : 30
        width: root.column
        spacing: root.wide ? 0 : Theme.unit

        AppText {
            objectName: "title"
            width: parent.width
            type: root.viewModel.hasWheel && !root.wide ? Theme.display : Theme.name
            text: root.viewModel.hasWheel ? root.viewModel.title : qsTr("Welcome")
        }

        PhraseText {
            visible: !(root.wide && Theme.easy && join.visible)
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.viewModel.hasWheel ? root.viewModel.tagline : qsTr("Show your card to see your points.")
        }
    }

    Item {
        id: stage

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: root.wide ? curtain.height : words.y + words.height
        width: root.column
        height: (root.wide ? sign.y : prizes.y) - y

        DrumStand {
            id: stand

            visible: root.viewModel.hasWheel
            width: parent.width
            radius: Math.max(60, Math.min(root.wide ? 270 : 330, (parent.height - Theme.gutter * 2) / stand.heightShare))
            height: implicitHeight
            y: parent.height - height - (root.wide ? Theme.gutter : Math.max(0, (parent.height - height) / 3))
            facets: root.viewModel.facets
        }

        ShopMark {
            visible: !root.viewModel.hasWheel
            anchors.centerIn: parent
            size: Math.min(parent.width, parent.height) / 2
            wordless: true
        }

        CameraPreview {
            id: preview

            objectName: "preview"
            visible: root.viewModel.seeing
            feed: root.viewModel.feed
            y: parent.height - height - (root.wide ? Theme.gutter : 0)
            width: 216
            height: 162
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTr("What the camera sees, to hold your card right")

            Rectangle {
                anchors.fill: parent
                color: "transparent"
                border.width: Theme.edgeWidth
                border.color: Theme.edge
            }
        }

        Ball {
            visible: stand.visible && !root.viewModel.seeing
            x: 68
            y: stand.y + stand.floorY - size
            size: 74
            kind: 7
        }

        Ball {
            visible: stand.visible
            x: parent.width - 168
            y: stand.y + stand.floorY - size
            size: 74
            kind: 2
        }

        Ball {
            visible: stand.visible
            x: parent.width - 88
            y: stand.y + stand.floorY - size
            size: 74
            kind: 1
        }
    }

    Row {
        id: prizes

        readonly property int columns: Theme.easy || root.wide ? 2 : 3

        // The words come first where there is no room for both.
        visible: !(root.wide && (Theme.easy || words.y + words.height > y))
        x: Theme.margin
        y: join.visible ? join.y - height - Theme.gutter : root.wide ? sign.y - height - Theme.gutter * 2 : sign.y - height - 36
        spacing: Theme.gutter

        Repeater {
            model: root.viewModel.prizes

            Row {
                id: prize

                required property int index
                required property int ball
                required property string name
                required property int remaining

                visible: prize.index < prizes.columns
                width: (root.column - (prizes.columns - 1) * Theme.gutter) / prizes.columns
                spacing: Theme.unit

                Accessible.role: Accessible.StaticText
                Accessible.name: prize.name + ", " + supply.text

                Ball {
                    id: picture

                    anchors.verticalCenter: parent.verticalCenter
                    size: 72
                    kind: prize.ball
                }

                Column {
                    width: parent.width - picture.width - parent.spacing

                    AppText {
                        width: parent.width
                        type: Theme.second
                        text: prize.name
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                        Accessible.ignored: true
                    }

                    AppText {
                        id: supply

                        width: parent.width
                        type: Theme.second
                        text: qsTr("%1 left").arg(Figures.number(prize.remaining))
                        font.bold: true
                        Accessible.ignored: true
                    }
                }
            }
        }
    }

    PillButton {
        id: join

        objectName: "join"
        visible: root.viewModel.joining
        x: Theme.margin
        y: sign.y - height - (root.wide ? Theme.gutter : 36)
        width: root.column
        kind: PillButton.Ink
        glyph: Icons.userPlus
        text: root.viewModel.welcomePoints > 0 ? qsTr("Join now: %1 points for you").arg(Figures.number(root.viewModel.welcomePoints)) : qsTr("New here? Join now")
        onClicked: root.viewModel.join()
    }

    ScannerSign {
        id: sign

        objectName: "sign"
        anchors.bottom: parent.bottom
        anchors.bottomMargin: below ? Theme.unit : Theme.gutter * 2
        width: parent.width
        asking: root.viewModel.asking
        receipts: root.viewModel.receipts
    }
}
