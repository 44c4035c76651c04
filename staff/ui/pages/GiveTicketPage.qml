pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// One more turn for a member, for a reason.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property GiveTicketViewModel viewModel: root.app.giveTicket
    readonly property real inner: root.width - Theme.margin * 2
    readonly property bool typing: root.viewModel.step === "typing" || root.viewModel.step === "recording"

    focus: true

    Keys.onReturnPressed: root.viewModel.give()
    Keys.onEnterPressed: root.viewModel.give()

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Give a turn")
        person: root.viewModel.memberName
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        Column {
            x: Theme.margin
            width: Math.min(root.inner, Theme.unit * 96)
            spacing: Theme.unit * 2

            Column {
                width: parent.width
                visible: root.typing
                spacing: Theme.unit * 2

                AppText {
                    type: Theme.action
                    text: qsTr("Which draw")
                    Accessible.role: Accessible.Heading
                }

                AppText {
                    width: parent.width
                    visible: campaigns.count === 0
                    color: Theme.inkSoft
                    text: qsTr("No draw is running today.")
                }

                Flow {
                    width: parent.width
                    spacing: Theme.unit * 1.5

                    Repeater {
                        id: campaigns

                        model: root.viewModel.campaigns

                        ChoiceChip {
                            required property string key
                            required property string name

                            objectName: "campaign-" + key
                            text: name
                            checked: root.viewModel.campaign === key
                            onClicked: root.viewModel.chooseCampaign(key)
                        }
                    }
                }

                AppText {
                    topPadding: Theme.unit * 2
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
                    objectName: "ticket-note"
                    width: parent.width
                    text: root.viewModel.note
                    onEdited: text => root.viewModel.write(text)
                    onAccepted: root.viewModel.give()
                }

                PillButton {
                    objectName: "ticket-give"
                    width: Math.min(parent.width, Theme.unit * 48)
                    height: Theme.actionHeight
                    enabled: root.viewModel.ready
                    kind: PillButton.Brand
                    glyph: Icons.ticket
                    text: root.viewModel.step === "recording" ? qsTr("One moment, please.") : qsTr("Give one turn")
                    onClicked: root.viewModel.give()
                }
            }

            Outcome {
                objectName: "ticket-outcome"
                width: parent.width
                visible: !root.typing
                tone: root.viewModel.step === "done" ? Sheet.Ok : Sheet.Stop
                glyph: root.viewModel.step === "done" ? Icons.check : Icons.alert
                title: root.viewModel.step === "done" ? qsTr("One turn given") : qsTr("Not given")
                sentence: root.viewModel.step === "done" ? qsTr("It waits at the kiosk.") : Words.refusal(root.viewModel.refusal)

                PillButton {
                    objectName: "ticket-to-member"
                    kind: PillButton.Ink
                    glyph: Icons.check
                    text: qsTr("To the member")
                    onClicked: root.app.back()
                }

                PillButton {
                    visible: root.viewModel.step === "refused"
                    text: qsTr("Change it")
                    onClicked: root.viewModel.reconsider()
                }
            }
        }
    }
}
