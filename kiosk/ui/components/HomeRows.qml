pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// What else there is for a member, in whole rows: a challenge, what points can become, other draws with turns, prizes to collect. What `room` does not
// hold comes by turning the page. `rows` has the roles of a HomeRow; the first `count` of them are something.
Sheet {
    id: root

    required property int count
    property alias rows: list.model
    property real room: 0
    property bool masked: false
    // Whether the first row is a challenge that she is still at.
    property bool barred: false

    readonly property int slots: Math.max(2, Math.floor((root.room - root.barRoom) / root.rowHeight))
    readonly property bool paged: root.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : root.count
    readonly property int more: Math.max(0, root.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = 114;
        for (let at = 0; at < root.count; ++at)
            tallest = Math.max(tallest, list.itemAt(at)?.implicitHeight ?? 0);
        return Math.max(tallest, next.implicitHeight);
    }

    // What a challenge's row is taller than the others: its bar stands below the words.
    readonly property real barRoom: root.barred ? Theme.gutter * 1.25 : 0

    property int first: 0

    signal opened(row: int)

    function glyph(kind: string): string {
        switch (kind) {
        case "challenge":
            return Icons.star;
        case "rewards":
            return Icons.gift;
        case "draw":
            return Icons.ticket;
        default:
            return Icons.parcel;
        }
    }

    function title(kind: string, name: string): string {
        switch (kind) {
        case "challenge":
            return name.length > 0 ? name : qsTr("All challenges done");
        case "rewards":
            return qsTr("Use your points");
        case "prize":
            return qsTr("%1 to collect").arg(name);
        default:
            return name;
        }
    }

    function subtitle(place: string, until: string): string {
        return until.length === 0 || Theme.easy ? place : qsTr("%1, until %2").arg(place).arg(Figures.day(until));
    }

    function trailing(kind: string, amount: int): string {
        switch (kind) {
        case "rewards":
            return qsTr("from %1", "points").arg(Figures.number(amount));
        case "draw":
            return amount === 1 ? qsTr("1 turn") : qsTr("%1 turns").arg(amount);
        default:
            return "";
        }
    }

    visible: root.count > 0
    height: column.height

    onCountChanged: root.first = 0
    onShownChanged: root.first = 0
    onVisibleChanged: root.first = 0

    Column {
        id: column

        width: root.width

        Repeater {
            id: list

            ListRow {
                id: row

                required property int index
                required property string kind
                required property string name
                required property string place
                required property string until
                required property int amount
                required property int figure
                required property string unit
                required property real share
                required property bool untilThisYear

                readonly property bool going: row.kind === "challenge" && row.name.length > 0

                objectName: row.kind + "-row-" + row.index
                visible: row.index < root.count && row.index >= root.first && row.index < root.first + root.shown
                width: column.width
                height: root.rowHeight + (row.going ? root.barRoom : 0)
                bottomPadding: row.going ? root.barRoom : 0
                glyph: root.glyph(row.kind)
                ruled: root.paged || row.index < root.count - 1
                title: root.title(row.kind, row.name)
                subtitle: row.going ? qsTr("%1, until %2").arg(Challenges.figures(row.figure, row.amount, row.unit, root.masked)).arg(Challenges.day(row.until, row.untilThisYear)) : root.subtitle(row.place, row.until)
                trailing: row.going ? "" : root.trailing(row.kind, row.amount)
                onClicked: root.opened(row.index)

                ProgressBar {
                    visible: row.going
                    x: row.inset
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: Theme.unit
                    width: parent.width - row.inset * 2
                    value: root.masked ? 0 : row.share
                    label: qsTr("How far: %1").arg(row.subtitle)
                }
            }
        }

        ListRow {
            id: next

            objectName: "more"
            visible: root.paged
            width: column.width
            height: root.rowHeight
            glyph: root.more > 0 ? Icons.plus : Icons.undo
            chevron: root.more > 0
            title: root.more > 0 ? qsTr("%1 more").arg(root.more) : qsTr("Back to the first")
            onClicked: root.first = root.more > 0 ? root.first + root.shown : 0
        }
    }
}
