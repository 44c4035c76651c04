pragma Singleton

import QtQuick
import kiosk.ui.components

// What is said of a challenge: `Challenges.figures(2, 3, "things", false)`. Units and states are those of the view models.
QtObject {
    id: root

    function figures(figure: real, target: real, unit: string, masked: bool): string {
        const done = Figures.maybe(Figures.number(Math.min(figure, target)), masked);
        const all = Figures.number(target);
        switch (unit) {
        case "yen":
            return qsTr("¥%1 of ¥%2").arg(done).arg(all);
        case "days_in_a_row":
            return qsTr("%1 of %2 days in a row").arg(done).arg(all);
        case "weeks_in_a_row":
            return qsTr("%1 of %2 weeks in a row").arg(done).arg(all);
        default:
            return qsTr("%1 of %2", "done of a challenge").arg(done).arg(all);
        }
    }

    // What finishing brings beside the badge.
    function brings(points: real, turns: int): string {
        const parts = [];
        if (points > 0)
            parts.push(qsTr("%1 points").arg(Figures.number(points)));
        if (turns > 0)
            parts.push(turns === 1 ? qsTr("1 turn") : qsTr("%1 turns").arg(turns));
        return parts.length > 0 ? parts.join(qsTr(", ", "between points and turns")) : qsTr("a badge", "what a challenge brings");
    }

    function day(until: string, thisYear: bool): string {
        return thisYear ? Figures.day(until) : Figures.date(until);
    }

    function standing(state: string, until: string, thisYear: bool): string {
        switch (state) {
        case "open":
            return qsTr("until %1").arg(root.day(until, thisYear));
        case "coming":
            return qsTr("Done. What it brings is on its way.");
        case "missed":
            return qsTr("Done. The rewards were all gone.");
        default:
            return qsTr("Done");
        }
    }
}
