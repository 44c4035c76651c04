"""Draws what is printed as PDF, with Qt: text stays text, symbols stay sharp at any printer's resolution."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, assert_never

from PySide6.QtCore import QBuffer, QIODeviceBase, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QPageSize, QPainter, QPdfWriter, QPen

from shared.hardware.drawing import Align, Box, Disc, Drawing, Modules, Shape, Typeface, Words
from shared.hardware.typefaces import printable, typeface_path

_DPI: Final = 1_200
_DOTS_PER_MM: Final = _DPI / 25.4
_A4_MM: Final = (210.0, 297.0)
_CUT_LINE: Final = "DFD6C7"
_CUT_LINE_MM: Final = 0.1


def write_pdf(path: Path, drawings: Sequence[Drawing], title: str) -> None:
    """Write one drawing to a page, each page as large as its drawing. Needs a QGuiApplication.

    Raise OSError when the file can't be written.
    """
    pages = [(drawing.width_mm, drawing.height_mm, [(0.0, 0.0, drawing)]) for drawing in drawings]
    _write(path, title, pages)


def write_sheet_pdf(path: Path, drawings: Sequence[Drawing], title: str) -> None:
    """Write equally large drawings onto A4 sheets, centred, side by side, with hairlines to cut along."""
    width, height = drawings[0].width_mm, drawings[0].height_mm
    columns, rows = int(_A4_MM[0] // width), int(_A4_MM[1] // height)
    left, top = (_A4_MM[0] - columns * width) / 2, (_A4_MM[1] - rows * height) / 2
    pages = []
    for first in range(0, len(drawings), columns * rows):
        placed = [
            (left + index % columns * width, top + index // columns * height, drawing)
            for index, drawing in enumerate(drawings[first : first + columns * rows])
        ]
        pages.append((*_A4_MM, placed))
    _write(path, title, pages, cut_lines=True)


def _write(
    path: Path,
    title: str,
    pages: Sequence[tuple[float, float, Sequence[tuple[float, float, Drawing]]]],
    *,
    cut_lines: bool = False,
) -> None:
    written = QBuffer()
    written.open(QIODeviceBase.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(written)
    writer.setResolution(_DPI)
    writer.setTitle(title)
    writer.setCreator("Garapon")
    painter = QPainter()
    for number, (width, height, placed) in enumerate(pages):
        size = QPageSize(QSizeF(width, height), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageSize(size)
        writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        if number == 0:
            painter.begin(writer)
        else:
            writer.newPage()
        for x, y, drawing in placed:
            painter.resetTransform()
            painter.translate(x * _DOTS_PER_MM, y * _DOTS_PER_MM)
            for shape in drawing.shapes:
                _paint(painter, shape)
            if cut_lines:
                frame = Box(0, 0, drawing.width_mm, drawing.height_mm, "", 0, _CUT_LINE, _CUT_LINE_MM)
                _paint(painter, frame)
    painter.end()
    path.write_bytes(bytes(written.data().data()))


def _paint(painter: QPainter, shape: Shape) -> None:
    match shape:
        case Box():
            inset = _outline(painter, shape)
            rectangle = _rectangle(shape.x, shape.y, shape.width, shape.height)
            radius = max(0.0, shape.radius * _DOTS_PER_MM - inset)
            painter.drawRoundedRect(rectangle.adjusted(inset, inset, -inset, -inset), radius, radius)
        case Disc():
            inset = _outline(painter, shape)
            radius = shape.radius * _DOTS_PER_MM - inset
            painter.drawEllipse(_point(shape.x, shape.y), radius, radius)
        case Words():
            _paint_words(painter, shape)
        case Modules():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(f"#{shape.colour}"))
            for column, row, length in shape.runs():
                x, y = shape.x + column * shape.module_width, shape.y + row * shape.module_height
                painter.drawRect(_rectangle(x, y, length * shape.module_width, shape.module_height))
        case _:
            assert_never(shape)


def _outline(painter: QPainter, shape: Box | Disc) -> float:
    painter.setBrush(QColor(f"#{shape.fill}") if shape.fill else Qt.BrushStyle.NoBrush)
    if not shape.line:
        painter.setPen(Qt.PenStyle.NoPen)
        return 0.0
    width = shape.line_width * _DOTS_PER_MM
    painter.setPen(QPen(QColor(f"#{shape.line}"), width))
    return width / 2


def _paint_words(painter: QPainter, words: Words) -> None:
    font = QFont(_family(words.face))
    font.setBold(words.face is Typeface.BOLD)
    font.setPixelSize(round(words.size * _DOTS_PER_MM))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    text = printable(words)
    width = QFontMetricsF(font, painter.device()).horizontalAdvance(text)
    shift = {Align.LEFT: 0.0, Align.CENTRE: width / 2, Align.RIGHT: width}[words.align]
    painter.setFont(font)
    painter.setPen(QColor(f"#{words.colour}"))
    painter.drawText(_point(words.x, words.y) - QPointF(shift, 0), text)


@lru_cache
def _family(face: Typeface) -> str:
    number = QFontDatabase.addApplicationFont(str(typeface_path(face)))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _rectangle(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * _DOTS_PER_MM, y * _DOTS_PER_MM, width * _DOTS_PER_MM, height * _DOTS_PER_MM)


def _point(x: float, y: float) -> QPointF:
    return QPointF(x * _DOTS_PER_MM, y * _DOTS_PER_MM)
