import QtQuick
import shared.qt

// A banner that comes, is read aloud, and goes by itself: `toast.show(qsTr("Saved."), Sheet.Ok)`.
Banner {
    id: root

    property int stayMs: 5000

    function show(text: string, tone: int) {
        root.tone = tone;
        root.glyph = tone === Sheet.Ok ? Icons.check : Icons.info;
        root.text = text;
        stay.restart();
        root.Accessible.announce(text, Accessible.Polite);
    }

    function hide() {
        stay.stop();
        root.text = "";
    }

    Timer {
        id: stay

        interval: root.stayMs
        onTriggered: root.text = ""
    }
}
