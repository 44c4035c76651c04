import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

Item {
    id: root

    required property bool wide
    required property bool revoked
    required property int arriving

    function words(): string {
        if (root.revoked)
            return qsTr("It has been taken out of the programme and has forgotten everybody. Please ask a member of staff.");
        if (root.arriving >= 0)
            return qsTr("The shop's members are coming in, %1 % are here. It starts by itself.").arg(root.arriving);
        return qsTr("It waits for the shop's programme and starts by itself. One moment, please.");
    }

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
            sentence: root.words()
        }

        ProgressBar {
            objectName: "arriving"
            visible: root.arriving >= 0 && !root.revoked
            width: parent.width
            height: Theme.unit * 2
            value: root.arriving / 100
            label: qsTr("%1 % of the members are here").arg(root.arriving)
        }
    }
}
