import QtQuick
import shared.ui
import shared.qt

// What has been typed, behind it the place of the next sign: `TypedField { text: viewModel.typed; label: qsTr("Nickname") }`.
Sheet {
    id: root

    property string text: ""
    property string label: ""
    property bool wrong: false

    implicitWidth: 936
    implicitHeight: Theme.title.line + Theme.gutter * 2
    border.width: Theme.edgeWidth
    border.color: root.wrong ? Theme.note : Theme.edge

    Accessible.role: Accessible.StaticText
    Accessible.name: root.label
    Accessible.description: root.text

    // The end is where she types: what has no room beside it goes out of sight on the left.
    Item {
        id: slot

        x: Theme.gutter
        width: Math.min(words.implicitWidth, root.width - Theme.gutter * 3)
        height: parent.height
        clip: true

        AppText {
            id: words

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            type: root.text.length > 30 ? Theme.second : root.text.length > 16 ? Theme.lead : Theme.title
            text: root.text
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }

    Rectangle {
        x: slot.x + (root.text.length > 0 ? slot.width + 4 : 0)
        anchors.verticalCenter: parent.verticalCenter
        width: 6
        height: root.height - Theme.gutter * 2
        color: Theme.brand
    }
}
