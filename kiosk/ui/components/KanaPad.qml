import QtQuick
import kiosk.ui.components

// Kana in two taps, the row and the kana: `KanaPad { onTyped: kana => …; onVoice: …; onLatin: … }`.
KeyPad {
    id: root

    property string row: ""
    property bool katakana: false

    signal typed(kana: string)
    signal voice
    signal backspace
    signal clear
    signal latin

    // Three columns: the plain kana, below them the voiced or small ones.
    readonly property var rowsOfKana: ({
            "あ": "あいうえお ぁぃぅぇぉ ",
            "か": "かきくけこ がぎぐげご ",
            "さ": "さしすせそ ざじずぜぞ ",
            "た": "たちつてとっだぢづでど ",
            "な": "なにぬねの       ",
            "は": "はひふへほ ばびぶべぼ ",
            "ま": "まみむめも       ",
            "や": "やゆよ   ゃゅょ   ",
            "ら": "らりるれろ       ",
            "わ": "わをん         "
        })

    function shown(kana: string): string {
        return root.katakana && kana >= "ぁ" && kana <= "ん" ? String.fromCharCode(kana.charCodeAt(0) + 0x60) : kana;
    }

    function plain(kana: string): string {
        return kana >= "ァ" && kana <= "ン" ? String.fromCharCode(kana.charCodeAt(0) - 0x60) : kana;
    }

    function layout(): list<string> {
        const cells = root.row.length > 0 ? root.rowsOfKana[root.row] : "あかさたなはまやら\0わ\0";
        const acts = root.row.length > 0 ? ["close", "backspace", "", ""] : ["backspace", "voice", "ー", "clear"];
        const keys = [];
        for (let at = 0; at < 12; ++at) {
            const kana = cells[at] ?? " ";
            keys.push(kana === " " ? "" : kana === "\0" ? (at === 9 ? "letters" : root.katakana ? "hiragana" : "katakana") : root.shown(kana));
            if (at % 3 === 2)
                keys.push(acts[(at - 2) / 3]);
        }
        return keys;
    }

    columns: 4
    keys: root.layout()
    onTapped: key => {
        switch (key) {
        case "letters":
            root.latin();
            break;
        case "katakana":
        case "hiragana":
            root.katakana = key === "katakana";
            break;
        case "close":
            root.row = "";
            break;
        case "backspace":
            root.backspace();
            break;
        case "clear":
            root.clear();
            break;
        case "voice":
            root.voice();
            break;
        case "ー":
            root.typed(key);
            break;
        default:
            if (root.row.length > 0) {
                root.row = "";
                root.typed(key);
            } else {
                root.row = root.plain(key);
            }
        }
    }
}
