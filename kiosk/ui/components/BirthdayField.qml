pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt

// Eight digits as they are typed, year, month and day apart: `BirthdayField { digits: viewModel.typed }`.
Row {
    id: root

    property string digits: ""

    readonly property real cell: Theme.title.size * 0.88

    spacing: Theme.gutter * 2

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTr("Birthday")
    Accessible.description: root.digits

    Part {
        first: 0
        length: 4
        //: Below the digits of a birthday's year.
        caption: qsTr("Year")
    }

    Part {
        first: 4
        length: 2
        //: Below the digits of a birthday's month.
        caption: qsTr("Month")
    }

    Part {
        first: 6
        length: 2
        //: Below the digits of a birthday's day.
        caption: qsTr("Day")
    }

    component Part: Column {
        id: part

        required property int first
        required property int length
        required property string caption

        spacing: Theme.unit / 2

        Row {
            spacing: Theme.unit / 2

            Repeater {
                model: part.length

                Item {
                    id: place

                    required property int index

                    readonly property int at: part.first + place.index
                    readonly property bool next: place.at === root.digits.length

                    width: root.cell
                    height: Theme.title.line + Theme.unit

                    AppText {
                        width: root.cell
                        horizontalAlignment: Text.AlignHCenter
                        type: Theme.title
                        text: place.at < root.digits.length ? root.digits[place.at] : ""
                        Accessible.ignored: true
                    }

                    Rectangle {
                        anchors.bottom: parent.bottom
                        width: root.cell
                        height: place.next ? 6 : Theme.edgeWidth
                        color: place.next ? Theme.brand : Theme.edge
                    }
                }
            }
        }

        AppText {
            type: Theme.second
            color: Theme.inkSoft
            text: part.caption
        }
    }
}
