import QtQuick
import shared.ui
import shared.qt
import kiosk.ui.components

// One challenge, whole: what to do, how far it is, what it brings, until when, and its rules.
Sheet {
    id: root

    required property string name
    required property string about
    required property string rules
    required property string picture
    required property real figure
    required property real target
    required property string unit
    required property real share
    required property string until
    required property bool untilThisYear
    required property string standing
    required property real points
    required property int turns
    required property string draw
    property bool masked: false
    property bool compact: Theme.easy
    // Where the rules stand beside it they are not repeated.
    property bool ruled: true

    readonly property bool open: root.standing === "open"

    height: body.height + Theme.margin

    Column {
        id: body

        x: Theme.unit * 4
        y: Theme.margin / 2
        width: parent.width - x * 2
        spacing: root.compact ? Theme.unit : Theme.gutter

        Row {
            width: parent.width
            spacing: Theme.gutter

            BadgeSign {
                id: sign

                size: root.compact ? 96 : 136
                won: root.standing !== "open"
                glyph: Pictures.glyph(root.picture)
            }

            Column {
                anchors.verticalCenter: parent.verticalCenter
                width: parent.width - sign.width - parent.spacing

                PhraseText {
                    objectName: "challenge-name"
                    width: parent.width
                    type: Theme.heading
                    sentence: root.name
                    Accessible.role: Accessible.Heading
                }

                PhraseText {
                    objectName: "challenge-about"
                    width: parent.width
                    type: root.compact ? Theme.body : Theme.lead
                    sentence: root.about
                }
            }
        }

        PhraseText {
            objectName: "challenge-figures"
            width: parent.width
            type: Theme.heading
            sentence: root.open ? Challenges.figures(root.figure, root.target, root.unit, root.masked) : Challenges.standing(root.standing, root.until, root.untilThisYear)
        }

        ProgressBar {
            width: parent.width
            height: Theme.unit * 2
            value: root.masked ? 0 : root.share
            label: qsTr("How far: %1").arg(Challenges.figures(root.figure, root.target, root.unit, root.masked))
        }

        Fact {
            glyph: Icons.gift
            text: root.draw.length > 0 ? qsTr("Brings %1 (%2) and the badge", "what, a draw").arg(Challenges.brings(root.points, root.turns)).arg(root.draw) : root.points > 0 ? qsTr("Brings %1 and the badge").arg(Challenges.brings(root.points, root.turns)) : qsTr("Brings the badge")
        }

        Fact {
            visible: root.open
            glyph: Icons.calendar
            text: qsTr("Open until %1").arg(root.untilThisYear ? Figures.weekday(root.until) : Figures.date(root.until))
        }

        Rule {
            visible: root.ruled
            width: parent.width
        }

        PhraseText {
            objectName: "challenge-rules"
            visible: root.ruled
            width: parent.width
            type: root.compact ? Theme.second : Theme.body
            color: Theme.inkSoft
            sentence: root.rules
        }
    }

    component Fact: Row {
        id: fact

        required property string glyph
        required property string text

        width: parent?.width ?? 0
        spacing: Theme.unit

        IconShape {
            id: icon

            path: fact.glyph
            color: Theme.inkSoft
        }

        AppText {
            anchors.verticalCenter: parent.verticalCenter
            width: fact.width - icon.width - fact.spacing
            text: fact.text
        }
    }
}
