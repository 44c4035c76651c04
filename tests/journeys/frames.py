"""Makes what a camera would see: a printed card in a 1280×720 frame, held the way people hold cards."""

import random
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageEnhance, ImageFilter, ImageOps
from PySide6.QtGui import QImage

FRAME_SIZE = (1280, 720)
COUNTER = (122, 112, 101)


@dataclass(frozen=True, slots=True)
class Pose:
    """How a card is held: its width in pixels, turned and tilted, and what light and lens do to it."""

    name: str
    width: int = 700
    turned_deg: float = 0
    tilt: float = 0
    blur_px: float = 0
    brightness: float = 1
    contrast: float = 1
    noise: int = 0
    mirrored: bool = False
    glare: float = 0


POSES = (
    Pose("flat"),
    Pose("turned a little", turned_deg=12),
    Pose("turned by a third", turned_deg=120),
    Pose("upside down", turned_deg=180),
    Pose("blurred", blur_px=2.0),
    Pose("small", width=230),
    Pose("dark", brightness=0.16, noise=6),
    Pose("grey", contrast=0.3, brightness=0.9),
    Pose("mirrored", mirrored=True),
    Pose("noisy", noise=34),
    Pose("tilted", tilt=0.3),
    Pose("shining", glare=0.7),
    Pose("held by a child", width=430, turned_deg=-33, tilt=0.15, blur_px=1.0, brightness=0.5, noise=10),
    Pose("mirrored, turned and dim", width=520, turned_deg=48, brightness=0.35, mirrored=True, noise=8),
)


def camera_frame(card: Image.Image, pose: Pose) -> Image.Image:
    """Return the RGB frame in which `card` is seen in that pose; the same every time."""
    scale = pose.width / card.width
    held = card.convert("RGBA").resize(
        (pose.width, round(card.height * scale)), Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    if pose.tilt:
        held = _tilted(held, pose.tilt)
    held = held.rotate(pose.turned_deg, Image.Resampling.BICUBIC, expand=True)
    frame = Image.new("RGB", FRAME_SIZE, COUNTER)
    frame.paste(held, ((FRAME_SIZE[0] - held.width) // 2, (FRAME_SIZE[1] - held.height) // 2), held)
    if pose.glare:
        frame = _shone_on(frame, pose.glare)
    frame = frame.filter(ImageFilter.GaussianBlur(pose.blur_px))
    frame = ImageEnhance.Contrast(frame).enhance(pose.contrast)
    frame = ImageEnhance.Brightness(frame).enhance(pose.brightness)
    if pose.noise:
        frame = _noisy(frame, pose.noise)
    return ImageOps.mirror(frame) if pose.mirrored else frame


def as_qimage(picture: Image.Image) -> QImage:
    """Return a Pillow picture as a QImage of its own."""
    pixels = picture.convert("RGB").tobytes()
    width, height = picture.size
    return QImage(pixels, width, height, 3 * width, QImage.Format.Format_RGB888).copy()


def _tilted(card: Image.Image, tilt: float) -> Image.Image:
    # The far edge is shorter by `tilt`. Coefficients map output to input: x/(1 + g·y) about the middle.
    width, height = card.size
    g = tilt / height
    return card.transform(
        card.size,
        Image.Transform.PERSPECTIVE,
        (1 + tilt, width / 2 * g, -width * tilt / 2, 0, 1 + tilt, 0, 0, g),
        Image.Resampling.BICUBIC,
    )


def _shone_on(frame: Image.Image, glare: float) -> Image.Image:
    light = Image.radial_gradient("L").resize((900, 500)).point(lambda level: round((255 - level) * glare))
    lit = Image.new("L", frame.size, 0)
    lit.paste(light, (420, 60))
    return ImageChops.add(frame, Image.merge("RGB", (lit, lit, lit)))


def _noisy(frame: Image.Image, spread: int) -> Image.Image:
    grain = Image.frombytes("L", frame.size, random.Random(1).randbytes(frame.width * frame.height))
    grain = grain.point(lambda level: 128 + round((level - 128) / 128 * spread))
    return ImageChops.add(frame, Image.merge("RGB", (grain, grain, grain)), 1, -128)
