import QtQuick
import shared.qt
import shared.ui

// What came of an act: a tinted sheet with icon, title and sentence, children below (buttons).
Sheet {
    id: root

    required property string glyph
    required property string title
    property string sentence: ""
    default property alias actions: row.data

    readonly property color figure: root.tone === Sheet.Ok ? Theme.ok : root.tone === Sheet.Wait ? Theme.wait : root.tone === Sheet.Stop ? Theme.stop : Theme.note

    implicitWidth: 640
    implicitHeight: column.implicitHeight + Theme.gutter * 2

    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.title
    Accessible.description: root.sentence

    Column {
        id: column

        x: Theme.gutter
        y: Theme.gutter
        width: parent.width - Theme.gutter * 2
        spacing: Theme.unit * 2

        Row {
            width: parent.width
            spacing: Theme.unit * 2

            IconShape {
                id: icon

                path: root.glyph
                size: Theme.unit * 5
                color: root.figure
            }

            Column {
                width: parent.width - icon.width - parent.spacing
                spacing: Theme.unit / 2

                AppText {
                    width: parent.width
                    type: Theme.title
                    text: root.title
                    color: root.figure
                    Accessible.ignored: true
                }

                AppText {
                    width: parent.width
                    visible: root.sentence.length > 0
                    text: root.sentence
                    Accessible.ignored: true
                }
            }
        }

        Flow {
            id: row

            width: parent.width
            spacing: Theme.unit * 2
        }
    }
}
