pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Window
import shared.demo
import shared.qt
import shared.ui

// The demo's wallet: pick a piece, it is held in front of the kiosk's or the tablet's scanner.
Window {
    id: root

    required property WalletViewModel wallet

    width: 420
    height: 880
    minimumWidth: 360
    visible: true
    color: Theme.paper
    title: qsTr("Garapon: sample cards")

    Connections {
        function onShown(title: string, reader: string, answered: bool) {
            const place = reader === "kiosk" ? qsTr("the kiosk") : qsTr("the tablet");
            toast.show(answered ? qsTr("Shown to %1: %2").arg(place).arg(title) : qsTr("The scanner does not answer. Is its window open?"), answered ? Sheet.Ok : Sheet.Note);
        }

        target: root.wallet
    }

    Column {
        id: head

        anchors {
            left: parent.left
            right: parent.right
            top: parent.top
            margins: Theme.gutter
        }
        spacing: Theme.unit * 2

        AppText {
            width: parent.width
            type: Theme.title
            text: qsTr("Sample cards")
        }

        AppText {
            width: parent.width
            type: Theme.second
            color: Theme.inkSoft
            wrapMode: Text.Wrap
            text: qsTr("Click a card, a receipt or a poster to scan it. Badges and vouchers go to the tablet.")
        }

        Column {
            width: parent.width
            spacing: Theme.unit
            visible: root.wallet.prepared < 1

            AppText {
                width: parent.width
                type: Theme.body
                text: qsTr("Setting the shop up: members, a year of purchases, a drum.")
                wrapMode: Text.Wrap
            }

            ProgressBar {
                width: parent.width
                value: root.wallet.prepared
                label: qsTr("Setting the shop up")
            }
        }

        Row {
            spacing: Theme.unit
            visible: root.wallet.prepared >= 1

            ChoiceChip {
                objectName: "to-kiosk"
                text: qsTr("To the kiosk")
                checked: root.wallet.toKiosk
                onClicked: root.wallet.showToKiosk(true)
            }

            ChoiceChip {
                objectName: "to-tablet"
                text: qsTr("To the tablet")
                checked: !root.wallet.toKiosk
                onClicked: root.wallet.showToKiosk(false)
            }
        }
    }

    ListView {
        id: list

        objectName: "samples"
        anchors {
            left: parent.left
            right: parent.right
            top: head.bottom
            bottom: parent.bottom
            margins: Theme.gutter
        }
        clip: true
        spacing: Theme.unit
        model: root.wallet.samples
        boundsBehavior: Flickable.StopAtBounds

        delegate: ListRow {
            required property int index
            required property string kind
            required property string detail

            objectName: "sample-" + index
            width: ListView.view.width
            subtitle: detail
            glyph: kind === "card" ? Icons.card : kind === "badge" ? Icons.user : kind === "receipt" ? Icons.receipt : kind === "poster" ? Icons.map : Icons.ticket
            chevron: false
            ruled: true
            onClicked: root.wallet.show(index)
        }
    }

    Toast {
        id: toast

        objectName: "toast"
        anchors {
            horizontalCenter: parent.horizontalCenter
            bottom: parent.bottom
            bottomMargin: Theme.gutter
        }
        width: parent.width - 2 * Theme.gutter
    }
}
