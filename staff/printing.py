"""Cards out of the tablet: to the printer, or as a file that only its owner can read."""

import os
import re
from pathlib import Path

from shared.hardware.cards import MemberFace, member_card
from shared.hardware.drawing import Drawing
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
                return _print(drawing)
            return CardMade(str(self._save(drawing, face, outlet)))
        except OSError as error:
            _log.error("card_not_made", error)
            return CardNotMade()

    def _save(self, drawing: Drawing, face: MemberFace, outlet: CardOutlet) -> Path:
        self._folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        file = self._folder / f"card-{_NOT_IN_NAMES.sub('', face.number)}.{outlet}"
        file.touch(mode=0o600)
        os.chmod(file, 0o600)  # noqa: PTH101  a file from before may be more open
        if outlet is CardOutlet.PNG:
            file.write_bytes(png(drawing))
        else:
            write_pdf(file, [drawing], face.title)
        return file


def _print(drawing: Drawing) -> CardMade | CardNotMade:
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
    printer.setPageSize(QPageSize(QSizeF(drawing.width_mm, drawing.height_mm), QPageSize.Unit.Millimeter))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter()
    if not painter.begin(printer):
        return CardNotMade()
    picture = QImage.fromData(png(drawing))
    painter.drawImage(QRectF(0, 0, picture.width(), picture.height()), picture)
    painter.end()
    return CardMade(chosen.printerName())
