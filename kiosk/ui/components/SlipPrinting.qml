import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

// A code on paper: the button, right or (`whole`) as wide as this, and afterwards what became of it.
// `SlipPrinting { viewModel: page.printing; label: qsTr("Print"); onAsked: viewModel.print(…) }`
Item {
    id: root

    required property PrintingViewModel viewModel
    required property string label
    required property string failure
    property bool whole: false

    readonly property bool told: root.viewModel.offered && root.viewModel.state.length > 0
    readonly property real buttonWidth: root.viewModel.offered ? button.width : 0

    signal asked

    function sentence(): string {
        switch (root.viewModel.state) {
        case "printing":
            return qsTr("One moment, it is being printed.");
        case "printed":
            return qsTr("It is printed. Please take it with you.");
        case "failed":
            return root.failure;
        default:
            return "";
        }
    }

    implicitHeight: root.told ? Math.max(Theme.touch, row.height) : Theme.touch

    PillButton {
        id: button

        objectName: "print"
        visible: root.viewModel.offered && !root.told
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        width: root.whole ? root.width : implicitWidth
        glyph: Icons.printer
        text: root.label
        onClicked: root.asked()
    }

    Row {
        id: row

        visible: root.told
        anchors.verticalCenter: parent.verticalCenter
        width: parent.width
        spacing: Theme.gutter

        IconShape {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            path: root.viewModel.state === "failed" ? Icons.bell : root.viewModel.state === "printed" ? Icons.check : Icons.printer
            size: 64
            color: root.viewModel.state === "failed" ? Theme.note : Theme.inkSoft
        }

        PhraseText {
            objectName: "print-told"
            anchors.verticalCenter: parent.verticalCenter
            width: row.width - sign.width - row.spacing
            color: root.viewModel.state === "failed" ? Theme.note : Theme.ink
            sentence: root.sentence()
        }
    }

    Connections {
        target: root.viewModel

        function onStateChanged() {
            if (root.told)
                root.Accessible.announce(root.sentence(), Accessible.Assertive);
        }
    }
}
