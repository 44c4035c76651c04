"""Draw QR codes for QML: ``image://qr/<text>`` is one pixel a module, quiet zone included."""

from __future__ import annotations

from urllib.parse import unquote

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

from shared.qt.symbols import QUIET_MODULES, qr_matrix


class QrProvider(QQuickImageProvider):
    """Answers QML's image requests with codes; error correction M, as the voucher's paper may be folded."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: A002, ARG002 - Qt's
        image = qr_image(unquote(id))
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def qr_image(text: str) -> QImage:
    """Return the QR code of `text`, black on white, one pixel a module and four modules of quiet around it."""
    rows = qr_matrix(text)
    side = len(rows) + 2 * QUIET_MODULES
    image = QImage(side, side, QImage.Format.Format_Grayscale8)
    image.fill(255)
    for y, row in enumerate(rows, start=QUIET_MODULES):
        for x, dark in enumerate(row, start=QUIET_MODULES):
            if dark:
                image.setPixel(x, y, 0)
    return image
