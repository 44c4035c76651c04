pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels

// Badge or name, then six dots and a pad: for signing in, and for the second person.
FocusScope {
    id: root

    required property SignInViewModel viewModel
    property string invitation: qsTr("Scan your badge, or choose your name")

    readonly property bool asking: root.viewModel.step === "pin"
    readonly property string trouble: {
        switch (root.viewModel.fault) {
        case "wrong-pin":
            return root.viewModel.attemptsLeft === 1 ? qsTr("This PIN does not fit. One more try.") : qsTr("This PIN does not fit. %1 more tries.").arg(root.viewModel.attemptsLeft);
        case "locked":
            return qsTr("Too many tries. It opens again at %1.").arg(Words.time(root.viewModel.lockedUntil));
        case "locked-for-good":
            return qsTr("Too many tries. A manager can issue a new badge.");
        case "badge-needed":
            return qsTr("%1, please scan your badge first. Once a shift is enough.").arg(root.viewModel.name);
        case "badge-unknown":
            return qsTr("This badge is not known here.");
        case "somebody-else":
            return qsTr("Somebody else has to agree, with a larger limit.");
        default:
            return "";
        }
    }

    implicitWidth: Theme.unit * 56
    implicitHeight: root.asking ? pin.implicitHeight : names.implicitHeight

    // Whatever was pressed before, such as the language: digits go to the PIN.
    onAskingChanged: {
        if (root.asking)
            root.forceActiveFocus();
    }

    Keys.onPressed: event => {
        if (!root.asking)
            return;
        if (event.key >= Qt.Key_0 && event.key <= Qt.Key_9) {
            root.viewModel.press(String(event.key - Qt.Key_0));
            event.accepted = true;
        } else if (event.key === Qt.Key_Backspace) {
            root.viewModel.backspace();
            event.accepted = true;
        } else if (event.key === Qt.Key_Escape) {
            root.viewModel.cancel();
            event.accepted = true;
        }
    }

    Column {
        id: names

        visible: !root.asking
        width: parent.width
        spacing: Theme.unit * 2

        Row {
            spacing: Theme.unit * 2

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.scan
                size: Theme.unit * 5
                color: Theme.brand
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                width: names.width - Theme.unit * 7
                type: Theme.title
                text: root.invitation
                Accessible.role: Accessible.Heading
            }
        }

        Banner {
            objectName: "sign-in-trouble"
            width: parent.width
            tone: root.viewModel.fault === "badge-needed" ? Sheet.Note : Sheet.Stop
            glyph: root.viewModel.fault === "badge-needed" ? Icons.scan : Icons.alert
            text: root.trouble
        }

        Sheet {
            width: parent.width
            height: Math.min(list.contentHeight + Theme.unit * 2, Theme.unit * 52)
            visible: list.count > 0

            ListView {
                id: list

                objectName: "colleagues"
                anchors.fill: parent
                anchors.margins: Theme.unit
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                cacheBuffer: 0
                model: root.viewModel.colleagues
                delegate: ListRow {
                    id: colleague

                    required property string staffId
                    required property string name
                    required property string role
                    required property bool badgeSeen
                    required property int index

                    objectName: "colleague-" + colleague.staffId
                    width: list.width
                    glyph: Icons.user
                    title: colleague.name
                    subtitle: colleague.role
                    trailing: colleague.badgeSeen ? qsTr("PIN") : qsTr("badge, PIN")
                    ruled: colleague.index < list.count - 1
                    onClicked: root.viewModel.choose(colleague.staffId)
                }
            }
        }
    }

    Column {
        id: pin

        visible: root.asking
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.unit * 3

        AppText {
            anchors.horizontalCenter: parent.horizontalCenter
            type: Theme.name
            text: root.viewModel.name
            wrapMode: Text.NoWrap
            Accessible.role: Accessible.Heading
        }

        PinDots {
            objectName: "pin-dots"
            anchors.horizontalCenter: parent.horizontalCenter
            filled: root.viewModel.filled
        }

        AppText {
            objectName: "pin-line"
            anchors.horizontalCenter: parent.horizontalCenter
            width: root.width
            height: Theme.second.line
            type: Theme.second
            horizontalAlignment: Text.AlignHCenter
            text: root.viewModel.checking ? qsTr("Checking…") : root.trouble.length > 0 ? root.trouble : qsTr("Your six-digit PIN")
            color: root.trouble.length > 0 && !root.viewModel.checking ? Theme.stop : Theme.inkSoft
        }

        NumberPad {
            objectName: "pin-pad"
            anchors.horizontalCenter: parent.horizontalCenter
            opacity: root.viewModel.checking ? 0.45 : 1
            onDigit: digit => root.viewModel.press(digit)
            onBackspace: root.viewModel.backspace()
            onClear: root.viewModel.clear()
        }

        PillButton {
            objectName: "pin-cancel"
            anchors.horizontalCenter: parent.horizontalCenter
            text: qsTr("Somebody else")
            glyph: Icons.users
            onClicked: root.viewModel.cancel()
        }
    }
}
