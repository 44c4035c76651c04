"""Makes the symbols that scanners read, as plain modules; whoever draws them decides size and colour."""

from functools import lru_cache
from typing import Final

import qrcode
import zxingcpp

QUIET_MODULES: Final = 4
QUIET_BARS: Final = 10
EAN_DIGITS: Final = 13

Matrix = tuple[tuple[bool, ...], ...]


@lru_cache(maxsize=64)
def qr_matrix(text: str) -> Matrix:
    """Return the QR code of `text` as rows of modules, True where dark, without quiet zone.

    Error correction M; the smallest version and the densest mode that hold the text, which for our codes is
    alphanumeric. `QUIET_MODULES` must stay light around it. Written by another library than the one that reads: an
    error in either shows.
    """
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text, optimize=0)
    code.make(fit=True)
    return tuple(tuple(row) for row in code.get_matrix())


@lru_cache(maxsize=64)
def linear_bars(text: str) -> tuple[bool, ...]:
    """Return a barcode as modules from left to right, True where dark: EAN-13 of 13 digits, Code 128 of other ASCII.

    `QUIET_BARS` modules must stay light at both ends. ValueError where the last of 13 digits is no check digit.
    """
    ean = len(text) == EAN_DIGITS and text.isdigit()
    kind = zxingcpp.BarcodeFormat.EAN13 if ean else zxingcpp.BarcodeFormat.Code128
    return _modules(zxingcpp.create_barcode(text, kind))[0]


def _modules(symbol: zxingcpp.Barcode) -> Matrix:
    image = symbol.to_image(scale=1, add_hrt=False, add_quiet_zones=False)
    height, width = image.shape
    # zxing-cpp's stub leaves out that an Image is a buffer.
    pixels = bytes(memoryview(image))  # type: ignore[arg-type]
    return tuple(tuple(pixel == 0 for pixel in pixels[row * width : (row + 1) * width]) for row in range(height))
