"""Pictures and videos go through the camera's path, and every other file is an answer."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QGuiApplication

from shared.hardware.print_picture import draw_picture, png
from shared.hardware.scan_files import FileRead, FileUnreadable, scan_files
from tests.hardware import prints
from tests.hardware.avi import motion_jpeg
from tests.journeys.frames import Pose, camera_frame

# What Qt says on machines without PipeWire, video acceleration or a GPU, and of files that are no videos.
pytestmark = pytest.mark.qt_log_ignore(
    r"Couldn't (load|resolve) (va|pipewire)", "No RHI backend", "Could not open media", extend=True
)


def test_pictures_are_read(qapp: QGuiApplication, tmp_path: Path) -> None:
    card, photograph, blank = (tmp_path / name for name in ("card.png", "photograph.jpg", "blank.png"))
    card.write_bytes(png(prints.MEMBER))
    camera_frame(draw_picture(prints.VOUCHER), Pose("held", turned_deg=30)).save(photograph)
    Image.new("RGB", (640, 480), "white").save(blank)
    assert list(scan_files([card, photograph, blank])) == [
        FileRead(card, (prints.MEMBER_CODE,)),
        FileRead(photograph, (prints.VOUCHER_CODE,)),
        FileRead(blank, ()),
    ]


def test_a_video_is_read(qapp: QGuiApplication, tmp_path: Path) -> None:
    cards = [draw_picture(drawing) for drawing in (prints.MEMBER, prints.OTHER_MEMBER)]
    frames = [camera_frame(cards[index // 8], Pose("held", turned_deg=5 * index)) for index in range(16)]
    video = tmp_path / "cards.avi"
    video.write_bytes(motion_jpeg(frames))
    (reading,) = scan_files([video])
    assert isinstance(reading, FileRead)
    assert reading.texts == (prints.MEMBER_CODE, prints.OTHER_CODE)
    assert reading.frames >= len(frames) // 2


def test_what_is_neither_is_said(qapp: QGuiApplication, tmp_path: Path) -> None:
    letter, broken, missing = (tmp_path / name for name in ("letter.txt", "broken.png", "missing.png"))
    letter.write_text("Dear shop")
    broken.write_bytes(png(prints.MEMBER)[:500])
    readings = list(scan_files([letter, broken, missing, tmp_path]))
    assert all(isinstance(reading, FileUnreadable) and reading.reason for reading in readings)
    assert [reading.path for reading in readings] == [letter, broken, missing, tmp_path]
