import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

// The new card, to take a photo of: the code large, the number below, on to her own page.
Item {
    id: root

    required property JoinViewModel viewModel
    required property PrintingViewModel printing
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2

    function title(): string {
        return qsTr("Welcome, %1").arg(root.viewModel.nickname);
    }

    function sentence(): string {
        return qsTr("This is your card. Take a photo of it and show it to the reader, at any of our shops.");
    }

    objectName: "card-page"

    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Assertive)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.easy ? Theme.gutter : Theme.gutter * 2
        width: root.column
        spacing: Theme.gutter

        PhraseText {
            objectName: "title"
            width: parent.width
            type: Theme.title
            sentence: root.title()
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.sentence()
        }

        Row {
            visible: !root.printing.offered
            spacing: Theme.gutter

            IconShape {
                id: paper

                path: Icons.card
                size: Theme.iconSize * 1.3
                color: Theme.inkSoft
            }

            PhraseText {
                width: words.width - paper.width - parent.spacing
                sentence: qsTr("Rather one in your hand? The counter makes you a card.")
            }
        }
    }

    Sheet {
        id: card

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: (root.printing.offered && !root.wide ? slip.y : home.y) - height - Theme.gutter * (Theme.easy || root.wide ? 1 : 2)
        width: root.column
        height: symbol.height + digits.height + Theme.gutter * (Theme.easy || root.wide ? 3 : 4)
        border.width: Theme.edgeWidth
        border.color: Theme.edge

        QrImage {
            id: symbol

            objectName: "card-code"
            anchors.horizontalCenter: parent.horizontalCenter
            y: Theme.gutter * (Theme.easy || root.wide ? 1 : 1.5)
            size: Theme.easy && !root.wide ? (root.printing.offered ? 330 : 420) : 560
            text: root.viewModel.cardCode
            label: qsTr("The code of your new card")
        }

        AppText {
            id: digits

            objectName: "number"
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.top: symbol.bottom
            anchors.topMargin: Theme.unit
            type: Theme.heading
            code: true
            text: root.viewModel.memberNumber
            wrapMode: Text.NoWrap
            Accessible.name: qsTr("Member number %1").arg(root.viewModel.memberNumber)
        }
    }

    SlipPrinting {
        id: slip

        visible: root.printing.offered
        x: Theme.margin
        y: (root.wide ? root.height : home.y) - height - Theme.gutter
        width: root.column
        whole: true
        viewModel: root.printing
        label: qsTr("Print my card")
        failure: qsTr("Sorry, no paper card just now. The counter makes you one.")
        onAsked: root.printing.print(qsTr("Member card"), root.viewModel.nickname, [qsTr("Member number"), root.viewModel.memberNumber], qsTr("Show this code here at your next visit."))
    }

    PillButton {
        id: home

        objectName: "go-home"
        x: card.x
        y: root.height - height - Theme.gutter
        width: root.column
        height: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : Theme.actionHeight
        kind: PillButton.Brand
        large: true
        enabled: !root.viewModel.recording
        glyph: Theme.easy ? "" : Icons.arrowRight
        trailing: true
        text: qsTr("To my page")
        onClicked: root.viewModel.goHome()
    }
}
