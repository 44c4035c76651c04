pragma ComponentBehavior: Bound

import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

// Joining, one question at a time: what is asked above, the keys for it below, on and back at the bottom.
Item {
    id: root

    required property JoinViewModel viewModel
    required property bool wide

    readonly property string step: root.viewModel.step
    readonly property real column: root.wide ? (root.width - Theme.margin * 2 - Theme.gutter * 2) / 2 : root.width - Theme.margin * 2
    readonly property bool reading: root.readingText.length > 0
    readonly property real padHeight: Theme.easy && !root.wide ? 568 : 648
    readonly property real actHeight: Theme.easy && !root.wide ? Math.max(Theme.touch, 124) : Theme.actionHeight
    property bool latin: root.viewModel.locale !== "ja"
    property string readingTitle: ""
    property string readingText: ""

    function title(): string {
        switch (root.step) {
        case "welcome":
            return qsTr("Join in a minute");
        case "nickname":
            return qsTr("What may we call you?");
        case "phone":
            return qsTr("Your phone number");
        case "birthday":
            return qsTr("Your birthday");
        case "guardian":
            return qsTr("With a parent or guardian");
        case "email":
            return qsTr("Your e-mail address");
        case "consents":
            return qsTr("You decide");
        default:
            return "";
        }
    }

    function sentence(): string {
        switch (root.step) {
        case "welcome":
            return qsTr("Free, and for as long as you like.");
        case "nickname":
            return qsTr("A nickname that this screen may show. It need not be your name.");
        case "phone":
            return qsTr("So that the counter finds you without your card. Nobody else sees it.");
        case "birthday":
            return qsTr("Eight digits, the year first.");
        case "guardian":
            return qsTr("Below %1 years, a parent or guardian beside you agrees with the button below.").arg(root.viewModel.guardianBelowYears);
        case "email":
            return qsTr("For what you ask us to send you. Nobody else sees it.");
        case "consents":
            return qsTr("Tap what you agree to. You can take it back at the counter at any time.");
        default:
            return "";
        }
    }

    function fault(): string {
        switch (root.viewModel.fault) {
        case "nickname":
            return qsTr("One character is enough, twelve at most.");
        case "phone":
            return root.viewModel.typed.length > 0 ? qsTr("A digit is missing or too many. Please compare.") : qsTr("Please type your number: this club needs it.");
        case "birthday":
            return root.viewModel.typed.length > 0 ? qsTr("There is no such day. Please compare.") : qsTr("Please type your birthday: this club needs it.");
        case "too_young":
            return qsTr("From %1 years on you can join. Until then, somebody of your family can collect for you.").arg(root.viewModel.youngestYears);
        case "guardian":
            return qsTr("A parent or guardian has to agree first.");
        case "email":
            return root.viewModel.typed.length > 0 ? qsTr("It should look like name@example.com.") : qsTr("Please type your address: this club needs it.");
        case "consent":
            return qsTr("Please agree to what is needed: without it nobody can join.");
        default:
            return "";
        }
    }

    function onward(): string {
        if (root.viewModel.recording)
            return qsTr("One moment, please.");
        if (root.step === "welcome")
            return qsTr("Begin");
        if (root.step === "guardian")
            return qsTr("I agree");
        if (root.viewModel.at === root.viewModel.count)
            return qsTr("Join");
        return root.viewModel.optional ? qsTr("Skip") : qsTr("Next");
    }

    // As mobile numbers are written.
    function grouped(digits: string): string {
        return [digits.slice(0, 3), digits.slice(3, 7), digits.slice(7)].filter(part => part.length > 0).join(" ");
    }

    function body(): Component {
        switch (root.step) {
        case "welcome":
            return benefits;
        case "nickname":
            return root.latin ? letterPad : kanaPad;
        case "phone":
        case "birthday":
            return numberPad;
        case "email":
            return emailPad;
        case "consents":
            return consents;
        case "guardian":
            return guardian;
        default:
            return null;
        }
    }

    objectName: "join-page"
    focus: true

    onStepChanged: {
        root.readingText = "";
        root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Polite);
    }
    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Polite)

    Keys.onPressed: event => {
        if (event.key === Qt.Key_Backspace)
            root.viewModel.backspace();
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter)
            root.viewModel.goForward();
        else if (event.key === Qt.Key_Escape)
            root.viewModel.goBack();
        else if (event.text.length === 1 && event.text >= " ")
            root.viewModel.type(event.text);
        else
            return;
        event.accepted = true;
    }

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: root.column
    }

    Column {
        id: words

        x: Theme.margin
        anchors.top: header.bottom
        anchors.topMargin: Theme.easy ? Theme.gutter : Theme.gutter * 2
        width: root.column
        spacing: Theme.gutter

        Row {
            objectName: "progress"
            visible: root.viewModel.at > 0
            spacing: Theme.gutter

            ProgressBar {
                anchors.verticalCenter: parent.verticalCenter
                width: root.column - told.width - parent.spacing
                value: root.viewModel.count > 0 ? root.viewModel.at / root.viewModel.count : 0
                label: told.text
            }

            AppText {
                id: told

                objectName: "at"
                type: Theme.second
                color: Theme.inkSoft
                text: qsTr("%1 of %2").arg(root.viewModel.at).arg(root.viewModel.count)
                wrapMode: Text.NoWrap
            }
        }

        PhraseText {
            objectName: "title"
            width: parent.width
            type: root.step === "welcome" && !Theme.easy ? Theme.name : Theme.title
            sentence: root.title()
        }

        PhraseText {
            objectName: "sentence"
            width: parent.width
            type: Theme.lead
            color: Theme.inkSoft
            sentence: root.sentence()
        }

        TypedField {
            objectName: "field"
            visible: root.step === "nickname" || root.step === "phone" || root.step === "email"
            width: parent.width
            text: Figures.maybe(root.step === "phone" ? root.grouped(root.viewModel.typed) : root.viewModel.typed, root.viewModel.masked && root.viewModel.typed.length > 0)
            label: root.title()
            wrong: root.viewModel.fault.length > 0
        }

        BirthdayField {
            objectName: "birthday"
            visible: root.step === "birthday"
            digits: root.viewModel.masked ? "•".repeat(root.viewModel.typed.length) : root.viewModel.typed
        }

        PhraseText {
            objectName: "fault"
            width: parent.width
            visible: sentence.length > 0
            color: Theme.note
            font.bold: true
            sentence: root.fault()
            onSentenceChanged: if (sentence.length > 0)
                root.Accessible.announce(sentence, Accessible.Assertive)
        }
    }

    Loader {
        id: pad

        x: root.wide ? Theme.margin + root.column + Theme.gutter * 2 : Theme.margin
        y: acts.y - height - Theme.gutter * (root.step === "welcome" ? 2 : 1)
        width: root.column
        enabled: !root.reading
        sourceComponent: root.body()
    }

    Row {
        id: acts

        x: pad.x
        y: root.height - height - Theme.gutter
        spacing: Theme.gutter
        enabled: !root.reading

        PillButton {
            id: back

            objectName: "back"
            visible: root.step !== "welcome"
            width: (root.column - Theme.gutter) / 3
            height: root.actHeight
            glyph: Theme.easy ? "" : Icons.arrowLeft
            text: qsTr("Back")
            onClicked: root.viewModel.goBack()
        }

        PillButton {
            objectName: "next"
            width: root.column - (back.visible ? back.width + parent.spacing : 0)
            height: root.actHeight
            kind: PillButton.Brand
            large: true
            enabled: !root.viewModel.recording
            text: root.onward()
            onClicked: root.viewModel.goForward()
        }
    }

    ReadingSheet {
        visible: root.reading
        width: parent.width
        height: parent.height
        wide: root.wide
        title: root.readingTitle
        words: root.readingText
        onClosed: root.readingText = ""
    }

    Component {
        id: benefits

        JoinBenefits {
            viewModel: root.viewModel
        }
    }

    Component {
        id: kanaPad

        KanaPad {
            objectName: "kana-pad"
            height: root.padHeight
            onTyped: kana => root.viewModel.type(kana)
            onVoice: root.viewModel.voice()
            onBackspace: root.viewModel.backspace()
            onClear: root.viewModel.clear()
            onLatin: root.latin = true
        }
    }

    Component {
        id: letterPad

        LetterPad {
            objectName: "letter-pad"
            height: root.padHeight
            capital: root.viewModel.typed.length === 0
            onTyped: sign => root.viewModel.type(sign)
            onBackspace: root.viewModel.backspace()
            onKana: root.latin = false
        }
    }

    Component {
        id: emailPad

        LetterPad {
            objectName: "email-pad"
            height: root.padHeight
            email: true
            domains: root.viewModel.domains
            onTyped: sign => root.viewModel.type(sign)
            onDomain: domain => root.viewModel.chooseDomain(domain)
            onBackspace: root.viewModel.backspace()
        }
    }

    Component {
        id: numberPad

        NumberPad {
            keyWidth: (root.column - Theme.gutter * 2) / 3
            keyHeight: (root.padHeight - Theme.gutter * 3) / 4
            onDigit: digit => root.viewModel.type(digit)
            onBackspace: root.viewModel.backspace()
            onClear: root.viewModel.clear()
        }
    }

    Component {
        id: guardian

        Sheet {
            tone: Sheet.Brand
            height: toGuardians.implicitHeight + Theme.gutter * 3

            IconShape {
                id: pair

                x: Theme.gutter * 1.5
                anchors.verticalCenter: parent.verticalCenter
                path: Icons.users
                size: Theme.easy ? 80 : 112
                color: Theme.brand
            }

            PhraseText {
                id: toGuardians

                anchors.left: pair.right
                anchors.leftMargin: Theme.gutter * 1.5
                anchors.right: parent.right
                anchors.rightMargin: Theme.gutter
                anchors.verticalCenter: parent.verticalCenter
                type: Theme.lead
                sentence: qsTr("To parents and guardians: your child becomes a member, and we keep what was typed here. You can have it taken back at the counter.")
            }
        }
    }

    Component {
        id: consents

        Flickable {
            id: scroll

            readonly property real room: root.wide ? acts.y - header.y - Theme.gutter : acts.y - words.y - words.height - Theme.gutter * 2

            height: Math.min(list.implicitHeight, scroll.room)
            contentHeight: list.implicitHeight
            clip: list.implicitHeight > scroll.room
            boundsBehavior: Flickable.StopAtBounds
            interactive: list.implicitHeight > scroll.room

            Column {
                id: list

                width: scroll.width - (scroll.clip ? Theme.gutter : 0)
                spacing: Theme.easy || root.wide ? Theme.unit : Theme.gutter

                Repeater {
                    model: root.viewModel.purposes

                    Item {
                        id: purpose

                        required property string key
                        required property string name
                        required property string sentence
                        required property string document
                        required property bool needed
                        required property bool agreed

                        function comeIntoSight(): void {
                            scroll.contentY = Math.max(Math.min(scroll.contentY, purpose.y), purpose.y + purpose.height - scroll.height);
                        }

                        width: list.width
                        height: box.implicitHeight

                        ConsentRow {
                            id: box

                            objectName: "consent-" + purpose.key
                            width: parent.width - (read.visible ? read.width + Theme.unit : 0)
                            height: parent.height
                            terse: root.wide
                            title: purpose.name
                            sentence: purpose.sentence
                            needed: purpose.needed
                            wrong: purpose.needed && !purpose.agreed && root.viewModel.fault === "consent"
                            checked: purpose.agreed
                            onToggled: root.viewModel.agree(purpose.key, box.checked)
                            onActiveFocusChanged: if (box.activeFocus)
                                purpose.comeIntoSight()
                        }

                        PillButton {
                            id: read

                            objectName: "read-" + purpose.key
                            visible: purpose.document.length > 0
                            anchors.right: parent.right
                            anchors.verticalCenter: parent.verticalCenter
                            text: qsTr("Read")
                            Accessible.name: qsTr("Read: %1").arg(purpose.name)
                            onClicked: {
                                root.readingTitle = purpose.name;
                                root.readingText = purpose.document;
                            }
                            onActiveFocusChanged: if (read.activeFocus)
                                purpose.comeIntoSight()
                        }
                    }
                }
            }

            Rectangle {
                objectName: "scroll-place"
                visible: scroll.clip
                parent: scroll
                anchors.right: parent.right
                y: scroll.visibleArea.yPosition * scroll.height
                width: 12
                height: scroll.visibleArea.heightRatio * scroll.height
                radius: width / 2
                color: Theme.ink
            }
        }
    }
}
