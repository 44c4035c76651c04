pragma ComponentBehavior: Bound

import QtQuick
import shared.qt

// Twelve digits as they are typed, in groups of four: `DigitField { digits: viewModel.digits }`.
Row {
    id: root

    property string digits: ""
    property int length: 12
    property int group: 4
    property string label: qsTr("Member number")

    readonly property real widest: Theme.staff ? 480 : 936
    readonly property real gaps: (root.length - 1) * root.spacing + (Math.ceil(root.length / root.group) - 1) * Theme.gutter
    readonly property real cell: Math.floor(Math.min(Theme.title.size * 0.88, (root.widest - root.gaps) / root.length))

    spacing: Theme.unit / 2

    Accessible.role: Accessible.StaticText
    Accessible.name: root.label
    Accessible.description: root.digits

    Repeater {
        model: root.length

        Item {
            id: place

            required property int index

            width: root.cell + (index % root.group === root.group - 1 && index < root.length - 1 ? Theme.gutter : 0)
            height: Theme.title.line + Theme.unit

            AppText {
                width: root.cell
                horizontalAlignment: Text.AlignHCenter
                type: Theme.title
                text: place.index < root.digits.length ? root.digits[place.index] : ""
                Accessible.ignored: true
            }

            Rectangle {
                anchors.bottom: parent.bottom
                width: root.cell
                height: place.index === root.digits.length ? 6 : Theme.edgeWidth
                color: place.index === root.digits.length ? Theme.brand : Theme.edge
            }
        }
    }
}
