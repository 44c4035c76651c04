"""What is printed reads back, from the picture and from the PDF, and its words stay words."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

from shared.domain.codes import format_number
from shared.hardware.cards import MemberFace, member_card
from shared.hardware.drawing import Drawing, Modules, Typeface, Words
from shared.hardware.frames import read_image
from shared.hardware.print_pdf import write_pdf, write_sheet_pdf
from shared.hardware.print_picture import draw_picture, png
from shared.hardware.typefaces import printable, text_width, wrapped
from shared.qt.brand import HOUSE_BRAND
from shared.qt.symbols import QUIET_MODULES, qr_matrix
from tests.hardware import prints
from tests.journeys.frames import as_qimage

PRINTS = pytest.mark.parametrize(
    ("drawing", "code"),
    [
        pytest.param(prints.MEMBER, prints.MEMBER_CODE, id="member card"),
        pytest.param(prints.BADGE, prints.BADGE_CODE, id="staff badge"),
        pytest.param(prints.VOUCHER, prints.VOUCHER_CODE, id="voucher"),
        pytest.param(prints.RECEIPT, prints.RECEIPT_CODE, id="receipt"),
        pytest.param(prints.POSTER, prints.POSTER_CODE, id="poster"),
    ],
)


@PRINTS
def test_a_picture_reads_back(drawing: Drawing, code: str) -> None:
    picture = Image.open(BytesIO(png(drawing)))
    assert read_image(as_qimage(picture)) == (code,)
    assert [round(dpi) for dpi in picture.info["dpi"]] == [300, 300]


@PRINTS
def test_a_pdf_reads_back(qapp: QGuiApplication, tmp_path: Path, drawing: Drawing, code: str) -> None:
    write_pdf(tmp_path / "print.pdf", [drawing, drawing], "Prints")
    document = pypdfium2.PdfDocument(tmp_path / "print.pdf")
    assert len(document) == 2
    for page in document:
        width_mm, height_mm = (points / 72 * 25.4 for points in page.get_size())
        assert width_mm == pytest.approx(drawing.width_mm, abs=0.3)
        assert height_mm == pytest.approx(drawing.height_mm, abs=0.3)
        assert read_image(as_qimage(page.render(scale=3).to_pil())) == (code,)
    document.close()


@PRINTS
def test_the_words_of_a_pdf_can_be_copied(qapp: QGuiApplication, tmp_path: Path, drawing: Drawing, code: str) -> None:
    write_pdf(tmp_path / "print.pdf", [drawing], "Prints")
    document = pypdfium2.PdfDocument(tmp_path / "print.pdf")
    text = document[0].get_textpage().get_text_range()
    for shape in drawing.shapes:
        if isinstance(shape, Words):
            assert printable(shape) in text
    document.close()


def test_cards_share_a_sheet(qapp: QGuiApplication, tmp_path: Path) -> None:
    write_sheet_pdf(tmp_path / "sheet.pdf", [prints.MEMBER] * 10 + [prints.OTHER_MEMBER], "Cards")
    document = pypdfium2.PdfDocument(tmp_path / "sheet.pdf")
    assert [tuple(map(round, page.get_size())) for page in document] == [(595, 842), (595, 842)]
    first = read_image(as_qimage(document[0].render(scale=3).to_pil()))
    assert first == (prints.MEMBER_CODE,) * 10
    assert read_image(as_qimage(document[1].render(scale=3).to_pil())) == (prints.OTHER_CODE,)
    document.close()


def test_a_pdf_that_can_not_be_written_says_so(qapp: QGuiApplication, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_pdf(tmp_path / "no" / "such" / "folder.pdf", [prints.MEMBER], "Cards")


def test_a_member_card_has_the_size_of_a_bank_card() -> None:
    assert draw_picture(prints.MEMBER).size == (1011, 638)


@pytest.mark.parametrize(
    ("code", "modules"), [(prints.MEMBER_CODE, 25), (prints.VOUCHER_CODE, 41), (prints.POSTER_CODE, 41)]
)
def test_codes_make_small_symbols(code: str, modules: int) -> None:
    assert len(qr_matrix(code)) == modules


@PRINTS
def test_symbols_have_whole_pixels_and_quiet_around(drawing: Drawing, code: str) -> None:
    (symbol,) = (shape for shape in drawing.shapes if isinstance(shape, Modules))
    pixels = symbol.module_width * 300 / 25.4
    assert pixels == pytest.approx(round(pixels))
    assert pixels >= 2
    left, top = (round(mm * 300 / 25.4) for mm in (symbol.x, symbol.y))
    quiet = QUIET_MODULES * round(pixels)
    picture = draw_picture(drawing).convert("L")
    assert min(picture.crop((left - quiet, top, left, top + 40)).tobytes()) > 250
    assert min(picture.crop((left, top - quiet, left + 40, top)).tobytes()) > 250


def test_the_number_is_printed_in_groups() -> None:
    words = [shape for shape in prints.MEMBER.shapes if isinstance(shape, Words)]
    (number,) = (shape for shape in words if shape.face is Typeface.CODE)
    assert number.text == format_number(prints.NUMBER)


def test_nothing_reaches_into_the_symbol_however_long_the_names() -> None:
    long = "さくらんぼのおばあちゃん The Very Long Name"
    brand = replace(HOUSE_BRAND, name=long)
    card = member_card(brand, MemberFace(long, long, prints.NUMBER, prints.MEMBER_CODE, long))
    (symbol,) = (shape for shape in card.shapes if isinstance(shape, Modules))
    for shape in card.shapes:
        if isinstance(shape, Words):
            assert shape.x + text_width(printable(shape), shape.face, shape.size) < symbol.x - 4


@pytest.mark.parametrize(
    ("text", "printed"),
    [("もも", "もも"), ("もも🍑", "もも"), ("A\u202eB", "AB"), ("Alexandra of Macedonia", "Alexandra of…"), ("", "")],
)
def test_words_are_cut_and_cleaned(text: str, printed: str) -> None:
    words = Words(0, 0, text, Typeface.BOLD, 5, "000000", max_width=text_width("Alexandra of M", Typeface.BOLD, 5))
    assert printable(words) == printed


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Machi", ("Machi",)),
        ("Machi Goods and more", ("Machi Goods", "and more")),
        ("まちの雑貨屋さんの本店", ("まちの雑貨屋さん", "の本店")),
    ],
)
def test_names_break_once(text: str, lines: tuple[str, ...]) -> None:
    assert wrapped(text, Typeface.BOLD, 4, text_width("Machi Goods a", Typeface.BOLD, 4)) == lines
