pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.ui.components

// Her challenges side by side, or one below the other where it is narrow; what staff can confirm takes one tap.
Sheet {
    id: root

    property alias model: challenges.model
    property bool narrow: false
    property bool acting: false
    property string year: ""

    readonly property int count: challenges.count
    readonly property real cellHeight: Theme.unit * 9
    readonly property int abreast: Math.max(1, Math.min(challenges.count, Math.floor(root.width / (Theme.unit * 42))))

    signal confirmed(key: string)

    visible: root.count > 0
    height: !root.visible ? 0 : root.narrow ? root.cellHeight * Math.min(root.count, 3) : root.cellHeight

    ListView {
        id: challenges

        objectName: "challenges"
        anchors.fill: parent
        anchors.margins: Theme.lineWidth
        orientation: root.narrow ? ListView.Vertical : ListView.Horizontal
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0
        interactive: root.narrow ? contentHeight > height : contentWidth > width
        Accessible.name: qsTr("Challenges")

        delegate: Item {
            id: challenge

            required property string key
            required property string name
            required property int figure
            required property int target
            required property string unit
            required property string until
            required property string standing
            required property int badges
            required property bool cameBack
            required property bool confirmable
            required property int index

            readonly property string said: Words.challenge(challenge.figure, challenge.target, challenge.unit, challenge.confirmable && !root.narrow ? "" : Words.lately(challenge.until, root.year), challenge.standing, challenge.cameBack)

            width: root.narrow ? challenges.width : challenges.width / root.abreast
            height: root.cellHeight

            Accessible.role: Accessible.ListItem
            Accessible.name: challenge.name + ", " + challenge.said

            IconShape {
                id: sign

                x: Theme.gutter
                anchors.verticalCenter: parent.verticalCenter
                visible: root.narrow || !confirm.visible
                path: challenge.standing === "open" ? Icons.star : Icons.check
                size: Theme.unit * 3
                color: challenge.cameBack ? Theme.wait : challenge.standing === "open" ? Theme.inkSoft : Theme.ok
            }

            Column {
                anchors.left: sign.visible ? sign.right : parent.left
                anchors.leftMargin: sign.visible ? Theme.unit * 1.5 : Theme.gutter
                anchors.right: confirm.visible ? confirm.left : parent.right
                anchors.rightMargin: Theme.unit * 1.5
                anchors.verticalCenter: parent.verticalCenter

                AppText {
                    width: parent.width
                    text: challenge.badges > 1 ? qsTr("%1 × %2", "a badge, how often").arg(challenge.name).arg(challenge.badges) : challenge.name
                    font.bold: true
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }

                AppText {
                    width: parent.width
                    type: Theme.second
                    color: challenge.cameBack ? Theme.wait : Theme.inkSoft
                    text: challenge.said
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }
            }

            PillButton {
                id: confirm

                objectName: "confirm-" + challenge.key
                anchors.right: parent.right
                anchors.rightMargin: Theme.unit * 2
                anchors.verticalCenter: parent.verticalCenter
                visible: challenge.confirmable
                enabled: !root.acting
                glyph: root.narrow ? Icons.check : ""
                text: qsTr("Confirm", "a step of a challenge")
                Accessible.name: qsTr("Confirm: %1").arg(challenge.name)
                onClicked: root.confirmed(challenge.key)
            }
        }
    }
}
