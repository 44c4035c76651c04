import QtQuick
import shared.ui
import shared.qt
import kiosk.viewmodels
import kiosk.ui.components

Item {
    id: root

    required property ProblemViewModel viewModel
    required property bool wide

    readonly property string kind: root.viewModel.kind

    function glyph(): string {
        switch (root.kind) {
        case "foreign":
        case "unknown":
        case "noted":
        case "replaced":
            return Icons.card;
        case "damaged":
            return Icons.scan;
        case "too_soon":
            return Icons.hourglass;
        case "receipt":
        case "receipt_known":
        case "receipt_old":
        case "receipt_to_come":
        case "receipt_limit":
        case "receipt_elsewhere":
            return Icons.receipt;
        case "receipt_card":
        case "poster_card":
            return Icons.card;
        case "poster_unknown":
        case "poster_over":
        case "poster_elsewhere":
        case "spot_early":
        case "symbols_gone":
        case "hunt_over":
            return Icons.mapPin;
        case "voucher":
        case "wheel_rests":
        case "ended":
            return Icons.gift;
        case "no_turns":
        case "elsewhere":
            return Icons.ticket;
        case "away":
        case "too_slow":
            return Icons.cloudOff;
        case "pin_locked":
            return Icons.lock;
        case "not_enough":
        case "reward_gone":
            return Icons.gift;
        case "badge":
            return Icons.lock;
        case "blocked":
        case "join_at_counter":
            return Icons.user;
        default:
            return Icons.info;
        }
    }

    function title(): string {
        switch (root.kind) {
        case "foreign":
            return qsTr("This code is from elsewhere");
        case "damaged":
            return qsTr("Once more, please");
        case "unknown":
            return qsTr("We don't know this card yet");
        case "noted":
            return qsTr("Welcome: your visit is noted");
        case "replaced":
            return qsTr("There is a newer card");
        case "blocked":
            return qsTr("Please see us at the counter");
        case "join_at_counter":
            return qsTr("Please join at the counter");
        case "too_soon":
            return qsTr("Just a moment");
        case "receipt":
            return qsTr("That is a receipt");
        case "receipt_card":
        case "poster_card":
            return qsTr("Now your card, please");
        case "poster_unknown":
            return qsTr("This is no poster of our hunts");
        case "poster_over":
            return qsTr("This poster's day is over");
        case "poster_elsewhere":
            return qsTr("This poster hangs in another shop");
        case "spot_early":
            return qsTr("Another spot comes first");
        case "symbols_gone":
            return qsTr("Please show the code");
        case "hunt_over":
            return qsTr("This hunt is not on now");
        case "receipt_known":
            return qsTr("This receipt counts already");
        case "receipt_old":
            return qsTr("This receipt is from a while ago");
        case "receipt_to_come":
            return qsTr("This receipt's day is still to come");
        case "receipt_limit":
            return qsTr("That is all for today");
        case "receipt_elsewhere":
            return qsTr("This receipt is from another shop");
        case "voucher":
            return qsTr("That is a prize voucher");
        case "badge":
            return qsTr("That is a staff badge");
        case "wheel_rests":
            return qsTr("The drum is resting");
        case "no_turns":
            return qsTr("No turns just now");
        case "elsewhere":
            return qsTr("Your turns wait at another kiosk");
        case "away":
            return qsTr("Your points are safe");
        case "too_slow":
            return qsTr("The line is slow just now");
        case "not_enough":
            return qsTr("A few points are missing");
        case "pin_locked":
            return qsTr("Your PIN is resting");
        case "reward_gone":
            return qsTr("This reward is not to be had now");
        case "ended":
            return qsTr("This draw has ended");
        default:
            return qsTr("That did not work this time");
        }
    }

    function sentence(): string {
        switch (root.kind) {
        case "foreign":
            return qsTr("Please show your member card.");
        case "damaged":
            return qsTr("Hold the card flat, a hand's width away.");
        case "unknown":
            return qsTr("A new card may take a little while to arrive here. The counter is glad to help.");
        case "noted":
            return qsTr("We can't look your card up just now. Your visit counts; your points and turns are here again when the line is back.");
        case "replaced":
            return qsTr("Please show your new card. If you don't have it, the counter is glad to help.");
        case "blocked":
            return qsTr("We would like to speak to you about this card.");
        case "join_at_counter":
            return qsTr("It can't be done here just now. The counter is glad to help.");
        case "too_soon":
            return qsTr("You have only just been here. Please show your card again in a few seconds.");
        case "receipt":
            return qsTr("Please take it to the counter: your points are added there.");
        case "receipt_card":
            return qsTr("Hold your card to the reader: we keep your receipt for it.");
        case "poster_card":
            return qsTr("Hold your card to the reader: what you found is kept for it.");
        case "poster_unknown":
            return qsTr("Please photograph the code on the poster itself, and show us the picture.");
        case "poster_over":
            return qsTr("New codes hang there now: please look at the spot again. What you have found stays found.");
        case "poster_elsewhere":
            return root.viewModel.place.length > 0 ? qsTr("Please show it there: %1.").arg(root.viewModel.place) : qsTr("Please show it there.");
        case "spot_early":
            return qsTr("First find this: %1 If you have been there, show its code here once more.", "a hint, a sentence").arg(root.viewModel.place);
        case "symbols_gone":
            return qsTr("Photograph the poster's code and show us the picture: symbols are guessed too easily.");
        case "hunt_over":
            return qsTr("Thank you for looking. What you have won is yours.");
        case "receipt_known":
            return qsTr("Each receipt counts once, at whichever kiosk or counter it was shown.");
        case "receipt_old":
            return root.viewModel.limit > 0 ? qsTr("Receipts count for %1 days. The counter is glad to help.").arg(root.viewModel.limit) : qsTr("Receipts count on their own day. The counter is glad to help.");
        case "receipt_to_come":
            return qsTr("A clock may be wrong here. The counter is glad to help.");
        case "receipt_limit":
            return root.viewModel.limit === 1 ? qsTr("One receipt counts a day. Please bring this one tomorrow.") : qsTr("%1 receipts count a day. Please bring this one tomorrow.").arg(root.viewModel.limit);
        case "receipt_elsewhere":
            return qsTr("Receipts of our own shops count here.");
        case "voucher":
            return qsTr("Please take it to the counter: your prize is waiting there.");
        case "badge":
            return qsTr("It opens the staff tablet. Here, please show a member card.");
        case "wheel_rests":
            return qsTr("It is being filled again. Your turns are kept for you.");
        case "no_turns":
            return qsTr("There is no turn on this card now. New ones come with your purchases.");
        case "elsewhere":
            return root.viewModel.place.length > 0 ? qsTr("You can use them there: %1.").arg(root.viewModel.place) : qsTr("They come here when we are connected again. Your turns are kept for you.");
        case "ended":
            return qsTr("Thank you for playing. What you have won is yours: please collect it at the counter by its last day.");
        case "away":
            return qsTr("They can be used once we are connected again.");
        case "too_slow":
            return qsTr("Nothing was spent: your points are as before. Please try again in a moment.");
        case "not_enough":
            return qsTr("Some were used elsewhere, so this reward was not booked. Nothing was spent.");
        case "pin_locked":
            return qsTr("It was wrong several times. Please try again in a quarter of an hour, or ask at the counter.");
        case "reward_gone":
            return qsTr("Nothing was spent. The counter is glad to help.");
        default:
            return qsTr("Nothing is lost. Please ask at the counter.");
        }
    }

    objectName: "problem-page"

    Component.onCompleted: root.Accessible.announce(root.title() + ". " + root.sentence(), Accessible.Assertive)

    PageHeader {
        id: header

        x: Theme.margin
        y: 44
        width: parent.width - Theme.margin * 2
    }

    Column {
        id: block

        x: root.wide ? (parent.width - width) / 2 : Theme.margin
        y: root.wide ? (parent.height - height + header.y + header.height) / 2 : Theme.easy ? Math.min(parent.height - 720, parent.height - height - Theme.gutter) : (parent.height - height) * 0.55
        width: root.wide ? (root.viewModel.joining ? 1560 : 1180) : parent.width - Theme.margin * 2
        spacing: Theme.gutter * 2

        Sheet {
            tone: Sheet.Note
            width: parent.width
            height: words.implicitHeight + Theme.margin * 2 - (Theme.easy ? Theme.margin : 0)

            Column {
                id: words

                anchors.centerIn: parent
                width: parent.width - Theme.margin * 2
                spacing: Theme.easy ? Theme.unit : Theme.gutter * 1.5

                IconShape {
                    path: root.glyph()
                    size: Theme.easy ? 80 : 112
                    color: Theme.note
                }

                PhraseText {
                    objectName: "title"
                    width: parent.width
                    type: Theme.easy ? Theme.heading : Theme.title
                    sentence: root.title()
                }

                PhraseText {
                    objectName: "sentence"
                    width: parent.width
                    type: Theme.lead
                    sentence: root.sentence()
                }
            }
        }

        Grid {
            id: ways

            readonly property real each: ways.columns > 1 ? (ways.width - ways.spacing) / 2 : ways.width

            width: parent.width
            columns: root.wide && root.viewModel.joining ? 2 : 1
            spacing: ways.columns > 1 ? Theme.gutter : block.spacing

            PillButton {
                objectName: "go-on"
                width: ways.each
                kind: PillButton.Brand
                large: true
                text: root.viewModel.inSession ? qsTr("Back to my page") : qsTr("All right")
                onClicked: root.viewModel.goOn()
            }

            PillButton {
                objectName: "join"
                visible: root.viewModel.joining
                width: ways.each
                height: ways.columns > 1 ? Theme.actionHeight : implicitHeight
                glyph: Icons.userPlus
                text: qsTr("No card yet? Join now")
                onClicked: root.viewModel.join()
            }
        }
    }
}
