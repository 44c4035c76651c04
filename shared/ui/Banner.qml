import QtQuick
import shared.qt

// One quiet line about the state of things, such as working offline: `Banner { tone: Sheet.Note; glyph: Icons.cloudOff;
// text: qsTr("…") }`. Nothing to press; invisible while `text` is empty.
Rectangle {
    id: root

    property int tone: Sheet.Note
    property string glyph: Icons.info
    property string text: ""

    readonly property color figure: root.tone === Sheet.Wait ? Theme.wait : root.tone === Sheet.Ok ? Theme.ok : root.tone === Sheet.Stop ? Theme.stop : Theme.note

    implicitWidth: Math.ceil(label.implicitWidth) + label.type.line * 0.8 + Theme.unit + Theme.gutter * 2
    implicitHeight: label.implicitHeight + Theme.unit * 2
    visible: root.text.length > 0
    radius: Theme.radius
    color: root.tone === Sheet.Wait ? Theme.waitTint : root.tone === Sheet.Ok ? Theme.okTint : root.tone === Sheet.Stop ? Theme.stopTint : Theme.noteTint
    border.width: Theme.highContrast ? Theme.lineWidth : 0
    border.color: root.figure

    Accessible.role: Accessible.AlertMessage
    Accessible.name: root.text

    Row {
        id: row

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.gutter
        spacing: Theme.unit

        IconShape {
            anchors.verticalCenter: parent.verticalCenter
            path: root.glyph
            size: label.type.line * 0.8
            color: root.figure
        }

        AppText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            width: root.width - Theme.gutter * 2 - label.type.line * 0.8 - Theme.unit
            type: Theme.second
            text: root.text
            color: root.figure
            Accessible.ignored: true
        }
    }
}
