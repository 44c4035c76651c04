import QtQuick
import shared.qt

// The shop's sign: its mark on a brand disc and, unless `wordless`, its name.
Row {
    id: root

    property real size: Theme.staff ? 44 : 64
    property bool wordless: false

    spacing: Theme.unit * 1.5

    Rectangle {
        width: root.size
        height: root.size
        radius: root.size / 2
        color: Theme.brand

        AppText {
            anchors.fill: parent
            text: Theme.shopMark
            color: Theme.brandInk
            font.bold: true
            font.pixelSize: root.size * (text.length > 1 ? 0.42 : 0.6)
            lineHeightMode: Text.ProportionalHeight
            lineHeight: 1
            horizontalAlignment: Text.AlignHCenter
            verticalAlignment: Text.AlignVCenter
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }

    AppText {
        anchors.verticalCenter: parent.verticalCenter
        visible: !root.wordless
        type: Theme.lead
        text: Theme.shopName(Qt.uiLanguage)
        font.bold: true
        wrapMode: Text.NoWrap
    }
}
