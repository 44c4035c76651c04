import QtQuick
import shared.ui
import shared.qt

// One thing to know about a prize: `VoucherLine { label: qsTr("Until"); value: "Sun 20 December" }`.
Column {
    id: root

    required property string label
    required property string value

    width: parent ? parent.width : 0

    AppText {
        width: parent.width
        type: Theme.second
        color: Theme.inkSoft
        text: root.label
    }

    AppText {
        width: parent.width
        type: Theme.easy ? Theme.second : Theme.body
        text: root.value
        font.bold: true
    }
}
