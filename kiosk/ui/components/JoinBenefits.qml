pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels

// What membership brings, a line each with its picture.
Column {
    id: root

    required property JoinViewModel viewModel

    spacing: Theme.easy ? Theme.unit : Theme.gutter * 1.5

    Benefit {
        visible: root.viewModel.welcomePoints > 0
        glyph: Icons.gift
        words: qsTr("%1 points to begin with").arg(Figures.number(root.viewModel.welcomePoints))
    }

    Benefit {
        glyph: Icons.star
        words: qsTr("One point for every ¥%1 that you spend").arg(Figures.number(root.viewModel.yenPerPoint))
    }

    Benefit {
        visible: root.viewModel.yenPerTicket > 0
        glyph: Icons.ticket
        words: qsTr("One turn of the drum for every ¥%1").arg(Figures.number(root.viewModel.yenPerTicket))
    }

    Benefit {
        visible: root.viewModel.freeVisitTicket
        glyph: Icons.sun
        words: qsTr("A free turn on every day that you visit")
    }

    Benefit {
        glyph: Icons.card
        words: qsTr("Your card at once, without any papers")
    }

    component Benefit: Item {
        id: benefit

        required property string glyph
        required property string words

        width: root.width
        height: Math.max(disc.height, line.implicitHeight)

        Rectangle {
            id: disc

            anchors.verticalCenter: parent.verticalCenter
            width: Theme.easy ? 72 : 112
            height: width
            radius: width / 2
            color: Theme.brandTint
            border.width: Theme.highContrast ? Theme.lineWidth : 0
            border.color: Theme.edge

            IconShape {
                anchors.centerIn: parent
                path: benefit.glyph
                size: parent.width * 0.55
                color: Theme.brand
            }
        }

        PhraseText {
            id: line

            anchors.left: disc.right
            anchors.leftMargin: Theme.gutter
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            type: Theme.easy ? Theme.lead : Theme.heading
            font.bold: false
            sentence: benefit.words
        }
    }
}
