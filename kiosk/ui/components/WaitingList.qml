pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// The prizes to collect, each a row to open; scrolls where there are many. `waiting` has the roles name, place, until.
Flickable {
    id: root

    property alias waiting: rows.model

    readonly property alias count: rows.count

    signal opened(row: int)

    clip: true
    contentHeight: column.height
    interactive: contentHeight > height

    Column {
        id: column

        width: root.width

        Repeater {
            id: rows

            ListRow {
                required property int index
                required property string name
                required property string place
                required property string until

                objectName: "waiting-" + index
                width: column.width
                glyph: Icons.parcel
                ruled: index < rows.count - 1
                title: qsTr("%1 to collect").arg(name)
                subtitle: Theme.easy ? place : qsTr("%1, until %2").arg(place).arg(Figures.day(until))
                onClicked: root.opened(index)
            }
        }
    }
}
