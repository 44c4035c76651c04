import QtQuick
import shared.qt

// A QR code of `text`, black on white with its quiet zone in every look: `QrImage { text: …; size: 344 }`.
Rectangle {
    id: root

    required property string text
    property real size: 344
    property string label: qsTr("QR code")

    implicitWidth: root.size
    implicitHeight: root.size
    color: "#ffffff"

    Accessible.role: Accessible.Graphic
    Accessible.name: root.label

    Image {
        id: image

        readonly property int modulePx: sourceSize.width > 0 ? Math.max(1, Math.floor(root.width / sourceSize.width)) : 1

        anchors.centerIn: parent
        width: sourceSize.width * modulePx
        height: width
        source: root.text.length > 0 ? "image://qr/" + encodeURIComponent(root.text) : ""
        cache: false
        smooth: false
    }
}
