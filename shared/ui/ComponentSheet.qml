pragma ComponentBehavior: Bound

import QtQuick
import shared.qt

// Every component in its states, for the gallery. The sizes are the kiosk's or staff's, as the theme is dressed.
Rectangle {
    id: root

    readonly property real gap: Theme.gutter

    implicitWidth: 1080
    implicitHeight: column.implicitHeight + 2 * Theme.margin
    color: Theme.paper

    ListModel {
        id: prizes

        ListElement {
            ball: 1
            label: "Rice cooker"
        }
        ListElement {
            ball: 2
            label: "トートバッグ"
        }
        ListElement {
            ball: 3
            label: "Tea cup"
        }
        ListElement {
            ball: 4
            label: "手ぬぐい"
        }
        ListElement {
            ball: 5
            label: "Incense"
        }
        ListElement {
            ball: 6
            label: "¥500 off"
        }
        ListElement {
            ball: 7
            label: "Soap"
        }
        ListElement {
            ball: 8
            label: "100 points"
        }
        ListElement {
            ball: 9
            label: "Chopsticks"
        }
        ListElement {
            ball: 10
            label: "10 points"
        }
    }

    Curtain {
        width: root.width
        height: Theme.staff ? 32 : 110
    }

    Column {
        id: column

        x: Theme.margin
        y: Theme.margin + (Theme.staff ? 32 : 80)
        width: root.width - 2 * Theme.margin
        spacing: root.gap

        ShopMark {}

        Repeater {
            model: [Theme.display, Theme.name, Theme.title, Theme.action, Theme.heading, Theme.lead, Theme.body, Theme.second]

            AppText {
                required property TypeStyle modelData

                width: column.width
                type: modelData
                text: "Good evening, ももさん 1,240"
                elide: Text.ElideRight
                wrapMode: Text.NoWrap
            }
        }

        AppText {
            code: true
            text: "4021 7733 9018  11/22 17:42"
        }

        Flow {
            width: column.width
            spacing: root.gap

            PillButton {
                kind: PillButton.Brand
                large: true
                text: "Turn the drum"
                glyph: Icons.arrowRight
                trailing: true
            }

            PillButton {
                text: "日本語"
                glyph: Icons.language
            }

            PillButton {
                id: focused

                text: "Easy view"
                glyph: Icons.accessible
            }

            PillButton {
                kind: PillButton.Ink
                text: "Done"
                glyph: Icons.check
            }

            PillButton {
                text: "Not now"
                enabled: false
            }

            CheckPill {
                text: "Both turns"
            }

            CheckPill {
                text: "Both turns"
                checked: true
            }

            ChoiceChip {
                text: "Counted twice"
                checked: true
            }

            ChoiceChip {
                text: "レジの打ち間違い"
            }
        }

        Row {
            spacing: root.gap

            Repeater {
                model: Theme.symbols

                SymbolButton {
                    required property string modelData

                    symbol: modelData
                    text: modelData
                }
            }
        }

        Flow {
            width: column.width
            spacing: root.gap

            Repeater {
                model: 12

                Ball {
                    required property int index

                    kind: index + 1
                    size: Theme.staff ? 72 : 132
                }
            }

            Repeater {
                model: 12

                Ball {
                    required property int index

                    kind: index + 1
                    size: Theme.staff ? 32 : 52
                }
            }
        }

        Flow {
            width: column.width
            spacing: root.gap

            Chip {
                text: "Bamboo"
            }

            Chip {
                tone: Sheet.Wait
                text: "60 pending"
                glyph: Icons.hourglass
            }

            Chip {
                tone: Sheet.Ok
                text: "Synced"
                glyph: Icons.cloudCheck
            }

            Chip {
                tone: Sheet.Stop
                text: "Blocked"
                glyph: Icons.lock
            }

            Chip {
                tone: Sheet.Note
                text: "オフライン"
                glyph: Icons.cloudOff
            }

            Badge {
                count: 1
            }

            Badge {
                count: 128
            }

            TicketStub {
                text: "1 turn"
            }

            TicketStub {
                text: "1回"
            }
        }

        Banner {
            width: column.width
            glyph: Icons.cloudOff
            text: "オフラインで動作中（17:05時点）"
        }

        Banner {
            tone: Sheet.Ok
            glyph: Icons.check
            text: "Handed over."
        }

        Sheet {
            width: column.width
            height: rows.height + 2 * Theme.unit

            Column {
                id: rows

                y: Theme.unit
                width: parent.width

                ListRow {
                    width: parent.width
                    glyph: Icons.parcel
                    title: "Tea cup to collect"
                    trailing: "Counter"
                    ruled: true
                }

                ListRow {
                    width: parent.width
                    glyph: Icons.gift
                    title: "ポイントを使う"
                    subtitle: "300ポイントから"
                    trailing: "from 300"
                }
            }
        }

        ProgressBar {
            width: column.width
            value: 0.74
            label: "Bamboo to Pine"
        }

        Row {
            spacing: root.gap

            TextInputField {
                width: (column.width - root.gap) / 2
                label: "Family name"
                hint: "佐藤"
            }

            TextInputField {
                width: (column.width - root.gap) / 2
                label: "Phone"
                text: "03-1234"
                fault: "This number is too short."
                code: true
            }
        }

        TextInputField {
            width: column.width
            label: "Find"
            labelHidden: true
            pill: true
            glyph: Icons.search
            hint: "Scan, or type a name, phone or number"
        }

        Row {
            spacing: root.gap * 2

            PinDots {
                anchors.verticalCenter: parent.verticalCenter
                filled: 4
            }

            CountdownRing {
                seconds: 14
                total: 20
                label: "14 seconds left"
            }
        }

        DigitField {
            digits: "402177"
        }

        NumberPad {}

        Voucher {
            width: Math.min(936, column.width)
            code: "GP-V-01ARZ3NDEKTSV4RRFFQ69G5FAV-K"
            advice: "Take a photo of this code.\nYour card remembers it too."

            Column {
                width: parent.width
                spacing: Theme.unit

                AppText {
                    type: Theme.second
                    color: Theme.inkSoft
                    text: "受け取り場所"
                }

                AppText {
                    width: parent.width
                    type: Theme.lead
                    font.bold: true
                    text: "Service counter"
                }
            }
        }

        EmptyState {
            width: column.width
            glyph: Icons.ticket
            text: "No visits yet. Scan a card to begin."
            action: "Scan a card"
        }

        DrumStand {
            width: column.width
            radius: Theme.staff ? 200 : 316
            facets: prizes
            moving: false
        }

        Item {
            width: column.width
            height: drum.implicitHeight

            Drum {
                id: drum

                x: column.width / 2 - radius
                radius: Theme.staff ? 300 : 460
                facets: prizes
                Component.onCompleted: drum.show(2, 0.3, [3])
            }
        }

        KioskBar {
            width: column.width
            margin: 0
        }
    }

    Component.onCompleted: focused.forceActiveFocus(Qt.TabFocusReason)
}
