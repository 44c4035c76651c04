pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components
import kiosk.ui.pages

// The shopper's screen. Pages are drawn on a canvas 1080 wide (upright) or 1080 high (across) that fills the window.
Window {
    id: root

    required property AppViewModel app

    readonly property bool wide: root.width > root.height
    readonly property real zoom: Math.max(0.1, (root.wide ? root.height : root.width) / 1080)

    function view(page: string): Component {
        switch (page) {
        case "attract":
        case "home":
            return null;
        case "wheel":
            return wheel;
        case "result":
            return result;
        case "problem":
            return problem;
        case "pad":
            return pad;
        case "rewards":
            return rewards;
        case "pin":
            return memberPin;
        case "asking":
            return asking;
        case "receipt":
            return receipt;
        case "join":
            return joinPage;
        case "card":
            return cardPage;
        case "challenges":
            return challenges;
        case "finished":
            return finished;
        case "hunt":
            return hunt;
        case "help":
            return helpPage;
        default:
            return setup;
        }
    }

    width: 1080
    height: 1920
    title: "Garapon"
    color: Theme.paper

    Item {
        id: canvas

        width: root.width / root.zoom
        height: root.height / root.zoom
        scale: root.zoom
        transformOrigin: Item.TopLeft

        Item {
            id: area

            width: canvas.width
            height: canvas.height - bar.height

            Item {
                id: pages

                function enter() {
                    if (!Theme.reducedMotion)
                        arrival.restart();
                }

                width: area.width
                height: area.height

                Loader {
                    anchors.fill: parent
                    focus: !invitation.visible && !greeting.visible
                    sourceComponent: root.view(root.app.page)
                    onLoaded: pages.enter()
                }

                // A greeting comes within a blink: her page is there before she is, and empty, and this one stays behind it.
                Loader {
                    id: invitation

                    anchors.fill: parent
                    focus: invitation.visible
                    visible: root.app.page === "attract"
                    sourceComponent: attract
                    onVisibleChanged: if (invitation.visible)
                        pages.enter()
                }

                Loader {
                    id: greeting

                    anchors.fill: parent
                    focus: greeting.visible
                    visible: root.app.page === "home"
                    sourceComponent: home
                    onVisibleChanged: if (greeting.visible)
                        pages.enter()
                }
            }

            NumberAnimation {
                id: arrival

                target: pages
                property: "y"
                from: 24
                to: 0
                duration: Theme.pageMs
                easing.type: Easing.OutCubic
            }

            Loader {
                active: root.app.countdown > 0
                anchors.bottom: parent.bottom
                width: parent.width
                sourceComponent: idle
            }
        }

        KioskBar {
            id: bar

            y: canvas.height - height
            width: canvas.width
            visible: root.app.page !== "setup"
            attract: root.app.page === "attract"
            helpable: root.app.helpable
            onLanguageClicked: root.app.toggleLocale()
            onEasyClicked: root.app.toggleEasy()
            onHelpClicked: root.app.openHelp()
            onDoneClicked: root.app.done()
            onNoCardClicked: root.app.openPad()
        }
    }

    Connections {
        target: root.app

        function onSounded(name: string) {
            Sounds.play(name);
        }
    }

    Component {
        id: attract

        AttractPage {
            viewModel: root.app.attract
            wide: root.wide
        }
    }

    Component {
        id: home

        HomePage {
            viewModel: root.app.home
            wide: root.wide
        }
    }

    Component {
        id: wheel

        WheelPage {
            viewModel: root.app.wheel
            wide: root.wide
        }
    }

    Component {
        id: result

        ResultPage {
            viewModel: root.app.result
            printing: root.app.printing
            wide: root.wide
        }
    }

    Component {
        id: problem

        ProblemPage {
            viewModel: root.app.problem
            wide: root.wide
        }
    }

    Component {
        id: pad

        NumberPadPage {
            viewModel: root.app.pad
            wide: root.wide
        }
    }

    Component {
        id: rewards

        RewardsPage {
            viewModel: root.app.rewards
            wide: root.wide
        }
    }

    Component {
        id: memberPin

        MemberPinPage {
            viewModel: root.app.memberPin
            wide: root.wide
        }
    }

    Component {
        id: asking

        AskingPage {
            viewModel: root.app.question
            wide: root.wide
        }
    }

    Component {
        id: receipt

        ReceiptPage {
            viewModel: root.app.receipt
            wide: root.wide
        }
    }

    Component {
        id: joinPage

        JoinPage {
            viewModel: root.app.join
            wide: root.wide
        }
    }

    Component {
        id: challenges

        ChallengesPage {
            viewModel: root.app.challenges
            wide: root.wide
        }
    }

    Component {
        id: cardPage

        CardPage {
            viewModel: root.app.join
            printing: root.app.printing
            wide: root.wide
        }
    }

    Component {
        id: finished

        FinishedPage {
            viewModel: root.app.finished
            wide: root.wide
        }
    }

    Component {
        id: hunt

        HuntPage {
            viewModel: root.app.hunt
            wide: root.wide
        }
    }

    Component {
        id: helpPage

        HelpPage {
            viewModel: root.app.help
            wide: root.wide
        }
    }

    Component {
        id: setup

        SetupPage {
            wide: root.wide
            outage: root.app.outage
            arriving: root.app.arriving
        }
    }

    Component {
        id: idle

        IdleNotice {
            seconds: root.app.countdown
            total: root.app.countdownTotal
            wide: root.wide
            onMoreTime: root.app.touched()
        }
    }
}
