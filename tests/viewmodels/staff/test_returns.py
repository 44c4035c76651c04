"""Returns at the counter, by view models alone: the right ways and the wrong ones."""

import pytest

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.perform import perform
from shared.application.ports import Signer, Signers
from shared.application.return_purchase import ReturnTaken, take_return
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.member import Member
from shared.domain.operations import MergeMembers, Operation, RecordPurchase
from shared.domain.rules import Applied
from staff.viewmodels.returning import ReturnViewModel
from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CHIEF, CLERK, MANAGER, RECEIPT, TRAINEE, StaffShop

LINES = (
    PurchaseLine(3_300, 300),
    PurchaseLine(2_200, 200),
    PurchaseLine(1_000, 0, LineKind.GIFT_CARD),
)


@pytest.fixture
def counter(closed_counter: Counter) -> Counter:
    """Give the tablet with the supervisor signed in, who may take returns."""
    closed_counter.sign_in(CHIEF)
    return closed_counter


def member_of(shop: StaffShop, nickname: str) -> Member:
    with shop.desk.storage.read() as transaction:
        member = transaction.member(shop.member_id(nickname))
    assert member is not None
    return member


def bought(shop: StaffShop, nickname: str, lines: tuple[PurchaseLine, ...] = LINES, by: str = MANAGER) -> str:
    """Let the member buy several things, as a till's journal or another tablet tells of them."""
    purchase_id = shop.desk.ids.new_id()
    done(shop, RecordPurchase(purchase_id, shop.member_id(nickname), lines), by)
    return purchase_id


def done(shop: StaffShop, operation: Operation, by: str) -> None:
    """Let a person do something beside the screen."""
    signers = Signers(shop.signer(by))
    with shop.desk.storage.begin() as transaction:
        assert isinstance(perform(shop.desk, transaction, operation, signers), Applied)
        transaction.commit()


def opened(counter: Counter, nickname: str, purchase_id: str) -> ReturnViewModel:
    counter.open_member(nickname)
    counter.pages.member.takeBack(purchase_id)
    assert counter.app.page == "return"
    return counter.pages.returning


def taken(shop: StaffShop, nickname: str, purchase_id: str, yen: tuple[int, ...], by: Signer | None = None) -> None:
    """Let another tablet take a return, which this one hears of."""
    seen = next(p.returned_yen for p in member_of(shop, nickname).purchases if p.purchase_id == purchase_id)
    signer = by or shop.signer(MANAGER)
    assert isinstance(take_return(shop.desk, signer, shop.member_id(nickname), purchase_id, yen, seen), ReturnTaken)


def test_everything_comes_back_by_one_tap_and_by_another_it_was_nothing(counter: Counter, shop: StaffShop) -> None:
    before = member_of(shop, "まこ").account
    page = opened(counter, "まこ", bought(shop, "まこ"))
    assert (page.step, page.memberName, page.leftYen, page.ready) == ("typing", "中村 誠", 6_500, False)
    assert [(row.kind, row.paidYen, row.chosen) for row in page.line_rows] == [
        ("goods", 3_300, False),
        ("goods", 2_200, False),
        ("gift_card", 1_000, False),
    ]
    page.everything()
    assert (page.whole, page.backYen, page.points, page.pendingPoints) == (True, 6_500, 50, 50)
    assert (page.turnsGone, page.turnsUsed, page.debtPoints) == (2, 0, 0)
    page.record()
    assert (page.step, member_of(shop, "まこ").account.pending_points) == ("done", 0)
    page.undo()
    assert (page.step, page.refusal) == ("undone", "")
    assert member_of(shop, "まこ").account.pending_points == before.pending_points + 50
    assert len(member_of(shop, "まこ").tickets) == 2
    counter.app.back()
    (undo, returned, *_) = counter.pages.member.history_rows
    assert (undo.kind, undo.undoneKind, returned.kind, returned.undone) == ("undo", "return", "return", True)


def test_a_line_or_a_part_of_one_comes_back(counter: Counter, shop: StaffShop) -> None:
    page = opened(counter, "まこ", bought(shop, "まこ"))
    page.choose(1)
    assert (page.backYen, page.points, page.line_rows[1].chosen) == (2_200, 20, True)
    for digit in "1101":
        page.press(digit)
    assert (page.backYen, page.points) == (1_101, 11)
    page.backspace()
    assert (page.backYen, page.points) == (110, 1)
    page.choose(2)
    assert (page.backYen, page.points) == (1_110, 1)
    page.choose(2)
    page.record()
    assert page.step == "done"
    counter.app.back()
    assert counter.pages.member.history_rows[0].amountYen == -110


def test_after_some_came_back_only_the_rest_may(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ")
    taken(shop, "まこ", purchase_id, (3_300, 200, 0))
    page = opened(counter, "まこ", purchase_id)
    assert [(row.returnedYen, row.leftYen) for row in page.line_rows] == [(3_300, 0), (200, 2_000), (0, 1_000)]
    page.choose(1)
    for digit in "2001":
        page.press(digit)
    assert (page.tooMuch, page.ready) == (True, False)
    page.record()
    assert page.step == "typing"
    page.backspace()
    assert (page.backYen, page.ready) == (200, True)
    page.clear()
    assert (page.backYen, page.ready, page.shown) == (0, False, False)


def test_what_was_spent_is_said_before_it_is_owed(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ", (PurchaseLine(11_000, 1_000),))
    shop.clock.pass_ms(40 * 86_400_000)
    manager = shop.signer(MANAGER)
    spent = adjust_points(shop.desk, Signers(manager), shop.member_id("まこ"), -70, "goodwill", "")
    assert isinstance(spent, Adjusted)
    counter.sign_in(CHIEF)
    page = opened(counter, "まこ", purchase_id)
    page.everything()
    assert (page.points, page.pendingPoints, page.otherPoints, page.debtPoints) == (100, 0, 0, 70)
    assert page.balancePoints == -70
    page.record()
    assert member_of(shop, "まこ").account.debt_points == 70
    page.undo()
    assert member_of(shop, "まこ").account.debt_points == 0


def test_a_tier_that_is_lost_is_said_before(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ", (PurchaseLine(990_000, 0),))
    page = opened(counter, "まこ", purchase_id)
    page.everything()
    assert page.tierBefore
    assert page.tierAfter
    assert page.tierBefore != page.tierAfter
    before = page.tierAfter
    counter.app.speak("en")
    assert page.tierAfter != before


def test_turns_that_were_taken_are_flagged_and_the_prize_stays(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("もも")
    row = next(row for row in counter.pages.member.history_rows if row.returnable and row.amountYen == 6_600)
    page = opened(counter, "もも", row.returnable)
    awards, purchase = member_of(shop, "もも").awards, member_of(shop, "もも").purchases[-1]
    used = sum(award.ticket_id in purchase.ticket_ids for award in awards)
    page.everything()
    assert (page.turnsGone, page.turnsUsed) == (len(purchase.ticket_ids) - used, used)
    page.record()
    assert (page.step, member_of(shop, "もも").awards) == ("done", awards)


def test_its_receipt_finds_the_purchase(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("まこ")
    counter.app.scanned(RECEIPT)
    counter.pages.purchase.record()
    counter.app.show("find")
    counter.app.scanned(RECEIPT)
    page = counter.pages.returning
    assert (counter.app.page, page.step, page.memberName, page.receiptNumber) == (
        "return",
        "typing",
        "中村 誠",
        "00123",
    )
    counter.app.scanned(RECEIPT)
    assert counter.app.page == "return"


def test_beside_another_member_its_receipt_is_only_counted(counter: Counter, shop: StaffShop) -> None:
    counter.open_member("まこ")
    counter.app.scanned(RECEIPT)
    counter.pages.purchase.record()
    counter.open_member("はる")
    counter.app.scanned(RECEIPT)
    assert (counter.app.page, counter.pages.purchase.step) == ("purchase", "counted")


@pytest.mark.parametrize(("who", "page_after"), [(CLERK, "purchase"), (TRAINEE, "member")])
def test_who_may_not_is_told_who_could(closed_counter: Counter, shop: StaffShop, who: str, page_after: str) -> None:
    purchase_id = bought(shop, "まこ")
    closed_counter.sign_in(who)
    page = opened(closed_counter, "まこ", purchase_id)
    assert (page.step, page.refusal, page.lines.rowCount()) == ("refused", "not_allowed", 0)
    names = [role.name.ja for role in closed_counter.session.shop.roles] if closed_counter.session.shop else []
    assert page.roles == f"{names[1]} / {names[2]}"
    page.everything()
    page.record()
    assert page.step == "refused"
    assert not any(member_of(shop, "まこ").purchases[-1].returned_yen)
    closed_counter.app.back()
    closed_counter.app.scanned(RECEIPT)
    assert closed_counter.app.page == page_after


def test_what_came_back_elsewhere_meanwhile_is_looked_at_again(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ")
    page = opened(counter, "まこ", purchase_id)
    page.everything()
    taken(shop, "まこ", purchase_id, (300, 0, 0))
    page.record()
    assert (page.step, page.changed, page.leftYen, page.backYen) == ("typing", True, 6_200, 0)
    page.everything()
    assert (page.changed, page.ready) == (True, True)
    page.record()
    assert page.step == "done"


def test_the_page_follows_what_is_heard_while_one_looks(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ")
    page = opened(counter, "まこ", purchase_id)
    page.choose(0)
    counter.app.refresh()
    assert (page.backYen, page.changed) == (3_300, False)
    taken(shop, "まこ", purchase_id, (0, 200, 0))
    counter.app.refresh()
    assert (page.backYen, page.changed, page.line_rows[1].leftYen) == (0, True, 2_000)


def test_a_merge_in_between_leaves_the_purchase_where_it_now_is(counter: Counter, shop: StaffShop) -> None:
    purchase_id = bought(shop, "まこ")
    page = opened(counter, "まこ", purchase_id)
    done(shop, MergeMembers(shop.member_id("もも"), shop.member_id("まこ")), MANAGER)
    counter.app.refresh()
    page.everything()
    assert (page.step, page.points) == ("typing", 50)
    page.record()
    assert page.step == "done"
    assert next(p for p in member_of(shop, "もも").purchases if p.purchase_id == purchase_id).reversed_points == (
        30,
        20,
        0,
    )
    page.undo()
    assert page.step == "undone"


def test_a_purchase_that_is_not_there_is_said(counter: Counter) -> None:
    counter.open_member("まこ")
    counter.pages.member.takeBack("nothing")
    page = counter.pages.returning
    assert (page.step, page.refusal, page.roles) == ("refused", "purchase_unknown", "")


def test_a_lock_leaves_nothing(counter: Counter, shop: StaffShop) -> None:
    page = opened(counter, "まこ", bought(shop, "まこ"))
    page.choose(0)
    counter.app.lock()
    assert (page.step, page.memberName, page.line_rows, page.boughtAt) == ("loading", "", (), "")
