import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels

// The way between sections, at the left edge of every page; roles decide which entries exist.
Rectangle {
    id: root

    required property StaffAppViewModel app

    implicitWidth: Theme.unit * 11
    color: Theme.sheet

    ShopMark {
        anchors.horizontalCenter: parent.horizontalCenter
        y: Theme.unit * 1.75
        size: Theme.unit * 5.5
        wordless: true
    }

    Column {
        y: Theme.unit * 11.5
        width: parent.width
        spacing: Theme.unit * 1.5

        RailItem {
            objectName: "rail-find"
            visible: root.app.canFind
            width: parent.width
            glyph: Icons.search
            text: qsTr("Find")
            current: root.app.section === "find"
            onClicked: root.app.show("find")
        }

        RailItem {
            objectName: "rail-prizes"
            visible: root.app.canHandOver
            width: parent.width
            glyph: Icons.parcel
            text: qsTr("Prizes")
            current: root.app.section === "prizes"
            onClicked: root.app.show("prizes")
        }

        RailItem {
            objectName: "rail-draws"
            width: parent.width
            glyph: Icons.ticket
            text: qsTr("Draws")
            current: root.app.section === "draws"
            onClicked: root.app.show("draws")
        }

        RailItem {
            objectName: "rail-held"
            visible: root.app.canSeeHeld
            width: parent.width
            glyph: Icons.hourglass
            text: qsTr("Held")
            count: root.app.heldCount
            current: root.app.section === "held"
            onClicked: root.app.show("held")
        }

        RailItem {
            objectName: "rail-calls"
            width: parent.width
            glyph: Icons.bell
            text: qsTr("Calls")
            count: root.app.calls.waiting
            current: root.app.section === "calls"
            onClicked: root.app.show("calls")
        }
    }

    Column {
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.unit
        width: parent.width
        spacing: Theme.unit

        RailItem {
            objectName: "rail-language"
            width: parent.width
            glyph: Icons.language
            text: root.app.locale === "ja" ? "English" : "日本語"
            onClicked: root.app.speak(root.app.locale === "ja" ? "en" : "ja")
        }

        RailItem {
            objectName: "rail-scheme"
            width: parent.width
            glyph: root.app.scheme === "light" ? Icons.moon : root.app.scheme === "dark" ? Icons.accessible : Icons.sun
            text: root.app.scheme === "light" ? qsTr("Dark") : root.app.scheme === "dark" ? qsTr("Contrast") : qsTr("Light")
            onClicked: root.app.setScheme(root.app.scheme === "light" ? "dark" : root.app.scheme === "dark" ? "high-contrast" : "light")
        }

        RailItem {
            objectName: "rail-lock"
            width: parent.width
            glyph: Icons.lock
            text: qsTr("Lock")
            onClicked: root.app.lock()
        }
    }

    Rectangle {
        anchors.right: parent.right
        width: Theme.lineWidth
        height: parent.height
        color: Theme.line
    }
}
