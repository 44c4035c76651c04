import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property ReceiptViewModel viewModel
    required property bool wide

    readonly property bool more: root.viewModel.turns > 0

    function title(): string {
        if (root.viewModel.turns === 1)
            return qsTr("One turn for you");
        return root.more ? qsTr("%1 turns for you").arg(root.viewModel.turns) : qsTr("Your receipt counts");
    }

    function points(): string {
        if (root.viewModel.points < 0)
            return qsTr("Its points come once the till has told us what you paid.");
        if (root.viewModel.points === 0)
            return qsTr("Thank you for shopping with us.");
        return root.viewModel.points === 1 ? qsTr("One point is on its way: it comes once the till has confirmed your receipt.") : qsTr("%1 points are on their way: they come once the till has confirmed your receipt.").arg(Figures.number(root.viewModel.points));
    }

    objectName: "receipt-page"

    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.points(), Accessible.Assertive)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: parent.width - Theme.margin * 2
    }

    Column {
        id: block

        x: root.wide ? (parent.width - width) / 2 : Theme.margin
        y: root.wide ? (parent.height - height + header.y + header.height) / 2 : Theme.easy ? parent.height - height - Theme.gutter : (parent.height - height) * 0.6
        width: root.wide ? 1560 : parent.width - Theme.margin * 2
        spacing: Theme.easy ? Theme.gutter : Theme.gutter * 2

        Sheet {
            tone: root.more ? Sheet.Brand : Sheet.Ok
            width: parent.width
            height: words.implicitHeight + (Theme.easy ? Theme.margin : Theme.margin * 2)

            Column {
                id: words

                anchors.centerIn: parent
                width: parent.width - Theme.margin * 2
                spacing: Theme.easy ? Theme.unit : Theme.gutter

                IconShape {
                    path: root.more ? Icons.ticket : Icons.receipt
                    size: Theme.easy ? 80 : 112
                    color: root.more ? Theme.brand : Theme.ok
                }

                PhraseText {
                    objectName: "title"
                    width: parent.width
                    type: Theme.easy ? Theme.heading : Theme.title
                    sentence: root.title()
                }

                PhraseText {
                    objectName: "points"
                    width: parent.width
                    type: Theme.lead
                    sentence: root.points()
                }

                PhraseText {
                    objectName: "capped"
                    visible: root.viewModel.capped
                    width: parent.width
                    type: Theme.second
                    color: Theme.inkSoft
                    sentence: qsTr("These were today's turns for receipts. Points go on.")
                }
            }
        }

        Grid {
            id: ways

            readonly property real each: ways.columns > 1 ? (ways.width - ways.spacing) / 2 : ways.width

            width: parent.width
            columns: root.wide && root.viewModel.canTurn ? 2 : 1
            spacing: block.spacing

            PillButton {
                objectName: "open-wheel"
                visible: root.viewModel.canTurn
                width: ways.each
                kind: PillButton.Brand
                large: true
                text: qsTr("Turn the drum")
                glyph: Icons.arrowRight
                trailing: true
                onClicked: root.viewModel.openWheel()
            }

            PillButton {
                objectName: "go-on"
                width: ways.each
                kind: root.viewModel.canTurn ? PillButton.Outline : PillButton.Brand
                large: true
                text: qsTr("Back to my page")
                onClicked: root.viewModel.goOn()
            }
        }
    }
}
