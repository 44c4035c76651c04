"""Journals of tills and orders: understood generously, counted once, compared with what people keyed in, taken back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.central import schema
from shared.central.database import reading
from shared.central.sales import BATCH, SalesImport, SettledSale
from shared.central.sales_book import SaleFate, digest_of
from shared.central.sales_csv import JournalRules, SaleFault, SaleKind, SaleRead, read_sales
from shared.central.sales_report import SalesReport
from shared.central.sales_undo import UndoneSale, batches, undo_batch
from shared.domain.codes import CodeKind, mint
from shared.domain.devices import DeviceKind
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.operations import Receipt, RecordPurchase, ReturnPurchase
from shared.runtime.trouble import Trouble
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances
from tests.domain.small_shop import NOON, STORE, small_programme

LATER = NOON + timedelta(days=2)
RULES = JournalRules(small_programme(), LATER, lambda body: body.hex().rjust(64, "0"), default_store=STORE)
HEAD = "kind,register,business_date,receipt,order,member,item,amount,of_date,of_receipt,of_register,of_order\n"


def card(number: int = 1) -> str:
    """Return the code of the card that `Chain.enrol` gave the member with that number."""
    return mint(CodeKind.MEMBER, number.to_bytes(16))


def sold(receipt: int, amount: int, member: str = "", kind: str = "") -> str:
    return f"{kind},1,2026-04-10,{receipt},,{member},,{amount},,,,\n"


def back(receipt: int, amount: int, of: int) -> str:
    return f"return,1,2026-04-10,{receipt},,,,{amount},2026-04-10,{of},1,\n"


def read(tmp_path: Path, text: str | bytes, rules: JournalRules = RULES) -> list[SaleRead | SaleFault]:
    file = tmp_path / "journal.csv"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(read_sales(file, rules))


def bring_in(chain: Chain, tmp_path: Path, text: str, *, dry: bool = False) -> list[SettledSale]:
    file = tmp_path / "journal.csv"
    file.write_text(text)
    journal = SalesImport(chain.engine, LATER, digest_of(file), file.name)
    sales = read_sales(file, RULES)
    return list(journal.preview(sales) if dry else journal.run(sales))


def fates(settled: list[SettledSale]) -> list[SaleFate]:
    return [each.fate for each in settled]


class Till:
    """A chain with a member, and a tablet on which receipts are keyed in."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        chain.device()
        self.tablet: HandMadeDevice = chain.device(DeviceKind.TABLET, counter=True)
        self.assistant: Person = chain.person("assistant")
        self.member_id = chain.enrol(self.tablet, self.assistant)

    def key_in(self, receipt: int, amount_yen: int) -> str:
        """Record a receipt by hand; return the purchase."""
        key = Receipt(STORE, "1", date(2026, 4, 10), str(receipt))
        operation = RecordPurchase(
            f"keyed-{receipt}", self.member_id, (PurchaseLine(amount_yen, amount_yen // 11),), key
        )
        self.tablet.send(operation, self.assistant)
        self.chain.settle()
        return operation.purchase_id

    @property
    def balance(self) -> int:
        return self.chain.member(self.member_id).account.balance_points


@pytest.fixture
def till(chain: Chain) -> Till:
    return Till(chain)


@pytest.fixture
def sqlite_till(sqlite_chain: Chain) -> Till:
    return Till(sqlite_chain)


def test_a_journal_is_understood_whatever_program_wrote_it(tmp_path: Path) -> None:
    head = "伝票番号\tレジ\t日付\t金額\t種別\t会員\r\n"
    text = f"{head}００１２\t１\t2026/4/9\t￥１，２００\tsale\t{card()}\r\n００１２\t１\t2026/4/9\t800円\tsale\t\r\n"
    headings = {"receipt": "伝票番号", "register": "レジ", "business_date": "日付", "amount": "金額", "kind": "種別"}
    rules = replace(RULES, headings=headings | {"member": "会員"})
    for encoding in ("utf-8-sig", "cp932", "utf-16"):
        (sale,) = read(tmp_path, text.encode(encoding), rules)
        assert isinstance(sale, SaleRead), sale
        assert (sale.first_line, sale.last_line, sale.total_yen) == (2, 3, 2_000)
        assert sale.key == "receipt:ginza:1:2026-04-09:0012"
        assert sale.at.isoformat() == "2026-04-09T12:00:00+09:00"


def test_discounts_are_taken_off_the_dearest_goods(tmp_path: Path) -> None:
    text = HEAD + sold(1, 300) + sold(1, 1_000) + sold(1, -200) + sold(1, 0) + ",1,2026-04-10,1,,,gift_card,500,,,,\n"
    (sale,) = read(tmp_path, text)
    assert isinstance(sale, SaleRead)
    assert [(line.amount_yen, line.kind) for line in sale.lines] == [
        (300, LineKind.GOODS),
        (800, LineKind.GOODS),
        (500, LineKind.GIFT_CARD),
    ]
    assert sale.lines[1].tax_yen == 90 * 800 // 1_000


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",1,2026-04-31,1,,,,100,,,,", "business_date: a date like"),
        (",1,2026-04-13,1,,,,100,,,,", "business_date: 2026-04-13 12:00 lies in the future."),
        (",1,2026-04-10,1,,,,1.5,,,,", "amount: whole yen are needed."),
        (",1,2026-04-10,1,,,,0,,,,", "amount: the receipt comes to 0 yen or less."),
        (",1,2026-04-10,1,,,,-5,,,,", "amount: the receipt comes to 0 yen or less."),
        (",1,2026-04-10,,,,,100,,,,", "receipt: a receipt's number or an order's is needed."),
        (",1,2026-04-10,1,A,,,100,,,,", "order: a line is of a till's receipt or of an order, not of both."),
        (",1,2026-04-10,1,,GP-M-X,,100,,,,", "member: is neither a card's code"),
        (",1,2026-04-10,1,,,shoes,100,,,,", "item: 'shoes' is none of goods, gift_card, reward."),
        ("refund,1,2026-04-10,1,,,,100,,,,", "kind: 'refund' is none of sale, return."),
        ("return,1,2026-04-10,1,,,,100,2026-04-10,,1,", "of_receipt: a receipt's number or an order's is needed."),
        (",1,2026-04-10,1,,,,100,,,,,x", "There are more cells than columns."),
    ],
)
def test_what_is_not_understood_is_said_line_by_line(tmp_path: Path, line: str, said: str) -> None:
    first, fault = read(tmp_path, f"{HEAD}{sold(7, 100)}{line}\n")
    assert isinstance(first, SaleRead)
    assert isinstance(fault, SaleFault)
    assert (fault.first_line, fault.last_line) == (3, 3)
    assert fault.sentences[0].startswith(said)


def test_a_receipt_that_goes_on_elsewhere_is_left_out_and_said(tmp_path: Path) -> None:
    first, _, again = read(tmp_path, HEAD + sold(1, 100) + sold(2, 100) + sold(1, 100))
    assert isinstance(first, SaleRead)
    assert isinstance(again, SaleFault)
    assert again.sentences == ("The receipt goes on here after line 2: keep its lines together.",)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"amount,receipt\n1,2\n", "lacks business_date"),
        (b"amount,business_date\n1,2\n", "lacks receipt or order"),
        (b'amount,business_date,receipt\n1,2,"3\n', "is no CSV"),
        (b"amount,business_date,receipt,Amount\n", "has a column twice"),
        (b"amount,business_date,receipt\n\x81,1,1\n\xff\xfe\xfd\n", "name its encoding"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Trouble, match=said):
        read(tmp_path, content)


@pytest.mark.parametrize("encoding", ["shift-jjs", "hex", "undefined"])
def test_an_encoding_that_is_none_is_refused_in_a_sentence(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(Trouble, match=f"--encoding: '{encoding}' is no encoding"):
        read(tmp_path, HEAD, replace(RULES, encoding=encoding))


def test_purchases_returns_and_orders_reach_the_ledger_once(till: Till, tmp_path: Path) -> None:
    order = f",,2026-04-10,,web-1,{card()},,1100,,,,\n"
    of_order = "return,,2026-04-10,,web-2,,,550,,,,web-1\n"
    text = HEAD + sold(1, 2_200, card()) + sold(2, 900) + order + of_order + back(3, 220, of=1)
    foretold = bring_in(till.chain, tmp_path, text, dry=True)
    assert till.balance == 0
    assert till.chain.rows(schema.sale) == till.chain.rows(schema.sales_batch) == []
    done = bring_in(till.chain, tmp_path, text)
    assert fates(done) == fates(foretold)
    assert fates(done) == [SaleFate.RECORDED, SaleFate.NOBODY, *[SaleFate.RECORDED] * 3]
    assert [each.points for each in done] == [each.points for each in foretold] == [20, 0, 10, -5, -2]
    assert till.balance == 23
    ledger = till.chain.rows(schema.ledger)
    assert {row.source for row in ledger} == {"sales"}
    assert {row.business_day for row in ledger} == {date(2026, 4, 10)}
    before = (ledger, till.chain.rows(schema.feed), till.chain.rows(schema.sale))
    assert fates(bring_in(till.chain, tmp_path, text)) == [SaleFate.THERE] * 5
    assert fates(bring_in(till.chain, tmp_path, text + "\n")) == [SaleFate.THERE] * 5
    assert (till.chain.rows(schema.ledger), till.chain.rows(schema.feed), till.chain.rows(schema.sale)) == before
    assert_all_balances(till.chain)


def test_what_was_keyed_in_is_confirmed_or_corrected(till: Till, tmp_path: Path) -> None:
    till.key_in(1, 1_000)
    till.key_in(2, 5_000)
    assert till.balance == 9 + 45
    settled = bring_in(till.chain, tmp_path, HEAD + sold(1, 1_000) + sold(2, 500, card()))
    assert fates(settled) == [SaleFate.CONFIRMED, SaleFate.CORRECTED]
    assert settled[1].points == till.balance - 54
    assert till.balance == 9 + 4
    corrected = [row for row in till.chain.rows(schema.ledger) if row.source == "sales"]
    (keyed,) = {row.op_id for row in till.chain.rows(schema.ledger) if row.points == 45 and row.bucket == "balance"}
    assert {row.reverses_op for row in corrected if row.kind == "reverse"} == {keyed}
    assert till.chain.member(till.member_id).purchases[-1].line_yen == (500,)
    assert_all_balances(till.chain)
    till.tablet.send(ReturnPurchase(till.member_id, "keyed-2", (500,)), till.assistant)
    till.chain.settle()
    assert till.balance == 9
    assert_all_balances(till.chain)


def test_a_receipt_of_nobody_is_compared_once_somebody_keyed_it_in(till: Till, tmp_path: Path) -> None:
    bring_in(till.chain, tmp_path, HEAD + sold(1, 1_000) + sold(2, 400))
    till.key_in(1, 3_000)
    assert till.balance == 27
    assert SalesImport(till.chain.engine, LATER, "", "").settle_late() == 1
    assert till.balance == 9
    assert {row.key[-1]: row.fate for row in till.chain.rows(schema.sale)} == {"1": "corrected", "2": "nobody"}
    assert SalesImport(till.chain.engine, LATER, "", "").settle_late() == 0
    assert_all_balances(till.chain)


def test_who_can_not_be_told_apart_is_left_out(sqlite_till: Till, tmp_path: Path) -> None:
    chain = sqlite_till.chain
    chain.enrol(sqlite_till.tablet, sqlite_till.assistant, 2)
    sqlite_till.key_in(9, 500)
    text = HEAD + sold(1, 100, "090-1234-5678") + sold(2, 100, card(7)) + sold(9, 500, card(2)) + back(4, 100, of=44)
    settled = bring_in(chain, tmp_path, text)
    assert fates(settled) == [SaleFate.LEFT_OUT] * 4
    assert [each.sentences[0] for each in settled] == [
        "member: several members have this number.",
        "member: nobody has this.",
        "member: the receipt is counted for somebody else.",
        "of_receipt: no such receipt is known.",
    ]


def test_other_amounts_for_a_receipt_of_another_batch_are_left_out(sqlite_till: Till, tmp_path: Path) -> None:
    bring_in(sqlite_till.chain, tmp_path, HEAD + sold(1, 1_000, card()))
    (settled,) = bring_in(sqlite_till.chain, tmp_path, HEAD + sold(1, 2_000, card()))
    assert settled.fate is SaleFate.LEFT_OUT
    assert settled.sentences[0].endswith("has it with other amounts: undo that first.")


def test_more_than_was_bought_does_not_come_back(sqlite_till: Till, tmp_path: Path) -> None:
    text = HEAD + sold(1, 1_000, card()) + back(2, 600, of=1) + back(3, 600, of=1)
    settled = bring_in(sqlite_till.chain, tmp_path, text)
    assert fates(settled) == [SaleFate.RECORDED, SaleFate.RECORDED, SaleFate.LEFT_OUT]


def test_a_batch_is_taken_back_once(till: Till, tmp_path: Path) -> None:
    till.key_in(2, 5_000)
    before = till.balance
    text = HEAD + sold(1, 2_200, card()) + sold(2, 1_000) + back(3, 220, of=1) + sold(4, 500)
    first = bring_in(till.chain, tmp_path, text)
    (batch,) = known(till.chain)
    undone = list(undo_batch(till.chain.engine, batch, LATER))
    assert not [each.sentence for each in undone if each.sentence]
    assert till.balance == before
    assert sum(each.points for each in undone) == -sum(each.points for each in first)
    assert till.chain.rows(schema.sale) == []
    assert_all_balances(till.chain)
    with pytest.raises(Trouble, match="undone already"):
        list(undo_batch(till.chain.engine, batch, LATER))
    with pytest.raises(Trouble, match="no batch"):
        list(undo_batch(till.chain.engine, "x", LATER))
    assert fates(bring_in(till.chain, tmp_path, text)) == fates(first)
    assert len(known(till.chain)) == 2
    assert_all_balances(till.chain)


def known(chain: Chain) -> list[str]:
    with reading(chain.engine) as connection:
        return [batch.batch_id for batch in batches(connection)]


class Cut(Exception):  # noqa: N818  what a test does to an import
    pass


def cut_short(sales: Iterator[SaleRead | SaleFault], after: int) -> Iterator[SaleRead | SaleFault]:
    for count, sale in enumerate(sales):
        if count == after:
            raise Cut
        yield sale


def test_an_import_that_is_cut_short_goes_on_where_its_chunks_end(sqlite_till: Till, tmp_path: Path) -> None:
    chain = sqlite_till.chain
    file = tmp_path / "journal.csv"
    file.write_text(HEAD + "".join(sold(n, 110, card()) for n in range(2 * BATCH + 10)))
    journal = SalesImport(chain.engine, LATER, digest_of(file), file.name)
    with pytest.raises(Cut):
        list(journal.run(cut_short(read_sales(file, RULES), BATCH + 20)))
    assert len(chain.rows(schema.sale)) == BATCH
    again = list(SalesImport(chain.engine, LATER, digest_of(file), file.name).run(read_sales(file, RULES)))
    assert fates(again) == [SaleFate.THERE] * BATCH + [SaleFate.RECORDED] * (BATCH + 10)
    assert sqlite_till.balance == 2 * BATCH + 10
    (batch,) = known(chain)
    assert len(list(islice(undo_batch(chain.engine, batch, LATER), BATCH))) == BATCH
    rest: list[UndoneSale] = list(undo_batch(chain.engine, batch, LATER))
    assert len(rest) == BATCH + 10
    assert sqlite_till.balance == 0
    assert_all_balances(chain)


def test_the_report_counts_and_names_every_line_left_out(tmp_path: Path) -> None:
    report = SalesReport(dry_run=False)
    sale, fault, twice = read(tmp_path, HEAD + sold(1, 100) + sold(2, 0) + sold(3, 5) + sold(3, -9))
    assert isinstance(sale, SaleRead)
    said = [
        *report.lines_about(SettledSale(sale, SaleFate.RECORDED, 7)),
        *report.lines_about(SettledSale(fault, SaleFate.LEFT_OUT, sentences=("One.",))),
        *report.lines_about(SettledSale(twice, SaleFate.LEFT_OUT, sentences=("Two.",))),
        *report.lines_about(SettledSale(replace(sale, kind=SaleKind.RETURN), SaleFate.RECORDED, -3)),
    ]
    assert said == ["Line 3 left out. One.", "Lines 4 to 5 left out. Two."]
    assert report.summary().split("\n") == [
        "1 purchases recorded with 7 points; 0 confirmed; 0 corrected by +0 points.",
        "1 returns recorded with -3 points; 0 confirmed.",
        "0 without a member; 0 were there already; 2 left out (3 lines not understood).",
    ]


acts = st.lists(
    st.one_of(
        st.tuples(st.just("key"), st.integers(1, 4), st.sampled_from((900, 2_000, 5_500))),
        st.tuples(st.just("sell"), st.integers(1, 4), st.sampled_from((900, 2_000, 5_500))),
        st.tuples(st.just("sell to nobody"), st.integers(1, 4), st.sampled_from((900, 2_000))),
        st.tuples(st.just("bring back"), st.integers(1, 4), st.sampled_from((300, 900))),
        st.tuples(st.just("undo"), st.integers(0, 3), st.just(0)),
    ),
    min_size=2,
    max_size=12,
)


@given(done=acts)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_journals_in_any_order_keep_the_book_whole_and_count_once(
    tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int, int]]
) -> None:
    folder = tmp_path_factory.mktemp("sales")
    till = Till(Chain(f"sqlite:///{folder / 'central.sqlite'}", folder / "centre"))
    keyed: set[int] = set()
    for number, (act, receipt, amount) in enumerate(done):
        match act:
            case "key" if receipt not in keyed:
                till.key_in(receipt, amount)
                keyed.add(receipt)
            case "sell":
                bring_in(till.chain, folder, HEAD + sold(receipt, amount, card()))
            case "sell to nobody":
                bring_in(till.chain, folder, HEAD + sold(receipt, amount))
            case "bring back":
                bring_in(till.chain, folder, HEAD + back(100 + number, amount, of=receipt))
            case "undo" if known(till.chain)[receipt:]:
                with reading(till.chain.engine) as connection:
                    batch = batches(connection)[receipt]
                if batch.entries:
                    list(undo_batch(till.chain.engine, batch.batch_id, LATER))
            case _:
                pass
        assert_all_balances(till.chain)
        purchases = till.chain.member(till.member_id).purchases
        assert len({purchase.receipt_key for purchase in purchases}) == len(purchases)
    for batch_id in known(till.chain):
        with reading(till.chain.engine) as connection:
            left = {batch.batch_id: batch.entries for batch in batches(connection)}
        if left[batch_id]:
            list(undo_batch(till.chain.engine, batch_id, LATER))
    assert_all_balances(till.chain)
    till.chain.close()
