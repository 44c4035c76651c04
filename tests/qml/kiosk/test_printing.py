"""Slips by hand: tapped and by the keyboard, in every view, in the words of the page."""

from collections.abc import Iterator

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from kiosk.viewmodels.printing import PrinterDesk
from kiosk.viewmodels.session import Origin, with_results
from shared.hardware.paper import slip_picture
from shared.hardware.receipt_printer import PrinterFault, PrinterUnable
from shared.qt.brand import HOUSE_BRAND
from shared.qt.engine import register_fonts
from shared.qt.jobs import InlineExecutor, Lane
from tests.gallery.kiosk import LANDSCAPE, NEW_CARD, PORTRAIT, VISIT, VOUCHER_CODE, KioskStage, award
from tests.gallery.pages import View
from tests.hardware.kept_slips import KeptSlips, words
from tests.qml.hands import find, tap

pytestmark = pytest.mark.usefixtures("qapp")
VIEWS = tuple(View(*size, easy=easy) for size in (PORTRAIT, LANDSCAPE) for easy in (False, True))
WON = with_results(VISIT, Origin.TURNS, (award("tea-cup"),))


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view.size}-{view.look}")
def stage(request: pytest.FixtureRequest) -> Iterator[KioskStage]:
    register_fonts()
    opened = KioskStage(request.param)
    opened.speak("ja")
    yield opened
    opened.close()


def plug_in(stage: KioskStage, unable: PrinterUnable | None = None) -> KeptSlips:
    printer = KeptSlips(unable)
    stage.app.print_with(PrinterDesk(printer, HOUSE_BRAND, Lane("printer", InlineExecutor())))
    QGuiApplication.processEvents()
    return printer


def told(stage: KioskStage) -> str:
    item = find(stage.window, "print-told")
    assert item is not None
    return str(item.property("sentence"))


def test_a_voucher_on_paper_says_what_the_page_says(stage: KioskStage) -> None:
    stage.show(WON)
    QGuiApplication.processEvents()
    assert find(stage.window, "print") is None
    printer = plug_in(stage)
    tap(stage.window, "print")
    (slip,) = printer.slips
    for part in ("引換券", "湯のみ", "サービスカウンター", "12月20日(日)", "この券か会員カード", "4826 1953 7012"):
        assert part in words(slip), part
    assert [code.text for code in zxingcpp.read_barcodes(slip_picture(slip).convert("L"))] == [VOUCHER_CODE]
    assert find(stage.window, "print") is None
    assert "印刷しました" in told(stage)


def test_in_english_by_the_keyboard(stage: KioskStage) -> None:
    stage.speak("en")
    stage.show(WON)
    printer = plug_in(stage)
    for _ in range(12):
        item = stage.window.activeFocusItem()
        if item.objectName() == "print":
            break
        QTest.keyClick(stage.window, Qt.Key.Key_Tab)
    QTest.keyClick(stage.window, Qt.Key.Key_Space)
    QGuiApplication.processEvents()
    (slip,) = printer.slips
    for part in (
        "Machi Goods",
        "Voucher",
        "Collect at",
        "Sun\u00a020\u00a0December",
        "This slip or your card",
        "Member number",
    ):
        assert part in words(slip), part


def test_where_it_can_not_print_the_counter_is_told_a_number(stage: KioskStage) -> None:
    stage.show(WON)
    plug_in(stage, PrinterUnable(PrinterFault.PAPER_OUT, "for technicians"))
    tap(stage.window, "print")
    sentence = told(stage).replace("\u00a0", " ")
    assert "4826 1953 7012" in sentence
    assert "technicians" not in sentence
    # The way on is still there.
    assert find(stage.window, "go-on") is not None


def test_a_new_card_comes_on_paper(stage: KioskStage) -> None:
    stage.show(NEW_CARD)
    printer = plug_in(stage)
    tap(stage.window, "print")
    (slip,) = printer.slips
    for part in ("会員カード", "もも", "1234 5678 9015", "かざしてください"):
        assert part in words(slip), part
    assert [code.text for code in zxingcpp.read_barcodes(slip_picture(slip).convert("L"))] == [
        "GP-M-0123456789ABCDEFGHJKMNPQRS-7K"
    ]
    assert "印刷しました" in told(stage)
    assert find(stage.window, "go-home") is not None


def test_a_card_that_can_not_be_printed_is_made_at_the_counter(stage: KioskStage) -> None:
    stage.show(NEW_CARD)
    plug_in(stage, PrinterUnable(PrinterFault.COVER_OPEN, ""))
    tap(stage.window, "print")
    assert "カウンター" in told(stage)
