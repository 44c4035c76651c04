import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

Item {
    id: root

    required property bool wide

    objectName: "setup-page"

    Column {
        anchors.verticalCenter: parent.verticalCenter
        x: root.wide ? parent.width / 4 : Theme.margin
        width: parent.width - x * 2
        spacing: Theme.gutter * 2

        ShopMark {
            size: 96
        }

        AppText {
            width: parent.width
            type: Theme.title
            text: qsTr("This kiosk is getting ready")
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: qsTr("It waits for the shop's programme and starts by itself. One moment, please.")
        }
    }
}
