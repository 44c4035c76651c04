pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// The posters of hunts, to be printed: those that hang now, and the next ones.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property PostersViewModel viewModel: root.app.posters
    readonly property bool wide: root.width >= 960
    readonly property real inner: root.width - Theme.margin * 2

    function days(first: string, last: string): string {
        return first === last ? Words.day(first) : qsTr("%1 to %2", "first and last day").arg(Words.day(first)).arg(Words.day(last));
    }

    focus: true

    ActBar {
        id: bar

        x: Theme.margin
        y: Theme.margin
        width: root.inner
        title: qsTr("Hunt posters")
        onBack: root.app.back()
    }

    ScrollPane {
        anchors.top: bar.bottom
        anchors.topMargin: Theme.gutter
        anchors.bottom: parent.bottom
        width: root.width

        Column {
            x: Theme.margin
            width: root.inner
            spacing: Theme.gutter

            AppText {
                width: parent.width
                text: qsTr("Codes and symbols change on the days shown: take the old posters down and put the next ones up before you open. Old ones no longer count then, and what members have found stays found. Whoever photographed an old code looks at the spot again. A lost or torn poster can be printed again at any time.")
            }

            Banner {
                objectName: "posters-made"
                width: parent.width
                tone: root.viewModel.place.length > 0 ? Sheet.Ok : Sheet.Note
                glyph: root.viewModel.place.length > 0 ? Icons.check : Icons.info
                text: {
                    if (root.viewModel.refusal.length > 0)
                        return Words.refusal(root.viewModel.refusal);
                    switch (root.viewModel.made) {
                    case "printer":
                        return qsTr("Sent to %1.").arg(root.viewModel.place);
                    case "pdf":
                        return qsTr("Saved as %1").arg(root.viewModel.place);
                    case "no-printer":
                        return qsTr("There is no printer here. Save the posters instead.");
                    case "no-file":
                        return qsTr("The file could not be written.");
                    default:
                        return "";
                    }
                }
            }

            EmptyState {
                width: parent.width
                visible: root.viewModel.loaded && root.viewModel.count === 0
                glyph: Icons.map
                text: qsTr("No hunt runs in this store.")
            }

            Repeater {
                model: root.viewModel.rows

                Sheet {
                    id: row

                    required property int index
                    required property string setId
                    required property string name
                    required property string first
                    required property string last
                    required property bool now
                    required property string spots

                    width: root.inner
                    height: (root.wide ? Math.max(words.height, ways.height) : words.height + ways.height + Theme.gutter) + Theme.gutter * 2

                    Column {
                        id: words

                        x: Theme.gutter
                        y: Theme.gutter
                        width: (root.wide ? parent.width - ways.width - Theme.gutter : parent.width) - Theme.gutter * 2
                        spacing: Theme.unit / 2

                        AppText {
                            width: parent.width
                            type: Theme.action
                            text: row.name
                            Accessible.role: Accessible.Heading
                        }

                        AppText {
                            objectName: "poster-days-" + row.index
                            width: parent.width
                            text: row.now ? qsTr("Hang now: %1", "which days").arg(root.days(row.first, row.last)) : qsTr("Hang next: %1", "which days").arg(root.days(row.first, row.last))
                        }

                        AppText {
                            width: parent.width
                            type: Theme.second
                            color: Theme.inkSoft
                            text: row.spots
                        }
                    }

                    Row {
                        id: ways

                        anchors.right: parent.right
                        anchors.rightMargin: Theme.gutter
                        y: root.wide ? (parent.height - height) / 2 : words.y + words.height + Theme.gutter
                        spacing: Theme.unit * 1.5

                        PillButton {
                            objectName: "poster-pdf-" + row.index
                            enabled: !root.viewModel.working
                            glyph: Icons.save
                            text: qsTr("Save PDF")
                            Accessible.description: row.name + " " + root.days(row.first, row.last)
                            onClicked: root.viewModel.make(row.setId, "pdf")
                        }

                        PillButton {
                            objectName: "poster-print-" + row.index
                            enabled: !root.viewModel.working
                            kind: row.now ? PillButton.Brand : PillButton.Outline
                            glyph: Icons.printer
                            text: qsTr("Print")
                            Accessible.description: row.name + " " + root.days(row.first, row.last)
                            onClicked: root.viewModel.make(row.setId, "printer")
                        }
                    }
                }
            }
        }
    }
}
