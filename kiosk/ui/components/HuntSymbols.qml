pragma Singleton

import QtQuick

// The symbols on a hunt's posters: `HuntSymbols.sign("star")`, in the typeface that the posters are printed in, and in words.
QtObject {
    id: root

    function sign(symbol: string): string {
        switch (symbol) {
        case "circle":
            return "●";
        case "triangle":
            return "▲";
        case "square":
            return "■";
        case "diamond":
            return "◆";
        case "note":
            return "♪";
        case "heart":
            return "♥";
        case "clover":
            return "♣";
        case "sun":
            return "☀";
        case "cloud":
            return "☁";
        case "umbrella":
            return "☂";
        case "snowman":
            return "☃";
        default:
            return "★";
        }
    }

    function word(symbol: string): string {
        switch (symbol) {
        case "circle":
            return qsTr("Circle");
        case "triangle":
            return qsTr("Triangle");
        case "square":
            return qsTr("Square");
        case "diamond":
            return qsTr("Diamond");
        case "note":
            return qsTr("Note", "of music");
        case "heart":
            return qsTr("Heart");
        case "clover":
            return qsTr("Clover leaf");
        case "sun":
            return qsTr("Sun");
        case "cloud":
            return qsTr("Cloud");
        case "umbrella":
            return qsTr("Umbrella");
        case "snowman":
            return qsTr("Snowman");
        default:
            return qsTr("Star");
        }
    }
}
