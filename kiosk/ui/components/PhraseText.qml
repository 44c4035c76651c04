import QtQuick
import shared.ui
import kiosk.ui.components

// A sentence that breaks where a reader would pause: `PhraseText { sentence: qsTr("…") }`. The screen reader gets it unjoined.
AppText {
    id: root

    required property string sentence

    text: Phrases.joined(root.sentence)
    Accessible.name: root.sentence
}
