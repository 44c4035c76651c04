import QtQuick
import shared.qt

// Where there is nothing yet: an icon, a sentence and what to do.
// `EmptyState { glyph: Icons.ticket; text: qsTr("No visits yet."); action: qsTr("Scan a card"); onActed: … }`
Column {
    id: root

    required property string glyph
    required property string text
    property string action: ""

    signal acted

    spacing: Theme.unit * 2

    IconShape {
        anchors.horizontalCenter: parent.horizontalCenter
        path: root.glyph
        size: Theme.staff ? 64 : 112
        color: Theme.inkSoft
    }

    AppText {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(implicitWidth, root.width > 0 ? root.width : 480)
        type: Theme.lead
        color: Theme.inkSoft
        horizontalAlignment: Text.AlignHCenter
        text: root.text
    }

    PillButton {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: root.action.length > 0
        text: root.action
        onClicked: root.acted()
    }
}
