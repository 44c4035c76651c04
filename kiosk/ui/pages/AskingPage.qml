import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property AskingViewModel viewModel
    required property bool wide

    objectName: "asking-page"

    Component.onCompleted: root.Accessible.announce(title.sentence, Accessible.Polite)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: parent.width - Theme.margin * 2
    }

    Sheet {
        x: root.wide ? (parent.width - width) / 2 : Theme.margin
        y: Theme.easy && !root.wide ? parent.height - height - Theme.gutter * 2 : (parent.height - height) * 0.55
        width: root.wide ? 1180 : parent.width - Theme.margin * 2
        height: words.implicitHeight + Theme.margin * 2

        Column {
            id: words

            anchors.centerIn: parent
            width: parent.width - Theme.margin * 2
            spacing: Theme.gutter * 1.5

            IconShape {
                path: Icons.hourglass
                size: Theme.easy ? 80 : 112
                color: Theme.inkSoft
            }

            PhraseText {
                id: title

                objectName: "title"
                width: parent.width
                type: Theme.easy ? Theme.heading : Theme.title
                sentence: root.viewModel.forCard ? qsTr("Looking for your card") : qsTr("Asking for you")
            }

            PhraseText {
                objectName: "sentence"
                width: parent.width
                type: Theme.lead
                sentence: root.viewModel.forCard ? qsTr("It is new at this shop. One moment, please.") : root.viewModel.name.length > 0 ? qsTr("%1: one moment, please.").arg(root.viewModel.name) : qsTr("One moment, please.")
            }

            ProgressBar {
                objectName: "share"
                width: parent.width
                value: root.viewModel.share
                label: qsTr("Waiting for the answer")
            }
        }
    }
}
