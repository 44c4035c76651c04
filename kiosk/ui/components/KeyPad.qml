pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt

// Keys of our own in a grid that fills its place: `KeyPad { columns: 4; keys: ["あ", …, "backspace"]; onTapped: key => … }`.
// A key with a longer name is one that acts, not one that writes; "" leaves its place free.
Grid {
    id: root

    required property list<string> keys
    property real keyHeight: (root.height - (root.rows - 1) * root.spacing) / root.rows
    property real keyWidth: (root.width - (root.columns - 1) * root.spacing) / root.columns

    signal tapped(key: string)

    function label(key: string): string {
        switch (key) {
        case "voice":
            return "小゛゜";
        case "katakana":
            return "カナ";
        case "hiragana":
        case "kana":
            return "かな";
        case "letters":
            return "ABC";
        case "digits":
            return "123";
        case "backspace":
        case "clear":
        case "close":
        case "":
            return "";
        default:
            return key;
        }
    }

    function glyph(key: string): string {
        switch (key) {
        case "backspace":
            return Icons.backspace;
        case "clear":
            return Icons.x;
        case "close":
            return Icons.arrowLeft;
        default:
            return "";
        }
    }

    function name(key: string): string {
        switch (key) {
        case "voice":
            return qsTr("Voiced or small");
        case "katakana":
            return qsTr("Katakana");
        case "hiragana":
        case "kana":
            return qsTr("Hiragana");
        case "letters":
            return qsTr("Latin letters");
        case "digits":
            return qsTr("Digits and signs");
        case "backspace":
            return qsTr("Delete the last one");
        case "clear":
            return qsTr("Clear");
        case "close":
            return qsTr("Back to all rows");
        case "-":
            return qsTr("Hyphen");
        case ".":
            return qsTr("Dot");
        case "_":
            return qsTr("Underscore");
        default:
            return key;
        }
    }

    rows: Math.ceil(root.keys.length / root.columns)
    spacing: root.rows > 4 ? Theme.unit : Theme.gutter

    Repeater {
        model: root.keys.length

        NumberKey {
            id: key

            required property int index

            readonly property string sign: root.keys[key.index] ?? ""

            objectName: "key-" + key.sign
            width: root.keyWidth
            height: root.keyHeight
            enabled: key.sign.length > 0
            opacity: key.enabled ? 1 : 0
            letters: key.digit.length > (root.columns > 4 ? 1 : 2) ? Theme.lead : Theme.title
            digit: root.label(key.sign)
            glyph: root.glyph(key.sign)
            text: root.name(key.sign)
            Accessible.ignored: !key.enabled
            onClicked: root.tapped(key.sign)
        }
    }
}
