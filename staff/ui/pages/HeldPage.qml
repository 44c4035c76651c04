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

    Banner {
        id: refusal

        objectName: "held-refusal"
        x: Theme.margin
        anchors.top: heading.bottom
        anchors.topMargin: Theme.gutter
        width: root.inner
        tone: Sheet.Stop
        glyph: Icons.alert
        text: root.viewModel.refusal.length > 0 ? Words.refusal(root.viewModel.refusal) : ""
    }

    Sheet {
        x: Theme.margin
        anchors.top: refusal.text.length > 0 ? refusal.bottom : heading.bottom
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
                required property string field
                required property string mine
                required property string theirs
                required property int tries
                required property bool settling
                required property bool twin
                required property string other
                required property int index
                readonly property bool clashing: row.field.length > 0
                readonly property bool offers: row.settling || root.viewModel.canSettle || (row.memberId.length > 0 && root.app.canFind)
                readonly property bool asked: root.viewModel.asking === row.opId

                width: list.width
                height: Math.max(Theme.unit * 13, words.height + Theme.unit * 3) + (row.offers ? acts.height + Theme.unit : 0)

                IconShape {
                    id: mark

                    x: Theme.gutter
                    y: words.y + (words.height - height) / 2
                    path: Icons.hourglass
                    size: Theme.unit * 4
                    color: Theme.wait
                }

                Column {
                    id: words

                    anchors.left: mark.right
                    anchors.leftMargin: Theme.gutter
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.unit * 2
                    y: row.offers ? Theme.unit * 1.5 : (row.height - height) / 2

                    AppText {
                        width: parent.width
                        type: Theme.action
                        text: row.nickname.length > 0 ? qsTr("%1, %2", "an operation and its member").arg(Words.operation(row.kind)).arg(row.nickname) : Words.operation(row.kind)
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        width: parent.width
                        text: row.twin && row.other.length > 0 ? qsTr("Same telephone number as %1.").arg(row.other) : Words.refusal(row.reason)
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        objectName: "held-clash-" + row.index
                        width: parent.width
                        visible: row.clashing
                        text: qsTr("%1: “%2”, and meanwhile “%3”", "a field, the value that waits, the value that stands").arg(Words.detail(row.field)).arg(row.mine).arg(row.theirs)
                        elide: Text.ElideRight
                        maximumLineCount: 2
                    }

                    AppText {
                        width: parent.width
                        type: Theme.second
                        color: Theme.inkSoft
                        text: [Words.stamp(row.at, root.app.year), row.device, row.staff, row.tries > 0 ? qsTr("tried again, in vain") : ""].filter(part => part.length > 0).join(" · ")
                        elide: Text.ElideRight
                        wrapMode: Text.NoWrap
                    }
                }

                Flow {
                    id: acts

                    x: words.x
                    y: words.y + words.height + Theme.unit * 1.5
                    width: row.width - words.x - Theme.gutter
                    spacing: Theme.unit * 1.5

                    AppText {
                        height: Theme.touch
                        verticalAlignment: Text.AlignVCenter
                        visible: row.settling
                        color: Theme.inkSoft
                        text: qsTr("waits for the centre")
                        wrapMode: Text.NoWrap
                    }

                    PillButton {
                        objectName: "held-member-" + row.index
                        visible: row.memberId.length > 0 && root.app.canFind && !row.asked
                        glyph: Icons.user
                        text: qsTr("Member")
                        onClicked: root.viewModel.open(row.memberId)
                    }

                    PillButton {
                        objectName: "held-release-" + row.index
                        visible: root.viewModel.canSettle && !row.settling && !row.asked
                        enabled: !root.viewModel.acting
                        glyph: row.twin ? Icons.users : row.clashing ? Icons.check : Icons.refresh
                        text: row.twin ? qsTr("One person: merge") : row.clashing ? qsTr("Use this") : qsTr("Try again")
                        onClicked: row.twin ? root.viewModel.askToMerge(row.opId) : root.viewModel.release(row.opId)
                    }

                    PillButton {
                        objectName: "held-right-" + row.index
                        visible: root.viewModel.canSettle && !row.settling && !row.asked && !row.clashing && !row.twin && row.memberId.length > 0
                        enabled: !root.viewModel.acting
                        glyph: Icons.pencil
                        text: qsTr("Put right")
                        onClicked: root.viewModel.putRight(row.opId)
                    }

                    PillButton {
                        objectName: "held-ask-" + row.index
                        visible: root.viewModel.canSettle && !row.settling && !row.asked
                        enabled: !root.viewModel.acting
                        glyph: Icons.x
                        text: row.twin ? qsTr("Two people") : row.clashing ? qsTr("Keep current") : qsTr("Reject")
                        onClicked: root.viewModel.ask(row.opId)
                    }

                    AppText {
                        height: Theme.touch
                        verticalAlignment: Text.AlignVCenter
                        visible: row.asked
                        text: root.viewModel.merging ? qsTr("Bring both together: points, turns, cards?") : qsTr("For good?")
                        wrapMode: Text.NoWrap
                    }

                    PillButton {
                        objectName: "held-merge-" + row.index
                        visible: row.asked && root.viewModel.merging
                        enabled: !root.viewModel.acting
                        kind: PillButton.Ink
                        glyph: Icons.users
                        text: qsTr("Merge")
                        onClicked: root.viewModel.release(row.opId)
                    }

                    PillButton {
                        objectName: "held-reject-" + row.index
                        visible: row.asked && !root.viewModel.merging
                        enabled: !root.viewModel.acting
                        kind: PillButton.Ink
                        glyph: Icons.x
                        text: row.twin ? qsTr("Two people, for good") : qsTr("Reject for good")
                        onClicked: root.viewModel.reject(row.opId)
                    }

                    PillButton {
                        objectName: "held-keep-" + row.index
                        visible: row.asked
                        glyph: Icons.arrowLeft
                        text: qsTr("No, keep it")
                        onClicked: root.viewModel.ask("")
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
            objectName: "held-empty"
            anchors.centerIn: parent
            width: Math.min(parent.width - Theme.margin * 2, Theme.unit * 84)
            visible: root.viewModel.loaded && root.viewModel.count === 0
            glyph: Icons.check
            text: qsTr("Nothing is held. Every promise was kept.")
        }
    }
}
