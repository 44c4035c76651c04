"""Cards and posters out of the tablet: to the printer, or as a file that only its owner can read."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from shared.hardware.cards import MemberFace, member_card
from shared.hardware.drawing import Drawing
from shared.hardware.posters import PosterFace, hunt_poster
from shared.hardware.print_pdf import write_pdf
from shared.hardware.print_picture import PRINT_DPI, png
from shared.qt.brand import Brand
from shared.runtime.logs import EventLog
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet

_log = EventLog(__name__)
_OWNER_ONLY = 0o700
_NOT_IN_NAMES = re.compile(r"[^0-9]")


class ShopCardPress:
    """Makes cards in the shop's look; files go to `folder`, named by member number."""

    def __init__(self, brand: Brand, folder: Path) -> None:
        self._brand = brand
        self._folder = folder

    def make(self, face: MemberFace, outlet: CardOutlet) -> CardMade | CardNotMade:
        """Print or save one card."""
        drawing = member_card(self._brand, face)
        try:
            if outlet is CardOutlet.PRINTER:
                return _print([drawing])
            return CardMade(str(self._save(drawing, face, outlet)))
        except OSError as error:
            _log.error("card_not_made", error)
            return CardNotMade()

    def _save(self, drawing: Drawing, face: MemberFace, outlet: CardOutlet) -> Path:
        file = _own_file(self._folder, f"card-{_NOT_IN_NAMES.sub('', face.number)}.{outlet}")
        if outlet is CardOutlet.PNG:
            file.write_bytes(png(drawing))
        else:
            write_pdf(file, [drawing], face.title)
        return file


class ShopPosterPress:
    """Makes posters in the shop's look; files go to `folder`."""

    def __init__(self, brand: Brand, folder: Path) -> None:
        self._brand = brand
        self._folder = folder

    def make(self, faces: Sequence[PosterFace], name: str, outlet: CardOutlet) -> CardMade | CardNotMade:
        """Print posters, or save them as the PDF `name`, one to a page."""
        drawings = [hunt_poster(self._brand, face) for face in faces]
        try:
            if outlet is CardOutlet.PRINTER:
                return _print(drawings)
            file = _own_file(self._folder, f"{name}.pdf")
            write_pdf(file, drawings, faces[0].title.ja)
        except OSError as error:
            _log.error("posters_not_made", error)
            return CardNotMade()
        return CardMade(str(file))


def _own_file(folder: Path, name: str) -> Path:
    folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    file = folder / name
    file.touch(mode=0o600)
    os.chmod(file, 0o600)  # noqa: PTH101  a file from before may be more open
    return file


def _print(drawings: Sequence[Drawing]) -> CardMade | CardNotMade:
    try:
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
    except ImportError as error:
        # Without libcups2 there is no printing on Linux; saving still works.
        _log.error("printing_missing", error)
        return CardNotMade()
    from PySide6.QtCore import QMarginsF, QRectF, QSizeF
    from PySide6.QtGui import QImage, QPageSize, QPainter

    chosen = QPrinterInfo.defaultPrinter()
    if chosen.isNull():
        return CardNotMade()
    printer = QPrinter(chosen)
    printer.setResolution(PRINT_DPI)
    size = QSizeF(drawings[0].width_mm, drawings[0].height_mm)
    printer.setPageSize(QPageSize(size, QPageSize.Unit.Millimeter))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(printer):
        return CardNotMade()
    for number, drawing in enumerate(drawings):
        if number:
            printer.newPage()
        picture = QImage.fromData(png(drawing))
        painter.drawImage(QRectF(0, 0, picture.width(), picture.height()), picture)
    painter.end()
    return CardMade(chosen.printerName())
