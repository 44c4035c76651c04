import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// Scan the voucher, see what it is for large, and whether it was given before.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property HandOverViewModel viewModel: root.app.handOver
    readonly property real inner: root.width - Theme.margin * 2
    readonly property string step: root.viewModel.step
    readonly property bool waiting: ["ready", "working", "coming"].includes(root.step)
    readonly property int tone: root.step === "handed-over" ? Sheet.Ok : root.step === "before" || root.step === "lapsed" || root.step === "taken-back" ? Sheet.Wait : root.step === "other-counter" ? Sheet.Note : Sheet.Stop

    function asked(): string {
        switch (root.viewModel.askNote) {
        case "no-line":
            return qsTr("It can be asked for here once the line is back.");
        case "too-slow":
            return qsTr("That tablet has not answered. The prize is kept.");
        default:
            return "";
        }
    }

    focus: true

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Hand over a prize")
        person: root.viewModel.nickname.length > 0 ? qsTr("for %1").arg(root.viewModel.nickname) : ""
        onBack: root.app.back()
    }

    EmptyState {
        objectName: "hand-over-ready"
        anchors.centerIn: parent
        width: Math.min(root.inner, Theme.unit * 84)
        visible: root.waiting
        glyph: root.step === "coming" ? Icons.hourglass : Icons.qr
        text: root.step === "coming" ? qsTr("Asking the counter that holds it. It takes a few seconds when that tablet is connected.") : root.step === "working" ? qsTr("One moment, please.") : qsTr("Scan the voucher, on a phone or on paper.")
        action: root.step === "ready" && root.app.cameraAvailable && !root.app.cameraOn ? qsTr("Read with the camera") : ""
        onActed: root.app.setCamera(true)
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width
        visible: !root.waiting

        Column {
            x: Theme.margin
            width: root.inner
            spacing: Theme.gutter

            Sheet {
                width: parent.width
                height: Theme.unit * 32
                visible: root.viewModel.prize.length > 0

                PrizeSign {
                    id: sign

                    x: Theme.unit * 5
                    anchors.verticalCenter: parent.verticalCenter
                    size: Theme.unit * 22
                    ball: root.viewModel.ball
                    opacity: root.step === "handed-over" || root.step === "taken-back" ? 1 : 0.45
                }

                Column {
                    anchors.left: sign.right
                    anchors.leftMargin: Theme.unit * 5
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gutter
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.unit

                    AppText {
                        objectName: "hand-over-prize"
                        width: parent.width
                        type: Theme.figure
                        text: root.viewModel.prize
                    }

                    AppText {
                        width: parent.width
                        type: Theme.lead
                        color: Theme.inkSoft
                        text: [root.viewModel.nickname.length > 0 ? qsTr("for %1").arg(root.viewModel.nickname) : "", root.viewModel.collectUntil.length > 0 ? qsTr("collect by %1").arg(Words.day(root.viewModel.collectUntil)) : ""].filter(part => part.length > 0).join(" · ")
                    }
                }
            }

            Outcome {
                objectName: "hand-over-outcome"
                width: parent.width
                tone: root.tone
                glyph: root.step === "handed-over" ? Icons.check : root.step === "taken-back" ? Icons.undo : root.step === "before" || root.step === "lapsed" ? Icons.clock : root.step === "other-counter" ? Icons.mapPin : Icons.alert
                title: {
                    switch (root.step) {
                    case "handed-over":
                        return qsTr("Please give the goods now");
                    case "taken-back":
                        return qsTr("Taken back");
                    case "before":
                        return qsTr("Handed over before");
                    case "lapsed":
                        return qsTr("Its last day is over");
                    case "other-counter":
                        return qsTr("Another counter holds this prize");
                    case "invalid":
                        return qsTr("Not a voucher of ours");
                    default:
                        return qsTr("Not handed over");
                    }
                }
                sentence: {
                    switch (root.step) {
                    case "handed-over":
                        return qsTr("The hand-over is recorded.");
                    case "taken-back":
                        return qsTr("The prize is waiting again.");
                    case "before":
                        return [Words.stamp(root.viewModel.at, root.app.year), root.viewModel.store, root.viewModel.staff, root.viewModel.device].filter(part => part.length > 0).join(" · ");
                    case "lapsed":
                        return qsTr("It could be collected until %1.").arg(Words.day(root.viewModel.collectUntil));
                    case "other-counter":
                        if (root.viewModel.store.length > 0)
                            return qsTr("It waits at %1: its goods lie there.").arg(root.viewModel.store);
                        return [root.viewModel.counter.length > 0 ? qsTr("Please go to %1: only one tablet of the store gives prizes, so that none is given twice.").arg(root.viewModel.counter) : qsTr("Only one tablet of the store gives prizes, so that none is given twice."), root.asked()].filter(part => part.length > 0).join(" ");
                    case "invalid":
                        return qsTr("It was not issued by a kiosk of ours, or it was declared void.");
                    default:
                        return Words.refusal(root.viewModel.refusal);
                    }
                }

                PillButton {
                    objectName: "hand-over-next"
                    kind: PillButton.Ink
                    glyph: Icons.scan
                    text: qsTr("Next voucher")
                    onClicked: root.viewModel.again()
                }

                PillButton {
                    objectName: "hand-over-ask"
                    visible: root.viewModel.canAsk
                    glyph: Icons.parcel
                    text: qsTr("Give it here")
                    onClicked: root.viewModel.ask()
                }

                PillButton {
                    objectName: "hand-over-undo"
                    visible: root.viewModel.undoable
                    glyph: Icons.undo
                    text: qsTr("Undo")
                    onClicked: root.viewModel.undo()
                }
            }

            Banner {
                width: parent.width
                tone: Sheet.Wait
                glyph: Icons.undo
                text: root.step === "handed-over" && root.viewModel.refusal.length > 0 ? Words.refusal(root.viewModel.refusal) : ""
            }
        }
    }
}
