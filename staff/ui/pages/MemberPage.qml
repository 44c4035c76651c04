pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Who she is at the left, what can be done at the right, what happened below.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property MemberViewModel viewModel: root.app.member
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real actsX: root.wide ? identity.x + identity.width + Theme.gutter : Theme.margin
    readonly property real actsWidth: root.wide ? root.inner - identity.width - Theme.gutter : root.inner
    readonly property bool shown: root.viewModel.step === "shown"

    focus: true

    ListView {
        id: page

        // The rows come before what stands above them: without this the page would open at its history.
        readonly property real above: page.headerItem?.height ?? 0

        objectName: "member-history"
        x: Theme.margin
        width: root.inner
        height: parent.height
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0
        clip: true
        header: root.wide || !root.shown ? null : narrowTop
        model: root.wide ? null : root.viewModel.history
        delegate: line
        footer: Item {
            width: page.width
            height: Theme.margin
        }
        visible: root.shown && !root.wide
        onAboveChanged: page.positionViewAtBeginning()
    }

    Connections {
        target: root.viewModel

        function onMemberIdChanged() {
            page.positionViewAtBeginning();
            history.positionViewAtBeginning();
        }
    }

    Component {
        id: narrowTop

        Item {
            width: page.width
            height: narrowColumn.y + narrowColumn.height + Theme.gutter + narrowHead.height

            Column {
                id: narrowColumn

                y: Theme.margin
                width: parent.width
                spacing: Theme.gutter

                Loader {
                    width: parent.width
                    sourceComponent: identityBody
                }

                Loader {
                    width: parent.width
                    sourceComponent: acts
                }

                ChallengeStrip {
                    width: parent.width
                    narrow: true
                    acting: root.viewModel.acting
                    model: root.wide ? null : root.viewModel.challenges
                    year: root.app.year
                    onConfirmed: key => root.viewModel.confirmStep(key)
                }
            }

            SheetSlice {
                id: narrowHead

                anchors.bottom: parent.bottom
                width: parent.width
                height: page.count > 0 ? Theme.unit * 7 : Theme.unit * 12
                first: true
                last: page.count === 0
            }

            AppText {
                id: narrowTitle

                x: Theme.gutter
                anchors.top: narrowHead.top
                anchors.topMargin: Theme.unit * 2
                type: Theme.action
                text: qsTr("History")
                Accessible.role: Accessible.Heading
            }

            AppText {
                x: Theme.gutter
                anchors.top: narrowTitle.bottom
                anchors.topMargin: Theme.unit
                visible: page.count === 0
                color: Theme.inkSoft
                text: qsTr("Nothing has happened yet.")
            }

            Rule {
                x: Theme.gutter
                width: parent.width - Theme.gutter * 2
                anchors.bottom: parent.bottom
                visible: page.count > 0
            }
        }
    }

    Item {
        id: identity

        x: Theme.margin
        y: Theme.margin
        visible: root.shown && root.wide
        width: Theme.unit * 53
        height: Theme.unit * 44

        Loader {
            anchors.fill: parent
            active: root.wide
            sourceComponent: identityBody
        }
    }

    Loader {
        x: root.actsX
        y: Theme.margin
        width: root.actsWidth
        visible: root.shown
        active: root.wide
        sourceComponent: acts
    }

    ChallengeStrip {
        id: challenges

        x: Theme.margin
        y: identity.y + identity.height + Theme.gutter
        width: root.inner
        acting: root.viewModel.acting
        model: root.shown && root.wide ? root.viewModel.challenges : null
        year: root.app.year
        onConfirmed: key => root.viewModel.confirmStep(key)
    }

    Sheet {
        x: Theme.margin
        y: challenges.y + (challenges.visible ? challenges.height + Theme.gutter : 0)
        visible: root.shown && root.wide
        width: root.inner
        height: root.height - y - Theme.margin

        Item {
            id: heads

            x: Theme.gutter
            width: parent.width - Theme.gutter * 2
            height: Theme.unit * 6

            Repeater {
                model: [
                    {
                        name: qsTr("When"),
                        at: 0
                    },
                    {
                        name: qsTr("What"),
                        at: Theme.unit * 19.5
                    },
                    {
                        name: qsTr("Why"),
                        at: Math.max(Theme.unit * 57.5, heads.width * 0.42)
                    },
                    {
                        name: qsTr("Who"),
                        at: Math.max(Theme.unit * 90, heads.width * 0.66)
                    }
                ]

                AppText {
                    required property var modelData

                    x: modelData.at
                    anchors.verticalCenter: heads.verticalCenter
                    type: Theme.second
                    color: Theme.inkSoft
                    text: modelData.name
                    wrapMode: Text.NoWrap
                }
            }

            AppText {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                type: Theme.second
                color: Theme.inkSoft
                text: qsTr("Points")
                wrapMode: Text.NoWrap
            }

            Rule {
                anchors.bottom: parent.bottom
                width: parent.width
            }
        }

        ListView {
            id: history

            objectName: "history"
            x: Theme.gutter
            anchors.top: heads.bottom
            anchors.bottom: parent.bottom
            anchors.bottomMargin: Theme.lineWidth
            width: parent.width - Theme.gutter * 2
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0
            model: root.wide ? root.viewModel.history : null
            delegate: line
        }

        EmptyState {
            anchors.centerIn: parent
            visible: history.count === 0
            glyph: Icons.clock
            text: qsTr("Nothing has happened yet.")
        }
    }

    Component {
        id: line

        HistoryLine {
            width: ListView.view.width
            narrow: !root.wide
            last: index === ListView.view.count - 1
            year: root.app.year
            acting: root.viewModel.acting
            onUndoAsked: opId => root.viewModel.undo(opId)
            onReturnAsked: purchase => root.viewModel.takeBack(purchase)
        }
    }

    Component {
        id: identityBody

        Sheet {
            implicitHeight: Theme.unit * 44

            AppText {
                id: memberName

                objectName: "member-name"
                x: Theme.gutter
                y: Theme.unit * 2
                width: tier.x - x - Theme.unit
                type: Theme.name
                text: root.viewModel.name
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.role: Accessible.Heading
            }

            Chip {
                id: tier

                anchors.right: editButton.visible ? editButton.left : parent.right
                anchors.rightMargin: editButton.visible ? Theme.unit : Theme.gutter
                anchors.verticalCenter: memberName.verticalCenter
                tone: root.viewModel.blocked ? Sheet.Stop : Sheet.Inset
                glyph: root.viewModel.blocked ? Icons.lock : ""
                text: root.viewModel.blocked ? qsTr("Blocked") : root.viewModel.tier
            }

            PillButton {
                id: editButton

                objectName: "act-edit"
                anchors.right: parent.right
                anchors.rightMargin: Theme.gutter
                anchors.verticalCenter: memberName.verticalCenter
                visible: root.viewModel.canEdit
                glyph: Icons.pencil
                Accessible.name: qsTr("Edit the details")
                onClicked: root.app.show("edit")
            }

            AppText {
                id: also

                x: Theme.gutter
                anchors.top: memberName.bottom
                width: parent.width - Theme.gutter * 2
                color: Theme.inkSoft
                text: {
                    const called = root.viewModel.nickname !== root.viewModel.name ? qsTr("called %1").arg(root.viewModel.nickname) : "";
                    return [root.viewModel.kana, called].filter(part => part.length > 0).join(" · ") || " ";
                }
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }

            AppText {
                id: figure

                objectName: "member-points"
                x: Theme.gutter
                anchors.top: also.bottom
                anchors.topMargin: Theme.unit * 2
                type: Theme.figure
                text: Words.number(root.viewModel.points)
                wrapMode: Text.NoWrap
            }

            AppText {
                anchors.left: figure.right
                anchors.leftMargin: Theme.unit * 1.5
                anchors.baseline: figure.baseline
                text: qsTr("points")
                wrapMode: Text.NoWrap
            }

            Column {
                anchors.right: parent.right
                anchors.rightMargin: Theme.gutter
                anchors.verticalCenter: figure.verticalCenter
                spacing: Theme.unit / 2

                Chip {
                    anchors.right: parent.right
                    visible: root.viewModel.pendingPoints > 0
                    tone: Sheet.Wait
                    text: qsTr("%1 pending").arg(Words.number(root.viewModel.pendingPoints))
                }

                Chip {
                    anchors.right: parent.right
                    visible: root.viewModel.debtPoints > 0
                    tone: Sheet.Stop
                    text: qsTr("%1 owed").arg(Words.number(root.viewModel.debtPoints))
                }
            }

            Rule {
                id: upper

                x: Theme.gutter
                anchors.top: figure.bottom
                anchors.topMargin: Theme.unit * 1.5
                width: parent.width - Theme.gutter * 2
            }

            ListView {
                id: lots

                objectName: "lots"
                x: Theme.gutter
                anchors.top: upper.bottom
                anchors.topMargin: Theme.unit
                anchors.bottom: lower.top
                anchors.bottomMargin: Theme.unit
                width: parent.width - Theme.gutter * 2
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                cacheBuffer: 0
                interactive: contentHeight > height
                spacing: Theme.unit
                model: root.viewModel.lots

                delegate: SumRow {
                    required property real points
                    required property string lastDay
                    required property bool soon

                    width: lots.width
                    label: soon ? qsTr("until %1 · soon").arg(Words.day(lastDay)) : qsTr("until %1").arg(Words.day(lastDay))
                    value: Words.number(points)
                    tone: soon ? Theme.wait : Theme.ink
                }
            }

            AppText {
                x: Theme.gutter
                anchors.top: upper.bottom
                anchors.topMargin: Theme.unit * 2
                visible: lots.count === 0
                color: Theme.inkSoft
                text: qsTr("No points that could expire.")
            }

            Rule {
                id: lower

                x: Theme.gutter
                anchors.bottom: foot.top
                anchors.bottomMargin: Theme.unit * 1.5
                width: parent.width - Theme.gutter * 2
            }

            Item {
                id: foot

                x: Theme.gutter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.unit * 1.5
                width: parent.width - Theme.gutter * 2
                height: Theme.unit * 4

                AppText {
                    anchors.verticalCenter: parent.verticalCenter
                    code: true
                    text: root.viewModel.number
                    wrapMode: Text.NoWrap
                    Accessible.name: qsTr("Member number %1").arg(root.viewModel.number)
                }

                Row {
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.unit

                    IconShape {
                        anchors.verticalCenter: parent.verticalCenter
                        path: Icons.ticket
                        size: Theme.unit * 3
                        color: root.viewModel.turns > 0 ? Theme.brand : Theme.inkSoft
                    }

                    AppText {
                        anchors.verticalCenter: parent.verticalCenter
                        text: root.viewModel.turns > 0 ? Words.turns(root.viewModel.turns) : qsTr("no turns")
                        color: root.viewModel.turns > 0 ? Theme.ink : Theme.inkSoft
                        font.bold: root.viewModel.turns > 0
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }
    }

    Component {
        id: acts

        Column {
            id: actsColumn

            readonly property int columns: width >= Theme.unit * 70 ? 2 : 1
            readonly property real cardWidth: columns === 2 ? (width - Theme.gutter) / 2 : width

            spacing: Theme.gutter

            Sheet {
                width: parent.width
                height: Theme.unit * 16

                ListView {
                    id: awards

                    objectName: "awards"
                    anchors.fill: parent
                    anchors.margins: Theme.lineWidth
                    clip: true
                    boundsBehavior: Flickable.StopAtBounds
                    cacheBuffer: 0
                    snapMode: ListView.SnapOneItem
                    interactive: count > 1
                    model: root.viewModel.awards

                    delegate: Item {
                        id: award

                        required property string voucherCode
                        required property int ball
                        required property string prize
                        required property string wonOn
                        required property string collectUntil
                        required property int index

                        width: awards.width
                        height: awards.height

                        PrizeSign {
                            id: drawn

                            x: Theme.unit * 3
                            anchors.verticalCenter: parent.verticalCenter
                            size: Theme.unit * 9
                            ball: award.ball
                        }

                        Column {
                            anchors.left: drawn.right
                            anchors.leftMargin: Theme.gutter
                            anchors.right: give.visible ? give.left : parent.right
                            anchors.rightMargin: Theme.unit * 2
                            anchors.verticalCenter: parent.verticalCenter
                            spacing: Theme.unit / 2

                            AppText {
                                width: parent.width
                                type: Theme.title
                                text: qsTr("%1 to hand over").arg(award.prize)
                                elide: Text.ElideRight
                                wrapMode: Text.NoWrap
                            }

                            AppText {
                                width: parent.width
                                color: Theme.inkSoft
                                text: qsTr("Won %1 · collect by %2").arg(Words.shortDay(award.wonOn)).arg(Words.shortDay(award.collectUntil)) + (awards.count > 1 ? qsTr(" · %1 of %2").arg(award.index + 1).arg(awards.count) : "")
                                elide: Text.ElideRight
                                wrapMode: Text.NoWrap
                            }
                        }

                        PillButton {
                            id: give

                            objectName: "hand-over-" + award.index
                            anchors.right: parent.right
                            anchors.rightMargin: Theme.unit * 3
                            anchors.verticalCenter: parent.verticalCenter
                            height: Theme.actionHeight
                            visible: root.viewModel.canHandOver && award.voucherCode.length > 0
                            kind: PillButton.Brand
                            glyph: Icons.scan
                            text: qsTr("Hand over")
                            onClicked: root.viewModel.handOver(award.voucherCode)
                        }
                    }
                }

                Row {
                    anchors.centerIn: parent
                    visible: awards.count === 0
                    spacing: Theme.unit * 2

                    IconShape {
                        anchors.verticalCenter: parent.verticalCenter
                        path: Icons.parcel
                        size: Theme.unit * 4
                        color: Theme.inkSoft
                    }

                    AppText {
                        anchors.verticalCenter: parent.verticalCenter
                        color: Theme.inkSoft
                        text: qsTr("No prize is waiting.")
                        wrapMode: Text.NoWrap
                    }
                }
            }

            Grid {
                width: parent.width
                columns: actsColumn.columns
                columnSpacing: Theme.gutter
                rowSpacing: root.wide ? Theme.gutter : Theme.unit * 1.5

                ActionCard {
                    objectName: "act-purchase"
                    width: actsColumn.cardWidth
                    visible: root.viewModel.canRecord
                    glyph: Icons.receipt
                    text: qsTr("Record a purchase")
                    hint: qsTr("earns points and turns")
                    onClicked: root.app.show("purchase")
                }

                ActionCard {
                    objectName: "act-adjust"
                    width: actsColumn.cardWidth
                    visible: root.viewModel.canAdjust
                    glyph: Icons.adjust
                    text: qsTr("Adjust points")
                    hint: qsTr("up to %1 on your own").arg(Words.number(root.viewModel.adjustLimitPoints))
                    onClicked: root.app.show("adjust")
                }

                ActionCard {
                    objectName: "act-ticket"
                    width: actsColumn.cardWidth
                    visible: root.viewModel.canGive
                    glyph: Icons.ticket
                    text: qsTr("Give a turn")
                    hint: qsTr("needs a reason")
                    onClicked: root.app.show("give-ticket")
                }

                ActionCard {
                    objectName: "act-card"
                    width: actsColumn.cardWidth
                    visible: root.viewModel.canRenew
                    glyph: Icons.card
                    text: qsTr("Card")
                    hint: qsTr("print, save, renew")
                    onClicked: root.app.show("card")
                }
            }

            Banner {
                objectName: "member-refusal"
                width: parent.width
                tone: Sheet.Wait
                glyph: Icons.undo
                text: root.viewModel.refusal.length > 0 ? Words.refusal(root.viewModel.refusal) : ""
            }
        }
    }

    EmptyState {
        objectName: "member-missing"
        anchors.centerIn: parent
        width: Math.min(root.inner, Theme.unit * 84)
        visible: root.viewModel.step === "missing"
        glyph: Icons.user
        text: qsTr("This member is not known at this store yet. It works once we are connected again.")
        action: qsTr("Back to the search")
        onActed: root.app.show("find")
    }
}
