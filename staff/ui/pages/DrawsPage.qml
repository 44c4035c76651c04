pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// What is left in each drum of the store; only to be read.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property DrawsViewModel viewModel: root.app.draws
    readonly property real inner: root.width - Theme.margin * 2

    focus: true

    AppText {
        id: heading

        x: Theme.margin
        y: Theme.margin
        type: Theme.title
        text: qsTr("Drums of this store")
        Accessible.role: Accessible.Heading
    }

    PillButton {
        id: posters

        objectName: "open-posters"
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.verticalCenter: heading.verticalCenter
        visible: root.app.canPrintPosters
        glyph: Icons.map
        text: qsTr("Hunt posters")
        onClicked: root.app.show("posters")
    }

    ListView {
        id: list

        objectName: "drums"
        x: Theme.margin
        anchors.top: heading.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.inner
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cacheBuffer: 0
        model: root.viewModel.rows

        delegate: Item {
            id: row

            required property string drumId
            required property string campaign
            required property int drumNumber
            required property string kiosk
            required property int turns
            required property int ballsLeft
            required property int ballsFilled
            required property int ball
            required property string prize
            required property int remaining
            required property int filled
            required property bool opens
            required property bool closes

            width: list.width
            height: body.y + body.height + (row.closes ? Theme.gutter : 0)

            Sheet {
                id: head

                width: parent.width
                height: Theme.unit * 10
                visible: row.opens
                tone: Sheet.Inset

                Column {
                    x: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter

                    AppText {
                        type: Theme.action
                        text: row.campaign
                        wrapMode: Text.NoWrap
                        Accessible.role: Accessible.Heading
                    }

                    AppText {
                        type: Theme.second
                        color: Theme.inkSoft
                        text: qsTr("%1 · drum %2 · %3 taken").arg(row.kiosk).arg(row.drumNumber).arg(Words.turns(row.turns))
                        wrapMode: Text.NoWrap
                    }
                }

                Column {
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter

                    AppText {
                        anchors.right: parent.right
                        type: Theme.title
                        text: Words.number(row.ballsLeft)
                        wrapMode: Text.NoWrap
                    }

                    AppText {
                        anchors.right: parent.right
                        type: Theme.second
                        color: Theme.inkSoft
                        text: qsTr("of %1 balls left").arg(Words.number(row.ballsFilled))
                        wrapMode: Text.NoWrap
                    }
                }
            }

            Item {
                id: body

                y: row.opens ? head.height : 0
                width: parent.width
                height: Theme.unit * 8

                Ball {
                    id: drawn

                    x: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    size: Theme.unit * 5.5
                    kind: row.ball
                    opacity: row.remaining > 0 ? 1 : 0.45
                }

                AppText {
                    id: prizeName

                    anchors.left: drawn.right
                    anchors.leftMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    width: parent.width * 0.36 - drawn.width
                    text: row.prize
                    color: row.remaining > 0 ? Theme.ink : Theme.inkSoft
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                }

                ProgressBar {
                    anchors.left: prizeName.right
                    anchors.leftMargin: Theme.gutter
                    anchors.right: counts.left
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    value: row.filled > 0 ? row.remaining / row.filled : 0
                    label: row.prize
                }

                AppText {
                    id: counts

                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.unit * 15
                    horizontalAlignment: Text.AlignRight
                    text: row.remaining > 0 ? qsTr("%1 of %2").arg(Words.number(row.remaining)).arg(Words.number(row.filled)) : qsTr("all drawn")
                    color: row.remaining > 0 ? Theme.ink : Theme.inkSoft
                    wrapMode: Text.NoWrap
                }

                Rule {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    visible: !row.closes
                }
            }
        }
    }

    EmptyState {
        objectName: "draws-empty"
        anchors.centerIn: parent
        width: Math.min(root.inner, Theme.unit * 84)
        visible: root.viewModel.loaded && root.viewModel.count === 0
        glyph: Icons.ticket
        text: qsTr("No drum is at a kiosk of this store. The centre lends them while a draw is running.")
    }
}
