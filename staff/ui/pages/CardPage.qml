import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// A member's card. Its code exists nowhere else: print or save it now, or issue a new one.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property CardViewModel viewModel: root.app.card
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property bool issued: root.viewModel.step === "issued"

    focus: true

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: root.viewModel.fresh ? qsTr("Welcome, %1").arg(root.viewModel.nickname) : qsTr("Card")
        person: root.viewModel.fresh ? "" : root.viewModel.nickname
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        Sheet {
            id: card

            x: Theme.margin
            width: Math.min(root.inner, Theme.unit * 66)
            height: width * 54 / 85.6

            Rectangle {
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.bottom: parent.bottom
                anchors.margins: Theme.lineWidth
                height: Theme.unit * 2
                radius: Theme.radius - Theme.lineWidth
                color: Theme.brand
            }

            ShopMark {
                x: Theme.gutter
                y: Theme.gutter
                size: Theme.unit * 5
            }

            AppText {
                x: Theme.gutter
                y: parent.height * 0.5
                width: parent.width * 0.5
                type: Theme.name
                text: root.viewModel.nickname
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }

            AppText {
                x: Theme.gutter
                y: parent.height * 0.7
                type: Theme.smallest
                color: Theme.inkSoft
                text: qsTr("Member number")
            }

            AppText {
                objectName: "card-number"
                x: Theme.gutter
                y: parent.height * 0.77
                code: true
                type: Theme.action
                text: root.viewModel.number
                wrapMode: Text.NoWrap
            }

            QrImage {
                objectName: "card-qr"
                anchors.right: parent.right
                anchors.rightMargin: Theme.gutter
                anchors.verticalCenter: parent.verticalCenter
                visible: root.issued
                size: card.height * 0.66
                text: root.viewModel.code
                label: qsTr("The card's code")
            }

            Column {
                anchors.right: parent.right
                anchors.rightMargin: Theme.gutter
                anchors.verticalCenter: parent.verticalCenter
                width: card.height * 0.6
                visible: !root.issued
                spacing: Theme.unit

                IconShape {
                    anchors.horizontalCenter: parent.horizontalCenter
                    path: Icons.lock
                    size: Theme.unit * 6
                    color: Theme.inkSoft
                }

                AppText {
                    width: parent.width
                    type: Theme.second
                    color: Theme.inkSoft
                    horizontalAlignment: Text.AlignHCenter
                    text: qsTr("The code is only on the card. We keep no copy.")
                }
            }
        }

        Column {
            x: root.wide ? card.x + card.width + Theme.gutter : Theme.margin
            y: root.wide ? 0 : card.height + Theme.gutter
            width: root.wide ? root.inner - card.width - Theme.gutter : root.inner
            spacing: Theme.unit * 1.5

            AppText {
                width: parent.width
                type: Theme.lead
                text: root.issued ? qsTr("Print or save the card now: its code can't be shown again later.") : qsTr("Lost or worn? A new card gets a new code, and the old one stops working.")
            }

            Item {
                width: 1
                height: Theme.unit
            }

            PillButton {
                objectName: "card-print"
                width: parent.width
                height: Theme.actionHeight
                visible: root.issued
                enabled: !root.viewModel.working
                kind: PillButton.Brand
                glyph: Icons.printer
                text: qsTr("Print")
                onClicked: root.viewModel.make("printer", qsTr("Member card"), qsTr("Member number"))
            }

            Row {
                id: files

                width: parent.width
                visible: root.issued
                spacing: Theme.unit * 1.5

                PillButton {
                    objectName: "card-png"
                    width: (files.width - files.spacing) / 2
                    height: Theme.actionHeight
                    enabled: !root.viewModel.working
                    glyph: Icons.save
                    text: qsTr("Save picture")
                    onClicked: root.viewModel.make("png", qsTr("Member card"), qsTr("Member number"))
                }

                PillButton {
                    objectName: "card-pdf"
                    width: (files.width - files.spacing) / 2
                    height: Theme.actionHeight
                    enabled: !root.viewModel.working
                    glyph: Icons.save
                    text: qsTr("Save PDF")
                    onClicked: root.viewModel.make("pdf", qsTr("Member card"), qsTr("Member number"))
                }
            }

            PillButton {
                objectName: "card-renew"
                width: parent.width
                height: Theme.actionHeight
                visible: !root.issued
                enabled: !root.viewModel.working
                kind: PillButton.Brand
                glyph: Icons.card
                text: qsTr("Issue a new card")
                onClicked: root.viewModel.renew()
            }

            PillButton {
                objectName: "card-to-member"
                width: parent.width
                height: Theme.actionHeight
                visible: root.issued
                glyph: Icons.user
                text: qsTr("To the member")
                onClicked: root.app.back()
            }

            Banner {
                objectName: "card-made"
                width: parent.width
                tone: root.viewModel.place.length > 0 ? Sheet.Ok : Sheet.Note
                glyph: root.viewModel.place.length > 0 ? Icons.check : Icons.info
                text: {
                    if (root.viewModel.refusal.length > 0)
                        return Words.refusal(root.viewModel.refusal);
                    switch (root.viewModel.made) {
                    case "printer":
                        return qsTr("Sent to %1.").arg(root.viewModel.place);
                    case "png":
                    case "pdf":
                        return qsTr("Saved as %1").arg(root.viewModel.place);
                    case "no-printer":
                        return qsTr("There is no printer here. Save the card instead.");
                    case "no-file":
                        return qsTr("The file could not be written.");
                    default:
                        return "";
                    }
                }
            }
        }
    }
}
