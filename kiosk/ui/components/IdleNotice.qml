import QtQuick
import shared.ui
import shared.qt

// Asks whether somebody is still there: `IdleNotice { seconds: app.countdown; total: app.countdownTotal; onMoreTime: … }`.
Rectangle {
    id: root

    required property int seconds
    required property int total
    property bool wide: false

    readonly property string question: qsTr("Are you still there?")
    readonly property string sentence: root.seconds === 1 ? qsTr("Your page closes in 1 second.") : qsTr("Your page closes in %1 seconds.").arg(root.seconds)

    signal moreTime

    implicitHeight: Math.max(body.implicitHeight + Theme.margin * 2, Theme.easy && !root.wide ? 720 : 0)
    color: Theme.paper

    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.question

    Component.onCompleted: root.Accessible.announce(root.question + " " + root.sentence, Accessible.Assertive)

    Rectangle {
        width: parent.width
        height: Theme.edgeWidth
        color: Theme.edge
    }

    // What lies behind is not to be pressed by mistake.
    MouseArea {
        anchors.fill: parent
    }

    Column {
        id: body

        anchors.centerIn: parent
        width: Math.min(parent.width - Theme.margin * 2, 936)
        spacing: Theme.gutter * 2

        Row {
            width: parent.width
            spacing: Theme.gutter * 2

            CountdownRing {
                id: ring

                width: 200
                seconds: root.seconds
                total: root.total
                label: root.sentence
            }

            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - ring.width - parent.spacing
                spacing: Theme.unit

                AppText {
                    width: parent.width
                    type: Theme.title
                    text: root.question
                }

                AppText {
                    width: parent.width
                    type: Theme.lead
                    color: Theme.inkSoft
                    text: root.sentence
                }
            }
        }

        PillButton {
            objectName: "more-time"
            width: parent.width
            kind: PillButton.Brand
            large: true
            text: qsTr("More time")
            onClicked: root.moreTime()
        }
    }
}
