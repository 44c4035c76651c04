pragma Singleton

import QtQuick

// What the program says about figures, days and keys that view models hand over raw. Days are ISO texts.
QtObject {
    id: root

    function number(value: real): string {
        return value.toLocaleString(Qt.locale("en"), "f", 0);
    }

    function signed(value: real): string {
        return value > 0 ? "+" + root.number(value) : value < 0 ? "−" + root.number(-value) : root.number(0);
    }

    // Why a kiosk calls.
    function call(why: string, prize: string): string {
        if (why === "printer")
            return qsTr("Its printer wants paper, or a hand.");
        return why === "prize" ? (prize.length > 0 ? qsTr("Won: %1. Please bring the bell.").arg(prize) : qsTr("A big prize was won. Please bring the bell.")) : qsTr("Somebody asks for help.");
    }

    function yen(value: real): string {
        return qsTr("¥%1").arg(root.number(value));
    }

    function points(value: real): string {
        return qsTr("%1 points").arg(root.number(value));
    }

    function turns(value: int): string {
        return value === 1 ? qsTr("1 turn") : qsTr("%1 turns").arg(value);
    }

    function date(iso: string): date {
        return new Date(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)) - 1, Number(iso.slice(8, 10)));
    }

    function day(iso: string): string {
        return iso.length > 0 ? root.date(iso).toLocaleDateString(Qt.locale("en"), qsTr("d MMM yyyy", "a day with its year")) : "";
    }

    function shortDay(iso: string): string {
        return iso.length > 0 ? root.date(iso).toLocaleDateString(Qt.locale("en"), qsTr("d MMM", "a day without its year")) : "";
    }

    function lately(iso: string, year: string): string {
        return iso.slice(0, 4) === year ? root.shortDay(iso) : root.day(iso);
    }

    function stamp(iso: string, year: string): string {
        if (iso.length === 0)
            return "";
        const day = iso.slice(5, 7) + "/" + iso.slice(8, 10);
        return iso.slice(0, 4) === year ? day + " " + iso.slice(11) : iso.slice(0, 4) + "/" + day;
    }

    function time(iso: string): string {
        return iso.slice(11);
    }

    function age(seconds: int): string {
        if (seconds < 60)
            return qsTr("%1 s ago").arg(seconds);
        if (seconds < 3600)
            return qsTr("%1 min ago").arg(Math.floor(seconds / 60));
        return qsTr("%1 h ago").arg(Math.floor(seconds / 3600));
    }

    function event(kind: string): string {
        switch (kind) {
        case "enrolled":
            return qsTr("Joined");
        case "visit":
            return qsTr("Visit");
        case "purchase":
            return qsTr("Purchase");
        case "receipt":
            return qsTr("Receipt shown");
        case "return":
            return qsTr("Return");
        case "turn":
            return qsTr("Turn");
        case "hand_over":
            return qsTr("Handed over");
        case "adjustment":
            return qsTr("Adjusted");
        case "ticket":
            return qsTr("Turn given");
        case "exchange":
            return qsTr("Turn for points");
        case "expiry":
            return qsTr("Points expired");
        case "maturity":
            return qsTr("Points became spendable");
        case "card":
            return qsTr("New card");
        case "undo":
            return qsTr("Undone");
        case "profile":
            return qsTr("Details changed");
        case "consent":
            return qsTr("Consent");
        case "merge":
            return qsTr("Merged");
        case "unmerge":
            return qsTr("Merge taken back");
        case "redemption":
            return qsTr("Points spent");
        case "given_back":
            return qsTr("Points given back");
        case "lapse":
            return qsTr("Not collected, points given back");
        case "pin_reset":
            return qsTr("PIN reset");
        case "step":
            return qsTr("Challenge step");
        case "spot":
            return qsTr("Spot of a hunt found");
        case "finish":
            return qsTr("Challenge done");
        default:
            return qsTr("Something newer");
        }
    }

    function operation(kind: string): string {
        switch (kind) {
        case "enrol_member":
            return qsTr("Joining");
        case "join_member":
            return qsTr("Joining at the kiosk");
        case "record_visit":
            return qsTr("Visit");
        case "record_purchase":
            return qsTr("Purchase");
        case "scan_receipt":
            return qsTr("Receipt shown");
        case "return_purchase":
            return qsTr("Return");
        case "take_turn":
            return qsTr("Turn");
        case "hand_over_prize":
            return qsTr("Hand-over");
        case "adjust_points":
            return qsTr("Adjustment");
        case "give_ticket":
            return qsTr("Given turn");
        case "confirm_step":
            return qsTr("Challenge step");
        case "show_spot":
            return qsTr("Spot of a hunt");
        case "print_posters":
            return qsTr("Hunt posters");
        case "exchange_for_ticket":
            return qsTr("Turn for points");
        case "redeem_reward":
            return qsTr("Points spent");
        case "cancel_redemption":
            return qsTr("Points given back");
        case "reset_member_pin":
            return qsTr("PIN reset");
        case "ask_for_tickets":
            return qsTr("Turns asked for");
        case "release_tickets":
            return qsTr("Turns given back");
        case "release_drum":
            return qsTr("Drum given back");
        case "renew_card":
            return qsTr("New card");
        case "undo":
            return qsTr("Undo");
        case "release_held":
            return qsTr("Another try");
        case "reject_held":
            return qsTr("Rejection");
        case "edit_profile":
            return qsTr("Change of details");
        case "give_consent":
        case "withdraw_consent":
            return qsTr("Consent");
        case "merge_members":
            return qsTr("Merge");
        case "unmerge_member":
            return qsTr("Merge taken back");
        case "erase_member":
            return qsTr("Erasure");
        default:
            return qsTr("Something newer");
        }
    }

    // How far she is in a challenge; `cameBack`: part of what she finished it for has come back.
    function challenge(figure: real, target: real, unit: string, until: string, state: string, cameBack: bool): string {
        if (cameBack)
            return qsTr("Done; part of it came back");
        switch (state) {
        case "coming":
            return qsTr("Done, on its way");
        case "given":
            return qsTr("Done");
        case "missed":
            return qsTr("Done, all gone");
        }
        const done = unit === "yen" ? qsTr("%1 of %2", "done of a challenge").arg(root.yen(figure)).arg(root.yen(target)) : qsTr("%1 of %2", "done of a challenge").arg(root.number(figure)).arg(root.number(target));
        const row = unit === "days_in_a_row" ? qsTr("%1 days in a row").arg(done) : unit === "weeks_in_a_row" ? qsTr("%1 weeks in a row").arg(done) : done;
        return until.length > 0 ? qsTr("%1 · until %2").arg(row).arg(until) : row;
    }

    function receipt(state: string): string {
        switch (state) {
        case "waiting":
            return qsTr("waiting for the till");
        case "confirmed":
            return qsTr("confirmed by the till");
        case "refused":
            return qsTr("somebody else's purchase");
        case "lapsed":
            return qsTr("not confirmed in time");
        default:
            return "";
        }
    }

    function bought(kind: string): string {
        switch (kind) {
        case "goods":
            return qsTr("Goods");
        case "gift_card":
            return qsTr("Gift card");
        case "reward":
            return qsTr("Reward");
        default:
            return qsTr("Something newer");
        }
    }

    function detail(field: string): string {
        switch (field) {
        case "nickname":
            return qsTr("Nickname");
        case "locale":
            return qsTr("Language");
        case "name":
            return qsTr("Name");
        case "kana":
            return qsTr("Kana");
        case "phone":
            return qsTr("Phone");
        case "email":
            return qsTr("E-mail");
        case "birthday":
            return qsTr("Birthday");
        default:
            return field;
        }
    }

    function refusal(reason: string): string {
        switch (reason) {
        case "member_unknown":
            return qsTr("This member is not known here.");
        case "card_unknown":
            return qsTr("Nobody has this card.");
        case "member_blocked":
            return qsTr("This member is blocked.");
        case "member_exists":
            return qsTr("This member is in the programme already.");
        case "campaign_unknown":
        case "not_offered":
            return qsTr("This does not run here now.");
        case "ticket_unknown":
            return qsTr("This turn is not known.");
        case "ticket_elsewhere":
            return qsTr("This turn belongs to another kiosk.");
        case "ticket_used":
            return qsTr("The turn was used already.");
        case "drum_unknown":
        case "drum_elsewhere":
        case "drum_closed":
            return qsTr("The drum was not at this kiosk any more.");
        case "written_off":
            return qsTr("What this device held was written off.");
        case "turn_mismatch":
            return qsTr("The turn does not follow from its drum.");
        case "voucher_invalid":
            return qsTr("This is not a voucher of ours.");
        case "voucher_handed_over":
            return qsTr("The prize was handed over before.");
        case "voucher_lapsed":
            return qsTr("The last day to collect it is over.");
        case "voucher_void":
            return qsTr("The voucher was declared void.");
        case "voucher_elsewhere":
            return qsTr("Another counter holds this voucher.");
        case "purchase_unknown":
            return qsTr("The purchase is not known.");
        case "return_too_large":
            return qsTr("More came back than was bought.");
        case "reason_unknown":
            return qsTr("This reason is no longer in use.");
        case "spot_unknown":
        case "spot_code_invalid":
            return qsTr("This is no poster of a hunt here.");
        case "spot_code_over":
            return qsTr("The poster was of other days.");
        case "spot_elsewhere":
            return qsTr("The poster hangs in another store.");
        case "spot_too_early":
            return qsTr("Another spot comes before this one.");
        case "symbols_used_up":
            return qsTr("Only the poster's code counts now.");
        case "receipt_not_taken":
            return qsTr("Kiosks take no receipts under this programme.");
        case "receipt_elsewhere":
            return qsTr("The receipt is of a store that is none of ours.");
        case "receipt_too_old":
            return qsTr("The receipt was too old.");
        case "receipt_to_come":
            return qsTr("The receipt's day was still to come.");
        case "receipt_limit":
            return qsTr("No more receipts count on one day.");
        case "amount_invalid":
            return qsTr("This amount can't be recorded.");
        case "too_young":
            return qsTr("She is too young to join.");
        case "guardian_needed":
            return qsTr("A parent or guardian has to agree.");
        case "consent_needed":
            return qsTr("A consent is missing without which nobody joins.");
        case "joining_limit":
            return qsTr("No more people join at this kiosk on one day.");
        case "possible_duplicate":
            return qsTr("Another member has the same telephone number.");
        case "not_allowed":
            return qsTr("Your role does not include this.");
        case "needs_approval":
            return qsTr("A second person has to agree.");
        case "not_enough_points":
            return qsTr("There are not enough points.");
        case "reward_unknown":
            return qsTr("This reward is no longer offered.");
        case "redemption_unknown":
            return qsTr("Nothing was spent there.");
        case "redemption_cancelled":
            return qsTr("It was taken back before.");
        case "pin_needed":
        case "pin_wrong":
        case "pin_locked":
        case "pin_unset":
        case "pin_unreadable":
            return qsTr("The member's PIN was not accepted.");
        case "undo_unknown":
            return qsTr("This can't be undone any more.");
        case "undo_too_late":
            return qsTr("The time for undoing is over.");
        case "undo_not_own":
            return qsTr("Only the person who did it can undo it.");
        case "undo_not_last":
            return qsTr("Something newer has to be undone first.");
        case "member_erased":
            return qsTr("This member asked to be forgotten.");
        case "not_merged":
            return qsTr("This member is not merged with anybody.");
        case "stale_edit":
            return qsTr("Somebody else has changed this since.");
        case "value_invalid":
            return qsTr("This can't be right: please look again.");
        case "held_unknown":
            return qsTr("This is not held, or was settled before.");
        case "rejected":
            return qsTr("A manager rejected it.");
        case "corrected":
            return qsTr("It was put right by something else.");
        case "centre_restored":
            return qsTr("The centre was restored and waits for other devices.");
        case "programme_unknown":
            return qsTr("The centre does not know this version of the programme.");
        case "kind_unknown":
        case "payload_invalid":
            return qsTr("The centre could not read it.");
        case "signature_invalid":
        case "staff_unknown":
            return qsTr("The signature was not accepted.");
        default:
            return qsTr("It was not possible.");
        }
    }
}
