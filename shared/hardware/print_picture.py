"""Draws what is printed as a picture, with Pillow: no screen, no Qt application, any thread."""

from io import BytesIO
from typing import Final, assert_never

from PIL import Image, ImageDraw

from shared.hardware.drawing import Align, Box, Disc, Drawing, Modules, Shape, Words
from shared.hardware.typefaces import printable, typeface

PRINT_DPI: Final = 300
_MM_PER_INCH: Final = 25.4
_SMOOTHING: Final = 2
_ANCHORS: Final = {Align.LEFT: "ls", Align.CENTRE: "ms", Align.RIGHT: "rs"}


def draw_picture(drawing: Drawing, dpi: float = PRINT_DPI) -> Image.Image:
    """Return the drawing as an RGB image; symbols have whole pixels a module, everything else smooth edges."""
    scale = dpi / _MM_PER_INCH
    width, height = round(drawing.width_mm * scale), round(drawing.height_mm * scale)
    large = Image.new("RGB", (width * _SMOOTHING, height * _SMOOTHING), "white")
    brush = ImageDraw.Draw(large)
    for shape in drawing.shapes:
        _paint(brush, shape, scale * _SMOOTHING)
    picture = large.resize((width, height), Image.Resampling.BOX)
    sharp = ImageDraw.Draw(picture)
    for shape in drawing.shapes:
        if isinstance(shape, Modules):
            _paint_modules(sharp, shape, scale)
    return picture


def png(drawing: Drawing, dpi: float = PRINT_DPI) -> bytes:
    """Return the drawing as a PNG file that knows its size in print."""
    written = BytesIO()
    draw_picture(drawing, dpi).save(written, "PNG", dpi=(dpi, dpi))
    return written.getvalue()


def _paint(brush: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    match shape:
        case Box():
            corners = (
                shape.x * scale,
                shape.y * scale,
                (shape.x + shape.width) * scale - 1,
                (shape.y + shape.height) * scale - 1,
            )
            brush.rounded_rectangle(
                corners, shape.radius * scale, _fill(shape.fill), _fill(shape.line), _line(shape, scale)
            )
        case Disc():
            brush.circle(
                (shape.x * scale, shape.y * scale),
                shape.radius * scale,
                _fill(shape.fill),
                _fill(shape.line),
                _line(shape, scale),
            )
        case Words():
            font = typeface(shape.face, round(shape.size * scale))
            brush.text(
                (shape.x * scale, shape.y * scale),
                printable(shape),
                _fill(shape.colour),
                font,
                anchor=_ANCHORS[shape.align],
            )
        case Modules():
            pass
        case _:
            assert_never(shape)


def _paint_modules(brush: ImageDraw.ImageDraw, shape: Modules, scale: float) -> None:
    left, top = round(shape.x * scale), round(shape.y * scale)
    across, down = max(1, round(shape.module_width * scale)), max(1, round(shape.module_height * scale))
    for column, row, length in shape.runs():
        x, y = left + column * across, top + row * down
        brush.rectangle((x, y, x + length * across - 1, y + down - 1), _fill(shape.colour))


def _fill(colour: str) -> str | None:
    return f"#{colour}" if colour else None


def _line(shape: Box | Disc, scale: float) -> int:
    return round(shape.line_width * scale) if shape.line else 0
