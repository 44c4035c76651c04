import QtQuick
import shared.qt

// A small word on a tinted ground, only to be read: `Chip { tone: Sheet.Wait; text: qsTr("60 pending") }`.
Rectangle {
    id: root

    property int tone: Sheet.Inset
    property string text: ""
    property string glyph: ""

    function figure(tone: int): color {
        switch (tone) {
        case Sheet.Brand:
            return Theme.brand;
        case Sheet.Win:
            return Theme.winDeep;
        case Sheet.Note:
            return Theme.note;
        case Sheet.Ok:
            return Theme.ok;
        case Sheet.Wait:
            return Theme.wait;
        case Sheet.Stop:
            return Theme.stop;
        default:
            return Theme.ink;
        }
    }

    function ground(tone: int): color {
        switch (tone) {
        case Sheet.Brand:
            return Theme.brandTint;
        case Sheet.Win:
            return Theme.winTint;
        case Sheet.Note:
            return Theme.noteTint;
        case Sheet.Ok:
            return Theme.okTint;
        case Sheet.Wait:
            return Theme.waitTint;
        case Sheet.Stop:
            return Theme.stopTint;
        default:
            return Theme.inset;
        }
    }

    implicitWidth: row.implicitWidth + label.type.size * 1.5
    implicitHeight: label.type.line + Theme.unit
    radius: height / 2
    color: root.ground(root.tone)
    border.width: Theme.highContrast ? Theme.lineWidth : 0
    border.color: root.figure(root.tone)

    Row {
        id: row

        anchors.centerIn: parent
        spacing: Theme.unit / 2

        IconShape {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.glyph.length > 0
            path: root.glyph
            size: label.type.size * 1.2
            color: label.color
        }

        AppText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            type: Theme.second
            text: root.text
            color: root.figure(root.tone)
            font.bold: root.tone === Sheet.Inset
            wrapMode: Text.NoWrap
        }
    }
}
