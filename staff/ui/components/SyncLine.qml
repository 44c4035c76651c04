import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels

// How the exchange with the centre stands and how old that is: always in sight, never in the way.
Row {
    id: root

    required property StaffAppViewModel app
    property bool brief: false

    readonly property bool online: root.app.link === "online"
    readonly property bool halted: root.app.halted.length > 0
    readonly property bool troubled: root.halted || root.app.disk.length > 0 || root.app.lost > 0
    readonly property color tone: root.troubled ? Theme.wait : root.online ? Theme.ok : Theme.note
    readonly property string words: {
        if (root.app.disk === "full")
            return root.brief ? qsTr("Disk full") : qsTr("Disk full, not recording");
        if (root.app.disk === "shut")
            return root.brief ? qsTr("Disk locked") : qsTr("Disk locked, not recording");
        if (root.halted)
            return qsTr("Exchange stopped");
        if (root.app.lost > 0)
            return qsTr("Records lost: %1").arg(root.app.lost);
        if (root.app.arriving >= 0)
            return qsTr("Members are coming in, %1 %").arg(root.app.arriving);
        if (root.online)
            return qsTr("Centre, %1").arg(Words.age(Math.max(root.app.contactSeconds, 0)));
        if (root.app.link === "never")
            return root.brief ? qsTr("Offline") : qsTr("Not connected yet");
        return root.brief ? qsTr("Offline") : qsTr("Working offline, last update %1").arg(root.app.contactSeconds < 72000 ? Words.time(root.app.contactAt) : Words.stamp(root.app.contactAt, root.app.year));
    }

    spacing: Theme.unit

    Accessible.role: Accessible.StaticText
    Accessible.name: line.text

    IconShape {
        anchors.verticalCenter: parent.verticalCenter
        path: root.troubled ? Icons.alert : root.online ? Icons.cloudCheck : Icons.cloudOff
        size: Theme.unit * 3
        color: root.tone
    }

    ProgressBar {
        objectName: "arriving"
        anchors.verticalCenter: parent.verticalCenter
        visible: root.app.arriving >= 0 && !root.troubled && !root.brief
        width: Theme.unit * 12
        value: root.app.arriving / 100
        label: line.text
    }

    AppText {
        id: line

        anchors.verticalCenter: parent.verticalCenter
        type: Theme.second
        text: root.app.waiting > 0 ? qsTr("%1 · %2 to send").arg(root.words).arg(root.app.waiting) : root.words
        color: root.tone
        wrapMode: Text.NoWrap
        Accessible.ignored: true
    }
}
