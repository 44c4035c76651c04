pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// The prizes of this store that wait to be collected, those that lapse first on top.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property PrizesViewModel viewModel: root.app.prizes
    readonly property real inner: root.width - Theme.margin * 2
    readonly property bool narrow: root.inner < 900

    focus: true

    AppText {
        id: heading

        x: Theme.margin
        y: Theme.margin
        type: Theme.title
        text: root.viewModel.count > 0 ? qsTr("Prizes to hand over: %1").arg(root.viewModel.count) : qsTr("Prizes to hand over")
        Accessible.role: Accessible.Heading
    }

    PillButton {
        objectName: "prizes-scan"
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: heading.verticalCenter
        glyph: Icons.scan
        text: qsTr("Scan a voucher")
        onClicked: root.app.show("hand-over")
    }

    Sheet {
        x: Theme.margin
        anchors.top: heading.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        width: root.inner

        ListView {
            id: list

            objectName: "prizes"
            anchors.fill: parent
            anchors.margins: Theme.lineWidth
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0
            model: root.viewModel.rows

            delegate: Item {
                id: row

                required property string voucherCode
                required property string memberId
                required property int ball
                required property string prize
                required property string nickname
                required property string wonOn
                required property string collectUntil
                required property bool soon
                required property int index

                width: list.width
                height: root.narrow ? Theme.unit * 15 : Theme.unit * 12

                PrizeSign {
                    id: drawn

                    x: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    ball: row.ball
                }

                Column {
                    anchors.left: drawn.right
                    anchors.leftMargin: Theme.gutter
                    anchors.right: buttons.left
                    anchors.rightMargin: Theme.unit * 2
                    anchors.verticalCenter: parent.verticalCenter

                    AppText {
                        width: parent.width
                        type: Theme.action
                        text: row.nickname.length > 0 ? qsTr("%1 for %2", "a prize and its winner").arg(row.prize).arg(row.nickname) : row.prize
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        width: parent.width
                        type: Theme.second
                        color: row.soon ? Theme.wait : Theme.inkSoft
                        text: (row.wonOn.length > 0 ? qsTr("Won %1 · ").arg(Words.shortDay(row.wonOn)) : "") + (row.soon ? qsTr("collect by %1, soon").arg(Words.shortDay(row.collectUntil)) : qsTr("collect by %1").arg(Words.shortDay(row.collectUntil)))
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }
                }

                Grid {
                    id: buttons

                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    columns: root.narrow ? 1 : 2
                    horizontalItemAlignment: Grid.AlignRight
                    spacing: Theme.unit

                    PillButton {
                        objectName: "prize-member-" + row.index
                        visible: row.memberId.length > 0 && root.app.canFind
                        glyph: Icons.user
                        text: qsTr("Member")
                        onClicked: root.viewModel.open(row.memberId)
                    }

                    PillButton {
                        objectName: "prize-hand-over-" + row.index
                        visible: row.voucherCode.length > 0
                        glyph: Icons.parcel
                        text: qsTr("Hand over")
                        onClicked: root.viewModel.handOver(row.voucherCode)
                    }
                }

                Rule {
                    x: Theme.gutter
                    anchors.bottom: parent.bottom
                    width: parent.width - Theme.gutter * 2
                    visible: row.index < list.count - 1
                }
            }
        }

        EmptyState {
            objectName: "prizes-empty"
            anchors.centerIn: parent
            width: Math.min(parent.width - Theme.margin * 2, Theme.unit * 84)
            visible: root.viewModel.loaded && root.viewModel.count === 0
            glyph: Icons.gift
            text: qsTr("No prize waits. Scan a voucher to hand one over.")
        }
    }
}
