"""What a till's journal says about receipts that were shown at kiosks: confirmed, corrected, refused, or never told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.central import schema
from shared.central.office import apply_programme
from shared.central.sales import SalesImport
from shared.central.sales_book import SaleFate
from shared.central.sales_undo import undo_batch
from shared.central.time_passing import let_time_pass_for
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.member import ReceiptState, ScannedReceipt
from shared.domain.operations import Receipt, RecordPurchase, ScanReceipt
from tests.central.chain import Chain, HandMadeDevice, assert_all_balances
from tests.central.test_sales import HEAD, LATER, back, bring_in, card, fates, known, sold
from tests.domain.small_shop import NOON, STORE, with_receipts

TODAY = NOON.date()


class Kiosks:
    """A chain with two kiosks, a tablet and two members."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        apply_programme(chain.engine, replace(with_receipts(chain.programme), version=2), chain.now)
        self.first, self.second = chain.device(), chain.device()
        self.tablet = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant = chain.person("assistant")
        self.hana, self.beni = (chain.enrol(self.tablet, self.assistant, number) for number in (1, 2))

    def scan(
        self, number: int, amount_yen: int | None, member_id: str = "", device: HandMadeDevice | None = None
    ) -> str:
        """Show a receipt and return the operation's id."""
        operation = ScanReceipt(member_id or self.hana, paper(number), amount_yen, TODAY)
        kiosk = device or self.first
        draft = kiosk.draft(operation, programme_version=2)
        kiosk.send_draft(draft)
        self.chain.settle()
        return draft.op_id

    def receipt(self, member_id: str = "") -> ScannedReceipt:
        (receipt,) = self.chain.member(member_id or self.hana).receipts
        return receipt

    def points(self, member_id: str = "") -> int:
        return self.chain.member(member_id or self.hana).account.balance_points

    def turns(self, member_id: str = "") -> int:
        return len(self.chain.member(member_id or self.hana).tickets)


def paper(number: int) -> Receipt:
    return Receipt(STORE, "1", TODAY, str(number))


@pytest.fixture
def kiosks(chain: Chain) -> Kiosks:
    return Kiosks(chain)


@pytest.fixture
def few(sqlite_chain: Chain) -> Kiosks:
    return Kiosks(sqlite_chain)


def test_a_receipt_waits_and_the_journal_confirms_it(kiosks: Kiosks, tmp_path: Path) -> None:
    op_id = kiosks.scan(1, 2_200)
    assert kiosks.chain.result(op_id) == ("applied", None)
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (0, 2, ReceiptState.WAITING)
    foretold = bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200), dry=True)
    assert kiosks.points() == 0
    done = bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200))
    assert fates(done) == fates(foretold) == [SaleFate.RECORDED]
    assert [each.points for each in done] == [each.points for each in foretold] == [20]
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (20, 2, ReceiptState.CONFIRMED)
    assert fates(bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200) + "\n")) == [SaleFate.THERE]
    assert_all_balances(kiosks.chain)


def test_the_journal_corrects_the_amount_and_takes_a_voided_sale_back(kiosks: Kiosks, tmp_path: Path) -> None:
    kiosks.scan(1, 5_000)
    kiosks.scan(2, None)
    assert kiosks.turns() == 6
    done = bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 1_100) + sold(2, 2_200) + back(3, 1_100, of=1))
    assert [each.points for each in done] == [10, 20, -10]
    assert (kiosks.points(), kiosks.turns()) == (20, 3)
    assert_all_balances(kiosks.chain)


def test_a_return_before_its_sale_says_what_to_import_first(few: Kiosks, tmp_path: Path) -> None:
    few.scan(1, 1_100)
    (settled,) = bring_in(few.chain, tmp_path, HEAD + back(3, 1_100, of=1))
    assert settled.fate is SaleFate.LEFT_OUT
    assert "no journal has told of it yet" in settled.sentences[0]
    assert few.receipt().state is ReceiptState.WAITING


def test_a_card_at_the_till_says_whose_it_is(kiosks: Kiosks, tmp_path: Path) -> None:
    kiosks.scan(1, 2_200)
    (settled,) = bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200, card(2)))
    assert (settled.fate, settled.points) == (SaleFate.RECORDED, 20)
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (0, 0, ReceiptState.REFUSED)
    assert (kiosks.points(kiosks.beni), kiosks.turns(kiosks.beni)) == (20, 2)
    again = kiosks.scan(1, 2_200, kiosks.beni, kiosks.second)
    assert kiosks.chain.result(again)[0] == "duplicate"
    assert_all_balances(kiosks.chain)
    (batch,) = known(kiosks.chain)
    assert not [each.sentence for each in undo_batch(kiosks.chain.engine, batch, LATER) if each.sentence]
    assert kiosks.points(kiosks.beni) == 0
    assert_all_balances(kiosks.chain)


def test_her_own_card_at_the_till_confirms_it(few: Kiosks, tmp_path: Path) -> None:
    few.scan(1, 2_200)
    bring_in(few.chain, tmp_path, HEAD + sold(1, 2_200, card(1)))
    assert (few.points(), few.turns(), few.receipt().state) == (20, 2, ReceiptState.CONFIRMED)


def test_whoever_is_heard_later_gets_nothing(kiosks: Kiosks, tmp_path: Path) -> None:
    first = kiosks.scan(1, 2_200)
    later = [
        kiosks.scan(1, 2_200, device=kiosks.second),
        kiosks.scan(1, 2_200, kiosks.beni, kiosks.second),
        kiosks.tablet.send(RecordPurchase("p", kiosks.hana, (PurchaseLine(2_200, 200),), paper(1)), kiosks.assistant),
    ]
    kiosks.chain.settle()
    assert {kiosks.chain.result(op_id)[0] for op_id in later} == {"duplicate"}
    assert kiosks.chain.result(first)[0] == "applied"
    bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200) + sold(9, 1_100, card(1)))
    assert (kiosks.points(), kiosks.turns(), kiosks.turns(kiosks.beni)) == (30, 3, 0)
    told = kiosks.scan(9, 1_100, kiosks.beni)
    assert kiosks.chain.result(told)[0] == "duplicate"
    assert_all_balances(kiosks.chain)


def test_a_journal_that_came_first_confirms_it_at_the_next_import(kiosks: Kiosks, tmp_path: Path) -> None:
    bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200))
    kiosks.scan(1, 1_100)
    assert (kiosks.points(), kiosks.turns()) == (0, 1)
    assert SalesImport(kiosks.chain.engine, LATER, "", "").settle_late() == 1
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (20, 2, ReceiptState.CONFIRMED)
    assert SalesImport(kiosks.chain.engine, LATER, "", "").settle_late() == 0
    assert_all_balances(kiosks.chain)


def test_an_undone_batch_leaves_it_waiting_for_the_next(kiosks: Kiosks, tmp_path: Path) -> None:
    kiosks.scan(1, 2_200)
    bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 900))
    assert (kiosks.points(), kiosks.turns()) == (8, 0)
    (batch,) = known(kiosks.chain)
    assert [each.points for each in undo_batch(kiosks.chain.engine, batch, LATER)] == [-8]
    assert (kiosks.points(), kiosks.receipt().state) == (0, ReceiptState.WAITING)
    bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200))
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (20, 2, ReceiptState.CONFIRMED)
    assert_all_balances(kiosks.chain)


def test_a_receipt_that_no_journal_confirms_lapses_by_itself(kiosks: Kiosks, tmp_path: Path) -> None:
    kiosks.scan(1, 2_200)
    end = kiosks.receipt().lapses_at
    for at, state, turns in (
        (end - timedelta(seconds=1), ReceiptState.WAITING, 2),
        (end, ReceiptState.LAPSED, 0),
        (end + timedelta(days=1), ReceiptState.LAPSED, 0),
    ):
        with kiosks.chain.engine.begin() as connection:
            let_time_pass_for(connection, at, 10)
        assert (kiosks.receipt().state, kiosks.turns()) == (state, turns)
    bring_in(kiosks.chain, tmp_path, HEAD + sold(1, 2_200))
    assert (kiosks.points(), kiosks.turns(), kiosks.receipt().state) == (20, 2, ReceiptState.CONFIRMED)
    assert_all_balances(kiosks.chain)


def test_what_kiosks_hear_names_no_purchase(few: Kiosks, tmp_path: Path) -> None:
    bring_in(few.chain, tmp_path, HEAD + sold(77, 2_200, card(1)))
    scope = next(row.scope for row in few.chain.rows(schema.feed) if "kiosk" in row.scope)
    rows = [row.body for row in few.chain.feed(scope) if row.body]
    assert any(b"counted" in body and b'"counted":[]' not in body for body in rows)
    assert not any(b"receipt:" in body for body in rows)
