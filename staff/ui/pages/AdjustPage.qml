pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Before → change → after, and why. Above the limit a second person's badge and PIN on the same tablet.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property AdjustViewModel viewModel: root.app.adjust
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real columnWidth: root.wide ? (root.inner - Theme.gutter) / 2 : root.inner
    readonly property bool typing: root.viewModel.step === "typing" || root.viewModel.step === "recording"
    readonly property bool settled: root.viewModel.step === "done" || root.viewModel.step === "refused"

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
        } else if (event.key === Qt.Key_Minus || event.key === Qt.Key_Plus) {
            root.viewModel.take(event.key === Qt.Key_Minus);
            event.accepted = true;
        } else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) {
            root.viewModel.adjust();
            event.accepted = true;
        }
    }

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Adjust points")
        person: root.viewModel.memberName
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        Banner {
            id: settled

            objectName: "adjust-settles"
            x: Theme.margin
            width: root.inner
            tone: Sheet.Wait
            glyph: Icons.hourglass
            text: root.viewModel.settledKind.length > 0 ? qsTr("Puts right what is held: %1. With this it is settled.", "an operation").arg(Words.operation(root.viewModel.settledKind)) : ""
        }

        Sheet {
            id: figures

            x: Theme.margin
            y: settled.text.length > 0 ? settled.height + Theme.gutter : 0
            width: root.inner
            height: Theme.unit * 14

            Row {
                anchors.centerIn: parent
                spacing: root.wide ? Theme.unit * 6 : Theme.unit * 2

                Column {
                    AppText {
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.second
                        color: Theme.inkSoft
                        text: qsTr("Before")
                    }

                    AppText {
                        objectName: "adjust-before"
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.figure
                        text: Words.number(root.viewModel.beforePoints)
                        wrapMode: Text.NoWrap
                    }
                }

                IconShape {
                    anchors.verticalCenter: parent.verticalCenter
                    path: Icons.arrowRight
                    size: Theme.unit * 4
                    color: Theme.inkSoft
                }

                Column {
                    AppText {
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.second
                        color: Theme.inkSoft
                        text: qsTr("Change")
                    }

                    AppText {
                        objectName: "adjust-change"
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.figure
                        text: root.viewModel.changePoints === 0 ? (root.viewModel.taking ? "−" : "+") : Words.signed(root.viewModel.changePoints)
                        color: root.viewModel.changePoints > 0 ? Theme.ok : Theme.ink
                        wrapMode: Text.NoWrap
                    }
                }

                IconShape {
                    anchors.verticalCenter: parent.verticalCenter
                    path: Icons.arrowRight
                    size: Theme.unit * 4
                    color: Theme.inkSoft
                }

                Column {
                    AppText {
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.second
                        color: Theme.inkSoft
                        text: qsTr("After")
                    }

                    AppText {
                        objectName: "adjust-after"
                        anchors.horizontalCenter: parent.horizontalCenter
                        type: Theme.figure
                        text: root.viewModel.afterPoints < 0 ? Words.signed(root.viewModel.afterPoints) : Words.number(root.viewModel.afterPoints)
                        wrapMode: Text.NoWrap
                    }
                }
            }
        }

        Column {
            id: typed

            x: Theme.margin
            y: figures.y + figures.height + Theme.gutter
            width: root.columnWidth
            visible: root.typing
            spacing: Theme.gutter

            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.unit * 1.5

                ChoiceChip {
                    objectName: "adjust-add"
                    text: qsTr("Add")
                    checked: !root.viewModel.taking
                    onClicked: root.viewModel.take(false)
                }

                ChoiceChip {
                    objectName: "adjust-take"
                    text: qsTr("Take away")
                    checked: root.viewModel.taking
                    onClicked: root.viewModel.take(true)
                }
            }

            NumberPad {
                objectName: "adjust-pad"
                anchors.horizontalCenter: parent.horizontalCenter
                keyWidth: Math.min((typed.width - Theme.unit * 3) / 3, Theme.unit * 20)
                keyHeight: Theme.unit * 8
                onDigit: digit => root.viewModel.press(digit)
                onBackspace: root.viewModel.backspace()
                onClear: root.viewModel.clear()
            }
        }

        Column {
            x: root.wide ? Theme.margin + root.columnWidth + Theme.gutter : Theme.margin
            y: typed.y + (root.wide ? 0 : typed.height + Theme.gutter)
            width: root.columnWidth
            visible: root.typing
            spacing: Theme.unit * 2

            AppText {
                type: Theme.action
                text: qsTr("Why")
                Accessible.role: Accessible.Heading
            }

            Flow {
                width: parent.width
                spacing: Theme.unit * 1.5

                Repeater {
                    model: root.viewModel.reasons

                    ChoiceChip {
                        required property string key
                        required property string name

                        objectName: "reason-" + key
                        text: name
                        checked: root.viewModel.reason === key
                        onClicked: root.viewModel.choose(key)
                    }
                }
            }

            NoteField {
                objectName: "adjust-note"
                width: parent.width
                text: root.viewModel.note
                onEdited: text => root.viewModel.write(text)
                onAccepted: root.viewModel.adjust()
            }

            Banner {
                objectName: "adjust-limit"
                width: parent.width
                tone: Sheet.Wait
                glyph: Icons.users
                text: root.viewModel.needsApproval ? qsTr("Above %1 somebody else has to agree: %2.").arg(Words.points(root.viewModel.limitPoints)).arg(root.viewModel.approverRoles) : ""
            }

            PillButton {
                objectName: "adjust-go"
                width: parent.width
                height: Theme.actionHeight
                enabled: root.viewModel.ready
                kind: PillButton.Brand
                glyph: root.viewModel.needsApproval ? Icons.users : Icons.check
                text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : root.viewModel.needsApproval ? qsTr("Ask for agreement") : qsTr("Adjust")
                onClicked: root.viewModel.adjust()
            }
        }

        Sheet {
            x: root.wide ? (root.width - width) / 2 : Theme.margin
            y: figures.y + figures.height + Theme.gutter
            width: root.wide ? Theme.unit * 72 : root.inner
            height: approval.height + Theme.gutter * 2
            visible: root.viewModel.step === "approval"

            PinPanel {
                id: approval

                objectName: "approval"
                x: Theme.gutter
                y: Theme.gutter
                width: parent.width - Theme.gutter * 2
                focus: root.viewModel.step === "approval"
                viewModel: root.viewModel.approval
                invitation: qsTr("A second person agrees: scan a badge")
            }
        }

        Outcome {
            objectName: "adjust-outcome"
            x: Theme.margin
            y: figures.y + figures.height + Theme.gutter
            width: root.inner
            visible: root.settled
            tone: root.viewModel.step === "done" ? Sheet.Ok : Sheet.Stop
            glyph: root.viewModel.step === "done" ? Icons.check : Icons.alert
            title: root.viewModel.step === "done" ? qsTr("Adjusted") : qsTr("Not adjusted")
            sentence: root.viewModel.step === "done" ? qsTr("Undo stands in the history for some minutes.") : Words.refusal(root.viewModel.refusal)

            PillButton {
                objectName: "adjust-to-member"
                kind: PillButton.Ink
                glyph: Icons.check
                text: qsTr("To the member")
                onClicked: root.app.show("member")
            }

            PillButton {
                objectName: "adjust-reconsider"
                visible: root.viewModel.step === "refused"
                text: qsTr("Change it")
                onClicked: root.viewModel.reconsider()
            }
        }
    }
}
