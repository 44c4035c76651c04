pragma Singleton

import QtQuick

// Figures and days as they are written in the language shown: `Figures.number(1240)`, `Figures.day("2026-12-31")`.
QtObject {
    id: root

    readonly property string hidden: "•••"

    function number(value: real): string {
        return Number(value).toLocaleString(Qt.locale("en"), "f", 0);
    }

    // What a figure becomes while the page is about to close.
    function maybe(value: string, masked: bool): string {
        return masked ? root.hidden : value;
    }

    //: A day of this year, as a date format of Qt: "31 December".
    function day(iso: string): string {
        return root.format(iso, qsTr("d MMMM"));
    }

    //: A day of another year, as a date format of Qt: "31 January 2027".
    function date(iso: string): string {
        return root.format(iso, qsTr("d MMMM yyyy"));
    }

    //: A day with its weekday, as a date format of Qt: "Sun 20 December".
    function weekday(iso: string): string {
        return root.format(iso, qsTr("ddd d MMMM"));
    }

    // A day stays on one line.
    function format(iso: string, pattern: string): string {
        const parts = iso.split("-").map(Number);
        if (parts.length !== 3)
            return "";
        return new Date(parts[0], parts[1] - 1, parts[2]).toLocaleDateString(Qt.locale(Qt.uiLanguage), pattern).replace(/ /g, "\u00a0");
    }
}
