"""From receipt to spin on real devices: turns at once without a line, points when the journal comes, once anywhere."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.application.identify import Identified, IdentifyMember, ReceiptOfOthers, ReceiptShown, read_home
from shared.application.read_member import read_member
from shared.application.record_purchase import PurchaseRecorded, ReceiptCounted, record_purchase
from shared.application.take_receipt import ReceiptKnown, ReceiptRefused, ReceiptTaken, take_receipt
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.central.sales import SalesImport
from shared.central.sales_csv import JournalRules, read_sales
from shared.domain.devices import DeviceKind
from shared.domain.member import Member, ReceiptState
from shared.domain.receipts import ReceiptCode, write_receipt
from shared.domain.rules import HeldReason
from shared.sync.device import OpenDevice
from tests.domain.small_shop import RECEIPTS, STORE, WHEEL, with_receipts
from tests.fakes import StillClock
from tests.sync.chain import Chain, current_programme, exchange, greet, join, now, sign_in, turn


def today() -> date:
    return now().date()


def receipt(number: int = 1, amount_yen: int | None = 2_200) -> ReceiptCode:
    return ReceiptCode(STORE, "1", today(), f"{number:04d}", amount_yen)


def text_of(code: ReceiptCode) -> str:
    """Return what the till has printed."""
    return write_receipt(RECEIPTS.codes[0 if code.amount_yen is not None else 1], "01", code)


def show(kiosk: OpenDevice, text: str) -> Identified:
    return IdentifyMember(kiosk.desk)(text)


class Shop:
    """Two kiosks and a tablet, and a member who is known to all of them."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        chain.apply(replace(with_receipts(current_programme()), version=2, time_zone="UTC"))
        self.one, self.two = (chain.open(chain.enrol(name, DeviceKind.KIOSK)) for name in ("one", "two"))
        self.tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        self.devices = (self.one, self.two, self.tablet)
        chain.settle(*self.devices)
        self.signer = sign_in(chain, self.tablet)
        self.hana = join(self.tablet, self.signer)
        self.settle()

    @property
    def member_id(self) -> str:
        return self.hana.member_id

    def settle(self) -> None:
        for _ in range(3):
            self.chain.settle(*self.devices)

    def tell_journal(self, folder: Path, *sales: tuple[int, int]) -> None:
        """Import the till's journal: number and yen of each receipt."""
        lines = [f"{STORE},1,{today()},{number:04d},{yen},00:00" for number, yen in sales]
        file = folder / "journal.csv"
        file.write_text("\n".join(["store,register,business_date,receipt,amount,time", *lines]))
        with reading(self.chain.engine) as connection:
            programme = ChainDirectory(connection).programme_in_use()
        rules = JournalRules(programme, now(), lambda body: body.hex())
        journal = SalesImport(self.chain.engine, now(), "digest", "journal.csv")
        journal.settle_late()
        assert list(journal.run(read_sales(file, rules)))
        self.settle()

    def pending(self, kiosk: OpenDevice) -> int:
        return greet(kiosk, self.hana.card_code).pending_points

    def points(self, kiosk: OpenDevice) -> int:
        return greet(kiosk, self.hana.card_code).balance_points

    def history(self) -> list[tuple[str, ReceiptState | None]]:
        page = read_member(self.tablet.desk, self.signer, self.member_id)
        assert page is not None
        return [(line.entry.kind, line.receipt) for line in page.history if line.receipt or line.entry.amount_yen]


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def small_shop(small_chain: Chain) -> Shop:
    """For what does not depend on the kind of centre."""
    return Shop(small_chain)


def test_from_receipt_to_spin_and_to_points(shop: Shop, tmp_path: Path) -> None:
    greet(shop.one, shop.hana.card_code)
    shown = show(shop.one, text_of(receipt()))
    assert shown == ReceiptShown(receipt(), taken=True)
    taken = take_receipt(shop.one.desk, shop.member_id, receipt())
    assert isinstance(taken, ReceiptTaken)
    assert (taken.turns, taken.points, taken.capped, taken.home.pending_points) == (2, 20, False, 20)
    assert len(turn(shop.one, shop.member_id, 2)) == 2
    assert take_receipt(shop.one.desk, shop.member_id, receipt()) == ReceiptKnown()
    shop.settle()
    assert shop.chain.held() == []
    assert shop.history() == [("receipt", ReceiptState.WAITING)]
    won = shop.points(shop.two)
    assert shop.pending(shop.two) == 20
    shop.tell_journal(tmp_path, (1, 2_200))
    assert shop.history() == [("purchase", None), ("receipt", ReceiptState.CONFIRMED)]
    for kiosk in (shop.one, shop.two):
        assert (shop.points(kiosk), shop.pending(kiosk)) == (won + 20, 0)


def test_the_same_receipt_at_two_kiosks_without_a_line_counts_once(shop: Shop, tmp_path: Path) -> None:
    for kiosk in (shop.one, shop.two):
        greet(kiosk, shop.hana.card_code)
        assert isinstance(take_receipt(kiosk.desk, shop.member_id, receipt()), ReceiptTaken)
    exchange(shop.one)
    shop.settle()
    assert take_receipt(shop.two.desk, shop.member_id, receipt()) == ReceiptKnown()
    shop.tell_journal(tmp_path, (1, 2_200))
    assert [kind for kind, _ in shop.history()] == ["purchase", "receipt"]
    tickets = [t.holder for t in _member(shop.two, shop.member_id).tickets if t.value_yen]
    assert tickets == [shop.one.desk.device_id] * 2


def test_a_turn_of_the_later_one_is_held(small_shop: Shop) -> None:
    for kiosk in (small_shop.one, small_shop.two):
        assert isinstance(take_receipt(kiosk.desk, small_shop.member_id, receipt()), ReceiptTaken)
    taken = take_turns(small_shop.two.desk, small_shop.member_id, WHEEL, "star", 1)
    exchange(small_shop.one)
    small_shop.settle()
    assert len(small_shop.chain.held()) == isinstance(taken, TurnsTaken)
    assert sum(t.value_yen > 0 for t in _member(small_shop.one, small_shop.member_id).tickets) == 2


def test_what_the_counter_has_counted_the_kiosk_knows_and_the_other_way_round(small_shop: Shop) -> None:
    counted = record_purchase(small_shop.tablet.desk, small_shop.signer, small_shop.member_id, 2_200, receipt(1))
    assert isinstance(counted, PurchaseRecorded)
    assert isinstance(take_receipt(small_shop.one.desk, small_shop.member_id, receipt(2)), ReceiptTaken)
    small_shop.settle()
    assert take_receipt(small_shop.one.desk, small_shop.member_id, receipt(1)) == ReceiptKnown()
    again = record_purchase(small_shop.tablet.desk, small_shop.signer, small_shop.member_id, 2_200, receipt(2))
    assert isinstance(again, ReceiptCounted)


def test_one_without_an_amount_brings_a_turn_and_the_journal_the_rest(small_shop: Shop, tmp_path: Path) -> None:
    plain = receipt(amount_yen=None)
    assert show(small_shop.one, text_of(plain)) == ReceiptShown(plain, taken=True)
    taken = take_receipt(small_shop.one.desk, small_shop.member_id, plain)
    assert isinstance(taken, ReceiptTaken)
    assert (taken.turns, taken.points) == (1, None)
    small_shop.settle()
    small_shop.tell_journal(tmp_path, (1, 3_300))
    assert small_shop.points(small_shop.one) == 30
    assert sum(t.value_yen == 3_300 for t in _member(small_shop.one, small_shop.member_id).tickets) == 3


def test_what_does_not_count_says_why(small_shop: Shop) -> None:
    strange = text_of(receipt()).replace("T01", "T77")
    assert show(small_shop.one, strange) == ReceiptOfOthers()
    for number in range(1, 4):
        assert isinstance(take_receipt(small_shop.one.desk, small_shop.member_id, receipt(number)), ReceiptTaken)
    refused = take_receipt(small_shop.one.desk, small_shop.member_id, receipt(4))
    assert refused == ReceiptRefused(HeldReason.RECEIPT_LIMIT, 7, 3)
    old = replace(receipt(5), business_date=date(2020, 1, 1))
    assert take_receipt(small_shop.one.desk, small_shop.member_id, old) == ReceiptRefused(
        HeldReason.RECEIPT_TOO_OLD, 7, 3
    )
    small_shop.chain.apply(replace(small_shop.chain.programme, version=3))
    small_shop.settle()
    assert not isinstance(show(small_shop.one, text_of(receipt())), ReceiptShown)


def _member(device: OpenDevice, member_id: str) -> Member:
    with device.desk.storage.read() as transaction:
        member = transaction.member(member_id)
    assert member is not None
    return member


def test_turns_of_what_no_journal_confirms_are_not_offered_any_more(small_shop: Shop) -> None:
    shop = small_shop
    greet(shop.one, shop.hana.card_code)
    assert isinstance(take_receipt(shop.one.desk, shop.member_id, receipt()), ReceiptTaken)
    later = replace(shop.one.desk, clock=StillClock(now() + timedelta(days=RECEIPTS.confirm_days + 1)))
    homes = [read_home(desk, shop.member_id, card_shown=True) for desk in (shop.one.desk, later)]
    offered = [(home.pending_points, sum(each.usable for each in home.turns)) for home in homes if home is not None]
    assert (offered[0][0], offered[1][0]) == (20, 0)
    assert offered[0][1] - offered[1][1] == 2
