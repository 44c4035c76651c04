pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

// Scanners and printer, tried out by staff: a card to hold up or scan from here, what each scanner made of it, a trial slip.
Item {
    id: root

    required property MachineViewModel viewModel
    required property bool wide

    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property bool unable: !["", "asking", "ready", "low", "printing", "printed"].includes(root.viewModel.printer)

    signal closeAsked

    function printerState(): string {
        switch (root.viewModel.printer) {
        case "":
            return qsTr("None is named (--printer).");
        case "asking":
            return qsTr("It is being asked.");
        case "ready":
            return qsTr("Ready.");
        case "low":
            return qsTr("Ready, but its paper ends soon.");
        case "printing":
            return qsTr("It is printing.");
        case "printed":
            return qsTr("Printed. Show the slip to each scanner.");
        case "paper-out":
            return qsTr("There is no paper in it.");
        case "cover-open":
            return qsTr("Its cover is open.");
        case "refused":
            return qsTr("It may not be used.");
        case "broken":
            return qsTr("It reports an error.");
        default:
            return qsTr("It does not answer.");
        }
    }

    objectName: "machine-page"
    focus: true

    Keys.onPressed: event => root.viewModel.type(event.text)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.gutter
        width: root.column
        spacing: Theme.unit

        AppText {
            objectName: "title"
            width: parent.width
            type: Theme.title
            text: qsTr("Scanners and printer")
        }

        PhraseText {
            width: parent.width
            color: Theme.inkSoft
            sentence: qsTr("Show this code, or a trial slip, to each scanner.")
        }

        Row {
            width: parent.width
            spacing: Theme.gutter * 2

            QrImage {
                id: symbol

                objectName: "trial-code"
                size: 380
                text: root.viewModel.trialCode
                label: qsTr("The code to try with")
            }

            Column {
                width: parent.width - symbol.width - parent.spacing
                spacing: Theme.unit

                AppText {
                    width: parent.width
                    text: qsTr("Printer")
                    font.bold: true
                }

                PhraseText {
                    objectName: "printer"
                    width: parent.width
                    type: Theme.second
                    color: root.unable ? Theme.note : Theme.inkSoft
                    sentence: root.printerState()
                }

                AppText {
                    objectName: "printer-detail"
                    visible: root.viewModel.printerDetail.length > 0
                    width: parent.width
                    type: Theme.second
                    color: Theme.inkSoft
                    text: root.viewModel.printerDetail
                    wrapMode: Text.Wrap
                }
            }
        }
    }

    Flickable {
        id: list

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: root.wide ? 44 : words.y + words.height + Theme.gutter
        width: root.column
        height: actions.y - y - Theme.gutter
        contentHeight: readers.height
        clip: true

        Column {
            id: readers

            width: list.width

            Rule {
                width: parent.width
            }

            Repeater {
                model: root.viewModel.readers

                ReaderLine {
                    width: readers.width
                    mostGapMs: root.viewModel.mostGapMs
                }
            }

            PhraseText {
                objectName: "slow"
                visible: root.viewModel.slowGapMs > 0
                width: parent.width
                type: Theme.second
                color: Theme.note
                sentence: qsTr("A scanner types too slowly to be told from a person: %1 ms between keys. Set it faster, or --key-gap-ms higher.").arg(root.viewModel.slowGapMs)
            }

            PhraseText {
                objectName: "candidates"
                visible: root.viewModel.candidates.length > 0
                width: parent.width
                type: Theme.second
                color: Theme.inkSoft
                sentence: qsTr("To be read past the windows (--keyboard-scanner):")
            }

            Repeater {
                model: root.viewModel.candidates

                AppText {
                    required property string modelData

                    width: readers.width
                    type: Theme.second
                    code: true
                    color: Theme.inkSoft
                    text: modelData
                    wrapMode: Text.Wrap
                }
            }
        }
    }

    Row {
        id: actions

        readonly property real cell: (width - spacing * 2) / 3

        x: Theme.margin
        y: root.height - height - Theme.gutter
        width: root.width - Theme.margin * 2
        spacing: Theme.gutter

        PillButton {
            objectName: "print"
            width: actions.cell
            enabled: root.viewModel.printer !== "" && root.viewModel.printer !== "asking" && root.viewModel.printer !== "printing"
            glyph: Icons.printer
            text: qsTr("Trial slip")
            onClicked: root.viewModel.printTrial(qsTr("Trial slip"), qsTr("It prints."), qsTr("Every line is to be seen from edge to edge: あいうえお 漢字 0123456789"))
        }

        PillButton {
            objectName: "ask-again"
            width: actions.cell
            enabled: root.viewModel.printer !== "" && root.viewModel.printer !== "printing"
            glyph: Icons.refresh
            text: qsTr("Ask again")
            onClicked: root.viewModel.askPrinter()
        }

        PillButton {
            objectName: "close"
            width: actions.cell
            kind: PillButton.Ink
            text: qsTr("Close")
            onClicked: root.closeAsked()
        }
    }
}
