import QtQuick
import shared.qt
import shared.ui

// The head of a page that does one thing for one member: back, what it is, for whom.
Item {
    id: root

    required property string title
    property string person: ""

    signal back

    implicitWidth: 600
    implicitHeight: Theme.touch

    PillButton {
        id: backButton

        objectName: "back"
        anchors.verticalCenter: parent.verticalCenter
        glyph: Icons.arrowLeft
        text: qsTr("Back")
        onClicked: root.back()
    }

    AppText {
        id: heading

        anchors.left: backButton.right
        anchors.leftMargin: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        type: Theme.title
        text: root.title
        wrapMode: Text.NoWrap
        Accessible.role: Accessible.Heading
    }

    AppText {
        anchors.left: heading.right
        anchors.leftMargin: Theme.gutter
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        type: Theme.lead
        text: root.person
        color: Theme.inkSoft
        elide: Text.ElideRight
        wrapMode: Text.NoWrap
    }
}
