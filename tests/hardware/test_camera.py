"""The camera reads what zxing-cpp reads, from every pixel format, newest first, each card once."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtMultimedia import QVideoFrame, QVideoFrameFormat, QVideoSink
from pytestqt.qtbot import QtBot

from shared.hardware.camera import CameraScanner, FrameReader, PictureCamera
from shared.hardware.drawing import Drawing
from shared.hardware.frames import FrameReading, read_frame, read_image
from shared.hardware.print_picture import draw_picture
from shared.hardware.scanner import Scan, ScannerFault, ScannerUnavailable, ScanSource
from tests.hardware import prints
from tests.journeys.frames import POSES, Pose, as_qimage, camera_frame

# What Qt says on machines without PipeWire, video acceleration or a GPU.
pytestmark = pytest.mark.qt_log_ignore(r"Couldn't (load|resolve) (va|pipewire)", "No RHI backend", extend=True)

Formats = QVideoFrameFormat.PixelFormat
Work = Callable[..., FrameReading | None]


def seen(drawing: Drawing) -> QImage:
    return as_qimage(camera_frame(draw_picture(drawing), Pose("flat")))


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.name)
@pytest.mark.parametrize(
    ("drawing", "code"),
    [(prints.MEMBER, prints.MEMBER_CODE), (prints.VOUCHER, prints.VOUCHER_CODE)],
    ids=["member card", "voucher"],
)
def test_a_card_is_read_however_it_is_held(pose: Pose, drawing: Drawing, code: str) -> None:
    picture = camera_frame(draw_picture(drawing), pose)
    reading = read_frame(QVideoFrame(as_qimage(picture)))
    assert reading is not None
    assert reading.texts == (code,)


@pytest.mark.parametrize("pose", POSES, ids=lambda pose: pose.name)
def test_a_photograph_of_a_poster_is_read_off_a_telephone(pose: Pose) -> None:
    poster = draw_picture(prints.POSTER, 150)
    taken = poster.crop((poster.width // 5, poster.height // 4, poster.width * 4 // 5, poster.height * 7 // 10))
    reading = read_frame(QVideoFrame(as_qimage(camera_frame(taken, replace(pose, width=min(pose.width, 560))))))
    assert reading is not None
    assert reading.texts == (prints.POSTER_CODE,)


def luma(picture: Image.Image) -> bytes:
    return picture.convert("L").tobytes()


def interleaved(grey: bytes, first: int, stride: int, filler: int = 0x80) -> bytes:
    pixels = bytearray([filler]) * (len(grey) * stride)
    pixels[first::stride] = grey
    return bytes(pixels)


def video_frame(pixel_format: Formats, planes: list[bytes]) -> QVideoFrame:
    frame = QVideoFrame(QVideoFrameFormat(QSize(1280, 720), pixel_format))
    assert frame.map(QVideoFrame.MapMode.WriteOnly)
    for plane, content in enumerate(planes):
        memory = memoryview(frame.bits(plane))
        stride = frame.bytesPerLine(plane)
        rows = frame.height() if plane == 0 else frame.height() // 2
        width = len(content) // rows
        for row in range(rows):
            memory[row * stride : row * stride + width] = content[row * width : (row + 1) * width]
    frame.unmap()
    return frame


@pytest.fixture(scope="module")
def grey() -> bytes:
    return luma(camera_frame(draw_picture(prints.MEMBER), Pose("turned", turned_deg=20)))


@pytest.mark.parametrize(
    ("pixel_format", "offset", "stride"),
    [
        pytest.param(Formats.Format_Y8, 0, 1, id="Y8"),
        pytest.param(Formats.Format_YUV420P, 0, 1, id="YUV420P"),
        pytest.param(Formats.Format_YUV422P, 0, 1, id="YUV422P"),
        pytest.param(Formats.Format_NV12, 0, 1, id="NV12"),
        pytest.param(Formats.Format_NV21, 0, 1, id="NV21"),
        pytest.param(Formats.Format_YUYV, 0, 2, id="YUYV"),
        pytest.param(Formats.Format_UYVY, 1, 2, id="UYVY"),
        pytest.param(Formats.Format_Y16, 1, 2, id="Y16"),
        pytest.param(Formats.Format_P010, 1, 2, id="P010"),
    ],
)
def test_brightness_is_read_where_it_lies(
    qapp: object, grey: bytes, pixel_format: Formats, offset: int, stride: int
) -> None:
    reading = read_frame(video_frame(pixel_format, [interleaved(grey, offset, stride)]))
    assert reading is not None
    assert reading.texts == (prints.MEMBER_CODE,)
    assert (reading.preview.width(), reading.preview.height()) == (320, 180)
    # Mirrored: what was at the left edge is at the right.
    assert abs(reading.preview.pixelColor(319, 0).red() - grey[0]) <= 8


@pytest.mark.parametrize(
    "image_format",
    [
        QImage.Format.Format_RGB32,
        QImage.Format.Format_ARGB32,
        QImage.Format.Format_ARGB32_Premultiplied,
        QImage.Format.Format_RGBA8888,
        QImage.Format.Format_RGB888,
        QImage.Format.Format_BGR888,
        QImage.Format.Format_Grayscale8,
        QImage.Format.Format_Indexed8,
        QImage.Format.Format_RGB16,
        QImage.Format.Format_Grayscale16,
    ],
    ids=lambda image_format: image_format.name,
)
def test_every_kind_of_picture_is_read(qapp: object, image_format: QImage.Format) -> None:
    image = seen(prints.MEMBER).convertToFormat(image_format)
    assert read_image(image) == (prints.MEMBER_CODE,)
    reading = read_frame(QVideoFrame(image))
    assert reading is not None
    assert reading.texts == (prints.MEMBER_CODE,)


def test_a_symbol_on_a_transparent_ground_is_read() -> None:
    image = QImage(400, 400, QImage.Format.Format_ARGB32)
    image.fill(0)
    symbol = zxingcpp.create_barcode("HELLO", zxingcpp.BarcodeFormat.QRCode).to_image(8, False, False)
    height, width = symbol.shape
    for y in range(height):
        for x in range(width):
            if memoryview(symbol)[y, x] == 0:  # type: ignore[arg-type]
                image.setPixel(x + 60, y + 60, 0xFF000000)
    assert read_image(image) == ("HELLO",)


def test_nothing_that_zxing_reads_is_lost() -> None:
    formats = [
        (zxingcpp.BarcodeFormat.EAN13, "4901234567894"),
        (zxingcpp.BarcodeFormat.Codabar, "A12345678B"),
        (zxingcpp.BarcodeFormat.DataMatrix, "hello"),
        (zxingcpp.BarcodeFormat.Aztec, "hello"),
        (zxingcpp.BarcodeFormat.ITF, "12345678901231"),
    ]
    for barcode_format, text in formats:
        symbol = zxingcpp.create_barcode(text, barcode_format).to_image(4, False, True)
        height, width = symbol.shape
        printed = Image.frombytes("L", (width, height), bytes(memoryview(symbol)))  # type: ignore[arg-type]
        picture = camera_frame(printed, Pose("turned", width=420, turned_deg=5))
        raw = tuple(barcode.text for barcode in zxingcpp.read_barcodes(picture))
        assert raw
        assert read_image(as_qimage(picture)) == raw


def test_empty_pictures_and_frames_show_nothing(qapp: object) -> None:
    assert read_image(QImage()) == ()
    assert read_frame(QVideoFrame()) is None


class HandCrankedExecutor(Executor):
    """Run what was submitted only when told to."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future[FrameReading | None], Work, tuple[object, ...]]] = []

    def submit(self, fn: Work, /, *args: object, **_: object) -> Future[FrameReading | None]:  # type: ignore[override]
        future: Future[FrameReading | None] = Future()
        self.waiting.append((future, fn, args))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for future, _, _ in self.waiting:
            future.cancel()

    def turn(self) -> None:
        future, fn, args = self.waiting.pop(0)
        future.set_result(fn(*args))


@pytest.fixture
def crank() -> HandCrankedExecutor:
    return HandCrankedExecutor()


@pytest.fixture
def reader(qapp: object, crank: HandCrankedExecutor) -> Iterator[FrameReader]:
    reader = FrameReader(clock=lambda: 42, pause_ms=0, make_executor=lambda: crank)
    reader.start()
    yield reader
    reader.stop()


def test_the_newest_frame_wins(qtbot: QtBot, reader: FrameReader, crank: HandCrankedExecutor) -> None:
    scans: list[Scan] = []
    reader.scanned.connect(scans.append)
    blank = QVideoFrame(as_qimage(Image.new("RGB", (1280, 720))))
    reader.offer(blank)
    reader.offer(QVideoFrame(seen(prints.MEMBER)))
    reader.offer(QVideoFrame(seen(prints.OTHER_MEMBER)))
    assert len(crank.waiting) == 1
    crank.turn()
    qtbot.waitUntil(lambda: len(crank.waiting) == 1)
    crank.turn()
    assert scans == [Scan(prints.OTHER_CODE, ScanSource.CAMERA, 42)]
    assert crank.waiting == []


def test_a_frame_that_can_not_be_read_stops_nothing(
    qtbot: QtBot, reader: FrameReader, crank: HandCrankedExecutor, caplog: pytest.LogCaptureFixture
) -> None:
    reader.offer(QVideoFrame(seen(prints.MEMBER)))
    future, _, _ = crank.waiting.pop()
    future.set_exception(MemoryError("no room for a frame"))
    assert "a camera frame could not be read" in caplog.text
    qtbot.waitUntil(lambda: not reader._pause.isActive())
    reader.offer(QVideoFrame(seen(prints.MEMBER)))
    with qtbot.waitSignal(reader.scanned):
        crank.turn()


def test_a_stopped_reader_forgets_what_it_was_given(reader: FrameReader, crank: HandCrankedExecutor) -> None:
    previews: list[QImage] = []
    reader.previewed.connect(previews.append)
    reader.offer(QVideoFrame(seen(prints.MEMBER)))
    reader.stop()
    reader.offer(QVideoFrame(seen(prints.MEMBER)))
    assert previews == []
    assert all(future.cancelled() for future, _, _ in crank.waiting)


def test_a_camera_reads_on_its_own_thread(qtbot: QtBot) -> None:
    camera = PictureCamera(clock=lambda: 7)
    scans: list[Scan] = []
    camera.scanned.connect(scans.append)
    camera.start()
    with qtbot.waitSignals([camera.scanned, camera.previewed], timeout=10_000):
        camera.show(seen(prints.MEMBER))
    with qtbot.waitSignal(camera.previewed, timeout=10_000):
        camera.show(seen(prints.MEMBER))
    with qtbot.waitSignal(camera.scanned, timeout=10_000):
        camera.show(seen(prints.OTHER_MEMBER))
    camera.stop()
    assert [scan.text for scan in scans] == [prints.MEMBER_CODE, prints.OTHER_CODE]


def test_a_video_sink_feeds_the_reader(qtbot: QtBot) -> None:
    reader, sink = FrameReader(), QVideoSink()
    sink.videoFrameChanged.connect(reader.offer)
    reader.start()
    with qtbot.waitSignal(reader.scanned, timeout=10_000):
        sink.setVideoFrame(QVideoFrame(seen(prints.MEMBER)))
    reader.stop()


def test_no_camera_is_a_state(qapp: object) -> None:
    scanner = CameraScanner()
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.NO_DEVICE
    scanner.stop()


def test_missing_camera_libraries_are_a_state(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtMultimedia", None)
    scanner = CameraScanner()
    scanner.start()
    assert isinstance(scanner.state, ScannerUnavailable)
    assert scanner.state.fault is ScannerFault.LIBRARY_MISSING
    scanner.stop()


def test_a_reading_keeps_its_texts_to_itself() -> None:
    assert prints.MEMBER_CODE not in repr(FrameReading((prints.MEMBER_CODE,), QImage()))
