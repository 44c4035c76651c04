"""Slips at the kiosk: what is on them, what is said where they can't be printed, and nothing left behind."""

import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
import zxingcpp

from kiosk.viewmodels.printing import RING_AGAIN_MS, PrinterDesk, PrintingProps, code_shown, derive_printing
from kiosk.viewmodels.session import KioskPage, Origin, Session, with_results
from shared.application.views import Link
from shared.domain.calls import CallReason, Ring
from shared.domain.codes import format_number
from shared.hardware.drawing import Drawing
from shared.hardware.paper import slip_picture
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterUnable
from shared.qt.brand import HOUSE_BRAND
from shared.qt.jobs import InlineExecutor, Lane
from shared.sync.device import OpenDevice
from tests.gallery.kiosk import NEW_CARD, VISIT, VOUCHER_CODE, award
from tests.hardware.kept_slips import KeptSlips, words
from tests.kiosk_shop import KioskShop
from tests.viewmodels.kiosk.conftest import Bench
from tests.viewmodels.kiosk.test_help import HeardCalls
from tests.viewmodels.kiosk.test_joining import join
from tests.viewmodels.kiosk.test_visit import LateExecutor, everything_shown

WON = with_results(VISIT, Origin.TURNS, (award("tea-cup"),))
DETAILS = ["お受け取り", "カウンター", "期限", "", "会員番号", "4826 1953 7012"]


def with_printer(bench: Bench, unable: PrinterUnable | None = None, executor: LateExecutor | None = None) -> KeptSlips:
    printer = KeptSlips(unable)
    bench.app.print_with(PrinterDesk(printer, HOUSE_BRAND, Lane("printer", executor or InlineExecutor())))
    return printer


def read(slip: Drawing) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(slip_picture(slip).convert("L"))]


@pytest.mark.parametrize(
    ("session", "has_printer", "props"),
    [
        (WON, True, PrintingProps(offered=True, number="4826 1953 7012")),
        (WON, False, PrintingProps()),
        (VISIT, True, PrintingProps()),
        (Session(), True, PrintingProps()),
        (with_results(VISIT, Origin.TURNS, (award("points-10"),)), True, PrintingProps()),
        (NEW_CARD, True, PrintingProps(offered=True, number="1234 5678 9015")),
    ],
)
def test_paper_is_offered_where_a_code_is_shown(session: Session, has_printer: bool, props: PrintingProps) -> None:
    assert derive_printing(session, has_printer=has_printer) == props


def test_a_state_belongs_to_the_code_that_was_printed(bench: Bench) -> None:
    with_printer(bench)
    other = award("soap", 2)
    other = replace(other, award=replace(other.award, voucher_code="GP-V-OTHER"))
    bench.app.show(with_results(VISIT, Origin.TURNS, (award("tea-cup"), other)))
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert bench.app.printing.state == "printed"
    bench.app.result.next()
    assert (bench.app.printing.offered, bench.app.printing.state) == (True, "")
    assert code_shown(bench.app.session) == "GP-V-OTHER"


def test_a_new_card_comes_on_paper_and_opens_her_page(bench: Bench) -> None:
    printer = with_printer(bench)
    code = join(bench)
    app = bench.app
    app.printing.print("会員カード", app.join.nickname, ["会員番号", app.join.memberNumber], "次のご来店のときに")
    assert app.printing.state == "printed"
    (slip,) = printer.slips
    assert read(slip) == [code]
    for part in ("まちの雑貨店", "会員カード", "もものすけ", app.join.memberNumber, "次のご来店のときに"):
        assert part in words(slip)
    app.done()
    bench.wait(4)
    app.scan(read(slip)[0])
    assert (app.page, app.home.nickname) == ("home", "もものすけ")


def test_the_shops_name_is_in_the_language_shown(bench: Bench) -> None:
    printer = with_printer(bench)
    bench.app.show(WON)
    bench.app.toggleLocale()
    bench.app.printing.print("Voucher", "Tea cup", [], "")
    assert "Machi Goods" in words(printer.slips[0])
    assert "まち" not in words(printer.slips[0])


def test_what_has_nothing_to_say_has_no_label(bench: Bench) -> None:
    printer = with_printer(bench)
    bench.app.show(WON)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert "期限" not in words(printer.slips[0])
    assert "4826 1953 7012" in words(printer.slips[0])


@pytest.mark.parametrize("fault", PrinterFault)
def test_where_it_can_not_print_there_is_a_number_and_a_line_in_the_log(
    bench: Bench, shop: KioskShop, fault: PrinterFault, caplog: pytest.LogCaptureFixture
) -> None:
    printer = with_printer(bench)
    bench.app.scan(shop.hana.code)
    bench.app.show(with_results(bench.app.session, Origin.TURNS, (award("tea-cup"),)))
    printer.unable = PrinterUnable(fault, "for technicians")
    caplog.clear()
    with caplog.at_level(logging.INFO):
        bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert (bench.app.printing.state, bench.app.printing.number) == ("failed", format_number(shop.hana.number))
    (line,) = [record for record in caplog.records if record.name == "kiosk.viewmodels.printing"]
    assert (line.getMessage(), vars(line)["garapon_fields"]) == ("printer_unable", {"reason": fault.value})


def test_how_the_printer_is_stands_in_the_log_from_the_start(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    with_printer(bench, PrinterUnable(PrinterFault.PAPER_OUT, ""))
    assert [record.getMessage() for record in caplog.records] == ["printer_unable"]


class PaperLow(KeptSlips):
    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        return Printed(paper_low=True)


def test_a_roll_that_ends_soon_is_logged(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    bench.app.print_with(PrinterDesk(PaperLow(), HOUSE_BRAND, Lane("printer", InlineExecutor())))
    bench.app.show(WON)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert bench.app.printing.state == "printed"
    assert [record.getMessage() for record in caplog.records] == ["printer_paper_low"]


class Broken(KeptSlips):
    def print(self, slip: Drawing) -> Printed | PrinterUnable:
        raise RuntimeError


def test_a_fault_of_ours_is_told_as_kindly(bench: Bench) -> None:
    bench.app.print_with(PrinterDesk(Broken(), HOUSE_BRAND, Lane("printer", InlineExecutor())))
    bench.app.show(WON)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert bench.app.printing.state == "failed"


def test_the_screen_goes_on_while_it_prints_and_one_tap_is_one_slip(bench: Bench) -> None:
    late = LateExecutor()
    printer = with_printer(bench, executor=late)
    bench.app.show(WON)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    assert (bench.app.page, bench.app.printing.state) == ("result", "printing")
    late.work()
    assert bench.app.printing.state == "printed"
    assert len(printer.slips) == 1


def test_there_is_time_to_read_what_became_of_it(bench: Bench) -> None:
    late = LateExecutor()
    with_printer(bench, executor=late)
    bench.app.show(replace(WON, touched_ms=bench.clock.monotonic_ms()))
    bench.wait(15)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    bench.wait(20)
    late.work()
    bench.wait(25)
    assert (bench.app.page, bench.app.printing.state) == ("result", "printed")
    bench.wait(6)
    assert bench.app.page != "result"


def test_whoever_comes_next_hears_nothing_of_it(bench: Bench, shop: KioskShop) -> None:
    late = LateExecutor()
    with_printer(bench, executor=late)
    late.work()
    bench.app.show(WON)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    bench.app.done()
    left = everything_shown(bench) + repr(vars(bench.app.printing))
    assert VOUCHER_CODE not in left
    assert "4826" not in left
    bench.app.scan(shop.hana.code)
    late.work()
    assert (bench.app.page, bench.app.session.slip) == ("home", None)
    bench.app.show(WON)
    assert bench.app.printing.state == ""


def test_home_again_it_can_be_printed_again(bench: Bench, shop: KioskShop) -> None:
    with_printer(bench, PrinterUnable(PrinterFault.PAPER_OUT, ""))
    bench.app.scan(shop.hana.code)
    won = with_results(bench.app.session, Origin.WAITING, (award("tea-cup"),))
    bench.app.show(won)
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")
    bench.app.result.goHome()
    assert bench.app.page == KioskPage.HOME
    bench.app.show(with_results(bench.app.session, Origin.WAITING, (award("tea-cup"),)))
    assert (bench.app.printing.offered, bench.app.printing.state) == (True, "")
    assert code_shown(bench.app.session) == VOUCHER_CODE


@pytest.fixture
def calls() -> HeardCalls:
    return HeardCalls()


@pytest.fixture
def floor(make_bench: Callable[..., Bench], device: OpenDevice, calls: HeardCalls) -> Bench:
    """Return a kiosk that has a line to the store's tablets."""
    device.storage.note_link(Link.ONLINE)
    return make_bench(change=lambda desk: replace(desk, calls=calls))


def try_to_print(bench: Bench) -> None:
    bench.app.show(replace(WON, touched_ms=bench.clock.monotonic_ms()))
    bench.app.printing.print("引換券", "湯呑み", DETAILS, "")


@pytest.mark.parametrize("fault", PrinterFault)
def test_staff_are_called_to_what_a_hand_can_mend_and_once(
    floor: Bench, calls: HeardCalls, fault: PrinterFault
) -> None:
    printer = with_printer(floor)
    printer.unable = PrinterUnable(fault, "")
    try_to_print(floor)
    wants_a_hand = fault in {PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN, PrinterFault.BROKEN}
    assert [step for _, step in calls.rung] == [Ring(CallReason.PRINTER)] * wants_a_hand
    floor.app.done()
    try_to_print(floor)
    assert len(calls.rung) == wants_a_hand
    floor.app.done()
    floor.wait(RING_AGAIN_MS / 1_000)
    try_to_print(floor)
    assert len(calls.rung) == 2 * wants_a_hand


def test_a_call_that_could_not_be_made_is_made_for_the_next_slip(floor: Bench, calls: HeardCalls) -> None:
    with_printer(floor, PrinterUnable(PrinterFault.PAPER_OUT, ""))
    floor.switch.fault = OSError("the disk")
    try_to_print(floor)
    assert calls.said == []
    floor.switch.fault = None
    try_to_print(floor)
    assert len(calls.rung) == 1


def test_once_it_prints_again_nobody_has_to_come(floor: Bench, calls: HeardCalls) -> None:
    printer = with_printer(floor)
    try_to_print(floor)
    assert calls.said == []
    printer.unable = PrinterUnable(PrinterFault.PAPER_OUT, "")
    floor.app.done()
    try_to_print(floor)
    printer.unable = None
    floor.app.done()
    try_to_print(floor)
    assert calls.closed == [call_id for call_id, _ in calls.rung]
    assert len(calls.closed) == 1
    printer.unable = PrinterUnable(PrinterFault.COVER_OPEN, "")
    floor.app.done()
    try_to_print(floor)
    assert len(calls.rung) == 2


def test_without_a_line_the_next_slip_calls(floor: Bench, device: OpenDevice, calls: HeardCalls) -> None:
    device.storage.note_link(Link.OFFLINE)
    printer = with_printer(floor)
    printer.unable = PrinterUnable(PrinterFault.PAPER_OUT, "")
    try_to_print(floor)
    assert (calls.said, floor.app.printing.state) == ([], "failed")
    device.storage.note_link(Link.ONLINE)
    floor.app.done()
    try_to_print(floor)
    assert len(calls.rung) == 1
