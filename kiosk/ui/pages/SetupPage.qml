import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

Item {
    id: root

    required property bool wide
    required property string outage
    required property int arriving

    function title(): string {
        switch (root.outage) {
        case "revoked":
            return qsTr("This kiosk is out of use");
        case "mending":
            return qsTr("This kiosk is putting itself in order");
        case "disk_full":
        case "disk_shut":
            return qsTr("This kiosk is taking a break");
        default:
            return qsTr("This kiosk is getting ready");
        }
    }

    function words(): string {
        switch (root.outage) {
        case "revoked":
            return qsTr("It has been taken out of the programme and has forgotten everybody. Please ask a member of staff.");
        case "mending":
            return qsTr("Its memory was damaged. What could be saved is safe, and the rest is coming back from the centre. It opens again by itself.");
        case "disk_full":
            return qsTr("Please come to the counter, we are glad to help. For staff: the disk of this kiosk is full. It goes on by itself when there is room.");
        case "disk_shut":
            return qsTr("Please come to the counter, we are glad to help. For staff: the disk of this kiosk can't be written. It goes on by itself when that is mended.");
        }
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
            text: root.title()
        }

        PhraseText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.words()
        }

        ProgressBar {
            objectName: "arriving"
            visible: root.arriving >= 0 && root.outage === ""
            width: parent.width
            height: Theme.unit * 2
            value: root.arriving / 100
            label: qsTr("%1 % of the members are here").arg(root.arriving)
        }
    }
}
