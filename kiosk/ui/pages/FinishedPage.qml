import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Rectangle {
    id: root

    required property FinishedViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? 1440 : root.width - Theme.margin * 2

    function brings(): string {
        if (root.viewModel.state === "missed")
            return qsTr("The rewards were all gone this time. The badge is yours.");
        if (root.viewModel.points === 0 && root.viewModel.turns === 0)
            return qsTr("The badge is yours.");
        const what = Challenges.brings(root.viewModel.points, root.viewModel.turns);
        if (root.viewModel.state === "coming")
            return root.viewModel.offline ? qsTr("%1 and the badge come once we are connected again.").arg(what) : qsTr("%1 and the badge are on their way.").arg(what);
        return root.viewModel.draw.length > 0 ? qsTr("%1 for you (%2), and the badge.", "what, a draw").arg(what).arg(root.viewModel.draw) : qsTr("%1 for you, and the badge.").arg(what);
    }

    objectName: "finished-page"
    color: Theme.winTint

    Component.onCompleted: root.Accessible.announce(title.sentence + " " + name.sentence + ". " + root.brings(), Accessible.Assertive)

    Curtain {
        id: curtain

        width: parent.width
        height: root.wide ? 72 : 110
        stripes: root.wide ? 15 : 9
    }

    Column {
        x: (parent.width - width) / 2
        y: Theme.easy && !root.wide ? main.y - height - Theme.gutter * 2 : curtain.height + (main.y - curtain.height - height) / 2
        width: root.column
        spacing: Theme.easy || root.wide ? Theme.unit : Theme.gutter

        BadgeSign {
            anchors.horizontalCenter: parent.horizontalCenter
            size: root.wide ? 200 : Theme.easy ? 260 : 360
            glyph: Pictures.glyph(root.viewModel.picture)
        }

        PhraseText {
            id: title

            objectName: "title"
            width: parent.width
            type: root.wide || Theme.easy ? Theme.name : Theme.display
            sentence: qsTr("Well done!")
            horizontalAlignment: Text.AlignHCenter
        }

        PhraseText {
            id: name

            objectName: "finished-name"
            width: parent.width
            type: Theme.title
            sentence: root.viewModel.badges > 1 ? qsTr("%1 × %2", "a badge, how often").arg(root.viewModel.name).arg(root.viewModel.badges) : root.viewModel.name
            horizontalAlignment: Text.AlignHCenter
        }

        PhraseText {
            objectName: "brings"
            width: parent.width
            type: Theme.heading
            font.bold: false
            sentence: root.brings()
            horizontalAlignment: Text.AlignHCenter
        }
    }

    PillButton {
        id: main

        objectName: "go-on"
        x: (parent.width - width) / 2
        y: root.height - height - (root.wide ? 48 : 56)
        width: root.column
        height: Math.max(Theme.actionHeight, root.wide ? 144 : 160)
        kind: PillButton.Brand
        large: true
        glyph: Theme.easy ? "" : Icons.arrowRight
        trailing: true
        text: root.viewModel.more > 0 ? qsTr("Next") : qsTr("To my page")
        onClicked: root.viewModel.goOn()
    }
}
