"""The camera's path: photographs of held cards through our frame reader, beside zxing-cpp alone."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import zxingcpp
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat

from shared.hardware.camera import FrameReader
from shared.hardware.cards import MemberFace, member_card
from shared.hardware.print_picture import draw_picture
from shared.hardware.scanner import Scan
from shared.qt.brand import HOUSE_BRAND
from tests.benchmarks.measuring import Limit, Row, Scale, median, milliseconds, tell
from tests.benchmarks.people import card_of
from tests.benchmarks.screen import application, wait_until
from tests.benchmarks.shop import Shops
from tests.journeys.frames import FRAME_SIZE, POSES, Pose, camera_frame

_LIMIT_RATIO: Final = 1.15
_CARDS: Final = 10


@dataclass(frozen=True, slots=True)
class _Photograph:
    code: str
    brightness: bytes


def measure(_shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Hold each photograph to the reader as a camera delivers it, and its brightness to zxing-cpp alone."""
    application()
    tell(f"photographing cards {scale.photographs} times")
    photographs = tuple(_photographs(scale.photographs))
    tell("reading the photographs")
    ours, floor = [], []
    lost = seen = 0
    for place, photograph in enumerate(photographs):
        # Which of the two goes first alternates, so that neither always finds the picture in the cache.
        if place % 2:
            raw_ms, raw = _raw(photograph)
            our_ms, text = _our(photograph)
        else:
            our_ms, text = _our(photograph)
            raw_ms, raw = _raw(photograph)
        ours.append(our_ms)
        floor.append(raw_ms)
        seen += photograph.code in raw
        lost += photograph.code in raw and photograph.code not in text
    return (
        Row("camera, frame of 1280×720", "ms", median(ours), median(floor), _LIMIT_RATIO, Limit.RATIO),
        Row(f"camera, lost of {seen} photographs", "frames", lost, 0, 0),
    )


def _photographs(count: int) -> Iterator[_Photograph]:
    """Yield photographs of several cards, each held in a pose of its own."""
    chance = random.Random(7)
    cards = [
        (
            card_of(index),
            draw_picture(member_card(HOUSE_BRAND, MemberFace("会員カード", "会員番号", "", card_of(index)))),
        )
        for index in range(min(_CARDS, count))
    ]
    for index in range(count):
        code, card = cards[index % len(cards)]
        yield _Photograph(code, _brightness(camera_frame(card, _varied(POSES[index % len(POSES)], chance))))


def _varied(pose: Pose, chance: random.Random) -> Pose:
    return replace(
        pose,
        width=round(pose.width * chance.uniform(0.85, 1.15)),
        turned_deg=pose.turned_deg + chance.uniform(-20, 20),
        tilt=max(0.0, pose.tilt + chance.uniform(-0.05, 0.1)),
        blur_px=max(0.0, pose.blur_px + chance.uniform(-0.5, 0.5)),
        brightness=pose.brightness * chance.uniform(0.8, 1.1),
    )


def _brightness(frame: Image.Image) -> bytes:
    return frame.convert("L").tobytes()


def _our(photograph: _Photograph) -> tuple[float, tuple[str, ...]]:
    """Return how long the reader took from the offer of a frame to its answer on this thread, and what it scanned."""
    reader = FrameReader(pause_ms=0)
    answered: list[object] = []
    scans: list[Scan] = []
    reader.previewed.connect(answered.append)
    reader.scanned.connect(scans.append)
    reader.start()
    try:
        # The first frame starts the worker, and a text that is not ours would have to be seen twice anyway.
        reader.offer(_frame(bytes(len(photograph.brightness))))
        wait_until(lambda: len(answered) == 1, "the reader's answer")
        frame = _frame(photograph.brightness)
        _let_pause_end(reader)

        def read() -> None:
            reader.offer(frame)
            wait_until(lambda: len(answered) == 2, "the reader's answer")

        took_ms = milliseconds(read)
    finally:
        reader.stop()
    return took_ms, tuple(scan.text for scan in scans)


def _let_pause_end(reader: FrameReader) -> None:
    wait_until(lambda: not reader._pause.isActive(), "the end of the reader's pause")


def _raw(photograph: _Photograph) -> tuple[float, tuple[str, ...]]:
    texts: list[str] = []

    def read() -> None:
        view = zxingcpp.ImageView(memoryview(photograph.brightness), *FRAME_SIZE, zxingcpp.ImageFormat.Lum)
        texts.extend(barcode.text for barcode in zxingcpp.read_barcodes(view))

    return milliseconds(read), tuple(texts)


def _frame(brightness: bytes) -> QVideoFrame:
    """Return a frame as cameras deliver them: a plane of brightness and one of colour at half the size."""
    frame = QVideoFrame(QVideoFrameFormat(QSize(*FRAME_SIZE), QVideoFrameFormat.PixelFormat.Format_NV12))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    width, height = FRAME_SIZE
    stride, plane = frame.bytesPerLine(0), memoryview(frame.bits(0))
    for row in range(height):
        plane[row * stride : row * stride + width] = brightness[row * width : (row + 1) * width]
    frame.unmap()
    return frame
