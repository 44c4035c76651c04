"""Joining, cards, history, and what a public screen's device may know."""

from datetime import timedelta

from shared.domain.member import (
    AWARDS_KEPT,
    HISTORY_KEPT,
    KEPT_AFTER_END,
    PURCHASES_KEPT,
    CardState,
    EntryKind,
    for_kiosk,
)
from shared.domain.operations import AdjustPoints, EnrolMember, RenewCard
from shared.domain.programme import BallCount
from shared.domain.rules import Applied
from tests.domain.small_shop import (
    KIOSK,
    MEMBER,
    NOON,
    OTHER_COUNTER,
    OTHER_KIOSK,
    OTHER_STORE,
    REASON,
    SECOND_KIOSK,
    STORE,
    WHITE,
    SmallShop,
    purchase,
)


def test_a_member_joins_with_a_card_and_a_kiosk_of_her_store() -> None:
    member = SmallShop().enrol()
    assert member.kiosk in (KIOSK, SECOND_KIOSK)
    assert [(card.code_hash, card.state) for card in member.cards] == [(f"hash-{MEMBER}", CardState.CURRENT)]
    assert (member.home_store, member.enrolled_at) == (STORE, NOON)
    assert [entry.kind for entry in member.history] == [EntryKind.ENROLLED]
    assert [store for store, _ in member.visited] == [STORE]


def test_the_kiosk_is_one_of_the_home_store_wherever_she_joins() -> None:
    shop = SmallShop()
    shop.done(EnrolMember("member-far", "1", "hash", "Far", "en", OTHER_STORE, None), OTHER_COUNTER)
    assert shop.world.members["member-far"].kiosk == OTHER_KIOSK


def test_members_are_spread_over_the_kiosks_of_their_store() -> None:
    shop = SmallShop()
    kiosks = [shop.enrol(f"member-{number}").kiosk for number in range(100)]
    assert 30 < kiosks.count(KIOSK) < 70


def test_a_store_without_kiosks_holds_no_tickets() -> None:
    shop = SmallShop()
    shop.world.directory = ()
    assert shop.enrol().kiosk == ""


def test_a_new_card_retires_the_old_one() -> None:
    shop = SmallShop()
    shop.enrol()
    shop.done(RenewCard(MEMBER, "second"))
    shop.done(RenewCard(MEMBER, "third"))
    assert [(card.code_hash, card.state) for card in shop.member.cards] == [
        ("third", CardState.CURRENT),
        ("second", CardState.REPLACED),
        (f"hash-{MEMBER}", CardState.REPLACED),
    ]


def test_the_history_keeps_the_newest_lines() -> None:
    shop = SmallShop()
    shop.enrol()
    for points in range(1, HISTORY_KEPT + 5):
        assert isinstance(shop.act(AdjustPoints(MEMBER, points % 100 + 1, REASON, "")), Applied)
    assert len(shop.member.history) == HISTORY_KEPT
    assert shop.member.history[0].op_id == shop.last_op_id


def test_what_is_settled_leaves_the_aggregate_and_nothing_else() -> None:
    shop = SmallShop()
    shop.enrol()
    for number in range(PURCHASES_KEPT + 30):
        shop.done(purchase(f"p{number}", 100))
    shop.pass_time(days=600)
    shop.done(purchase("last", 100))
    assert len(shop.member.purchases) == PURCHASES_KEPT + 1
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    kept = shop.member
    assert [p.purchase_id for p in kept.purchases] == [*(f"p{n}" for n in range(31, 230)), "last"]
    assert {p.lot_id for p in kept.purchases} <= {lot.lot_id for lot in kept.account.lots}
    assert kept.account.balance_points == 2
    assert len(kept.account.lots) == PURCHASES_KEPT + 1


def test_an_empty_lot_stays_ninety_days_after_it_expired() -> None:
    shop = SmallShop()
    shop.enrol()
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    (lot,) = shop.member.account.lots
    shop.now = lot.expires_at + KEPT_AFTER_END - timedelta(seconds=1)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    assert shop.member.account.lot(lot.lot_id) is not None
    shop.pass_time(seconds=1)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    assert shop.member.account.lot(lot.lot_id) is None


def test_a_prize_that_waits_is_never_let_go() -> None:
    shop = SmallShop()
    shop.enrol()
    shop.win_goods()
    goods = shop.member.awards
    for ticket in shop.give_tickets(AWARDS_KEPT + 5):
        shop.done(shop.turn(ticket, shop.fill_drum(BallCount(WHITE, 1))), KIOSK, None)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    assert len(shop.member.awards) == AWARDS_KEPT + 1
    assert shop.member.awards[:1] == goods
    shop.pass_time(days=200)
    shop.done(AdjustPoints(MEMBER, 1, REASON, ""))
    assert len(shop.member.awards) == AWARDS_KEPT
    assert goods[0] not in shop.member.awards


def test_a_kiosk_learns_no_name_no_purchase_and_no_history() -> None:
    shop = SmallShop()
    shop.enrol()
    shop.done(purchase("p", 5000))
    shown = for_kiosk(shop.member)
    assert (shown.profile, shown.purchases, shown.history, shown.withdrawn) == (None, (), (), ())
    assert (shown.nickname, shown.tickets) == ("Hana", shop.member.tickets)
    assert shown.account == shop.member.account
