pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property HomeViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property bool masked: root.viewModel.masked

    function greeting(): string {
        switch (root.viewModel.daytime) {
        case "morning":
            return qsTr("Good morning");
        case "evening":
            return qsTr("Good evening");
        default:
            return qsTr("Hello");
        }
    }

    // How somebody is addressed, by the nickname she chose: in Japanese with さん, unless it has such an ending.
    function addressed(): string {
        if (/(さん|ちゃん|くん|さま|君|様)$/.test(root.viewModel.nickname))
            return root.viewModel.nickname;
        return root.viewModel.nickname.length > 0 ? qsTr("%1", "a nickname").arg(root.viewModel.nickname) : "";
    }

    function turns(): string {
        return root.viewModel.turns === 1 ? qsTr("1 turn", "to take now") : qsTr("%1 turns", "to take now").arg(root.viewModel.turns);
    }

    // What there is to say where no turn can be taken.
    function noTurns(): string {
        if (!root.viewModel.cardShown)
            return qsTr("Hold your card to the reader to turn the drum and to see your prizes.");
        if (root.viewModel.turnsComing > 0 && !root.viewModel.offline)
            return root.viewModel.elsewhere.length > 0 ? qsTr("Your turns are coming here from %1. It takes a few seconds when that kiosk is connected.").arg(root.viewModel.elsewhere) : qsTr("Your turns are coming here. It takes a few seconds.");
        if (root.viewModel.turnsElsewhere > 0)
            return root.viewModel.elsewhere.length > 0 ? qsTr("Your turns wait at another kiosk: %1.").arg(root.viewModel.elsewhere) : qsTr("Your turns come here when we are connected again.");
        if (root.viewModel.receipts && root.viewModel.yenPerTicket > 0)
            return qsTr("Hold a receipt to the reader: every ¥%1 on it gives you a turn.").arg(Figures.number(root.viewModel.yenPerTicket));
        return root.viewModel.yenPerTicket > 0 ? qsTr("Every ¥%1 gives you a turn.").arg(Figures.number(root.viewModel.yenPerTicket)) : qsTr("New ones come with your purchases.");
    }

    function expiry(): string {
        const day = root.viewModel.expiryThisYear ? Figures.day(root.viewModel.expiryDate) : Figures.date(root.viewModel.expiryDate);
        return qsTr("%1 points expire on %2").arg(Figures.maybe(Figures.number(root.viewModel.expiryPoints), root.masked)).arg(day);
    }

    objectName: "home-page"

    onVisibleChanged: if (root.visible)
        root.Accessible.announce(root.greeting() + " " + root.addressed(), Accessible.Polite)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
        offline: root.viewModel.offline
        since: root.viewModel.lastContact
    }

    Loader {
        anchors.fill: parent
        sourceComponent: Theme.easy ? easyView : usualView
    }

    Component {
        id: usualView

        Item {
            Column {
                id: person

                x: Theme.margin
                y: 132
                width: root.column

                AppText {
                    width: parent.width
                    type: Theme.lead
                    color: Theme.inkSoft
                    text: root.greeting()
                }

                AppText {
                    objectName: "nickname"
                    width: parent.width
                    type: text.length > 10 ? Theme.title : Theme.name
                    text: Figures.maybe(root.addressed(), root.masked && root.viewModel.nickname.length > 0)
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                    visible: text.length > 0
                }
            }

            Sheet {
                id: points

                readonly property bool crowded: root.wide && root.viewModel.pendingPoints > 0 && root.viewModel.debtPoints > 0

                x: Theme.margin
                anchors.top: person.bottom
                anchors.topMargin: points.crowded ? Theme.unit : 28
                width: root.column
                height: standing.implicitHeight + standing.y * 2 - 4

                Column {
                    id: standing

                    x: 48
                    y: points.crowded ? Theme.gutter : 40
                    width: parent.width - 96
                    spacing: Theme.unit

                    AppText {
                        type: Theme.lead
                        color: Theme.inkSoft
                        text: qsTr("Your points")
                    }

                    Row {
                        width: parent.width
                        spacing: Theme.gutter

                        CountUp {
                            id: figure

                            objectName: "points"
                            type: root.viewModel.points > 9999999 ? Theme.title : root.viewModel.points > 99999 || points.crowded ? Theme.display : Theme.figure
                            value: root.viewModel.points
                            gained: root.viewModel.gainedPoints
                            masked: root.masked
                        }

                        AppText {
                            y: figure.y + figure.baselineOffset - baselineOffset
                            type: Theme.heading
                            font.bold: false
                            text: qsTr("points", "after a figure")
                            wrapMode: Text.NoWrap
                        }
                    }

                    Rule {
                        width: parent.width
                    }

                    Line {
                        visible: root.viewModel.expiryPoints > 0
                        glyph: Icons.calendar
                        text: root.expiry()
                    }

                    Line {
                        objectName: "pending"
                        visible: root.viewModel.pendingPoints > 0
                        glyph: Icons.hourglass
                        text: qsTr("%1 more are on their way").arg(Figures.maybe(Figures.number(root.viewModel.pendingPoints), root.masked))
                    }

                    Line {
                        objectName: "debt"
                        visible: root.viewModel.debtPoints > 0
                        glyph: Icons.info
                        text: qsTr("The next %1 points settle a return").arg(Figures.maybe(Figures.number(root.viewModel.debtPoints), root.masked))
                    }

                    Line {
                        glyph: Icons.leaf
                        text: qsTr("%1 member").arg(root.viewModel.tier)
                        end: root.viewModel.nextTier.length > 0 ? qsTr("%1 more to %2").arg(Figures.maybe(Figures.number(root.viewModel.gapPoints), root.masked)).arg(root.viewModel.nextTier) : ""
                    }

                    ProgressBar {
                        visible: root.viewModel.nextTier.length > 0
                        x: 64
                        width: parent.width - 64
                        value: root.masked ? 0 : root.viewModel.tierShare
                        label: qsTr("On the way to %1").arg(root.viewModel.nextTier)
                    }
                }
            }

            Sheet {
                id: draw

                readonly property real fullHeight: 512
                // Where what else there is needs the room, the tickets are left to the figure.
                readonly property bool low: rows.count * rows.rowHeight + rows.barRoom > root.height - draw.y - draw.fullHeight - Theme.gutter * 2
                readonly property bool usable: root.viewModel.turns > 0

                tone: Sheet.Brand
                visible: root.viewModel.hasCampaign
                x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
                y: root.wide ? 44 : points.y + points.height + Theme.gutter
                width: root.column
                height: !visible ? 0 : !draw.usable ? wait.y + wait.height + 44 : draw.low ? 412 : draw.fullHeight

                DrumWheel {
                    id: mini

                    x: parent.width - width - 40
                    y: draw.low ? Theme.gutter : 32
                    radius: draw.low ? 98 : root.wide ? 124 : 148
                    labelled: false
                    cached: true
                    ground: Theme.brandTint
                    facets: root.viewModel.facets
                }

                AppText {
                    id: count

                    objectName: "turns"
                    x: 48
                    y: 36
                    width: mini.x - x - Theme.gutter
                    type: Theme.title
                    text: root.viewModel.turns > 0 ? root.turns() : root.viewModel.cardShown ? qsTr("No turns now") : qsTr("Show your card", "heading")
                }

                AppText {
                    id: campaign

                    x: 48
                    anchors.top: count.bottom
                    width: count.width
                    color: Theme.inkSoft
                    text: root.viewModel.campaign
                }

                Row {
                    visible: draw.usable && !draw.low
                    x: 46
                    anchors.top: campaign.bottom
                    anchors.topMargin: Theme.unit
                    spacing: Theme.unit

                    Repeater {
                        model: Math.min(2, root.viewModel.turns)

                        TicketStub {
                            text: qsTr("1 turn")
                        }
                    }

                    AppText {
                        anchors.verticalCenter: parent.verticalCenter
                        visible: root.viewModel.turns > 2
                        color: Theme.brand
                        text: "+" + (root.viewModel.turns - 2)
                        font.bold: true
                    }
                }

                PhraseText {
                    id: wait

                    visible: root.viewModel.turns === 0
                    x: 48
                    y: Math.max(mini.y + mini.height + Theme.gutter, campaign.y + campaign.height + Theme.gutter)
                    width: parent.width - 96
                    type: Theme.lead
                    sentence: root.noTurns()
                }

                PillButton {
                    objectName: "open-wheel"
                    visible: root.viewModel.turns > 0
                    x: 48
                    y: parent.height - height - 36
                    width: parent.width - 96
                    kind: PillButton.Brand
                    large: true
                    text: qsTr("Turn the drum")
                    glyph: Icons.arrowRight
                    trailing: true
                    onClicked: root.viewModel.openWheel()
                }
            }

            HomeRows {
                id: rows

                objectName: "waiting"
                x: draw.x
                y: draw.visible ? draw.y + draw.height + Theme.gutter : root.wide ? 44 : draw.y
                width: root.column
                room: root.height - y - Theme.gutter
                count: root.viewModel.rowCount
                rows: root.viewModel.rows
                masked: root.masked
                barred: root.viewModel.challengeOpen
                onOpened: row => root.viewModel.openRow(row)
            }
        }
    }

    Component {
        id: easyView

        Item {
            DrumWheel {
                readonly property real room: root.wide ? root.height - y - Theme.gutter : about.y - y - Theme.gutter

                visible: root.viewModel.hasCampaign
                x: (root.wide ? root.width / 4 : root.width / 2) - radius
                y: root.wide ? 190 : 150
                radius: Math.min(root.wide ? 350 : 380, room / 2)
                labelled: false
                facets: root.viewModel.facets
            }

            Column {
                id: about

                readonly property real mostHeight: root.wide ? root.height - Theme.gutter * 2 : 860

                x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
                y: root.height - height - Theme.gutter
                width: root.column
                spacing: Theme.unit

                AppText {
                    objectName: "nickname"
                    width: parent.width
                    type: Theme.title
                    text: Figures.maybe(root.addressed(), root.masked) || root.greeting()
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }

                AppText {
                    objectName: "points"
                    width: parent.width
                    type: Theme.heading
                    text: qsTr("%1 points").arg(Figures.maybe(Figures.number(root.viewModel.points), root.masked))
                }

                AppText {
                    width: parent.width
                    visible: root.viewModel.expiryPoints > 0
                    text: root.expiry()
                }

                AppText {
                    objectName: "turns"
                    width: parent.width
                    visible: root.viewModel.turns > 0
                    text: qsTr("%1: %2", "a campaign: 2 turns").arg(root.viewModel.campaign).arg(root.turns())
                    font.bold: true
                }

                PhraseText {
                    objectName: "no-turns"
                    width: parent.width
                    visible: root.viewModel.hasCampaign && root.viewModel.turns === 0
                    font.bold: true
                    sentence: (root.viewModel.cardShown ? qsTr("No turns now", "in one line") + "\n" : "") + root.noTurns()
                }

                PillButton {
                    objectName: "open-wheel"
                    visible: root.viewModel.turns > 0
                    width: parent.width
                    kind: PillButton.Brand
                    large: true
                    text: qsTr("Turn the drum")
                    onClicked: root.viewModel.openWheel()
                }

                HomeRows {
                    objectName: "waiting"
                    width: parent.width
                    room: about.mostHeight - y
                    count: root.viewModel.rowCount
                    rows: root.viewModel.rows
                    masked: root.masked
                    barred: root.viewModel.challengeOpen
                    onOpened: row => root.viewModel.openRow(row)
                }
            }
        }
    }

    component Line: Item {
        id: line

        required property string glyph
        required property string text
        property string end: ""

        width: parent ? parent.width : 0
        height: Math.max(56, words.implicitHeight)

        IconShape {
            anchors.verticalCenter: parent.verticalCenter
            path: line.glyph
            color: Theme.inkSoft
        }

        AppText {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            x: 64
            width: Math.min(implicitWidth, parent.width - 64 - (last.visible ? last.width + Theme.unit : 0))
            text: line.text
        }

        AppText {
            id: last

            visible: line.end.length > 0
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            color: Theme.inkSoft
            text: line.end
            wrapMode: Text.NoWrap
        }
    }
}
