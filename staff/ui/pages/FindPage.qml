pragma ComponentBehavior: Bound

import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components

// One field that takes a scan or any part of a name, kana, phone or number, and finds as one types.
FocusScope {
    id: root

    required property StaffAppViewModel app

    readonly property FindViewModel viewModel: root.app.find
    readonly property bool wide: root.width >= 960
    readonly property real sideWidth: root.wide ? Theme.unit * 48 : root.width - Theme.margin * 2
    readonly property real sideHeight: Theme.actionHeight

    function take() {
        field.take();
    }

    focus: true

    Connections {
        target: root.app

        function onSearchAsked() {
            field.take();
            field.input.selectAll();
        }
    }

    TextInputField {
        id: field

        objectName: "search"
        x: Theme.margin
        y: Theme.margin
        width: root.width - Theme.margin * 2
        focus: true
        fieldHeight: Theme.unit * 9
        label: qsTr("Search")
        labelHidden: true
        hint: qsTr("Scan, or type a name, phone or number")
        glyph: Icons.search
        pill: true
        type: Theme.title
        text: root.viewModel.query
        onEdited: text => root.viewModel.search(text)
        onAccepted: root.viewModel.accept()

        Keys.onDownPressed: root.viewModel.move(1)
        Keys.onUpPressed: root.viewModel.move(-1)
        Keys.onEscapePressed: event => {
            event.accepted = root.viewModel.query.length > 0;
            root.viewModel.search("");
        }
    }

    Binding {
        target: field.input
        property: "font.bold"
        value: false
    }

    T.Button {
        id: clear

        objectName: "search-clear"
        anchors.right: field.right
        anchors.rightMargin: Theme.unit * 1.5
        y: field.y + (Theme.unit * 9 - height) / 2
        width: Theme.touch
        height: Theme.touch
        visible: root.viewModel.query.length > 0
        focusPolicy: Qt.NoFocus

        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Clear the search")

        background: Rectangle {
            radius: height / 2
            color: clear.down ? Theme.line : Theme.inset
        }

        contentItem: Item {
            IconShape {
                anchors.centerIn: parent
                path: Icons.x
                size: Theme.unit * 3
            }
        }

        onClicked: {
            root.viewModel.search("");
            field.take();
        }
    }

    AppText {
        id: line

        objectName: "find-line"
        x: Theme.margin + Theme.unit / 2
        y: field.y + Theme.unit * 9 + Theme.unit * 2
        width: field.width - Theme.unit
        color: Theme.inkSoft
        elide: Text.ElideRight
        wrapMode: Text.NoWrap
        text: {
            switch (root.viewModel.step) {
            case "found":
                return root.viewModel.count === 1 ? qsTr("1 member. Enter opens the page.") : qsTr("%1 members. Type on, or scan a card.").arg(root.viewModel.count);
            case "likely":
                return qsTr("Nobody matches exactly. Perhaps one of these?");
            case "recent":
                return qsTr("Recently here");
            default:
                return " ";
            }
        }
    }

    Sheet {
        id: results

        x: Theme.margin
        y: line.y + line.height + Theme.unit * 1.5
        width: root.wide ? root.width - Theme.margin * 2 - Theme.gutter - root.sideWidth : root.width - Theme.margin * 2
        height: root.wide ? root.height - y - Theme.margin : side.y - y - Theme.gutter

        ListView {
            id: list

            objectName: "results"
            anchors.fill: parent
            anchors.margins: Theme.unit
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            cacheBuffer: 0
            currentIndex: root.viewModel.selected
            visible: !empty.visible
            highlightMoveDuration: 0
            model: root.viewModel.results
            footer: root.viewModel.step === "likely" && root.viewModel.canAsk ? elsewhere : null

            delegate: T.ItemDelegate {
                id: row

                required property string memberId
                required property string name
                required property string kanaBefore
                required property string kanaMatch
                required property string kanaAfter
                required property string nickname
                required property string phoneTail
                required property string tier
                required property string lastVisitOn
                required property bool visitedToday
                required property real points
                required property bool likely
                required property int index

                readonly property string visit: row.visitedToday ? qsTr("here today") : row.lastVisitOn.length > 0 ? qsTr("here %1").arg(Words.lately(row.lastVisitOn, root.app.year)) : qsTr("no visit yet")
                readonly property bool chosen: row.index === root.viewModel.selected && ["found", "likely"].includes(root.viewModel.step)

                objectName: "found-" + row.memberId
                width: list.width
                implicitHeight: Theme.unit * 13.5
                focusPolicy: Qt.StrongFocus
                hoverEnabled: false

                Accessible.role: Accessible.Button
                Accessible.name: [row.name, row.kanaBefore + row.kanaMatch + row.kanaAfter, row.tier, Words.points(row.points)].concat(row.likely ? [qsTr("similar")] : []).join(", ")

                background: Rectangle {
                    radius: Theme.radius - Theme.unit / 2
                    color: row.chosen || row.down ? Theme.inset : "transparent"

                    Rectangle {
                        visible: row.chosen
                        y: Theme.unit * 2
                        width: Theme.unit / 2
                        height: parent.height - Theme.unit * 4
                        color: Theme.brand
                    }

                    Rule {
                        visible: !row.chosen && row.index < list.count - 1
                        x: Theme.unit * 2.5
                        width: parent.width - Theme.unit * 5
                        anchors.bottom: parent.bottom
                    }

                    FocusRing {
                        control: row.background
                        shown: row.visualFocus
                    }
                }

                contentItem: Item {
                    Column {
                        id: person

                        x: Theme.unit * 2.5
                        width: parent.width * 0.44 - x
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.unit / 2

                        AppText {
                            width: parent.width
                            type: Theme.title
                            text: row.name
                            elide: Text.ElideRight
                            wrapMode: Text.NoWrap
                            Accessible.ignored: true
                        }

                        Row {
                            AppText {
                                color: Theme.inkSoft
                                text: row.kanaBefore
                                wrapMode: Text.NoWrap
                                Accessible.ignored: true
                            }

                            AppText {
                                color: Theme.brand
                                text: row.kanaMatch
                                font.bold: true
                                wrapMode: Text.NoWrap
                                Accessible.ignored: true
                            }

                            AppText {
                                color: Theme.inkSoft
                                text: row.kanaAfter + (row.nickname.length > 0 && row.nickname !== row.name ? qsTr(" (%1)").arg(row.nickname) : "")
                                wrapMode: Text.NoWrap
                                Accessible.ignored: true
                            }
                        }
                    }

                    Column {
                        anchors.left: person.right
                        anchors.leftMargin: Theme.unit
                        anchors.right: balance.left
                        anchors.rightMargin: Theme.unit
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.unit / 2

                        AppText {
                            width: parent.width
                            text: row.phoneTail.length > 0 ? qsTr("phone …%1").arg(row.phoneTail) : " "
                            elide: Text.ElideRight
                            wrapMode: Text.NoWrap
                            Accessible.ignored: true
                        }

                        AppText {
                            width: parent.width
                            color: Theme.inkSoft
                            text: root.wide ? qsTr("%1 · %2", "tier and last visit").arg(row.tier).arg(row.visit) : row.visit
                            elide: Text.ElideRight
                            wrapMode: Text.NoWrap
                            Accessible.ignored: true
                        }
                    }

                    Column {
                        id: balance

                        anchors.right: chevron.left
                        anchors.rightMargin: Theme.unit * 2
                        anchors.verticalCenter: parent.verticalCenter
                        spacing: Theme.unit / 2

                        AppText {
                            anchors.right: parent.right
                            type: Theme.title
                            text: Words.number(row.points)
                            wrapMode: Text.NoWrap
                            Accessible.ignored: true
                        }

                        AppText {
                            anchors.right: parent.right
                            type: Theme.second
                            color: Theme.inkSoft
                            text: qsTr("points")
                            wrapMode: Text.NoWrap
                            Accessible.ignored: true
                        }
                    }

                    IconShape {
                        id: chevron

                        anchors.right: parent.right
                        anchors.rightMargin: Theme.unit * 2
                        anchors.verticalCenter: parent.verticalCenter
                        path: Icons.chevronRight
                        color: Theme.edge
                    }
                }

                onClicked: root.viewModel.open(row.memberId)
            }
        }

        Component {
            id: elsewhere

            Item {
                width: list.width
                height: ask.height + Theme.gutter * 2

                PillButton {
                    id: ask

                    objectName: "ask-centre"
                    anchors.centerIn: parent
                    text: qsTr("Ask the centre")
                    onClicked: root.viewModel.askCentre()
                }
            }
        }

        EmptyState {
            id: empty

            objectName: "find-empty"
            anchors.centerIn: parent
            width: parent.width - Theme.margin * 2
            visible: ["nothing", "empty", "asking", "nobody", "away"].includes(root.viewModel.step)
            glyph: {
                switch (root.viewModel.step) {
                case "asking":
                    return Icons.hourglass;
                case "away":
                    return Icons.cloudOff;
                case "empty":
                    return Icons.scan;
                default:
                    return Icons.users;
                }
            }
            text: {
                switch (root.viewModel.step) {
                case "asking":
                    return qsTr("Not known at this store yet. Asking the centre: one moment, please.");
                case "nobody":
                    return qsTr("Nobody is known by this, here or elsewhere.");
                case "away":
                    return qsTr("Not known at this store, and the centre can't be reached just now. Please try again when the line is back.");
                case "empty":
                    return qsTr("No visits yet. Scan a card to begin.");
                default:
                    return root.viewModel.canAsk ? qsTr("Nobody here matches this. Another store may know this member.") : qsTr("Nobody here matches this. Try another part of the name, or the member number.");
                }
            }
            action: root.viewModel.canAsk ? qsTr("Ask the centre") : ""
            onActed: root.viewModel.askCentre()
        }
    }

    Item {
        id: side

        x: root.wide ? root.width - Theme.margin - width : Theme.margin
        y: root.wide ? results.y : root.height - Theme.margin - height
        width: root.sideWidth
        height: root.wide ? root.height - y - Theme.margin : scans.height + Theme.gutter + root.sideHeight

        Sheet {
            id: scans

            width: parent.width
            height: root.wide ? parent.height - buttons.height - Theme.gutter : Theme.unit * 36

            AppText {
                id: scansTitle

                x: Theme.gutter
                y: Theme.unit * 2
                type: Theme.action
                text: qsTr("Scanned just now")
                Accessible.role: Accessible.Heading
            }

            Rule {
                x: Theme.gutter
                anchors.top: scansTitle.bottom
                anchors.topMargin: Theme.unit * 1.5
                width: parent.width - Theme.gutter * 2
                visible: scanList.count > 0
            }

            AppText {
                x: Theme.gutter
                anchors.top: scansTitle.bottom
                anchors.topMargin: Theme.unit * 2
                width: parent.width - Theme.gutter * 2
                visible: scanList.count === 0
                color: Theme.inkSoft
                text: qsTr("Cards, vouchers and receipts that you scan stand here until the tablet is locked.")
            }

            ListView {
                id: scanList

                objectName: "scans"
                anchors.top: scansTitle.bottom
                anchors.topMargin: Theme.unit * 2
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.unit
                width: parent.width
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                cacheBuffer: 0
                model: root.viewModel.scans

                delegate: ListRow {
                    id: scan

                    required property int scanId
                    required property string kind
                    required property real amountYen
                    required property string outcome
                    required property string at
                    required property string target
                    required property int index

                    width: scanList.width
                    implicitHeight: Theme.unit * 11
                    glyph: scan.kind === "member" ? Icons.card : scan.kind === "voucher" ? Icons.parcel : Icons.receipt
                    subtitle: {
                        switch (scan.outcome) {
                        case "handed-over":
                            return qsTr("Voucher · handed over");
                        case "taken-back":
                            return qsTr("Voucher · hand-over undone");
                        case "before":
                            return qsTr("Voucher · given before");
                        case "recorded":
                            return qsTr("%1 · recorded").arg(Words.yen(scan.amountYen));
                        case "":
                            return qsTr("Member card");
                        default:
                            return qsTr("Voucher · not handed over");
                        }
                    }
                    trailing: Words.time(scan.at)
                    chevron: false
                    ruled: scan.index < scanList.count - 1
                    onClicked: root.viewModel.reopen(scan.scanId)
                }
            }
        }

        Flow {
            id: buttons

            anchors.bottom: parent.bottom
            width: parent.width
            spacing: Theme.unit * 1.5

            PillButton {
                objectName: "register"
                width: root.wide ? parent.width : (parent.width - parent.spacing) / 2
                height: root.sideHeight + (root.wide ? Theme.unit * 2 : 0)
                kind: PillButton.Brand
                visible: root.app.canEnrol
                glyph: Icons.userPlus
                text: qsTr("Register a member")
                onClicked: root.app.show("enrol")
            }

            PillButton {
                objectName: "camera"
                width: root.wide ? parent.width : (parent.width - parent.spacing) / 2
                height: root.sideHeight + (root.wide ? Theme.unit * 2 : 0)
                visible: root.app.cameraAvailable
                glyph: Icons.camera
                enabled: !root.app.cameraOn
                text: qsTr("Read with the camera")
                onClicked: root.app.setCamera(true)
            }
        }
    }
}
