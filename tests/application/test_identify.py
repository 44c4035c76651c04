"""From a scan at the kiosk to the greeting, and everything that can be held up instead of a card."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.application.identify import (
    AskingForCard,
    BadgeShown,
    CardReplaced,
    CodeDamaged,
    CodeForeign,
    Greeted,
    Identified,
    IdentifyMember,
    MemberBlocked,
    PosterRefused,
    ReceiptOfOthers,
    ReceiptShown,
    ScannedTooSoon,
    VoucherShown,
    read_home,
)
from shared.application.turn_drum import TurnsTaken, awards_shown, take_turns
from shared.domain.codes import CodeKind, mint
from shared.domain.member import CardState, MemberStatus
from shared.domain.points import Account, Lot
from tests.domain.small_shop import NOON, STORE, WHEEL, small_programme, with_receipts
from tests.storage.solo import Solo, a_member, card, said_drum, said_member


def greeted(answer: Identified) -> Greeted:
    assert isinstance(answer, Greeted)
    return answer


def test_a_card_greets_with_points_what_expires_and_a_turn_for_the_visit(kiosk: Solo) -> None:
    soon, later = NOON + timedelta(days=20), NOON + timedelta(days=300)
    account = Account((Lot("a", 40, 40, soon, STORE), Lot("b", 60, 60, later, STORE)))
    kiosk.tell(said_member(a_member(account=account), kiosk=True), said_drum())
    home = greeted(IdentifyMember(kiosk.device.desk)(card(1))).home
    assert (home.nickname, home.balance_points, home.debt_points) == ("hana", 100, 0)
    assert home.expiry is not None
    assert (home.expiry.points, home.expiry.last_day.isoformat(), home.expiry.this_year) == (40, "2026-04-30", True)
    assert [(turns.wheel.key, turns.usable) for turns in home.turns if turns.usable] == [(WHEEL, 1)]


def test_points_that_end_in_another_year_say_so(kiosk: Solo) -> None:
    account = Account((Lot("a", 40, 40, NOON + timedelta(days=300), STORE),))
    kiosk.tell(said_member(a_member(account=account), kiosk=True), said_drum())
    home = greeted(IdentifyMember(kiosk.device.desk)(card(1))).home
    assert home.expiry is not None
    assert (home.expiry.last_day.year, home.expiry.this_year) == (2027, False)


def test_the_visit_counts_once_a_day(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(), kiosk=True), said_drum())
    identify = IdentifyMember(kiosk.device.desk)
    for _ in range(3):
        greeted(identify(card(1)))
    assert len(kiosk.device.storage.operations_after(0, 10)) == 1
    kiosk.clock.pass_ms(24 * 3_600_000)
    home = greeted(identify(card(1))).home
    assert [turns.usable for turns in home.turns if turns.wheel.key == WHEEL] == [2]


def test_a_clock_that_was_set_back_brings_no_second_free_turn(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(), kiosk=True), said_drum())
    identify = IdentifyMember(kiosk.device.desk)
    greeted(identify(card(1)))
    kiosk.clock.pass_ms(-3 * 24 * 3_600_000)
    home = greeted(identify(card(1))).home
    assert [turns.usable for turns in home.turns if turns.wheel.key == WHEEL] == [1]


def test_a_member_number_shows_points_and_spends_nothing(kiosk: Solo) -> None:
    member = a_member(tickets=1)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 1)
    home = greeted(IdentifyMember(kiosk.device.desk)(member.number)).home
    assert (home.member_id, home.card_shown) == (member.member_id, False)
    assert (home.waiting, home.unseen, sum(turns.usable for turns in home.turns)) == ((), (), 0)
    assert len(kiosk.device.storage.operations_after(0, 10)) == 1
    again = read_home(kiosk.device.desk, member.member_id, card_shown=False)
    assert again == home


@pytest.mark.parametrize(
    ("shown", "answer"),
    [
        (card(9), AskingForCard),
        ("https://example.com/menu", CodeForeign),
        ("WIFI:S:cafe;T:WPA;P:secret;;", CodeForeign),
        ("4901234567894", CodeForeign),
        ("", CodeForeign),
        (card(1)[:-3], CodeDamaged),
        (mint(CodeKind.VOUCHER, bytes(92)), VoucherShown),
        (mint(CodeKind.STAFF_BADGE, bytes(16)), BadgeShown),
        (mint(CodeKind.HUNT_SPOT, bytes(16)), PosterRefused),
        ("T012202604100042006600", ReceiptShown),
        ("T992202604100042006600", ReceiptOfOthers),
    ],
)
def test_what_is_no_card_has_its_own_answer_and_writes_nothing(
    kiosk: Solo, shown: str, answer: type[Identified]
) -> None:
    kiosk.tell_programme(replace(with_receipts(small_programme()), version=2))
    kiosk.tell(said_member(a_member(), kiosk=True))
    assert isinstance(IdentifyMember(kiosk.device.desk)(shown), answer)
    assert kiosk.device.storage.operations_after(0, 10) == ()


def test_a_blocked_member_is_sent_to_the_counter(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(status=MemberStatus.BLOCKED), kiosk=True))
    assert IdentifyMember(kiosk.device.desk)(card(1)) == MemberBlocked()


def test_a_former_card_says_that_there_is_a_newer_one(kiosk: Solo) -> None:
    member = a_member()
    old = tuple(replace(each, state=CardState.REPLACED) for each in member.cards)
    kiosk.tell(said_member(replace(member, cards=old), kiosk=True))
    assert IdentifyMember(kiosk.device.desk)(card(1)) == CardReplaced()


def test_the_same_card_right_after_its_session_is_asked_to_wait(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(1), kiosk=True), said_member(a_member(2), kiosk=True))
    identify = IdentifyMember(kiosk.device.desk)
    home = greeted(identify(card(1))).home
    identify.session_ended(home.member_id)
    kiosk.clock.pass_ms(1_000)
    assert identify(card(1)) == ScannedTooSoon(wait_ms=2_000)
    greeted(identify(card(2)))
    kiosk.clock.pass_ms(2_000)
    greeted(identify(card(1)))


def test_what_was_never_shown_waits_for_the_next_visit(kiosk: Solo) -> None:
    kiosk.tell(said_member(a_member(tickets=1), kiosk=True), said_drum())
    member_id = a_member().member_id
    taken = take_turns(kiosk.device.desk, member_id, WHEEL, "star", 1)
    assert isinstance(taken, TurnsTaken)
    home = read_home(kiosk.device.desk, member_id, card_shown=True)
    assert home is not None
    assert [view.award for view in home.unseen] == [turn.award.award for turn in taken.turns]
    awards_shown(kiosk.device.desk, member_id)
    after = read_home(kiosk.device.desk, member_id, card_shown=True)
    assert after is not None
    assert after.unseen == ()
