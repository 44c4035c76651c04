pragma ComponentBehavior: Bound

import QtQuick
import shared.qt
import shared.ui
import staff.viewmodels
import staff.ui.components
import staff.ui.pages

// The window of the staff program: rail and bar around the page that the view model names.
Window {
    id: root

    required property StaffAppViewModel app

    readonly property bool framed: root.app.signedIn && root.app.page !== "not-ready"
    readonly property real top: root.framed ? bar.height : 0

    color: Theme.paper
    title: Theme.shopName(root.app.locale)
    minimumWidth: 720
    minimumHeight: 700

    Shortcut {
        sequences: ["/", "Ctrl+K"]
        enabled: root.framed
        onActivated: root.app.focusSearch()
    }

    Shortcut {
        sequence: "Ctrl+L"
        enabled: root.framed
        onActivated: root.app.lock()
    }

    Shortcut {
        sequence: "Esc"
        enabled: root.framed || root.app.cameraOn
        onActivated: root.app.back()
    }

    Loader {
        id: page

        objectName: "page"
        x: root.framed ? rail.width : 0
        y: root.top + (halted.visible ? halted.height + Theme.unit * 2 : 0) + (notice.visible ? notice.height + Theme.unit * 2 : 0)
        width: parent.width - x
        height: parent.height - y
        enabled: !root.app.cameraOn
        focus: true
        sourceComponent: {
            switch (root.app.page) {
            case "find":
                return find;
            case "member":
                return member;
            case "purchase":
                return purchase;
            case "return":
                return takeBack;
            case "adjust":
                return adjust;
            case "give-ticket":
                return giveTicket;
            case "card":
                return card;
            case "edit":
                return edit;
            case "enrol":
                return enrol;
            case "hand-over":
                return handOver;
            case "prizes":
                return prizes;
            case "draws":
                return draws;
            case "posters":
                return posters;
            case "held":
                return held;
            case "calls":
                return calls;
            case "not-ready":
                return notReady;
            default:
                return signIn;
            }
        }
        onLoaded: page.forceActiveFocus()
    }

    // After the page, because Tab goes in this order: what a person came for is nearer than the way elsewhere.
    Rail {
        id: rail

        visible: root.framed
        height: parent.height
        app: root.app
    }

    TopBar {
        id: bar

        visible: root.framed
        // Nothing under the call is tapped by mistake.
        enabled: !call.visible
        x: rail.width
        width: parent.width - rail.width
        app: root.app
        title: root.app.page === "find" ? qsTr("Find a member") : ""
    }

    // It lies over the bar and moves nothing: whoever is about to tap something does not tap something else.
    CallBanner {
        id: call

        objectName: "call-banner"
        visible: root.app.page !== "not-ready" && shown
        x: page.x
        width: page.width
        height: Math.max(implicitHeight, Theme.barHeight)
        app: root.app
    }

    Connections {
        target: root.app.calls

        function onRang(name: string) {
            Sounds.play(name);
        }
    }

    Banner {
        id: halted

        objectName: "halted"
        x: page.x + Theme.margin
        y: root.top + Theme.unit * 2
        width: page.width - Theme.margin * 2
        tone: Sheet.Wait
        glyph: Icons.alert
        text: root.app.halted.length > 0 ? qsTr("Please tell the manager: nothing reaches the centre until somebody has looked. What is recorded here is safe. (%1)").arg(root.app.halted) : ""
    }

    Banner {
        id: notice

        objectName: "notice"
        x: page.x + Theme.margin
        y: root.top + (halted.visible ? halted.height + Theme.unit * 2 : 0) + Theme.unit * 2
        width: page.width - Theme.margin * 2
        tone: root.app.notice === "receipt-waits" ? Sheet.Note : root.app.notice === "fault" ? Sheet.Stop : Sheet.Wait
        glyph: root.app.notice === "receipt-waits" ? Icons.receipt : root.app.notice === "sign-in-first" ? Icons.lock : root.app.notice === "no-camera" ? Icons.camera : Icons.alert
        text: {
            switch (root.app.notice) {
            case "sign-in-first":
                return qsTr("Please sign in first, then scan again.");
            case "foreign-code":
                return qsTr("This code is from elsewhere.");
            case "poster":
                return qsTr("That is a hunt's poster: members show it at the kiosk.");
            case "damaged-code":
                return qsTr("It was not read whole. Once more, please.");
            case "card-replaced":
                return qsTr("This card was replaced by a newer one. Only the new one works at the kiosk.");
            case "receipt-waits":
                return qsTr("Whose receipt is it? Scan the card, or find the member here.");
            case "not-allowed":
                return qsTr("Your role does not include this.");
            case "no-camera":
                return qsTr("No camera was found. A scanner or the search does the same.");
            case "fault":
                return qsTr("That did not work just now. Nothing was lost; please try again.");
            default:
                return "";
            }
        }
    }

    CameraSheet {
        id: camera

        objectName: "camera-sheet"
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.margin
        visible: root.app.cameraOn
        app: root.app
        onVisibleChanged: {
            if (camera.visible)
                camera.take();
            else
                page.forceActiveFocus();
        }
    }

    Component {
        id: signIn

        SignInPage {
            app: root.app
        }
    }

    Component {
        id: notReady

        NotReadyPage {
            app: root.app
        }
    }

    Component {
        id: find

        FindPage {
            app: root.app
        }
    }

    Component {
        id: member

        MemberPage {
            app: root.app
        }
    }

    Component {
        id: purchase

        PurchasePage {
            app: root.app
        }
    }

    Component {
        id: takeBack

        ReturnPage {
            app: root.app
        }
    }

    Component {
        id: adjust

        AdjustPage {
            app: root.app
        }
    }

    Component {
        id: giveTicket

        GiveTicketPage {
            app: root.app
        }
    }

    Component {
        id: card

        CardPage {
            app: root.app
        }
    }

    Component {
        id: edit

        EditPage {
            app: root.app
        }
    }

    Component {
        id: enrol

        EnrolPage {
            app: root.app
        }
    }

    Component {
        id: handOver

        HandOverPage {
            app: root.app
        }
    }

    Component {
        id: prizes

        PrizesPage {
            app: root.app
        }
    }

    Component {
        id: posters

        PostersPage {
            app: root.app
        }
    }

    Component {
        id: draws

        DrawsPage {
            app: root.app
        }
    }

    Component {
        id: held

        HeldPage {
            app: root.app
        }
    }

    Component {
        id: calls

        CallsPage {
            app: root.app
        }
    }
}
