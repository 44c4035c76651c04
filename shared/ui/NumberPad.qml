pragma ComponentBehavior: Bound

import QtQuick
import shared.qt

// Keys for digits: `NumberPad { onDigit: digit => …; onBackspace: …; onClear: … }`. Tall keys on the kiosk, 72 px on a tablet.
Grid {
    id: root

    property real keyWidth: Theme.staff ? 96 : 296
    property real keyHeight: Theme.staff ? 72 : 144

    signal digit(digit: string)
    signal backspace
    signal clear

    columns: 3
    spacing: Theme.staff ? Theme.unit * 1.5 : Theme.gutter

    Repeater {
        model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "clear", "0", "backspace"]

        NumberKey {
            required property string modelData

            objectName: "key-" + modelData
            width: root.keyWidth
            height: root.keyHeight
            digit: modelData.length === 1 ? modelData : ""
            glyph: modelData === "clear" ? Icons.x : modelData === "backspace" ? Icons.backspace : ""
            text: modelData === "clear" ? qsTr("Clear") : modelData === "backspace" ? qsTr("Delete the last digit") : modelData
            onClicked: {
                if (modelData === "clear")
                    root.clear();
                else if (modelData === "backspace")
                    root.backspace();
                else
                    root.digit(modelData);
            }
        }
    }
}
