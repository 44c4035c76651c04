import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

Item {
    id: root

    required property bool wide
    required property bool revoked

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
            text: root.revoked ? qsTr("This kiosk is out of use") : qsTr("This kiosk is getting ready")
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.revoked ? qsTr("It has been taken out of the programme and has forgotten everybody. Please ask a member of staff.") : qsTr("It waits for the shop's programme and starts by itself. One moment, please.")
        }
    }
}
