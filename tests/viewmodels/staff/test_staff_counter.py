"""A shift at the counter, by view models alone: the right ways and the wrong ones."""

import pytest
from pytestqt.qtbot import QtBot

from shared.application.identify import CardReplaced, IdentifyMember
from shared.application.look_up import ANSWER_MS
from shared.application.take_receipt import ReceiptTaken, take_receipt
from shared.domain.codes import CodeKind, mint
from shared.domain.receipts import ReceiptCode
from staff.viewmodels.app import LOCK_AFTER_MS, NOTICE_MS
from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CHIEF, CLERK, DRAW, MANAGER, PINS, RECEIPT, STORE, TRAINEE, StaffShop

MINUTE_MS = 60_000


def test_badge_and_pin_open_the_tablet(closed_counter: Counter) -> None:
    app = closed_counter.app
    assert (app.page, app.signedIn) == ("sign-in", False)
    closed_counter.sign_in(CLERK)
    assert (app.page, app.staffName, app.roleName) == ("find", CLERK, "カウンター")


def test_a_name_needs_its_badge_once_a_shift(closed_counter: Counter) -> None:
    panel, app = closed_counter.pages.sign_in, closed_counter.app
    clerk = next(row for row in panel.rows if row.name == CLERK)
    panel.choose(clerk.staffId)
    assert (panel.step, panel.fault) == ("names", "badge-needed")
    closed_counter.sign_in(CLERK)
    app.lock()
    panel.choose(clerk.staffId)
    assert panel.step == "pin"
    closed_counter.type_pin(panel, PINS[CLERK])
    assert app.signedIn


def test_five_wrong_pins_close_the_way_in_also_after_a_restart(closed_counter: Counter, shop: StaffShop) -> None:
    panel = closed_counter.pages.sign_in
    closed_counter.app.scanned(shop.known.badges[CLERK])
    for left in (4, 3, 2, 1):
        closed_counter.type_pin(panel, "000000")
        assert (panel.fault, panel.attemptsLeft, panel.filled) == ("wrong-pin", left, 0)
    closed_counter.type_pin(panel, "000000")
    assert (panel.fault, panel.lockedUntil) == ("locked", "2026-11-22T17:57")
    restarted = Counter(shop)
    restarted.sign_in(CLERK)
    assert restarted.pages.sign_in.fault == "locked"
    assert not restarted.app.signedIn
    shop.clock.pass_ms(15 * MINUTE_MS)
    restarted.type_pin(restarted.pages.sign_in, PINS[CLERK])
    assert restarted.app.signedIn


def test_no_other_code_signs_anybody_in(closed_counter: Counter, shop: StaffShop) -> None:
    closed_counter.app.scanned(shop.card("もも"))
    assert (closed_counter.app.page, closed_counter.app.notice) == ("sign-in", "sign-in-first")
    closed_counter.app.scanned(mint(CodeKind.STAFF_BADGE, bytes(16)))
    assert closed_counter.pages.sign_in.fault == "badge-unknown"


def test_an_untouched_tablet_locks_and_keeps_nothing_of_anybody(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("adjust")
    counter.pages.adjust.press("5")
    counter.pages.adjust.write("a note about her")
    shop.clock.pass_ms(LOCK_AFTER_MS - 1)
    counter.app.tick()
    assert counter.app.page == "adjust"
    shop.clock.pass_ms(1)
    counter.app.tick()
    assert (counter.app.page, counter.app.signedIn, counter.session.signer) == ("sign-in", False, None)
    kept = " ".join(counter.personal_texts())
    for word in ("佐藤", "もも", "a note", "GP-V", shop.member_id("もも")):
        assert word not in kept


def test_a_touch_keeps_it_open(counter: Counter, shop: StaffShop) -> None:
    shop.clock.pass_ms(LOCK_AFTER_MS - 1)
    counter.app.touched()
    shop.clock.pass_ms(LOCK_AFTER_MS - 1)
    counter.app.tick()
    assert counter.app.signedIn


def test_what_arrives_after_the_lock_is_shown_to_nobody(counter: Counter, shop: StaffShop) -> None:
    answers: list[str] = []
    counter.session.run(counter.session.lock, lambda _: answers.append("shown"))
    assert answers == []


@pytest.mark.parametrize(
    ("query", "name"), [("さと", "佐藤 美咲"), ("美咲", "佐藤 美咲"), ("4821", "佐藤 美咲"), ("mil", "Satoko Miller")]
)
def test_it_finds_as_one_types(counter: Counter, query: str, name: str) -> None:
    find = counter.pages.find
    for end in range(1, len(query) + 1):
        find.search(query[:end])
    assert find.step == "found"
    assert name in [row.name for row in find.rows]


def test_enter_opens_the_chosen_member_and_a_typed_code_is_a_scan(counter: Counter, shop: StaffShop) -> None:
    find = counter.pages.find
    find.search("さと")
    find.move(1)
    find.accept()
    assert counter.pages.member.memberId == find.rows[1].memberId
    counter.app.show("find")
    find.search(shop.card("はる").lower())
    find.accept()
    assert counter.pages.member.nickname == "はる"


def test_the_member_page_knows_everything(counter: Counter) -> None:
    counter.open_member("もも")
    page = counter.pages.member
    assert (page.step, page.name, page.points, page.pendingPoints, page.turns) == ("shown", "佐藤 美咲", 1240, 60, 2)
    assert [(lot.points, lot.lastDay, lot.soon) for lot in page.lot_rows] == [
        (180, "2026-12-31", True),
        (420, "2027-03-31", False),
        (640, "2027-06-30", False),
    ]
    assert [(award.ball, award.prize, award.collectUntil) for award in page.award_rows] == [(3, "湯のみ", "2026-12-20")]
    adjusted = next(row for row in page.history_rows if row.kind == "adjustment")
    assert (adjusted.staff, adjusted.approver, adjusted.reason, adjusted.points) == (CHIEF, MANAGER, "二重計上", -120)
    bought = page.history_rows[2]
    assert (bought.kind, bought.amountYen, bought.yenPerPoint, bought.undoable) == ("purchase", 6600, 100, True)
    counter.app.speak("en")
    assert page.award_rows[0].prize == "Tea cup"


def test_a_purchase_shows_why_and_then_stands_in_the_book(counter: Counter, qtbot: QtBot) -> None:
    counter.open_member("もも")
    counter.app.show("purchase")
    page = counter.pages.purchase
    for digit in "13200":
        page.press(digit)
    assert (page.baseYen, page.taxYen, page.plainPoints, page.points, page.turns) == (12_000, 1_200, 120, 120, 4)
    with qtbot.waitSignal(page.recorded):
        page.record()
    assert page.step == "recorded"
    page.record()
    counter.app.back()
    assert counter.pages.member.pendingPoints == 180
    assert [row.amountYen for row in counter.pages.member.history_rows].count(13_200) == 1


def test_a_receipt_that_was_shown_at_the_kiosk_says_how_it_stands(counter: Counter, shop: StaffShop) -> None:
    code = ReceiptCode(STORE, "02", shop.clock.now().date(), "00123", 6_600)
    taken = take_receipt(shop.kiosk.desk, shop.member_id("まこ"), code)
    assert isinstance(taken, ReceiptTaken)
    shop.exchange()
    counter.open_member("まこ")
    row = counter.pages.member.history_rows[0]
    assert (row.kind, row.amountYen, row.receipt, row.points) == ("receipt", 6_600, "waiting", 0)
    assert not row.undoable
    shop.clock.pass_ms(15 * 24 * 3_600_000)
    counter.open_member("まこ")
    assert counter.pages.member.history_rows[0].receipt == "lapsed"


def test_a_receipt_asks_for_the_member_and_counts_once(counter: Counter) -> None:
    counter.app.scanned(RECEIPT)
    assert (counter.app.page, counter.app.notice) == ("find", "receipt-waits")
    counter.open_member("ケン")
    page = counter.pages.purchase
    assert (counter.app.page, page.memberName, page.amountYen, page.ready) == ("purchase", "佐藤 健一", 6600, True)
    page.press("1")
    assert page.amountYen == 6600
    page.record()
    counter.app.show("find")
    counter.open_member("もも")
    counter.app.scanned(RECEIPT)
    assert (counter.app.page, page.memberName, page.step) == ("purchase", "佐藤 美咲", "counted")


def test_an_adjustment_within_the_limit_needs_nobody_else(counter: Counter) -> None:
    counter.open_member("もも")
    counter.app.show("adjust")
    page = counter.pages.adjust
    page.take(True)
    for digit in "240":
        page.press(digit)
    assert (page.beforePoints, page.afterPoints, page.ready) == (1240, 1000, False)
    page.choose("goodwill")
    assert page.ready
    page.adjust()
    assert (page.step, page.afterPoints) == ("done", 1000)
    page.adjust()
    counter.app.back()
    assert counter.pages.member.points == 1000


def test_above_the_limit_a_second_person_agrees_on_the_same_tablet(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("adjust")
    page = counter.pages.adjust
    for digit in "3001":
        page.press(digit)
    page.choose("goodwill")
    assert (page.needsApproval, page.approverRoles) == (True, "店長")
    page.adjust()
    assert [row.name for row in page.approval.rows] == [MANAGER]
    counter.app.scanned(shop.known.badges[CLERK])
    assert page.approval.fault == "somebody-else"
    counter.app.scanned(shop.known.badges[CHIEF])
    assert page.approval.fault == "somebody-else"
    counter.app.scanned(shop.known.badges[MANAGER])
    counter.type_pin(page.approval, "000000")
    assert page.approval.fault == "wrong-pin"
    counter.type_pin(page.approval, PINS[MANAGER])
    assert (page.step, page.afterPoints) == ("done", 4241)
    assert counter.app.staffName == CLERK
    counter.app.back()
    newest = counter.pages.member.history_rows[0]
    assert (newest.staff, newest.approver, newest.points) == (CLERK, MANAGER, 3001)


def test_one_may_think_again_before_the_second_person_agrees(counter: Counter) -> None:
    counter.open_member("もも")
    counter.app.show("adjust")
    page = counter.pages.adjust
    for digit in "800":
        page.press(digit)
    page.choose("goodwill")
    page.adjust()
    counter.app.back()
    assert (counter.app.page, page.step, page.changePoints) == ("adjust", "typing", 800)


def test_a_prize_is_handed_over_once_and_tells_of_the_first_time(counter: Counter, shop: StaffShop) -> None:
    code = shop.voucher("もも")
    counter.app.scanned(code)
    page = counter.pages.hand_over
    assert (counter.app.page, page.step, page.prize, page.nickname) == ("hand-over", "handed-over", "湯のみ", "もも")
    shop.clock.pass_ms(MINUTE_MS)
    counter.app.scanned(code)
    assert (page.step, page.at, page.store, page.staff) == ("before", "2026-11-22T17:42", "銀座店", CLERK)
    assert page.device == "サービスカウンター"
    assert counter.pages.find.scan_rows[0].outcome == "before"


def test_a_hand_over_is_undone_by_who_made_it(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.pages.member.handOver(counter.pages.member.award_rows[0].voucherCode)
    page = counter.pages.hand_over
    assert page.undoable
    page.undo()
    assert (page.step, page.undoable) == ("taken-back", False)
    assert counter.pages.find.scan_rows[0].outcome == "taken-back"
    counter.app.show("prizes")
    assert [row.prize for row in counter.pages.prizes.waiting] == ["湯のみ"]


def test_a_lapsed_voucher_is_refused_with_its_last_day(counter: Counter, shop: StaffShop) -> None:
    code = shop.voucher("もも")
    shop.clock.pass_ms(29 * 24 * 60 * MINUTE_MS)
    counter.app.scanned(code)
    page = counter.pages.hand_over
    assert (page.step, page.collectUntil) == ("lapsed", "2026-12-20")


def test_a_forged_voucher_is_none(counter: Counter) -> None:
    counter.app.scanned(mint(CodeKind.VOUCHER, bytes(92)))
    assert counter.pages.hand_over.step == "invalid"


def test_one_undoes_ones_own_last_action_within_ten_minutes(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    page = counter.pages.member
    bought = next(row for row in page.history_rows if row.undoable)
    page.undo(bought.opId)
    assert (page.pendingPoints, page.history_rows[0].kind) == (0, "undo")
    assert next(row for row in page.history_rows if row.opId == bought.opId).undone
    counter.app.show("give-ticket")
    counter.pages.give_ticket.choose("event")
    counter.pages.give_ticket.give()
    counter.app.back()
    given = page.history_rows[0]
    assert (given.kind, given.undoable) == ("ticket", True)
    shop.clock.pass_ms(11 * MINUTE_MS)
    page.undo(given.opId)
    assert page.refusal == "undo_too_late"


def test_the_department_of_a_purchase_counts_for_a_challenge(counter: Counter) -> None:
    counter.open_member("まこ")
    counter.app.show("purchase")
    page = counter.pages.purchase
    assert page.departments.rowCount() == 4
    for digit in "600":
        page.press(digit)
    page.choose("toys")
    page.choose("food")
    page.choose("food")
    assert page.department == ""
    page.choose("food")
    page.record()
    page.choose("toys")
    assert (page.step, page.department) == ("recorded", "food")
    counter.app.back()
    (row,) = [row for row in counter.pages.member.challenge_rows if row.key == "departments"]
    assert (row.figure, row.target, row.standing) == (1, 3, "open")


def test_an_order_picked_up_is_confirmed_with_one_tap_and_taken_back(counter: Counter) -> None:
    counter.open_member("まこ")
    page = counter.pages.member
    rows = {row.key: row for row in page.challenge_rows}
    assert [key for key, row in rows.items() if row.confirmable] == ["click-and-collect"]
    assert rows["visits"].name == "3日のご来店"
    page.confirmStep("visits")
    assert page.refusal == "not_offered"
    page.confirmStep("click-and-collect")
    done = next(row for row in page.challenge_rows if row.key == "click-and-collect")
    assert (done.standing, done.figure, done.confirmable) == ("coming", 1, False)
    told = page.history_rows[0]
    assert (told.kind, told.campaign, told.undoable) == ("step", "ネット注文・店頭受取", True)
    page.undo(told.opId)
    again = next(row for row in page.challenge_rows if row.key == "click-and-collect")
    assert (again.standing, again.figure, again.confirmable) == ("open", 0, True)


def test_what_a_step_has_finished_is_not_undone_beside_it(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("まこ")
    page = counter.pages.member
    page.confirmStep("click-and-collect")
    shop.exchange()
    counter.open_member("まこ")
    assert "finish" in {row.kind for row in page.history_rows}
    assert [row.kind for row in page.history_rows if row.undoable] == ["step"]


def test_a_turn_is_given_for_a_reason(counter: Counter) -> None:
    counter.open_member("まこ")
    counter.app.show("give-ticket")
    page = counter.pages.give_ticket
    assert (page.campaign, page.ready) == (DRAW, False)
    page.give()
    assert page.step == "typing"
    page.choose("event")
    page.give()
    page.give()
    assert page.step == "done"
    counter.app.back()
    assert counter.pages.member.turns == 1


def test_a_newcomer_gets_a_card_that_the_next_scan_knows(counter: Counter) -> None:
    counter.app.show("enrol")
    page = counter.pages.enrol
    form = page.form
    page.enrol()
    assert (form.nicknameFault, page.step) == (True, "typing")
    form.write("nickname", "ぽん")
    form.write("phone", "090-0000-1111")
    form.write("birthday", "1990/4/3")
    page.enrol()
    card = counter.pages.card
    assert (counter.app.page, card.step, card.fresh, card.nickname) == ("card", "issued", True, "ぽん")
    code = card.code
    card.make("pdf", "Member card", "Member number")
    ((face, outlet),) = counter.press.made
    assert (face.code, face.number, outlet, card.made) == (code, card.number.replace(" ", ""), "pdf", "pdf")
    counter.press.works = False
    card.make("printer", "Member card", "Member number")
    assert card.made == "no-printer"
    counter.app.show("find")
    assert (card.code, form.nickname) == ("", "")
    counter.app.scanned(code)
    assert counter.pages.member.nickname == "ぽん"


def test_a_new_card_retires_the_old_one(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("card")
    card = counter.pages.card
    assert (card.step, card.code) == ("known", "")
    card.renew()
    assert card.step == "issued"
    fresh = card.code
    counter.open_member("もも")
    assert (counter.pages.member.nickname, counter.app.notice) == ("もも", "card-replaced")
    counter.app.scanned(fresh)
    assert counter.app.notice == ""
    shop.exchange()
    assert isinstance(IdentifyMember(shop.kiosk.desk)(shop.card("もも")), CardReplaced)


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("https://example.com/", "foreign-code"),
        (mint(CodeKind.HUNT_SPOT, bytes(79)), "poster"),
        ("GP-M-0000", "damaged-code"),
    ],
)
def test_other_codes_get_a_quiet_line_that_goes(counter: Counter, shop: StaffShop, text: str, notice: str) -> None:
    counter.open_member("もも")
    counter.app.scanned(text)
    assert (counter.app.page, counter.app.notice) == ("member", notice)
    shop.clock.pass_ms(NOTICE_MS)
    counter.app.tick()
    assert counter.app.notice == ""


def test_a_card_unknown_here_is_asked_for_at_the_centre(counter: Counter, shop: StaffShop) -> None:
    find = counter.pages.find
    counter.open_member("もも")
    counter.app.scanned(mint(CodeKind.MEMBER, bytes(16)))
    assert (counter.app.page, find.step) == ("find", "away")
    shop.exchange()
    counter.app.scanned(mint(CodeKind.MEMBER, bytes(16)))
    assert find.step == "asking"
    shop.exchange()
    counter.app.tick()
    assert find.step == "nobody"
    find.search("さと")
    assert (find.step, find.canAsk) == ("found", False)


def test_whom_no_store_but_another_knows_is_found_by_her_number(counter: Counter, shop: StaffShop) -> None:
    find = counter.pages.find
    shop.exchange()
    for query, can_ask in (("ぴよ", False), ("090-9999-0000", True)):
        find.search(query)
        assert (find.step, find.canAsk) == ("nothing", can_ask)
    find.askCentre()
    assert (find.step, find.canAsk) == ("asking", False)
    find.search("090-9999-00001")
    find.askCentre()
    shop.clock.pass_ms(ANSWER_MS)
    counter.app.tick()
    assert find.step == "away"


def test_a_role_decides_what_there_is(closed_counter: Counter, shop: StaffShop) -> None:
    closed_counter.sign_in(TRAINEE)
    app = closed_counter.app
    assert (app.canFind, app.canHandOver, app.canEnrol, app.canSeeHeld) == (True, False, False, False)
    closed_counter.open_member("もも")
    page = closed_counter.pages.member
    assert (page.canRecord, page.canAdjust, page.canGive, page.canRenew) == (False, False, False, False)
    for target in ("purchase", "adjust", "give-ticket", "enrol", "prizes", "held", "hand-over"):
        app.show(target)
        assert (app.page, app.notice) == ("member", "not-allowed"), target
    app.scanned(shop.voucher("もも"))
    assert (app.page, closed_counter.pages.hand_over.step) == ("member", "ready")
    app.scanned(RECEIPT)
    assert (app.page, app.notice) == ("member", "not-allowed")


def test_another_badge_changes_the_person(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.scanned(shop.known.badges[MANAGER])
    assert (counter.app.page, counter.pages.sign_in.name, counter.pages.member.name) == ("sign-in", MANAGER, "")
    counter.type_pin(counter.pages.sign_in, PINS[MANAGER])
    assert counter.app.staffName == MANAGER


def test_the_store_sees_its_prizes_and_drums(counter: Counter) -> None:
    counter.app.show("prizes")
    (prize,) = counter.pages.prizes.waiting
    assert (prize.prize, prize.nickname, prize.soon) == ("湯のみ", "もも", False)
    counter.app.show("draws")
    cups = next(row for row in counter.pages.draws.balls if row.prize == "湯のみ")
    assert (cups.kiosk, cups.remaining, cups.filled, cups.opens) == ("キオスク1", 39, 40, True)
    assert counter.pages.draws.count == 1


def test_what_was_done_without_a_line_is_counted_until_it_is_sent(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("give-ticket")
    counter.pages.give_ticket.choose("event")
    counter.pages.give_ticket.give()
    assert counter.app.waiting == 1
    shop.exchange()
    counter.app.refresh()
    assert (counter.app.waiting, counter.app.link) == (0, "online")
    counter.app.back()
    assert counter.pages.member.history_rows[0].confirmed


def test_only_what_changed_is_told(counter: Counter, qtbot: QtBot) -> None:
    counter.open_member("もも")
    counter.app.show("adjust")
    page = counter.pages.adjust
    told: list[str] = []
    for name in ("step", "taking", "amountPoints", "beforePoints", "changePoints", "afterPoints", "reason", "ready"):
        getattr(page, f"{name}Changed").connect(lambda name=name: told.append(name))
    page.press("7")
    assert sorted(set(told)) == ["afterPoints", "amountPoints", "changePoints"]
    told.clear()
    page.choose("goodwill")
    assert told == ["reason", "ready"]
    told.clear()
    page.choose("no such reason")
    assert told == []
