pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// What comes back at the left, what it will do at the right, before anything happens.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property ReturnViewModel viewModel: root.app.returning
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real columnWidth: root.wide ? (root.inner - Theme.gutter) / 2 : root.inner
    readonly property bool typing: root.viewModel.step === "typing" || root.viewModel.step === "recording"
    readonly property bool done: root.viewModel.step === "done"
    readonly property bool undone: root.viewModel.step === "undone"
    readonly property bool refused: root.viewModel.step === "refused"

    focus: true

    Keys.onPressed: event => {
        if (!root.typing)
            return;
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) {
            root.viewModel.press(String(event.key - Qt.Key_0));
            event.accepted = true;
        } else if (event.key === Qt.Key_Backspace) {
            root.viewModel.backspace();
            event.accepted = true;
        } else if (event.key === Qt.Key_Asterisk) {
            root.viewModel.everything();
            event.accepted = true;
        } else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
            root.viewModel.record();
            event.accepted = true;
        }
    }

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Take a return")
        person: root.viewModel.memberName
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: record.visible && !root.wide ? record.top : parent.bottom
        anchors.bottomMargin: record.visible && !root.wide ? Theme.gutter : 0
        width: root.width

        Outcome {
            id: outcome

            objectName: "return-outcome"
            x: Theme.margin
            width: root.inner
            visible: root.done || root.undone || root.refused
            height: visible ? implicitHeight : 0
            tone: root.done ? Sheet.Ok : root.undone ? Sheet.Wait : Sheet.Stop
            glyph: root.done ? Icons.check : root.undone ? Icons.undo : Icons.alert
            title: root.done ? qsTr("Taken back") : root.undone ? qsTr("Undone") : qsTr("Not taken back")
            sentence: {
                if (root.undone)
                    return qsTr("Everything is as it was before.");
                if (root.refused)
                    return root.viewModel.roles.length > 0 ? qsTr("Your role does not include this. These can: %1.").arg(root.viewModel.roles) : Words.refusal(root.viewModel.refusal);
                if (root.viewModel.refusal.length > 0)
                    return Words.refusal(root.viewModel.refusal);
                return qsTr("%1 came back. Undo stands in the history for some minutes.").arg(Words.yen(root.viewModel.backYen));
            }

            PillButton {
                objectName: "return-to-member"
                kind: PillButton.Ink
                glyph: Icons.check
                text: qsTr("To the member")
                onClicked: root.app.back()
            }

            PillButton {
                objectName: "return-undo"
                visible: root.done
                enabled: !root.viewModel.undoing
                glyph: Icons.undo
                text: qsTr("Undo")
                onClicked: root.viewModel.undo()
            }
        }

        Column {
            id: picked

            x: Theme.margin
            width: root.columnWidth
            visible: root.typing
            spacing: Theme.unit * 2

            Banner {
                objectName: "return-changed"
                width: parent.width
                tone: Sheet.Wait
                glyph: Icons.refresh
                text: root.viewModel.changed ? qsTr("Something of it came back elsewhere meanwhile: please look again.") : ""
            }

            AppText {
                width: parent.width
                type: Theme.second
                color: Theme.inkSoft
                text: {
                    const when = Words.stamp(root.viewModel.boughtAt, root.app.year);
                    const receipt = root.viewModel.receiptNumber.length > 0 ? qsTr("Receipt %1").arg(root.viewModel.receiptNumber) : "";
                    return [qsTr("What comes back?"), when, receipt].filter(part => part.length > 0).join(" · ");
                }
                Accessible.role: Accessible.Heading
            }

            Repeater {
                model: root.viewModel.lines

                ReturnLine {
                    width: picked.width
                    onClicked: root.viewModel.choose(line)
                }
            }

            PillButton {
                objectName: "return-everything"
                width: parent.width
                glyph: root.viewModel.whole ? Icons.check : Icons.undo
                enabled: root.viewModel.leftYen > 0
                text: qsTr("Everything, %1").arg(Words.yen(root.viewModel.leftYen))
                onClicked: root.viewModel.everything()
            }

            NumberPad {
                objectName: "return-pad"
                anchors.horizontalCenter: parent.horizontalCenter
                keyWidth: Math.min((picked.width - Theme.unit * 3) / 3, Theme.unit * 20)
                keyHeight: Theme.unit * 7
                onDigit: digit => root.viewModel.press(digit)
                onBackspace: root.viewModel.backspace()
                onClear: root.viewModel.clear()
            }
        }

        Column {
            x: root.wide && root.typing ? Theme.margin + root.columnWidth + Theme.gutter : Theme.margin
            y: root.typing ? (root.wide ? 0 : picked.height + Theme.gutter) : outcome.height + Theme.gutter
            width: root.typing ? root.columnWidth : root.inner
            visible: root.typing || root.done
            spacing: Theme.gutter

            Sheet {
                width: parent.width
                height: sums.height + Theme.gutter * 2

                Column {
                    id: sums

                    x: Theme.gutter
                    y: Theme.gutter
                    width: parent.width - Theme.gutter * 2
                    spacing: Theme.unit

                    AppText {
                        type: Theme.action
                        text: root.done ? qsTr("What has happened") : qsTr("What will happen")
                        Accessible.role: Accessible.Heading
                    }

                    AppText {
                        width: parent.width
                        visible: !root.viewModel.shown
                        color: Theme.inkSoft
                        text: qsTr("Choose a line, or type how much of it: what follows stands here before anything happens.")
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown
                        label: qsTr("Comes back")
                        value: Words.yen(root.viewModel.backYen)
                    }

                    Rule {
                        width: parent.width
                        visible: root.viewModel.shown
                    }

                    SumRow {
                        objectName: "return-points"
                        width: parent.width
                        visible: root.viewModel.shown
                        strong: true
                        label: qsTr("Points")
                        value: Words.signed(-root.viewModel.points)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.pendingPoints > 0
                        label: qsTr("of them still pending")
                        value: Words.number(root.viewModel.pendingPoints)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.otherPoints > 0
                        label: qsTr("of them spent, out of other points")
                        value: Words.number(root.viewModel.otherPoints)
                    }

                    SumRow {
                        objectName: "return-debt"
                        width: parent.width
                        visible: root.viewModel.debtPoints > 0
                        tone: Theme.stop
                        label: qsTr("of them spent, owed from now on")
                        value: Words.number(root.viewModel.debtPoints)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.expiredPoints > 0
                        label: qsTr("of them expired, they cost nothing")
                        value: Words.number(root.viewModel.expiredPoints)
                    }

                    SumRow {
                        objectName: "return-balance"
                        width: parent.width
                        visible: root.viewModel.shown
                        label: qsTr("Spendable points then")
                        value: root.viewModel.balancePoints < 0 ? Words.signed(root.viewModel.balancePoints) : Words.number(root.viewModel.balancePoints)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.points > 0
                        label: qsTr("Counted for the tier")
                        value: Words.signed(-root.viewModel.points)
                    }

                    SumRow {
                        objectName: "return-tier"
                        width: parent.width
                        visible: root.viewModel.tierAfter.length > 0
                        tone: Theme.wait
                        label: qsTr("Tier")
                        value: qsTr("%1 → %2", "a tier before and after").arg(root.viewModel.tierBefore).arg(root.viewModel.tierAfter)
                    }

                    SumRow {
                        objectName: "return-turns"
                        width: parent.width
                        visible: root.viewModel.turnsGone > 0
                        label: qsTr("Unused turns that go")
                        value: "−" + root.viewModel.turnsGone
                    }

                    Banner {
                        objectName: "return-used"
                        width: parent.width
                        tone: Sheet.Wait
                        glyph: Icons.ticket
                        text: root.viewModel.turnsUsed > 0 ? qsTr("Taken already: %1. What they won stays hers.", "turns").arg(Words.turns(root.viewModel.turnsUsed)) : ""
                    }

                    Banner {
                        objectName: "return-too-much"
                        width: parent.width
                        tone: Sheet.Stop
                        glyph: Icons.alert
                        text: root.viewModel.tooMuch ? qsTr("That is more than was paid and has not come back.") : ""
                    }
                }
            }
        }
    }

    // Always in sight: what will happen may fill the page.
    PillButton {
        id: record

        objectName: "return-record"
        x: root.wide ? Theme.margin + root.columnWidth + Theme.gutter : Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        width: root.columnWidth
        height: Theme.actionHeight + Theme.unit * 2
        visible: root.typing
        enabled: root.viewModel.ready
        kind: PillButton.Brand
        glyph: Icons.check
        text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : qsTr("Take it back")
        onClicked: root.viewModel.record()
    }
}
