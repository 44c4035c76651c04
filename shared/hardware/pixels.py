"""Pixels where they lie: what zxing-cpp and the preview look at, without copying a frame."""

from dataclasses import dataclass
from typing import Final

import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

_PREVIEW_WIDTH: Final = 320
# Qt stores RGB32 as one number a pixel: on the little-endian machines that PySide6 has wheels for, that is BGRA.
_LAYOUTS: Final = {
    QImage.Format.Format_Grayscale8: (zxingcpp.ImageFormat.Lum, 1, 0),
    QImage.Format.Format_RGB888: (zxingcpp.ImageFormat.RGB, 3, 1),
    QImage.Format.Format_BGR888: (zxingcpp.ImageFormat.BGR, 3, 1),
    QImage.Format.Format_RGB32: (zxingcpp.ImageFormat.BGRA, 4, 1),
}


@dataclass(frozen=True, slots=True)
class Pixels:
    """Describe an image inside somebody else's memory, which must stay mapped while this is used.

    Strides are in bytes. `grey_offset` is the byte of a pixel that stands for its brightness in the preview.
    """

    memory: memoryview
    width: int
    height: int
    row_stride: int
    pixel_stride: int
    layout: zxingcpp.ImageFormat
    grey_offset: int = 0

    def read(self) -> tuple[str, ...]:
        """Return the text of every barcode in the image; zxing-cpp's own defaults, so that nothing is lost.

        Mirror images read too: a QR code's mirror is tried by zxing-cpp itself. Releases the GIL.
        """
        view = zxingcpp.ImageView(self.memory, self.width, self.height, self.layout, self.row_stride, self.pixel_stride)
        return tuple(barcode.text for barcode in zxingcpp.read_barcodes(view))

    def preview(self) -> QImage:
        """Return a small grey copy, mirrored as people expect to see themselves."""
        step = max(1, self.width // _PREVIEW_WIDTH)
        stride = step * self.pixel_stride
        used = self.width * self.pixel_stride
        rows = []
        for y in range(0, self.height, step):
            start = y * self.row_stride
            row = bytes(self.memory[start : start + used])
            rows.append(row[self.grey_offset :: stride][::-1])
        width = len(rows[0])
        return QImage(b"".join(rows), width, len(rows), width, QImage.Format.Format_Grayscale8).copy()


def image_pixels(image: QImage) -> tuple[Pixels, QImage]:
    """Return the pixels of `image`, and the image that owns them: `image` itself or a converted copy."""
    owner = _readable(image)
    layout, pixel_stride, grey_offset = _LAYOUTS[owner.format()]
    pixels = Pixels(
        memory=memoryview(owner.constBits()),
        width=owner.width(),
        height=owner.height(),
        row_stride=owner.bytesPerLine(),
        pixel_stride=pixel_stride,
        layout=layout,
        grey_offset=grey_offset,
    )
    return pixels, owner


def _readable(image: QImage) -> QImage:
    if image.hasAlphaChannel():
        sheet = QImage(image.size(), QImage.Format.Format_RGB32)
        sheet.fill(Qt.GlobalColor.white)
        painter = QPainter(sheet)
        painter.drawImage(0, 0, image)
        painter.end()
        return sheet
    return image if image.format() in _LAYOUTS else image.convertToFormat(QImage.Format.Format_RGB32)
