import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// A longer text over the whole page, read by dragging or a page at a time: `ReadingSheet { title: …; words: …; onClosed: … }`.
Rectangle {
    id: root

    property bool wide: false
    property string title: ""
    property string words: ""

    readonly property real inner: root.width - Theme.margin * 2
    readonly property real page: pane.height - Theme.lead.line
    readonly property bool more: pane.contentY + pane.height < pane.contentHeight - 1

    signal closed

    function turn(by: real): void {
        pane.contentY = Math.max(0, Math.min(pane.contentHeight - pane.height, pane.contentY + by));
    }

    objectName: "reading"
    color: Theme.paper

    onVisibleChanged: if (root.visible) {
        pane.contentY = 0;
        close.forceActiveFocus();
        root.Accessible.announce(root.title + ". " + root.words, Accessible.Polite);
    }

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Escape)
            root.closed();
        else if (event.key === Qt.Key_Down || event.key === Qt.Key_PageDown)
            root.turn(root.page);
        else if (event.key === Qt.Key_Up || event.key === Qt.Key_PageUp)
            root.turn(-root.page);
        else
            return;
        event.accepted = true;
    }

    PhraseText {
        id: heading

        x: Theme.margin
        y: 44
        width: root.inner
        type: Theme.title
        sentence: root.title
    }

    Flickable {
        id: pane

        x: Theme.margin
        y: heading.y + heading.height + Theme.gutter
        width: root.inner
        height: acts.y - y - Theme.gutter
        contentHeight: text.implicitHeight
        clip: true
        boundsBehavior: Flickable.StopAtBounds

        AppText {
            id: text

            objectName: "reading-words"
            width: pane.width - Theme.gutter
            type: Theme.lead
            text: root.words.trim()
        }

        Rectangle {
            parent: pane
            visible: pane.contentHeight > pane.height
            anchors.right: parent.right
            y: pane.visibleArea.yPosition * pane.height
            width: 12
            height: pane.visibleArea.heightRatio * pane.height
            radius: width / 2
            color: Theme.ink
        }
    }

    Row {
        id: acts

        x: Theme.margin
        y: root.height - height - Theme.gutter
        spacing: Theme.gutter

        PillButton {
            id: onward

            objectName: "reading-on"
            visible: pane.contentHeight > pane.height
            width: (root.inner - Theme.gutter) / 2
            height: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : Theme.actionHeight
            glyph: Theme.easy ? "" : root.more ? Icons.arrowDown : Icons.undo
            text: root.more ? qsTr("Further") : qsTr("To the top")
            onClicked: root.turn(root.more ? root.page : -pane.contentHeight)
        }

        PillButton {
            id: close

            objectName: "reading-close"
            width: onward.visible ? onward.width : root.inner
            height: onward.height
            kind: PillButton.Brand
            large: true
            text: qsTr("Close")
            onClicked: root.closed()
        }
    }
}
