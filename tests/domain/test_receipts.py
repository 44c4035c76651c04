"""Receipts' codes: what a till prints is read back, nothing else is taken for it, and a wrong pattern is named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.codes import CodeKind, DamagedCode, ForeignCode, MemberNumberTyped, member_number, mint, read
from shared.domain.prize_law import prize_law_faults
from shared.domain.programme import programme_faults
from shared.domain.receipts import (
    ReceiptCode,
    ReceiptElsewhere,
    ReceiptForm,
    ReceiptRules,
    Symbology,
    read_receipt,
    receipt_faults,
    write_receipt,
)
from tests.domain.small_shop import OTHER_STORE, RECEIPTS, STORE, WHEEL, small_programme, with_receipts

TILLS = {"01": STORE, "02": OTHER_STORE}
TODAY = date(2026, 4, 10)
PRICED, PLAIN = RECEIPTS.codes
LINEAR = ReceiptForm((Symbology.ITF,), "{store:2}{date:6}{register:2}{number:4}")
WORDY = ReceiptForm((Symbology.QR,), "SHOP/{store:2}/{date:8}/{register:1-3}/{number:1-9}/{amount:1-9}#{any:2}")

parts = st.builds(
    ReceiptCode,
    st.sampled_from((STORE, OTHER_STORE)),
    st.from_regex(r"[0-9]", fullmatch=True),
    st.dates(TODAY - timedelta(days=300), TODAY),
    st.from_regex(r"[0-9]{4}", fullmatch=True),
    st.integers(1, 999_999),
)


def till_of(receipt: ReceiptCode) -> str:
    return next(code for code, store in TILLS.items() if store == receipt.store)


def reading(form: ReceiptForm, text: str) -> ReceiptCode | ReceiptElsewhere | None:
    return read_receipt(ReceiptRules((form,)), TILLS, text, TODAY)


@given(parts)
def test_what_a_till_prints_is_read_back(printed: ReceiptCode) -> None:
    assert reading(PRICED, write_receipt(PRICED, till_of(printed), printed)) == printed
    unpriced = replace(printed, amount_yen=None)
    for form in (PLAIN, LINEAR):
        wide = replace(unpriced, register=unpriced.register.rjust(2, "0")) if form is LINEAR else unpriced
        assert reading(form, write_receipt(form, till_of(wide), wide)) == wide
    assert reading(WORDY, write_receipt(WORDY, till_of(printed), printed) + "") == printed


@given(parts)
def test_no_code_of_ours_is_a_receipt_nor_the_other_way_round(printed: ReceiptCode) -> None:
    for form in (PRICED, PLAIN, LINEAR, WORDY):
        wide = replace(printed, register="07") if form is LINEAR else printed
        text = write_receipt(form, till_of(wide), wide)
        assert isinstance(read(text), ForeignCode)


@given(st.sampled_from(CodeKind), st.binary(min_size=13, max_size=60), st.integers(0, 10**11 - 1))
def test_what_we_print_is_never_read_as_a_receipt(kind: CodeKind, body: bytes, serial: int) -> None:
    for text in (mint(kind, body), member_number(serial)):
        assert not isinstance(read(text), ForeignCode)
        for form in (PRICED, PLAIN, LINEAR, WORDY):
            assert reading(form, text) is None


@given(st.text())
def test_any_text_has_an_answer(text: str) -> None:
    for form in (PRICED, PLAIN, LINEAR, WORDY):
        reading(form, text)
        reading(form, "T01" + text)


@given(parts, st.integers(0, 12), st.integers(1, 9))
def test_a_check_digit_catches_any_wrong_digit(printed: ReceiptCode, place: int, more: int) -> None:
    text = write_receipt(PLAIN, till_of(printed), replace(printed, amount_yen=None))
    wrong = text[:place] + str((int(text[place]) + more) % 10) + text[place + 1 :]
    assert reading(PLAIN, wrong) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("t0122026041000420066 00\n", None),
        ("t012202604100042006600\n", ReceiptCode(STORE, "2", TODAY, "0042", 6_600)),
        ("]C0T012202604100042006600", ReceiptCode(STORE, "2", TODAY, "0042", 6_600)),
        ("]E0T012202604100042006600", None),
        ("T992202604100042006600", ReceiptElsewhere()),
        ("T992202613100042006600", None),
        ("T012202604100042000000", None),
        ("T01220260410004200660", None),
        ("T0122026041000420066000", None),
        ("", None),
        ("T" * 600, None),
    ],
    ids=[
        *("a space inside", "small letters", "named by the scanner", "another symbol", "another shop", "month 13"),
        *("no yen", "too short", "too long", "empty", "endless"),
    ],
)
def test_a_code_is_taken_apart_or_it_is_none(text: str, said: ReceiptCode | ReceiptElsewhere | None) -> None:
    assert reading(PRICED, text) == said


@pytest.mark.parametrize(
    ("written", "today", "meant"),
    [
        ("0410", TODAY, TODAY),
        ("0411", TODAY, TODAY + timedelta(days=1)),
        ("0412", TODAY, date(2025, 4, 12)),
        ("1231", date(2027, 1, 2), date(2026, 12, 31)),
        ("0101", date(2026, 12, 31), date(2027, 1, 1)),
        ("0229", date(2025, 3, 1), date(2024, 2, 29)),
        ("0229", TODAY, None),
    ],
)
def test_a_day_without_a_year_is_the_latest_there_was(written: str, today: date, meant: date | None) -> None:
    form = ReceiptForm((Symbology.CODE_128,), "Q{store:2}{date:4}{register:1}{number:4}")
    found = read_receipt(ReceiptRules((form,)), TILLS, f"Q01{written}20042", today)
    assert (found.business_date if isinstance(found, ReceiptCode) else None) == meant


def test_what_does_not_fit_the_paper_is_not_written() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        write_receipt(PRICED, "01", ReceiptCode(STORE, "12", TODAY, "0042", 6_600))
    with pytest.raises(ValueError, match="does not fit"):
        write_receipt(PRICED, "01", ReceiptCode(STORE, "1", TODAY, "0042", 6_600_000))


GOOD = "{store:2}{register:1}{date:8}{number:4}"


@pytest.mark.parametrize(
    ("symbologies", "pattern", "says"),
    [
        ("", "T" + GOOD, "symbologies names none; known are ean-13, ean-8, code-128, itf, qr."),
        ("qr qr", "T" + GOOD, "symbologies names one twice."),
        ("qr", "T{store:2}{date:8}", "pattern lacks register, number"),
        ("qr", "T" + GOOD + "{number:2}", "pattern: number stands twice."),
        ("qr", "T" + GOOD + "{till:2}", "pattern: 'till' is no part; the parts are store"),
        ("qr", "T" + GOOD + "{amount}", "pattern: amount needs its width"),
        ("qr", "T" + GOOD + "{amount:0}", "pattern: amount needs its width"),
        ("qr", "T" + GOOD + "{amount:5-3}", "pattern: amount needs its width"),
        ("qr", "T" + GOOD + "{amount:13}", "pattern: amount is at most 12 digits wide."),
        ("qr", "T" + GOOD + "{Amount:3}", "pattern: '{Amount:3}' is no part"),
        ("qr", "T{" + GOOD, "pattern: '{' is no part"),
        ("qr", "T" + GOOD + "}", "pattern: '}' is no part"),
        ("qr", "店" + GOOD, "pattern: '店' can't stand between the parts"),
        ("qr", "T " + GOOD, "pattern: 'T ' can't stand between the parts"),
        ("qr", "T{store:2}{register:1}{date:5}{number:4}", "pattern: date is 8 digits wide"),
        ("qr", "T" + GOOD + "{check:2}", "pattern: check is the last digit"),
        ("qr", "{check:1}" + GOOD, "pattern: check is the last digit"),
        ("qr", "T" + GOOD + "{check:1}", "pattern: 'T' is no digit"),
        ("itf", "T" + GOOD, "pattern: 'T' is no digit, as itf"),
        ("itf", GOOD, "pattern: itf has an even number of digits, this has 15."),
        ("ean-13", GOOD, "pattern: ean-13 has 13 digits, this has 15."),
        ("ean-13", "{store:2}{register:1}{date:6}{number:4}", "pattern: ean-13 ends in a check digit"),
        ("ean-8", GOOD, "pattern: ean-8 has 8 digits"),
        ("code-128", "T" + GOOD + "{any:70}", "pattern: code-128 carries at most 80 characters, this has 86."),
        ("qr", "T{store:2}{register:1-3}{date:8}{number:4}", "pattern: nobody sees where register ends"),
        ("qr", "T{store:2}{date:8}{number:1-4}A{register:1}", "pattern: nobody sees where number ends"),
        ("qr", "GP" + GOOD, "pattern: codes that begin with GP are ours."),
        ("itf", "{store:2}{register:1}{date:4}{number:5}", "pattern: 12 digits are a member number"),
        ("qr", "T{store:3}{register:1}{date:8}{number:4}", "{store:3} does not fit the till_code '01' of ginza."),
    ],
)
def test_each_way_to_write_it_wrongly_is_named(symbologies: str, pattern: str, says: str) -> None:
    form = ReceiptForm(tuple(Symbology(name) for name in symbologies.split()), pattern)
    faults = receipt_faults(ReceiptRules((form,)), TILLS)
    assert any(says in fault for fault in faults), faults


def test_a_till_code_is_not_the_beginning_of_ours() -> None:
    form = ReceiptForm((Symbology.QR,), "{store:3}{register:1}{date:8}{number:4}")
    (fault,) = receipt_faults(ReceiptRules((form,)), {"GP1": STORE})
    assert "codes that begin with GP are ours" in fault


@pytest.mark.parametrize("form", [PRICED, PLAIN, LINEAR, WORDY])
def test_a_good_form_has_no_fault(form: ReceiptForm) -> None:
    assert receipt_faults(ReceiptRules((form,)), TILLS) == []


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (replace(RECEIPTS, codes=()), "receipts.codes: say how the tills print them"),
        (replace(RECEIPTS, codes=(PRICED, PRICED)), "receipts.codes: the pattern"),
        (replace(RECEIPTS, confirm_days=0), "receipts.confirm_days must be at least 1."),
        (replace(RECEIPTS, oldest_days=-1), "receipts.oldest_days can't be negative."),
        (replace(RECEIPTS, per_day=-1), "receipts.per_day can't be negative."),
        (replace(RECEIPTS, tickets_per_day=-1), "receipts.tickets_per_day can't be negative."),
        (replace(RECEIPTS, draw_without_amount="x"), "receipts.draw_without_amount: there is no draw 'x'."),
    ],
)
def test_a_wrong_table_is_named(rules: ReceiptRules, says: str) -> None:
    faults = programme_faults(with_receipts(small_programme(), rules))
    assert any(says in fault for fault in faults), faults


def test_the_programme_knows_its_tills() -> None:
    programme = with_receipts(small_programme())
    assert programme_faults(programme) == []
    assert programme.till_codes == TILLS
    same = tuple(replace(store, till_code="7a") for store in programme.stores)
    assert "stores: the till_code '7A' stands twice." in programme_faults(replace(programme, stores=same))
    assert small_programme().till_codes == {"GINZA": STORE, "UENO": OTHER_STORE}
    assert small_programme().read_receipt("T012202604100042006600", TODAY) is None


def test_prize_law_asks_what_a_receipt_without_an_amount_may_win() -> None:
    programme = replace(with_receipts(small_programme()), legal_profile="jp-2026")
    assert any("a turn for a receipt without an amount" in fault for fault in prize_law_faults(programme))
    priced = replace(RECEIPTS, draw_without_amount="")
    assert not any("a receipt without" in fault for fault in prize_law_faults(replace(programme, receipts=priced)))
    assert WHEEL not in (RECEIPTS.draw_without_amount, "")


def test_a_damaged_number_of_ours_is_no_receipt() -> None:
    number = member_number(4711)
    assert isinstance(read(number), MemberNumberTyped)
    assert isinstance(read(number[:-1] + str((int(number[-1]) + 1) % 10)), DamagedCode)
