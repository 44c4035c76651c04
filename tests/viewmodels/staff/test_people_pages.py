"""What staff change about members, and what managers settle, by view models alone."""

from dataclasses import replace

from shared.application.adjust_points import AdjustmentRefused, adjust_points
from shared.application.edit_profile import read_details, save_details
from shared.application.enrol_member import EnrolmentForm
from shared.application.perform import context_of
from shared.application.ports import Signers
from shared.application.read_store import held_operations
from shared.application.views import HeldOperation
from shared.domain.member import Member
from shared.domain.operations import AdjustPoints
from shared.domain.rules import Applied, HeldReason
from shared.domain.rules.editing import agrees
from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CHIEF, CLERK, MANAGER, StaffShop

REASON = "counted_twice"


def member_of(shop: StaffShop, nickname: str = "もも") -> Member:
    with shop.desk.storage.read() as transaction:
        member = transaction.member(shop.member_id(nickname))
        assert member is not None
        return member


def hold_an_adjustment(shop: StaffShop, points: int = 900) -> None:
    """Let the tablet send what its own rules would have refused: the centre holds it."""
    signers = Signers(shop.signer(CLERK))
    with shop.desk.storage.begin() as transaction:
        operation = AdjustPoints(shop.member_id("もも"), points, REASON, "")
        transaction.append(operation, context_of(shop.desk, signers), Applied(), signers)
        transaction.commit()
    shop.exchange()


def test_details_are_changed_field_by_field_and_with_consents(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("edit")
    page = counter.pages.edit
    assert (page.step, page.form.nickname, page.form.name, page.ready) == ("typing", "もも", "佐藤 美咲", False)
    assert {row.key for row in page.consent_rows if not row.agreed} == {"rules", "news", "offers", "ranking"}
    page.form.write("email", "misaki")
    page.form.leave("email")
    assert (page.form.emailFault, page.ready) == (True, False)
    page.form.write("email", "misaki@example.com")
    page.agree("news", True)
    page.form.choose("en")
    assert page.ready
    page.save()
    assert (counter.app.page, page.step, page.form.name) == ("member", "none", "")
    shop.exchange()
    member = member_of(shop)
    assert member.profile is not None
    assert (member.profile.email, member.profile.name, member.locale) == ("misaki@example.com", "佐藤 美咲", "en")
    assert (agrees(member, "news"), agrees(member, "ranking")) == (True, False)
    assert [row.kind for row in counter.pages.member.history_rows[:2]] == ["consent", "profile"]
    counter.app.show("edit")
    page.agree("news", False)
    page.save()
    shop.exchange()
    assert not agrees(member_of(shop), "news")
    counter.app.show("edit")
    page.agree("news", True)
    page.save()
    shop.exchange()
    assert agrees(member_of(shop), "news")


def test_what_somebody_changed_meanwhile_is_not_overwritten(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    counter.app.show("edit")
    page = counter.pages.edit
    theirs = read_details(shop.desk, shop.member_id("もも"))
    assert theirs is not None
    form = EnrolmentForm("もも", name="佐藤 岬", kana=theirs.form.kana, phone=theirs.form.phone)
    save_details(shop.desk, shop.signer(CHIEF), theirs, form, {})
    page.form.write("name", "佐藤 みさき")
    page.save()
    assert (page.step, page.refusal) == ("refused", "stale_edit")
    profile = member_of(shop).profile
    assert profile is not None
    assert profile.name == "佐藤 岬"


def test_a_page_that_is_left_or_locked_forgets_what_was_typed(counter: Counter) -> None:
    counter.open_member("もも")
    counter.app.show("edit")
    counter.pages.edit.form.write("name", "typed")
    counter.app.lock()
    kept = " ".join(counter.personal_texts())
    assert "typed" not in kept
    assert "佐藤" not in kept


def test_a_manager_lets_it_be_tried_again_and_agrees_by_that(closed_counter: Counter, shop: StaffShop) -> None:
    before = member_of(shop).account.balance_points
    hold_an_adjustment(shop)
    closed_counter.sign_in(MANAGER)
    closed_counter.app.show("held")
    held = closed_counter.pages.held
    (row,) = held.operations
    assert (row.kind, row.reason, row.settling, held.canSettle) == ("adjust_points", "needs_approval", False, True)
    held.release(row.opId)
    assert (held.operations[0].settling, held.acting, held.refusal) == (True, False, "")
    shop.exchange()
    closed_counter.app.refresh()
    assert held.operations == ()
    assert member_of(shop).account.balance_points == before + 900


def test_a_rejection_is_asked_for_twice_and_is_for_good(closed_counter: Counter, shop: StaffShop) -> None:
    before = member_of(shop).account.balance_points
    hold_an_adjustment(shop)
    closed_counter.sign_in(MANAGER)
    closed_counter.app.show("held")
    held = closed_counter.pages.held
    op_id = held.operations[0].opId
    held.reject(op_id)
    assert not held.operations[0].settling
    held.ask(op_id)
    held.ask("")
    held.reject(op_id)
    assert not held.operations[0].settling
    held.ask(op_id)
    assert held.asking == op_id
    held.reject(op_id)
    assert (held.asking, held.operations[0].settling) == ("", True)
    shop.exchange()
    closed_counter.app.refresh()
    assert held.operations == ()
    assert member_of(shop).account.balance_points == before


def test_a_tablet_that_locks_while_it_is_recorded_settles_again(closed_counter: Counter, shop: StaffShop) -> None:
    hold_an_adjustment(shop)
    closed_counter.sign_in(MANAGER)
    closed_counter.app.show("held")
    held = closed_counter.pages.held
    told, shop.tablet.storage.on_commit = shop.tablet.storage.on_commit, closed_counter.session.lock
    held.release(held.operations[0].opId)
    shop.tablet.storage.on_commit = told
    closed_counter.sign_in(MANAGER)
    closed_counter.app.show("held")
    assert (held.operations[0].settling, held.acting) == (True, False)


def test_what_puts_it_right_settles_it_in_one_step(closed_counter: Counter, shop: StaffShop) -> None:
    before = member_of(shop).account.balance_points
    hold_an_adjustment(shop)
    closed_counter.sign_in(MANAGER)
    closed_counter.app.show("held")
    held, adjust = closed_counter.pages.held, closed_counter.pages.adjust
    held.putRight(held.operations[0].opId)
    assert (closed_counter.app.page, adjust.settledKind, adjust.memberName) == ("adjust", "adjust_points", "もも")
    for digit in "800":
        adjust.press(digit)
    adjust.choose(REASON)
    adjust.adjust()
    assert (adjust.step, adjust.afterPoints) == ("done", before + 800)
    closed_counter.app.show("held")
    assert held.operations[0].settling
    assert adjust.settledKind == ""
    shop.exchange()
    closed_counter.app.refresh()
    assert held.operations == ()
    assert member_of(shop).account.balance_points == before + 800


def test_what_can_not_be_settled_by_it_is_not_adjusted_either(shop: StaffShop) -> None:
    hold_an_adjustment(shop)
    (held,) = held_operations(shop.desk)
    momo, before = shop.member_id("もも"), member_of(shop).account.balance_points
    for who, reason in ((MANAGER, "no such reason"), (CLERK, REASON)):
        answer = adjust_points(shop.desk, Signers(shop.signer(who)), momo, 80, reason, "", held.op_id)
        assert isinstance(answer, AdjustmentRefused)
    assert held_operations(shop.desk) == (held,)
    assert member_of(shop).account.balance_points == before


def test_who_may_only_look_is_offered_nothing_and_refused(counter: Counter, shop: StaffShop) -> None:
    hold_an_adjustment(shop)
    counter.app.show("held")
    held = counter.pages.held
    assert not held.canSettle
    held.release(held.operations[0].opId)
    assert (held.refusal, held.operations[0].settling) == ("not_allowed", False)


def test_a_newcomer_who_may_be_a_member_already_is_shown_with_whom(counter: Counter) -> None:
    held = counter.pages.held
    at = counter.app._session.desk.clock.now()
    row = HeldOperation(
        "op", "join_member", HeldReason.POSSIBLE_DUPLICATE, "x", at, "", "", "new", "もも", other="佐藤 美咲"
    )
    held._show((row, replace(row, op_id="other", reason=HeldReason.TICKET_USED, other="")))
    assert [(shown.twin, shown.other) for shown in held.operations] == [(True, "佐藤 美咲"), (False, "")]


def test_two_become_one_only_after_the_question(counter: Counter) -> None:
    held = counter.pages.held
    at = counter.app._session.desk.clock.now()
    row = HeldOperation(
        "op", "join_member", HeldReason.POSSIBLE_DUPLICATE, "x", at, "", "", "new", "もも", other="佐藤 美咲"
    )
    held._show((row,))
    held.release("op")
    held.askToMerge("op")
    assert (held.asking, held.merging, held.refusal) == ("op", True, "")
    held.reject("op")
    held.ask("op")
    held.release("op")
    assert (held.merging, held.refusal) == (False, "")
    held.askToMerge("op")
    held.release("op")
    assert held.refusal
