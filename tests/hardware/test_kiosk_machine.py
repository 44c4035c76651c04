"""What a kiosk's settings name is what it scans and prints with."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk.composition import make_printer, make_scanners
from shared.hardware.evdev_scanner import EvdevScanner
from shared.hardware.keyboard_wedge import KeyboardWedge
from shared.hardware.paper import FolderPrinter
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterUnable, SlipFace
from shared.hardware.slips import paper_slip
from shared.qt.brand import HOUSE_BRAND
from shared.runtime.config import KioskSettings
from shared.runtime.settings import DevicePrinter, FolderOfSlips, NetworkPrinter
from tests.hardware.paper_printer import PaperPrinter, on_network
from tests.hardware.prints import MEMBER_CODE

FACE = SlipFace("Machi Goods", "Trial", "", MEMBER_CODE)


def test_a_keyboard_scanner_is_read_beside_the_windows_keys(qtbot: QtBot, tmp_path: Path) -> None:
    plain = make_scanners(KioskSettings(camera=False))
    assert [type(scanner) for scanner in plain] == [KeyboardWedge]
    named = make_scanners(KioskSettings(camera=False, keyboard_scanner=tmp_path / "usb-Scanner-event-kbd"))
    # While it is unplugged or refused its keys still come as everybody's keys do.
    assert [type(scanner) for scanner in named] == [KeyboardWedge, EvdevScanner]


@pytest.mark.parametrize(("paper_mm", "dots"), [(80, 576), (58, 384)])
def test_a_printer_at_an_address_prints_as_wide_as_its_roll(paper_mm: int, dots: int) -> None:
    paper = PaperPrinter()
    with on_network(paper) as (host, port):
        printer = make_printer(KioskSettings(printer=NetworkPrinter(host, port), paper_mm=paper_mm))
        assert printer is not None
        assert printer.print(paper_slip(HOUSE_BRAND, FACE, printer.paper_mm)) == Printed()
    assert [slip.width for slip in paper.papers] == [dots]


def test_a_printer_is_where_the_settings_say(tmp_path: Path) -> None:
    assert make_printer(KioskSettings()) is None
    assert isinstance(make_printer(KioskSettings(printer=FolderOfSlips(tmp_path))), FolderPrinter)
    missing = make_printer(KioskSettings(printer=DevicePrinter(tmp_path / "lp0")))
    assert missing is not None
    state = missing.look()
    assert isinstance(state, PrinterUnable)
    assert state.fault is PrinterFault.OFFLINE
    assert str(tmp_path / "lp0") in state.detail
