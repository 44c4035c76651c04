import QtQuick
import shared.qt

// A sheet of paper to put things on: `Sheet { tone: Sheet.Brand; … }`. It clips nothing and lays out nothing.
Rectangle {
    id: root

    enum Tone {
        Plain,
        Brand,
        Win,
        Note,
        Ok,
        Wait,
        Stop,
        Inset
    }

    property int tone: Sheet.Plain

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
        case Sheet.Inset:
            return Theme.inset;
        default:
            return Theme.sheet;
        }
    }

    radius: Theme.radius
    color: root.ground(root.tone)
    border.width: root.tone === Sheet.Plain || Theme.highContrast ? Theme.lineWidth : 0
    border.color: Theme.line
}
