"""Reads barcodes from pictures and from a camera's frames: one path for both."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

import zxingcpp
from PySide6.QtGui import QImage

from shared.hardware.pixels import Pixels, image_pixels

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

_LUM: Final = zxingcpp.ImageFormat.Lum


@dataclass(frozen=True, slots=True)
class FrameReading:
    """Carry what one frame showed: its texts, and a small picture to aim by."""

    texts: tuple[str, ...] = field(repr=False)
    preview: QImage


def read_image(image: QImage) -> tuple[str, ...]:
    """Return the text of every barcode in a picture; none in an empty one. Any thread."""
    if image.isNull():
        return ()
    pixels, _owner = image_pixels(image)
    return pixels.read()


def read_frame(frame: "QVideoFrame") -> FrameReading | None:
    """Return what a camera's or a video's frame shows, or None when it carries no picture. Any thread.

    Formats that hold brightness by itself, and plain RGB, are read where they lie; others are converted.
    """
    if not frame.isValid():
        return None
    pixels = _mapped(frame)
    if pixels is None:
        return _read_converted(frame.toImage())
    try:
        return FrameReading(pixels.read(), pixels.preview())
    finally:
        frame.unmap()


def _read_converted(image: QImage) -> FrameReading | None:
    if image.isNull():
        return None
    pixels, _owner = image_pixels(image)
    return FrameReading(pixels.read(), pixels.preview())


def _mapped(frame: "QVideoFrame") -> Pixels | None:
    from PySide6.QtMultimedia import QVideoFrame

    plane = _planes().get(frame.pixelFormat())
    if plane is None or not frame.map(QVideoFrame.MapMode.ReadOnly):
        return None
    memory = memoryview(frame.bits(0))[plane.offset :]
    row_stride = frame.bytesPerLine(0)
    # zxing-cpp wants whole rows: behind an offset the last one is short by that much and has to go.
    height = min(frame.height(), len(memory) // row_stride)
    return Pixels(memory, frame.width(), height, row_stride, plane.pixel_stride, plane.layout, plane.grey_offset)


@dataclass(frozen=True, slots=True)
class _Plane:
    pixel_stride: int
    layout: zxingcpp.ImageFormat = _LUM
    offset: int = 0
    grey_offset: int = 0


@cache
def _planes() -> "dict[QVideoFrameFormat.PixelFormat, _Plane]":
    from PySide6.QtMultimedia import QVideoFrameFormat

    formats = QVideoFrameFormat.PixelFormat
    planar = (
        formats.Format_YUV420P,
        formats.Format_YUV422P,
        formats.Format_YV12,
        formats.Format_NV12,
        formats.Format_NV21,
        formats.Format_IMC1,
        formats.Format_IMC2,
        formats.Format_IMC3,
        formats.Format_IMC4,
        formats.Format_Y8,
    )
    bgra = _Plane(4, zxingcpp.ImageFormat.BGRA, grey_offset=1)
    rgba = _Plane(4, zxingcpp.ImageFormat.RGBA, grey_offset=1)
    argb = _Plane(4, zxingcpp.ImageFormat.ARGB, grey_offset=2)
    abgr = _Plane(4, zxingcpp.ImageFormat.ABGR, grey_offset=2)
    high_byte = _Plane(2, offset=1)
    return {
        **dict.fromkeys(planar, _Plane(1)),
        formats.Format_YUYV: _Plane(2),
        formats.Format_UYVY: _Plane(2, offset=1),
        formats.Format_Y16: high_byte,
        formats.Format_P010: high_byte,
        formats.Format_P016: high_byte,
        formats.Format_BGRX8888: bgra,
        formats.Format_BGRA8888: bgra,
        formats.Format_RGBX8888: rgba,
        formats.Format_RGBA8888: rgba,
        formats.Format_XRGB8888: argb,
        formats.Format_ARGB8888: argb,
        formats.Format_XBGR8888: abgr,
        formats.Format_ABGR8888: abgr,
    }
