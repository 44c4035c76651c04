import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// A kiosk that calls, on every page and on the closed tablet: who wants somebody where, and one tap to go.
Rectangle {
    id: root

    required property StaffAppViewModel app

    readonly property CallsViewModel viewModel: root.app.calls
    readonly property bool called: root.viewModel.shownId.length > 0
    readonly property bool shown: root.called || root.viewModel.goer.length > 0
    readonly property bool prize: root.viewModel.why === "prize"
    readonly property color figure: !root.viewModel.ringing ? Theme.ok : root.prize ? Theme.winDeep : Theme.wait

    implicitHeight: Math.max(words.implicitHeight, acts.height) + Theme.unit * 2
    color: !root.viewModel.ringing ? Theme.okTint : root.prize ? Theme.winTint : Theme.waitTint

    Accessible.role: Accessible.AlertMessage
    Accessible.name: title.text + (subtitle.visible ? ". " + subtitle.text : "")

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.lineWidth
        color: root.figure
    }

    IconShape {
        id: mark

        x: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        path: root.viewModel.ringing ? Icons.bell : Icons.user
        size: Theme.unit * 4
        color: root.figure
    }

    Column {
        id: words

        anchors.left: mark.right
        anchors.leftMargin: Theme.unit * 2
        anchors.right: acts.left
        anchors.rightMargin: Theme.unit * 2
        anchors.verticalCenter: parent.verticalCenter

        AppText {
            id: title

            objectName: "call-banner-title"
            width: parent.width
            type: Theme.action
            text: root.viewModel.ringing ? qsTr("%1 is calling", "a kiosk").arg(root.viewModel.place) : root.called ? qsTr("You are going to %1", "a kiosk").arg(root.viewModel.place) : qsTr("%1 is going already", "a colleague").arg(root.viewModel.goer)
            elide: Text.ElideRight
            maximumLineCount: 2
            Accessible.ignored: true
        }

        AppText {
            id: subtitle

            objectName: "call-banner-why"
            width: parent.width
            visible: text.length > 0
            type: Theme.second
            text: {
                if (root.viewModel.alone)
                    return qsTr("The kiosk can't show that you are coming: please go.");
                if (!root.called)
                    return "";
                return Words.call(root.viewModel.why, root.viewModel.prize);
            }
            Accessible.ignored: true
        }
    }

    Row {
        id: acts

        anchors.right: parent.right
        anchors.rightMargin: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit * 1.5

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            visible: root.viewModel.ringing && !root.app.signedIn
            type: Theme.second
            text: qsTr("Sign in to answer")
            wrapMode: Text.NoWrap
        }

        PillButton {
            objectName: "call-banner-member"
            visible: root.viewModel.memberId.length > 0 && !root.viewModel.ringing
            glyph: Icons.user
            text: root.viewModel.nickname
            Accessible.name: qsTr("Open %1's page").arg(root.viewModel.nickname)
            onClicked: root.viewModel.open(root.viewModel.memberId)
        }

        PillButton {
            objectName: "call-banner-come"
            visible: root.viewModel.ringing && root.app.signedIn
            enabled: !root.viewModel.asking
            kind: PillButton.Ink
            glyph: Icons.check
            text: qsTr("I'm coming")
            onClicked: root.viewModel.come(root.viewModel.shownId)
        }

        PillButton {
            objectName: "call-banner-done"
            visible: root.called && !root.viewModel.ringing
            kind: PillButton.Ink
            glyph: Icons.check
            text: qsTr("Done", "with a call")
            onClicked: root.viewModel.close(root.viewModel.shownId)
        }
    }
}
