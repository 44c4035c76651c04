pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// What is in the drum: the total, then every kind with its count. `counts` has the roles ball, name, remaining.
Item {
    id: root

    property alias counts: kinds.model
    property int total: 0
    property real rowHeight: 65

    readonly property int rows: Math.ceil(kinds.count / 2)
    readonly property real ball: Theme.easy ? 44 : 52

    implicitWidth: 936
    implicitHeight: title.height + Theme.unit * 2 + root.rows * root.rowHeight

    AppText {
        id: title

        type: Theme.lead
        text: qsTr("In the drum now")
        font.bold: true
        wrapMode: Text.NoWrap
    }

    AppText {
        objectName: "balls-left"
        anchors.right: parent.right
        type: Theme.lead
        text: root.total === 1 ? qsTr("1 ball") : qsTr("%1 balls").arg(Figures.number(root.total))
        wrapMode: Text.NoWrap
    }

    Rule {
        y: title.height + Theme.unit / 2
        width: parent.width
    }

    Repeater {
        id: kinds

        Item {
            id: row

            required property int index
            required property int ball
            required property string name
            required property int remaining

            readonly property int column: Math.floor(row.index / root.rows)

            x: row.column * (root.width + Theme.gutter * 2) / 2
            y: title.height + Theme.unit * 1.5 + (row.index % root.rows) * root.rowHeight
            width: (root.width - Theme.gutter * 2) / 2
            height: root.rowHeight

            Accessible.role: Accessible.StaticText
            Accessible.name: row.name + ", " + row.remaining

            Ball {
                anchors.verticalCenter: parent.verticalCenter
                size: root.ball
                kind: row.ball
                opacity: row.remaining > 0 ? 1 : 0.4
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                x: root.ball + Theme.unit * 1.5
                width: parent.width - x - figure.width - Theme.unit
                type: Theme.easy ? Theme.second : Theme.body
                text: row.name
                color: row.remaining > 0 ? Theme.ink : Theme.inkSoft
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            AppText {
                id: figure

                anchors.verticalCenter: parent.verticalCenter
                anchors.right: parent.right
                type: Theme.easy ? Theme.second : Theme.body
                text: Figures.number(row.remaining)
                color: row.remaining > 0 ? Theme.ink : Theme.inkSoft
                font.bold: true
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }
    }
}
