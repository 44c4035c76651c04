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

    //: How somebody is addressed, by the nickname she chose: in Japanese with さん.
    function addressed(): string {
        return root.viewModel.nickname.length > 0 ? qsTr("%1", "a nickname").arg(root.viewModel.nickname) : "";
    }

    function turns(): string {
        return root.viewModel.turns === 1 ? qsTr("1 turn", "to take now") : qsTr("%1 turns", "to take now").arg(root.viewModel.turns);
    }

    function expiry(): string {
        return qsTr("%1 points end on %2").arg(Figures.maybe(Figures.number(root.viewModel.expiryPoints), root.masked)).arg(Figures.day(root.viewModel.expiryDate));
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

                x: Theme.margin
                anchors.top: person.bottom
                anchors.topMargin: 28
                width: root.column
                height: standing.implicitHeight + 76

                Column {
                    id: standing

                    x: 48
                    y: 40
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
                            type: root.viewModel.points > 9999999 ? Theme.title : root.viewModel.points > 99999 ? Theme.display : Theme.figure
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

                tone: Sheet.Brand
                visible: root.viewModel.hasCampaign
                x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
                y: root.wide ? 44 : points.y + points.height + Theme.gutter
                width: root.column
                height: visible ? (root.viewModel.turns > 0 ? 512 : wait.y + wait.height + 44) : 0

                DrumWheel {
                    id: mini

                    x: parent.width - width - 48
                    y: 32
                    radius: root.wide ? 132 : 148
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
                    text: root.viewModel.turns > 0 ? root.turns() : qsTr("No turns now")
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
                    visible: root.viewModel.turns > 0
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

                AppText {
                    id: wait

                    visible: root.viewModel.turns === 0
                    x: 48
                    y: Math.max(mini.y + mini.height + Theme.gutter, campaign.y + campaign.height + Theme.gutter)
                    width: parent.width - 96
                    type: Theme.lead
                    text: root.viewModel.turnsElsewhere > 0 ? (root.viewModel.elsewhere.length > 0 ? qsTr("Your turns wait at another kiosk: %1.").arg(root.viewModel.elsewhere) : qsTr("Your turns come here when we are connected again.")) : root.viewModel.yenPerTicket > 0 ? qsTr("You get one for every ¥%1 you spend.").arg(Figures.number(root.viewModel.yenPerTicket)) : qsTr("New ones come with your purchases.")
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

            Sheet {
                objectName: "waiting"
                visible: rows.count > 0
                x: draw.x
                y: draw.visible ? draw.y + draw.height + Theme.gutter : root.wide ? 44 : draw.y
                width: root.column
                height: Math.min(rows.contentHeight, root.height - y - Theme.gutter)

                WaitingList {
                    id: rows

                    anchors.fill: parent
                    waiting: root.viewModel.waiting
                    onOpened: row => root.viewModel.openWaiting(row)
                }
            }
        }
    }

    Component {
        id: easyView

        Item {
            DrumWheel {
                visible: root.viewModel.hasCampaign
                x: (root.wide ? root.width / 4 : root.width / 2) - radius
                y: root.wide ? 190 : 200
                radius: root.wide ? 350 : 380
                labelled: false
                facets: root.viewModel.facets
            }

            Column {
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
                    width: parent.width
                    objectName: "turns"
                    text: root.viewModel.turns > 0 ? root.turns() : qsTr("No turns now")
                    font.bold: true
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

                Sheet {
                    objectName: "waiting"
                    visible: rows.count > 0
                    width: parent.width
                    height: visible ? rows.height : 0

                    WaitingList {
                        id: rows

                        width: parent.width
                        height: Math.min(contentHeight, 250)
                        waiting: root.viewModel.waiting
                        onOpened: row => root.viewModel.openWaiting(row)
                    }
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
