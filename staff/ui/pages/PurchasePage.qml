pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// The amount at the left, why it earns what it earns at the right.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property PurchaseViewModel viewModel: root.app.purchase
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2
    readonly property real columnWidth: root.wide ? (root.inner - Theme.gutter) / 2 : root.inner
    readonly property bool settled: root.viewModel.step === "recorded" || root.viewModel.step === "counted" || root.viewModel.step === "refused"

    focus: true

    Keys.onPressed: event => {
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) {
            root.viewModel.press(String(event.key - Qt.Key_0));
            event.accepted = true;
        } else if (event.key === Qt.Key_Backspace) {
            root.viewModel.backspace();
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
        title: qsTr("Record a purchase")
        person: root.viewModel.memberName
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        Column {
            id: typed

            x: Theme.margin
            width: root.columnWidth
            spacing: Theme.gutter

            Sheet {
                width: parent.width
                height: Theme.unit * 15

                AppText {
                    x: Theme.gutter
                    y: Theme.unit * 1.5
                    type: Theme.second
                    color: Theme.inkSoft
                    text: root.viewModel.receiptNumber.length > 0 ? qsTr("From receipt %1, tax included").arg(root.viewModel.receiptNumber) : qsTr("Amount paid, tax included")
                }

                AppText {
                    objectName: "purchase-amount"
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: Theme.unit * 1.5
                    type: Theme.figure
                    text: Words.yen(root.viewModel.amountYen)
                    color: root.viewModel.amountYen > 0 ? Theme.ink : Theme.inkSoft
                    wrapMode: Text.NoWrap
                }
            }

            NumberPad {
                objectName: "purchase-pad"
                anchors.horizontalCenter: parent.horizontalCenter
                visible: root.viewModel.receiptNumber.length === 0 && !root.settled
                keyWidth: Math.min((typed.width - Theme.unit * 3) / 3, Theme.unit * 20)
                onDigit: digit => root.viewModel.press(digit)
                onBackspace: root.viewModel.backspace()
                onClear: root.viewModel.clear()
            }

            Outcome {
                objectName: "purchase-outcome"
                width: parent.width
                visible: root.settled
                tone: root.viewModel.step === "recorded" ? Sheet.Ok : root.viewModel.step === "counted" ? Sheet.Wait : Sheet.Stop
                glyph: root.viewModel.step === "recorded" ? Icons.check : root.viewModel.step === "counted" ? Icons.receipt : Icons.alert
                title: root.viewModel.step === "recorded" ? qsTr("Recorded") : root.viewModel.step === "counted" ? qsTr("This receipt is counted already") : qsTr("Not recorded")
                sentence: {
                    if (root.viewModel.step === "recorded")
                        return root.viewModel.pendingUntil.length > 0 ? qsTr("%1 from %2 on.").arg(Words.points(root.viewModel.points)).arg(Words.day(root.viewModel.pendingUntil)) : qsTr("%1 added.").arg(Words.points(root.viewModel.points));
                    if (root.viewModel.step === "counted")
                        return root.viewModel.countedAt.length > 0 ? qsTr("It was recorded on %1.").arg(Words.stamp(root.viewModel.countedAt, root.app.year)) : qsTr("It counts once, whoever enters it.");
                    return Words.refusal(root.viewModel.refusal);
                }

                PillButton {
                    objectName: "purchase-to-member"
                    kind: PillButton.Ink
                    glyph: Icons.check
                    text: qsTr("To the member")
                    onClicked: root.app.back()
                }

                PillButton {
                    objectName: "purchase-again"
                    text: qsTr("Another purchase")
                    onClicked: root.viewModel.again()
                }
            }
        }

        Column {
            x: root.wide ? Theme.margin + root.columnWidth + Theme.gutter : Theme.margin
            y: root.wide ? 0 : typed.height + Theme.gutter
            width: root.columnWidth
            spacing: Theme.gutter

            Sheet {
                width: parent.width
                height: why.height + Theme.gutter * 2

                Column {
                    id: why

                    x: Theme.gutter
                    y: Theme.gutter
                    width: parent.width - Theme.gutter * 2
                    spacing: Theme.unit

                    AppText {
                        type: Theme.action
                        text: qsTr("Why this many")
                        Accessible.role: Accessible.Heading
                    }

                    AppText {
                        width: parent.width
                        visible: !root.viewModel.shown
                        color: Theme.inkSoft
                        text: qsTr("Type the amount: the sum stands here before anything is recorded.")
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown
                        label: qsTr("Amount paid")
                        value: Words.yen(root.viewModel.totalYen)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown && root.viewModel.taxYen > 0
                        label: qsTr("without tax")
                        value: "−" + Words.yen(root.viewModel.taxYen)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown && root.viewModel.giftCardsYen > 0
                        label: qsTr("without gift cards")
                        value: "−" + Words.yen(root.viewModel.giftCardsYen)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown && root.viewModel.rewardsYen > 0
                        label: qsTr("without rewards")
                        value: "−" + Words.yen(root.viewModel.rewardsYen)
                    }

                    Rule {
                        width: parent.width
                        visible: root.viewModel.shown
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown
                        label: qsTr("This counts")
                        value: Words.yen(root.viewModel.baseYen)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown
                        label: qsTr("1 point per %1").arg(Words.yen(root.viewModel.yenPerPoint))
                        value: Words.number(root.viewModel.plainPoints)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown && root.viewModel.bonusPercent > 0
                        label: qsTr("the tier adds %1 %").arg(root.viewModel.bonusPercent)
                        value: Words.signed(root.viewModel.bonusPoints)
                    }

                    Rule {
                        width: parent.width
                        visible: root.viewModel.shown
                    }

                    SumRow {
                        objectName: "purchase-points"
                        width: parent.width
                        visible: root.viewModel.shown
                        strong: true
                        tone: Theme.ok
                        label: qsTr("Points")
                        value: Words.signed(root.viewModel.points)
                    }

                    SumRow {
                        width: parent.width
                        visible: root.viewModel.shown && root.viewModel.turns > 0
                        strong: true
                        label: qsTr("Turns at the kiosk")
                        value: "+" + root.viewModel.turns
                    }

                    Banner {
                        width: parent.width
                        tone: Sheet.Wait
                        glyph: Icons.hourglass
                        text: root.viewModel.shown && root.viewModel.pendingUntil.length > 0 ? qsTr("Pending until %1, while the purchase may come back.").arg(Words.day(root.viewModel.pendingUntil)) : ""
                    }
                }
            }

            Column {
                width: parent.width
                visible: departments.count > 0 && !root.settled
                spacing: Theme.unit

                AppText {
                    type: Theme.second
                    color: Theme.inkSoft
                    text: qsTr("Department, for challenges")
                }

                Flow {
                    width: parent.width
                    spacing: Theme.unit

                    Repeater {
                        id: departments

                        model: root.viewModel.departments

                        ChoiceChip {
                            id: department

                            required property string key
                            required property string name

                            objectName: "department-" + department.key
                            text: department.name
                            checked: root.viewModel.department === department.key
                            onClicked: root.viewModel.choose(department.key)
                        }
                    }
                }
            }

            PillButton {
                objectName: "purchase-record"
                width: parent.width
                height: Theme.actionHeight + Theme.unit * 2
                visible: !root.settled
                enabled: root.viewModel.ready
                kind: PillButton.Brand
                glyph: Icons.check
                text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : qsTr("Record the purchase")
                onClicked: root.viewModel.record()
            }
        }
    }
}
