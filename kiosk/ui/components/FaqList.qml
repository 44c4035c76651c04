pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// Questions in whole rows: `FaqList { room: …; model: viewModel.rows; onChosen: row => … }`. The roles are those of a FaqRow.
// What `room` does not hold comes by turning the page.
Sheet {
    id: root

    property alias model: questions.model
    property real room: 0

    readonly property int slots: Math.max(2, Math.floor(root.room / root.rowHeight))
    readonly property bool paged: questions.count > root.slots
    readonly property int shown: root.paged ? root.slots - 1 : questions.count
    readonly property int more: Math.max(0, questions.count - root.first - root.shown)
    readonly property real rowHeight: {
        let tallest = next.implicitHeight;
        for (let at = 0; at < questions.count; ++at)
            tallest = Math.max(tallest, questions.itemAt(at)?.implicitHeight ?? 0);
        return tallest;
    }

    property int first: 0

    signal chosen(row: int)

    function question(row: int): string {
        return (questions.itemAt(row) as Entry)?.question ?? "";
    }

    function answer(row: int): string {
        return (questions.itemAt(row) as Entry)?.answer ?? "";
    }

    visible: questions.count > 0
    height: column.height

    onShownChanged: root.first = 0

    Column {
        id: column

        width: root.width

        Repeater {
            id: questions

            onCountChanged: root.first = 0

            Entry {
                id: row

                objectName: "faq-" + row.index
                visible: row.index >= root.first && row.index < root.first + root.shown
                width: column.width
                height: root.rowHeight
                ruled: row.index < questions.count - 1 || root.paged
                title: row.question
                onClicked: root.chosen(row.index)
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

    component Entry: ListRow {
        required property int index
        required property string question
        required property string answer
    }
}
