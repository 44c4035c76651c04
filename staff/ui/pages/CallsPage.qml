pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// The kiosks that call, the one that waits longest first, and who goes where.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property CallsViewModel viewModel: root.app.calls
    readonly property real inner: root.width - Theme.margin * 2

    focus: true

    AppText {
        id: heading

        x: Theme.margin
        anchors.verticalCenter: quiet.verticalCenter
        width: root.inner - quiet.width - Theme.gutter
        type: Theme.title
        text: qsTr("Calls from the kiosks")
        Accessible.role: Accessible.Heading
    }

    PillButton {
        id: quiet

        objectName: "calls-quiet"
        x: root.width - width - Theme.margin
        y: Theme.margin
        glyph: root.viewModel.quiet ? Icons.bell : Icons.moon
        text: root.viewModel.quiet ? qsTr("Ring aloud") : qsTr("Without sound")
        onClicked: root.viewModel.setQuiet(!root.viewModel.quiet)
    }

    Sheet {
        x: Theme.margin
        anchors.top: quiet.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        width: root.inner

        ListView {
            id: list

            objectName: "calls"
            anchors.fill: parent
            anchors.margins: Theme.lineWidth
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            model: root.viewModel.rows

            delegate: Item {
                id: row

                required property string callId
                required property string place
                required property string why
                required property string prize
                required property string since
                required property string memberId
                required property string nickname
                required property bool ringing
                required property bool asking
                required property string goer
                required property bool mine
                required property int index

                width: list.width
                height: acts.y + acts.height + Theme.unit * 2

                IconShape {
                    id: mark

                    x: Theme.gutter
                    y: words.y + (words.height - height) / 2
                    path: row.ringing ? Icons.bell : Icons.user
                    size: Theme.unit * 4
                    color: row.ringing ? Theme.wait : Theme.ok
                }

                Column {
                    id: words

                    anchors.left: mark.right
                    anchors.leftMargin: Theme.gutter
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    y: Theme.unit * 2

                    AppText {
                        objectName: "call-place-" + row.index
                        width: parent.width
                        type: Theme.action
                        text: row.place
                    }

                    AppText {
                        width: parent.width
                        text: Words.call(row.why, row.prize)
                    }

                    AppText {
                        objectName: "call-state-" + row.index
                        width: parent.width
                        type: Theme.second
                        color: Theme.inkSoft
                        text: {
                            const since = qsTr("since %1", "a time of day").arg(row.since);
                            return row.ringing ? since : row.mine ? qsTr("%1 · you are going").arg(since) : qsTr("%1 · %2 is going").arg(since).arg(row.goer);
                        }
                    }
                }

                Flow {
                    id: acts

                    x: words.x
                    y: words.y + words.height + Theme.unit * 1.5
                    width: words.width
                    spacing: Theme.unit * 1.5

                    PillButton {
                        objectName: "call-come-" + row.index
                        visible: row.ringing
                        enabled: !row.asking
                        kind: PillButton.Ink
                        glyph: Icons.check
                        text: qsTr("I'm coming")
                        onClicked: root.viewModel.come(row.callId)
                    }

                    PillButton {
                        objectName: "call-member-" + row.index
                        visible: row.memberId.length > 0
                        glyph: Icons.user
                        text: row.nickname
                        Accessible.name: qsTr("Open %1's page").arg(row.nickname)
                        onClicked: root.viewModel.open(row.memberId)
                    }

                    PillButton {
                        objectName: "call-done-" + row.index
                        kind: row.ringing ? PillButton.Outline : PillButton.Ink
                        glyph: Icons.check
                        visible: !row.ringing
                        text: qsTr("Done", "with a call")
                        onClicked: root.viewModel.close(row.callId)
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
            objectName: "calls-empty"
            anchors.centerIn: parent
            width: Math.min(parent.width - Theme.margin * 2, Theme.unit * 84)
            visible: list.count === 0
            glyph: Icons.bell
            text: qsTr("Nobody is calling. A kiosk that calls rings here, whatever page is open.")
        }
    }
}
