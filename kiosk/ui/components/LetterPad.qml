pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// Latin letters, and what an address needs: `LetterPad { capital: true; onTyped: sign => … }` for a name,
// `LetterPad { email: true; domains: […]; onDomain: domain => … }` for an address.
Item {
    id: root

    property bool email: false
    property bool capital: false
    property list<string> domains: []

    property string side: "letters"

    readonly property string alphabet: root.capital ? "ABCDEFGHIJKLMNOPQRSTUVWXYZ" : "abcdefghijklmnopqrstuvwxyz"

    signal typed(sign: string)
    signal domain(domain: string)
    signal backspace
    signal kana

    function layout(): list<string> {
        if (root.side === "digits")
            return [..."1234567890", "-", "_", "+", "%", "", "", "", "", "", "", "", "", "", "", "", "", "@", ".", "letters", "backspace"];
        const signs = root.email ? ["@", ".", "digits", "backspace"] : ["-", ".", "kana", "backspace"];
        return [...root.alphabet, ...signs];
    }

    function take(key: string): void {
        switch (key) {
        case "backspace":
            root.backspace();
            break;
        case "kana":
            root.kana();
            break;
        case "letters":
        case "digits":
            root.side = key;
            break;
        default:
            root.typed(key);
            if (key === "@")
                root.side = root.domains.length > 0 ? "domains" : "letters";
        }
    }

    KeyPad {
        objectName: "letters"
        visible: root.side !== "domains"
        anchors.fill: parent
        columns: 6
        keys: root.layout()
        onTapped: key => root.take(key)
    }

    Grid {
        id: choices

        objectName: "domains"
        visible: root.side === "domains"
        anchors.fill: parent
        columns: 2
        rows: 4
        spacing: Theme.gutter

        Repeater {
            model: root.domains

            PillButton {
                required property string modelData

                objectName: "domain-" + modelData
                width: (choices.width - choices.spacing) / 2
                height: (choices.height - choices.spacing * 3) / 4
                text: "@" + modelData
                onClicked: {
                    root.side = "letters";
                    root.domain(modelData);
                }
            }
        }

        PillButton {
            objectName: "domain-other"
            width: (choices.width - choices.spacing) / 2
            height: (choices.height - choices.spacing * 3) / 4
            glyph: Icons.keyboard
            text: qsTr("Another one")
            onClicked: root.side = "letters"
        }

        PillButton {
            objectName: "domain-none"
            width: (choices.width - choices.spacing) / 2
            height: (choices.height - choices.spacing * 3) / 4
            glyph: Icons.backspace
            text: qsTr("Without @")
            onClicked: {
                root.side = "letters";
                root.backspace();
            }
        }
    }
}
