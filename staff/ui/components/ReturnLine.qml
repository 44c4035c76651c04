import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui

// A line of a purchase: what it was, what came back before, and what comes back now. Pressed, all of it comes back.
T.Button {
    id: root

    required property int line
    required property string kind
    required property string department
    required property real paidYen
    required property real returnedYen
    required property real leftYen
    required property real backYen
    required property bool chosen

    readonly property string what: root.department.length > 0 && root.kind === "goods" ? root.department : Words.bought(root.kind)
    readonly property string before: root.leftYen === 0 ? qsTr("came back already") : root.returnedYen > 0 ? qsTr("%1 came back before").arg(Words.yen(root.returnedYen)) : ""
    readonly property string now: root.backYen > 0 ? "−" + Words.yen(root.backYen) : ""

    objectName: "return-line-" + root.line
    implicitWidth: Theme.unit * 60
    implicitHeight: Theme.unit * 8
    enabled: root.leftYen > 0
    focusPolicy: Qt.StrongFocus
    hoverEnabled: false
    opacity: root.enabled ? 1 : 0.6

    Accessible.role: Accessible.Button
    Accessible.name: root.what + " " + Words.yen(root.paidYen)
    Accessible.description: [root.before, root.now].filter(part => part.length > 0).join(", ")

    background: Rectangle {
        radius: Theme.radius
        color: root.backYen > 0 ? Theme.inset : root.down ? Theme.inset : Theme.sheet
        border.width: root.chosen ? Theme.edgeWidth * 2 : Theme.edgeWidth
        border.color: root.chosen ? Theme.ink : Theme.edge

        FocusRing {
            control: root.background
            shown: root.visualFocus
        }
    }

    contentItem: Item {
        Column {
            x: Theme.unit * 2
            width: now.x - x - Theme.unit
            anchors.verticalCenter: parent.verticalCenter

            AppText {
                width: parent.width
                text: root.what + " · " + Words.yen(root.paidYen)
                font.bold: true
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.ignored: true
            }

            AppText {
                width: parent.width
                visible: root.before.length > 0
                type: Theme.smallest
                color: Theme.inkSoft
                text: root.before
                wrapMode: Text.NoWrap
                elide: Text.ElideRight
                Accessible.ignored: true
            }
        }

        AppText {
            id: now

            objectName: "return-line-" + root.line + "-now"
            anchors.right: parent.right
            anchors.rightMargin: Theme.unit * 2
            anchors.verticalCenter: parent.verticalCenter
            type: Theme.action
            text: root.now
            wrapMode: Text.NoWrap
            Accessible.ignored: true
        }
    }
}
