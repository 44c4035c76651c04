import QtQuick
import shared.qt

// A count on something, such as held operations; nothing at zero: `Badge { count: 3 }`.
Rectangle {
    id: root

    property int count: 0

    implicitHeight: label.type.line + 2
    implicitWidth: Math.max(implicitHeight, label.implicitWidth + Theme.unit)
    visible: root.count > 0
    radius: height / 2
    color: Theme.wait

    AppText {
        id: label

        anchors.centerIn: parent
        type: Theme.smallest
        text: root.count > 99 ? "99+" : root.count
        color: Theme.sheet
        font.bold: true
        wrapMode: Text.NoWrap
    }
}
