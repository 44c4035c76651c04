pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// The badges that she has, each with its name and how often: `BadgeRow { model: viewModel.rows }`; roles of a ChallengeRow.
Sheet {
    id: root

    property alias model: each.model

    height: body.height + Theme.gutter * 2

    Column {
        id: body

        x: Theme.unit * 4
        y: Theme.gutter
        width: parent.width - x * 2
        spacing: Theme.unit

        AppText {
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            text: qsTr("Your badges")
            Accessible.role: Accessible.Heading
        }

        Flow {
            width: parent.width
            spacing: Theme.gutter

            Repeater {
                id: each

                Row {
                    id: badge

                    required property int index
                    required property string name
                    required property string picture
                    required property int badges

                    objectName: "badge-" + badge.index
                    visible: badge.badges > 0
                    width: Math.min(implicitWidth, body.width)
                    spacing: Theme.unit

                    BadgeSign {
                        id: sign

                        size: 80
                        glyph: Pictures.glyph(badge.picture)
                    }

                    AppText {
                        anchors.verticalCenter: parent.verticalCenter
                        width: Math.min(implicitWidth, body.width - sign.width - Theme.unit)
                        type: Theme.second
                        text: badge.badges > 1 ? qsTr("%1 × %2", "a badge, how often").arg(badge.name).arg(badge.badges) : badge.name
                    }
                }
            }
        }
    }
}
