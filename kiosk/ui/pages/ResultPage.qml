import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Rectangle {
    id: root

    required property ResultViewModel viewModel
    required property PrintingViewModel printing
    required property bool wide

    readonly property bool reward: root.viewModel.kind === "reward"
    readonly property bool won: root.viewModel.kind !== "points" && !root.reward
    readonly property bool hasVoucher: root.viewModel.voucherCode.length > 0
    readonly property real half: root.wide ? root.width / 2 : root.width
    readonly property real column: root.wide ? root.half - Theme.margin - Theme.gutter : root.width - Theme.margin * 2

    function title(): string {
        if (root.viewModel.origin === "waiting" || root.reward)
            return root.viewModel.name;
        return root.won ? root.viewModel.grade : qsTr("%1 points for you").arg(Figures.number(root.viewModel.pointsWon));
    }

    function subtitle(): string {
        if (root.reward)
            return root.viewModel.origin === "redeemed" ? qsTr("It is yours, and waits at the counter.") : qsTr("You spent points on it. It waits at the counter.");
        switch (root.viewModel.origin) {
        case "waiting":
            return qsTr("This prize is waiting for you.");
        case "last_visit":
            return root.won ? qsTr("You won %1 at your last visit.").arg(root.viewModel.won) : qsTr("Thank you for playing last time.");
        default:
            return root.won ? qsTr("You won %1.").arg(root.viewModel.won) : qsTr("Thank you for playing.");
        }
    }

    function advice(): string {
        if (printed.told && !root.wide)
            return "";
        return Theme.easy || root.printing.offered ? qsTr("Take a photo of this code.") : qsTr("Take a photo of this code.\nYour card remembers it too.");
    }

    function again(): string {
        return qsTr("Turn again · %1 left").arg(root.viewModel.turnsLeft);
    }

    objectName: "result-page"
    color: root.won ? Theme.winTint : Theme.paper

    Component.onCompleted: root.Accessible.announce(root.title() + " " + root.subtitle(), Accessible.Assertive)

    Curtain {
        id: curtain

        visible: root.won
        width: parent.width
        height: root.wide ? 72 : 110
        stripes: root.wide ? 15 : 9
    }

    Confetti {
        visible: root.viewModel.kind === "top" && root.viewModel.origin !== "waiting"
        y: curtain.height
        width: root.half
        height: root.wide ? 390 : 520
    }

    Rectangle {
        visible: root.reward
        anchors.fill: ball
        radius: width / 2
        color: Theme.brandTint
        border.width: Theme.edgeWidth
        border.color: Theme.brand

        IconShape {
            anchors.centerIn: parent
            path: Pictures.glyph(root.viewModel.picture)
            size: parent.width * 0.5
            color: Theme.brand
        }
    }

    Ball {
        id: ball

        visible: !root.reward

        anchors.horizontalCenter: words.horizontalCenter
        y: root.wide ? curtain.height + (root.won ? 60 : 110) : root.hasVoucher ? 182 : 330
        size: root.wide ? 300 : 360
        kind: Math.max(1, root.viewModel.ball)
        label: root.viewModel.name
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: ball.bottom
        anchors.topMargin: Theme.gutter
        width: root.half - (root.wide ? Theme.margin + Theme.gutter : Theme.margin * 2)
        spacing: Theme.unit

        PhraseText {
            objectName: "title"
            width: parent.width
            type: sentence.length > (root.wide ? 14 : 17) ? Theme.title : root.wide || sentence.length > 14 ? Theme.name : Theme.display
            sentence: root.title()
            horizontalAlignment: Text.AlignHCenter
        }

        PhraseText {
            objectName: "subtitle"
            width: parent.width
            type: Theme.heading
            font.bold: false
            sentence: root.subtitle()
            horizontalAlignment: Text.AlignHCenter
        }

        Chip {
            objectName: "step"
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.viewModel.steps > 1
            text: qsTr("%1 of %2").arg(root.viewModel.step).arg(root.viewModel.steps)
        }

        Chip {
            objectName: "bell"
            anchors.horizontalCenter: parent.horizontalCenter
            visible: root.viewModel.bell.length > 0
            tone: Sheet.Win
            glyph: Icons.bell
            text: root.viewModel.bell === "coming" ? qsTr("%1 is coming with a bell").arg(root.viewModel.bellName) : qsTr("Staff are coming with a bell")
            onTextChanged: if (visible)
                root.Accessible.announce(text, Accessible.Polite)
        }
    }

    Voucher {
        id: voucher

        objectName: "voucher"
        visible: root.hasVoucher
        x: root.wide ? root.half + Theme.gutter : Theme.margin
        y: root.wide ? curtain.height + Theme.gutter : main.y - height - 56
        width: root.column
        height: root.wide ? 560 : 600
        code: root.viewModel.voucherCode.length > 0 ? root.viewModel.voucherCode : " "
        codeLabel: qsTr("Voucher code of your prize")
        advice: root.advice()
        adviceRoom: voucher.width - 176 - (root.printing.offered && !printed.told ? printed.buttonWidth + Theme.gutter : 0)

        Column {
            width: parent.width
            spacing: Theme.easy ? 0 : Theme.unit

            VoucherLine {
                label: qsTr("Collect at")
                value: root.viewModel.counter
            }

            VoucherLine {
                label: qsTr("Until")
                value: Figures.weekday(root.viewModel.until)
            }

            VoucherLine {
                label: qsTr("Bring")
                value: qsTr("This code or card")
            }
        }
    }

    SlipPrinting {
        id: printed

        visible: root.hasVoucher
        x: printed.told && root.wide ? Theme.margin : voucher.x + 40
        y: printed.told && root.wide ? main.y + main.height - height : voucher.y + voucher.tear + 28 + (144 - height) / 2
        width: printed.told && root.wide ? words.width : voucher.width - 80
        viewModel: root.printing
        label: qsTr("Print")
        failure: root.printing.number.length > 0 ? qsTr("Sorry, no slip just now. Tell the counter %1.").arg(root.printing.number.replace(/ /g, "\u00a0")) : qsTr("Sorry, no slip just now. Take a photo of the code.")
        onAsked: root.printing.print(qsTr("Voucher"), root.viewModel.name, [qsTr("Collect at"), root.viewModel.counter, qsTr("Until"), Figures.weekday(root.viewModel.until), qsTr("Bring"), qsTr("This slip or your card"), qsTr("Member number"), root.printing.number], "")
    }

    PillButton {
        id: main

        readonly property bool more: root.viewModel.step < root.viewModel.steps
        readonly property bool turnsLeft: root.viewModel.turnsLeft > 0 && root.viewModel.origin !== "waiting" && !root.reward

        objectName: "go-on"
        x: root.wide ? root.half + Theme.gutter : Theme.margin
        y: root.height - height - (root.wide ? 48 : 56)
        width: root.column
        height: Math.max(Theme.actionHeight, root.wide ? 144 : 160)
        kind: PillButton.Brand
        large: true
        glyph: Theme.easy ? "" : Icons.arrowRight
        trailing: true
        text: more ? qsTr("Next") : turnsLeft ? root.again() : qsTr("Back to my page")
        onClicked: {
            if (main.more)
                root.viewModel.next();
            else if (main.turnsLeft)
                root.viewModel.again();
            else
                root.viewModel.goHome();
        }
    }
}
