pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Promises that the centre could not keep: what, why, who, and nothing behind them waits.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property HeldViewModel viewModel: root.app.held
    readonly property real inner: root.width - Theme.margin * 2

    focus: true

    AppText {
        id: heading

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        type: Theme.title
        text: root.viewModel.count > 0 ? qsTr("Held for a manager: %1").arg(root.viewModel.count) : qsTr("Held for a manager")
        Accessible.role: Accessible.Heading
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

            objectName: "held"
            anchors.fill: parent
            anchors.margins: Theme.lineWidth
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0
            model: root.viewModel.rows

            delegate: Item {
                id: row

                required property string opId
                required property string kind
                required property string reason
                required property string at
                required property string device
                required property string staff
                required property string memberId
                required property string nickname
                required property int index

                width: list.width
                height: Theme.unit * 13

                IconShape {
                    id: mark

                    x: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    path: Icons.hourglass
                    size: Theme.unit * 4
                    color: Theme.wait
                }

                Column {
                    anchors.left: mark.right
                    anchors.leftMargin: Theme.gutter
                    anchors.right: open.visible ? open.left : parent.right
                    anchors.rightMargin: Theme.unit * 2
                    anchors.verticalCenter: parent.verticalCenter

                    AppText {
                        width: parent.width
                        type: Theme.action
                        text: row.nickname.length > 0 ? qsTr("%1, %2", "an operation and its member").arg(Words.operation(row.kind)).arg(row.nickname) : Words.operation(row.kind)
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        width: parent.width
                        text: Words.refusal(row.reason)
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        width: parent.width
                        type: Theme.second
                        color: Theme.inkSoft
                        text: [Words.stamp(row.at, root.app.year), row.device, row.staff].filter(part => part.length > 0).join(" · ")
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }
                }

                PillButton {
                    id: open

                    objectName: "held-member-" + row.index
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    visible: row.memberId.length > 0 && root.app.canFind
                    glyph: Icons.user
                    text: qsTr("Member")
                    onClicked: root.viewModel.open(row.memberId)
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
            objectName: "held-empty"
            anchors.centerIn: parent
            width: Math.min(parent.width - Theme.margin * 2, Theme.unit * 84)
            visible: root.viewModel.count === 0
            glyph: Icons.check
            text: qsTr("Nothing is held. Every promise was kept.")
        }
    }
}
