import QtQuick
import QtQuick.Templates as T
import shared.qt
import shared.ui
import staff.viewmodels

// The bar above every page: the way to the search, the exchange with the centre, and who is in.
Rectangle {
    id: root

    required property StaffAppViewModel app
    property string title: ""

    readonly property bool narrow: root.width < 900

    implicitHeight: Theme.barHeight
    color: Theme.sheet

    AppText {
        x: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        visible: root.title.length > 0
        type: Theme.title
        text: root.title
        wrapMode: Text.NoWrap
        Accessible.role: Accessible.Heading
    }

    T.Button {
        id: search

        objectName: "top-search"
        x: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        visible: root.title.length === 0 && root.app.canFind
        width: Math.min(Theme.unit * 65, side.x - Theme.gutter * 2)
        height: Theme.touch
        focusPolicy: Qt.StrongFocus
        text: root.narrow ? qsTr("Scan or search") : qsTr("Scan, or type a name, phone or number")

        Accessible.role: Accessible.Button
        Accessible.name: search.text
        Accessible.description: qsTr("Ctrl+K")

        background: Rectangle {
            radius: height / 2
            color: search.down ? Theme.inset : Theme.paper
            border.width: Theme.edgeWidth
            border.color: Theme.edge

            FocusRing {
                control: search.background
                shown: search.visualFocus
                corner: search.height / 2
            }
        }

        contentItem: Item {
            IconShape {
                id: glass

                x: Theme.unit * 2
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.search
                size: Theme.unit * 3
                color: Theme.inkSoft
            }

            AppText {
                anchors.left: glass.right
                anchors.leftMargin: Theme.unit * 1.5
                anchors.right: parent.right
                anchors.rightMargin: Theme.unit * 2
                anchors.verticalCenter: parent.verticalCenter
                text: search.text
                color: Theme.inkSoft
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
                Accessible.ignored: true
            }
        }

        onClicked: root.app.focusSearch()
    }

    Row {
        id: side

        anchors.right: parent.right
        anchors.rightMargin: Theme.gutter
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.unit * 2.5

        SyncLine {
            objectName: "sync-line"
            anchors.verticalCenter: parent.verticalCenter
            app: root.app
            brief: root.narrow
        }

        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: Theme.lineWidth
            height: Theme.unit * 4.5
            color: Theme.line
        }

        Row {
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.unit

            IconShape {
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.user
                size: Theme.unit * 3
            }

            AppText {
                objectName: "person"
                anchors.verticalCenter: parent.verticalCenter
                type: Theme.second
                text: root.narrow || root.app.roleName.length === 0 ? root.app.staffName : qsTr("%1, %2", "a person and her role").arg(root.app.staffName).arg(root.app.roleName)
                wrapMode: Text.NoWrap
            }
        }
    }

    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Theme.lineWidth
        color: Theme.line
    }
}
