"""Slips are printed and read back from the printer's raster, and a printer that can't print says why."""

import errno
import fcntl
import os
import socket
import struct
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw

from shared.domain.codes import format_number
from shared.hardware import escpos
from shared.hardware.drawing import Drawing, Words
from shared.hardware.escpos_printer import EscPosPrinter, Patience
from shared.hardware.paper import DOTS_A_MM, FolderPrinter
from shared.hardware.printer_lines import DescriptorLine, LineBrokenError, open_device, open_network
from shared.hardware.receipt_printer import Printed, PrinterFault, PrinterReady, PrinterUnable, SlipFace
from shared.hardware.slips import paper_slip
from shared.hardware.typefaces import printable, typeface
from shared.qt.brand import HOUSE_BRAND
from tests.hardware.paper_printer import PaperPrinter, on_network, talk
from tests.hardware.prints import MEMBER_CODE, NUMBER, VOUCHER_CODE

WIDE, NARROW = 72.0, 48.0
QUICK = Patience(answer_s=1.0, taking_s=0.5, slip_s=0.2)
JAPANESE = SlipFace(
    "まちの雑貨店",
    "引換券",
    "1等 南部鉄器の急須と湯呑みの詰め合わせ（桐箱入り・二人用）",
    VOUCHER_CODE,
    details=(
        ("お受け取り", "1階 サービスカウンター"),
        ("期限", "12月20日（日）まで"),
        ("お持ちもの", "この券または会員カード"),
        ("会員番号", "4826 1953 7012"),
    ),
)
ENGLISH = SlipFace(
    "Machi Goods",
    "Voucher",
    "First prize: a rice cooker",
    VOUCHER_CODE,
    details=(("Collect at", "Service counter, ground floor"), ("Until", "Sunday, 20 December"), ("Bring", "This slip")),
)
CARD = SlipFace(
    "まちの雑貨店",
    "会員カード",
    "もも",
    MEMBER_CODE,
    details=(("会員番号", format_number(NUMBER)),),
    advice="次のご来店のときは、この紙を読み取り口にかざしてください。",
)
TRIAL = SlipFace("Machi Goods", "Trial", "", "GP-T-0123", "GP-T-0123", advice="ABC")


def slip_of(face: SlipFace, width_mm: float = WIDE) -> Drawing:
    return paper_slip(HOUSE_BRAND, face, width_mm)


SLIPS = {
    "a voucher": (slip_of(JAPANESE), [VOUCHER_CODE]),
    "a voucher in English": (slip_of(ENGLISH), [VOUCHER_CODE]),
    "a voucher on narrow paper": (slip_of(JAPANESE, NARROW), [VOUCHER_CODE]),
    "a card": (slip_of(CARD), [MEMBER_CODE]),
    "a card on narrow paper": (slip_of(CARD, NARROW), [MEMBER_CODE]),
    "a trial": (slip_of(TRIAL), ["GP-T-0123", "GP-T-0123"]),
}


def print_by_network(paper: PaperPrinter, slip: Drawing) -> Printed | PrinterUnable:
    with on_network(paper) as (host, port):
        return EscPosPrinter(lambda: open_network(host, port), slip.width_mm).print(slip)


def words_of(slip: Drawing) -> list[Words]:
    return [shape for shape in slip.shapes if isinstance(shape, Words)]


def ink_in_common(paper: Image.Image, words: Words, text: str) -> float:
    """Return how much of the ink of `text`, set by the typeface alone, is ink on the paper too, and the other way."""
    font = typeface(words.face, round(words.size * DOTS_A_MM))
    alone = Image.new("1", paper.size, 1)
    ImageDraw.Draw(alone).text((words.x * DOTS_A_MM, words.y * DOTS_A_MM), text, 0, font, anchor="ls")
    height = round(words.size * DOTS_A_MM)
    middle = round(words.y * DOTS_A_MM)
    box = (round(words.x * DOTS_A_MM) - 4, middle - height, paper.width, middle + height // 4)
    here, wanted = (ImageChops.invert(each.crop(box).convert("L")) for each in (paper, alone))
    common = ImageChops.multiply(here, wanted).histogram()[255]
    return common / max(here.histogram()[255], wanted.histogram()[255])


@pytest.mark.parametrize("name", SLIPS)
def test_the_codes_are_read_from_the_printers_raster(name: str) -> None:
    slip, codes = SLIPS[name]
    paper = PaperPrinter()
    assert print_by_network(paper, slip) == Printed()
    (printed,) = paper.papers
    assert printed.width == round(slip.width_mm * DOTS_A_MM)
    assert [read.text for read in zxingcpp.read_barcodes(printed.convert("L"))] == codes


@pytest.mark.parametrize("name", SLIPS)
def test_every_word_is_on_the_paper_as_its_typeface_draws_it(name: str) -> None:
    slip, _ = SLIPS[name]
    paper = PaperPrinter()
    print_by_network(paper, slip)
    # The white mark on its black disc is compared by eye.
    for words in (each for each in words_of(slip) if each.colour == "000000"):
        assert ink_in_common(paper.papers[0], words, printable(words)) > 0.7, words.text
        assert ink_in_common(paper.papers[0], words, "鬱蒼たる森" + printable(words)) < 0.6, words.text


@pytest.mark.parametrize("width_mm", [WIDE, NARROW])
@pytest.mark.parametrize("face", [JAPANESE, ENGLISH, CARD], ids=lambda face: face.title)
def test_a_slip_says_all_of_what_where_until_when_and_the_number(face: SlipFace, width_mm: float) -> None:
    shown = words_of(slip_of(face, width_mm))
    told = "".join(words.text for words in shown).replace(" ", "")
    assert [words.text for words in shown if printable(words) != words.text] == []
    for part in (face.shop, face.title, face.heading, face.advice, *(part for pair in face.details for part in pair)):
        assert part.replace(" ", "") in told


@given(st.binary(min_size=1, max_size=64), st.integers(1, 600), st.integers(1, 300))
def test_any_raster_arrives_dot_by_dot(dots: bytes, width: int, height: int) -> None:
    row_bytes = -(-width // 8)
    data = (dots * (row_bytes * height // len(dots) + 1))[: row_bytes * height]
    picture = Image.frombytes("1", (width, height), data)
    paper = PaperPrinter()
    for band in (*escpos.bands(picture), escpos.CUT):
        paper.feed(band)
    (printed,) = paper.papers
    arrived, sent = (each.convert("L") for each in (printed.crop((0, 0, width, height)), picture))
    assert ImageChops.difference(arrived, sent).getbbox() is None


@pytest.mark.parametrize(
    ("paper", "state"),
    [
        (PaperPrinter(), PrinterReady()),
        (PaperPrinter(paper_low=True), PrinterReady(paper_low=True)),
        (PaperPrinter(paper_out=True), PrinterFault.PAPER_OUT),
        (PaperPrinter(cover_open=True, paper_out=True), PrinterFault.COVER_OPEN),
        (PaperPrinter(broken=True), PrinterFault.BROKEN),
        (PaperPrinter(switched_off=True), PrinterFault.OFFLINE),
        (PaperPrinter(mute=True), PrinterFault.OFFLINE),
        (PaperPrinter(noise=b"\x00\xff\x11", paper_out=True), PrinterFault.PAPER_OUT),
    ],
)
def test_it_is_asked_how_it_is_and_prints_only_when_it_can(paper: PaperPrinter, state: object) -> None:
    with on_network(paper) as (host, port):
        printer = EscPosPrinter(lambda: open_network(host, port), WIDE, QUICK)
        seen, ended = printer.look(), printer.print(slip_of(ENGLISH))
    if isinstance(state, PrinterReady):
        assert seen == state
        assert ended == Printed(state.paper_low)
        assert len(paper.papers) == 1
    else:
        assert isinstance(seen, PrinterUnable)
        assert isinstance(ended, PrinterUnable)
        assert seen.fault is ended.fault is state
        assert (paper.papers, paper.rows) == ([], [])


@given(st.tuples(*(st.integers(0, 255),) * 4))
def test_every_answer_has_a_meaning(answers: tuple[int, int, int, int]) -> None:
    state = escpos.state_of(answers)
    if isinstance(state, PrinterReady):
        assert not answers[0] & 0x08
        assert not answers[1] & 0x64
        assert not answers[3] & 0x60


@pytest.mark.parametrize("fault", [PrinterFault.PAPER_OUT, PrinterFault.COVER_OPEN, PrinterFault.BROKEN])
def test_what_stops_in_the_middle_is_told_and_never_comes_out_later(fault: PrinterFault) -> None:
    paper = PaperPrinter(fails_after_rows=300, fails_with=fault.value.replace("-", "_"))
    with on_network(paper) as (host, port):
        ended = EscPosPrinter(lambda: open_network(host, port), WIDE, QUICK).print(slip_of(JAPANESE))
    assert isinstance(ended, PrinterUnable)
    assert ended.fault is fault
    paper.broken = False
    paper.load_paper()
    assert (paper.papers, len(paper.rows)) == ([], 300)


def test_a_printer_that_never_says_it_is_done_has_printed_all_the_same() -> None:
    paper = PaperPrinter(never_done=True)
    with on_network(paper) as (host, port):
        ended = EscPosPrinter(lambda: open_network(host, port), WIDE, QUICK).print(slip_of(ENGLISH))
    assert ended == Printed()
    assert len(paper.papers) == 1


@pytest.mark.parametrize("after", [0, 12, 20_000])
def test_one_that_is_switched_off_in_the_middle_is_offline(after: int) -> None:
    paper = PaperPrinter()
    with on_network(paper, hangs_up_after=after) as (host, port):
        ended = EscPosPrinter(lambda: open_network(host, port), WIDE, QUICK).print(slip_of(ENGLISH))
    assert isinstance(ended, PrinterUnable)
    assert ended.fault is PrinterFault.OFFLINE
    assert paper.papers == []


@contextmanager
def deaf(paper: PaperPrinter, deaf_after: int) -> Iterator[DescriptorLine]:
    """Yield a line to a printer that takes no more than so many bytes, and no more than a little of them ahead."""
    ours, its = socket.socketpair()
    for end in (ours, its):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4_096)
    ours.setblocking(False)
    thread = threading.Thread(target=talk, args=(its, paper, deaf_after))
    thread.start()
    yield DescriptorLine(ours.fileno(), "a deaf printer", ours.recv, ours.send, lambda _: None)
    ours.close()
    thread.join()
    its.close()


def test_one_that_takes_nothing_any_more_is_not_waited_for() -> None:
    with deaf(PaperPrinter(), 10_000) as line:
        ended = EscPosPrinter(lambda: line, WIDE, QUICK).print(slip_of(ENGLISH))
    assert isinstance(ended, PrinterUnable)
    assert ended.fault is PrinterFault.OFFLINE
    assert ended.detail == "a deaf printer takes nothing any more"


class AnsweringLine:
    """A line on which a printer's answers come one by one, behind what it said before anybody asked."""

    def __init__(self, printer: PaperPrinter, said: bytes) -> None:
        self._printer = printer
        self._said = [said]

    def send(self, data: bytes, patience_s: float) -> None:
        self._said.append(self._printer.feed(data))

    def receive(self, patience_s: float) -> bytes:
        return self._said.pop(0) if self._said else b""

    def close(self, *, drop: bool) -> None:
        self._said.clear()


def test_answers_that_nobody_asked_for_are_not_believed() -> None:
    line = AnsweringLine(PaperPrinter(paper_out=True), bytes((0x12,)) * 8)
    state = EscPosPrinter(lambda: line, WIDE, QUICK).look()
    assert isinstance(state, PrinterUnable)
    assert state.fault is PrinterFault.PAPER_OUT


def test_the_end_of_a_slip_before_is_not_taken_for_this_ones() -> None:
    line = AnsweringLine(PaperPrinter(fails_after_rows=40), bytes((0x00,)))
    ended = EscPosPrinter(lambda: line, WIDE, QUICK).print(slip_of(ENGLISH))
    assert isinstance(ended, PrinterUnable)
    assert ended.fault is PrinterFault.PAPER_OUT


class MadLine:
    """A line to something that is no printer: it says anything, and breaks off when that is all said."""

    def __init__(self, said: list[bytes]) -> None:
        self._said = said

    def send(self, data: bytes, patience_s: float) -> None:
        if not self._said:
            raise LineBrokenError("gone")

    def receive(self, patience_s: float) -> bytes:
        if not self._said:
            raise LineBrokenError("gone")
        return self._said.pop(0)

    def close(self, *, drop: bool) -> None:
        self._said.clear()


@given(st.lists(st.binary(max_size=6), max_size=30))
def test_whatever_is_at_the_other_end_the_kiosk_goes_on(said: list[bytes]) -> None:
    printer = EscPosPrinter(lambda: MadLine(list(said)), WIDE, Patience(0.01, 0.01, 0.01))
    assert isinstance(printer.look(), PrinterReady | PrinterUnable)
    assert isinstance(printer.print(Drawing(2, 2, "", ())), Printed | PrinterUnable)


def test_where_nobody_listens_is_offline() -> None:
    server = socket.create_server(("127.0.0.1", 0))
    host, port = server.getsockname()
    server.close()
    printer = EscPosPrinter(lambda: open_network(host, port), WIDE, QUICK)
    for ended in (printer.look(), printer.print(slip_of(ENGLISH))):
        assert isinstance(ended, PrinterUnable)
        assert ended.fault is PrinterFault.OFFLINE
        assert ended.detail.startswith(f"127.0.0.1:{port} can't be reached")


def refuse(number: int) -> Callable[..., int]:
    def opening(path: Path, flags: int) -> int:
        raise OSError(number, os.strerror(number))

    return opening


@pytest.mark.parametrize(
    ("number", "fault", "told"),
    [
        (errno.EACCES, PrinterFault.REFUSED, "may not be used by this user: add it to the group lp"),
        (errno.ENODEV, PrinterFault.OFFLINE, "is not there: the printer is off or its cable is out"),
        (errno.EBUSY, PrinterFault.REFUSED, "is held by another program"),
    ],
)
def test_a_device_that_can_not_be_opened_says_why(
    monkeypatch: pytest.MonkeyPatch, number: int, fault: PrinterFault, told: str
) -> None:
    monkeypatch.setattr(os, "open", refuse(number))
    with pytest.raises(LineBrokenError, match=f"/dev/usb/lp0 {told}") as broken:
        open_device(Path("/dev/usb/lp0"))
    assert broken.value.fault is fault


def test_a_file_is_no_device(tmp_path: Path) -> None:
    (tmp_path / "lp0").touch()
    with pytest.raises(LineBrokenError, match="is no device"):
        open_device(tmp_path / "lp0")
    with pytest.raises(LineBrokenError, match="is not there"):
        open_device(tmp_path / "lp1")


@contextmanager
def terminal(paper: PaperPrinter) -> Iterator[str]:
    """Put a printer behind a pseudo terminal; yield its name."""
    ours, its = os.openpty()
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            data = os.read(ours, 2_048)
            os.write(ours, paper.feed(data.removesuffix(b"over")))

    thread = threading.Thread(target=serve)
    thread.start()
    yield os.ttyname(its)
    ended.set()
    os.write(its, b"over")
    thread.join()
    os.close(ours)
    os.close(its)


@pytest.mark.parametrize("baud_rate", [None, 38_400])
def test_a_slip_goes_through_a_serial_port(baud_rate: int | None) -> None:
    paper = PaperPrinter(paper_low=True)
    with terminal(paper) as name:
        printer = EscPosPrinter(lambda: open_device(Path(name), baud_rate), WIDE)
        assert printer.look() == PrinterReady(paper_low=True)
        assert printer.print(slip_of(JAPANESE)) == Printed(paper_low=True)
        with pytest.raises(LineBrokenError, match="can't be set to 12345 baud"):
            open_device(Path(name), 12_345)
    assert [read.text for read in zxingcpp.read_barcodes(paper.papers[0].convert("L"))] == [VOUCHER_CODE]


@pytest.mark.parametrize("drop", [True, False])
def test_what_a_serial_port_has_not_sent_is_thrown_away(drop: bool) -> None:
    ours, its = os.openpty()
    line = open_device(Path(os.ttyname(its)))
    # The other end is told first of what was thrown away.
    fcntl.ioctl(ours, termios.TIOCPKT, struct.pack("i", 1))
    line.send(b"half a slip", 1.0)
    line.close(drop=drop)
    assert bool(os.read(ours, 100)[0] & termios.TIOCPKT_FLUSHWRITE) is drop
    os.close(ours)
    os.close(its)


def test_a_folder_takes_slips_as_pictures(tmp_path: Path) -> None:
    printer = FolderPrinter(tmp_path / "slips", WIDE)
    assert printer.look() == PrinterReady()
    assert [printer.print(slip_of(face)) for face in (ENGLISH, JAPANESE)] == [Printed(), Printed()]
    first, second = sorted((tmp_path / "slips").iterdir())
    assert (first.name, second.name) == ("slip-0001.png", "slip-0002.png")
    with Image.open(second) as picture:
        assert picture.mode == "1"
        assert [read.text for read in zxingcpp.read_barcodes(picture.convert("L"))] == [VOUCHER_CODE]
    (tmp_path / "file").touch()
    refused = FolderPrinter(tmp_path / "file", WIDE).print(slip_of(ENGLISH))
    assert isinstance(refused, PrinterUnable)
    assert refused.fault is PrinterFault.REFUSED
