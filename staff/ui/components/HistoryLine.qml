import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui

// One line of a member's history: when, what, why, who, points; Undo where it may still be undone. A purchase opens to
// take something of it back.
Item {
    id: root

    required property string opId
    required property string kind
    required property string at
    required property string prize
    required property int amountYen
    required property string pendingUntil
    required property string receipt
    required property int yenPerPoint
    required property string reason
    required property string campaign
    required property string undoneKind
    required property string note
    required property string staff
    required property string approver
    required property string device
    required property real points
    required property bool undone
    required property bool undoable
    required property string returnable
    required property bool confirmed
    required property int index
    property bool acting: false
    property bool narrow: false
    property bool last: false
    property string year: ""

    // These points were counted when they were earned: a sign would count them twice.
    readonly property bool matured: root.kind === "maturity"
    readonly property string what: {
        const name = Words.event(root.kind);
        if (root.prize.length > 0)
            return qsTr("%1: %2", "an event and its prize").arg(name).arg(root.prize);
        if (root.kind === "undo" && root.undoneKind.length > 0)
            return qsTr("%1: %2", "an event and its prize").arg(name).arg(Words.event(root.undoneKind));
        if (root.amountYen !== 0)
            return name + " " + Words.yen(Math.abs(root.amountYen));
        return name;
    }
    readonly property string why: {
        if (root.yenPerPoint > 0)
            return qsTr("1 per %1").arg(Words.yen(root.yenPerPoint));
        if (root.receipt.length > 0)
            return Words.receipt(root.receipt);
        const said = root.reason.length > 0 ? root.reason : root.campaign;
        return root.note.length > 0 ? (said.length > 0 ? said + " · " : "") + root.note : said;
    }
    readonly property string who: {
        if (root.staff.length === 0)
            return root.device;
        return root.approver.length > 0 ? qsTr("%1, agreed by %2").arg(root.staff).arg(root.approver) : root.staff;
    }
    readonly property real whatX: Theme.unit * 19.5
    readonly property real whyX: Math.max(Theme.unit * 57.5, body.width * 0.42)
    readonly property real whoX: Math.max(Theme.unit * 90, body.width * 0.66)

    signal undoAsked(opId: string)
    signal returnAsked(purchase: string)

    implicitHeight: Theme.unit * 8

    Accessible.role: Accessible.ListItem
    Accessible.name: [Words.stamp(root.at, root.year), root.what, root.why, root.who, root.points !== 0 ? Words.signed(root.points) : ""].filter(part => part.length > 0).join(", ")

    SheetSlice {
        anchors.fill: parent
        visible: root.narrow
        last: root.last
    }

    T.Button {
        id: open

        objectName: "return-" + root.opId
        anchors.fill: parent
        anchors.margins: root.narrow ? Theme.unit : 0
        visible: root.returnable.length > 0
        focusPolicy: Qt.StrongFocus
        hoverEnabled: false

        Accessible.role: Accessible.Button
        Accessible.name: qsTr("Take a return: %1").arg(root.what)

        background: Rectangle {
            radius: Theme.radius
            color: open.down ? Theme.inset : "transparent"

            FocusRing {
                control: open.background
                shown: open.visualFocus
                anchors.margins: -2
            }
        }

        onClicked: root.returnAsked(root.returnable)
    }

    Item {
        id: body

        x: root.narrow ? Theme.gutter : 0
        width: root.width - x * 2
        height: root.height

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            code: true
            type: Theme.second
            text: Words.stamp(root.at, root.year)
            color: Theme.inkSoft
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }

        Column {
            x: root.whatX
            width: (root.narrow ? figure.x - (undo.visible ? undo.width + Theme.unit * 2 : 0) : root.whyX) - x - Theme.unit
            anchors.verticalCenter: parent.verticalCenter

            Row {
                width: parent.width

                AppText {
                    width: Math.min(implicitWidth, parent.width - (opens.visible ? opens.width : 0))
                    text: root.what
                    font.bold: true
                    font.strikeout: root.undone
                    color: root.undone ? Theme.inkSoft : Theme.ink
                    elide: Text.ElideRight
                    wrapMode: Text.NoWrap
                    Accessible.ignored: true
                }

                IconShape {
                    id: opens

                    anchors.verticalCenter: parent.verticalCenter
                    visible: root.returnable.length > 0
                    path: Icons.chevronRight
                    size: Theme.unit * 2.5
                    color: Theme.edge
                }
            }

            AppText {
                width: parent.width
                visible: text.length > 0
                type: Theme.smallest
                text: root.undone ? qsTr("undone") : root.pendingUntil.length > 0 ? qsTr("pending until %1").arg(Words.shortDay(root.pendingUntil)) : root.narrow ? [root.why, root.who].filter(part => part.length > 0).join(" · ") : ""
                color: root.undone || root.pendingUntil.length === 0 ? Theme.inkSoft : Theme.wait
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }

        AppText {
            x: root.whyX
            width: root.whoX - x - Theme.unit
            visible: !root.narrow
            anchors.verticalCenter: parent.verticalCenter
            text: root.why
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }

        Column {
            x: root.whoX
            width: (undo.visible ? undo.x : figure.x) - x - Theme.unit
            visible: !root.narrow
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                width: parent.width
                text: root.staff.length > 0 ? root.staff : root.device
                color: Theme.inkSoft
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }

            AppText {
                width: parent.width
                visible: root.approver.length > 0
                type: Theme.smallest
                text: qsTr("agreed by %1").arg(root.approver)
                color: Theme.inkSoft
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }

        PillButton {
            id: undo

            objectName: "undo-" + root.opId
            anchors.right: parent.right
            anchors.rightMargin: Theme.unit * 11.5
            anchors.verticalCenter: parent.verticalCenter
            visible: root.undoable
            enabled: !root.acting
            glyph: Icons.undo
            text: qsTr("Undo")
            onClicked: root.undoAsked(root.opId)
        }

        Row {
            id: figure

            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit / 2

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                visible: !root.confirmed
                path: Icons.clock
                size: Theme.unit * 2.5
                color: Theme.inkSoft
            }

            AppText {
                anchors.verticalCenter: parent.verticalCenter
                type: Theme.action
                text: root.points === 0 ? "" : root.matured ? Words.number(root.points) : Words.signed(root.points)
                color: root.undone || root.matured ? Theme.inkSoft : root.points > 0 ? Theme.ok : Theme.ink
                font.strikeout: root.undone
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }

        Rule {
            anchors.bottom: parent.bottom
            width: parent.width
            visible: !root.last
        }
    }
}
