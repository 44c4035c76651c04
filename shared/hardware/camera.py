"""The camera as a code reader."""

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from shared.hardware.frames import FrameReading, read_frame
from shared.hardware.scanner import (
    Clock,
    Scan,
    Scanner,
    ScannerFault,
    ScannerOff,
    ScannerReady,
    ScannerUnavailable,
    ScanSource,
    monotonic_ms,
)
from shared.hardware.sightings import Sightings

if TYPE_CHECKING:
    from PySide6.QtMultimedia import (
        QCamera,
        QCameraDevice,
        QCameraFormat,
        QMediaCaptureSession,
        QMediaDevices,
        QVideoFrame,
        QVideoSink,
    )

DEFAULT_PAUSE_MS: Final = 40
_WANTED_WIDTH: Final = 1280
_WANTED_HEIGHT: Final = 720
_log = logging.getLogger(__name__)


class FrameReader(QObject):
    """Read the newest of the frames offered on a worker thread, one at a time; older waiting ones are dropped.

    `scanned` and `previewed` come on the thread this object lives in. `pause_ms` is the least time from the end
    of one reading to the begin of the next, so that a camera leaves the processor to the screen.
    """

    scanned = Signal(Scan)
    previewed = Signal(QImage)
    _finished = Signal(object)

    def __init__(
        self,
        clock: Clock = monotonic_ms,
        pause_ms: int = DEFAULT_PAUSE_MS,
        make_executor: Callable[[], Executor] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._make_executor = make_executor or _one_worker
        self._executor: Executor | None = None
        self._sightings = Sightings()
        self._reading = False
        self._newest: QVideoFrame | None = None
        self._pause = QTimer(self, singleShot=True, interval=pause_ms)
        self._pause.timeout.connect(self._read_newest)
        self._finished.connect(self._take)

    def start(self) -> None:
        """Begin to accept frames."""
        if self._executor is None:
            self._executor = self._make_executor()

    def stop(self) -> None:
        """Drop what waits, and return when the worker has let go of its frame."""
        executor, self._executor = self._executor, None
        self._newest = None
        self._pause.stop()
        if executor is not None:
            executor.shutdown(wait=True, cancel_futures=True)
        self._sightings = Sightings()

    def offer(self, frame: "QVideoFrame") -> None:
        """Take the camera's latest frame."""
        self._newest = frame
        if not self._reading and not self._pause.isActive():
            self._read_newest()

    def _read_newest(self) -> None:
        frame, self._newest = self._newest, None
        if frame is not None and self._executor is not None:
            self._reading = True
            self._executor.submit(read_frame, frame).add_done_callback(self._finished.emit)

    def _take(self, future: Future[FrameReading | None]) -> None:
        self._reading = False
        if self._executor is None or future.cancelled():
            return
        error = future.exception()
        if error is not None:
            _log.error("a camera frame could not be read", exc_info=error)
        else:
            self._publish(future.result())
        self._pause.start()

    def _publish(self, reading: FrameReading | None) -> None:
        if reading is None:
            return
        now_ms = self._clock()
        self.previewed.emit(reading.preview)
        for text in self._sightings.see(reading.texts, now_ms):
            self.scanned.emit(Scan(text, ScanSource.CAMERA, now_ms))


class CameraScanner(Scanner):
    """Read codes held to a camera, and find it again when it is plugged in later.

    `previewed(QImage)` carries small mirrored pictures to aim by; frames are never stored. Without QtMultimedia's
    system libraries (libpulse0, libxrandr2) the state says so and everything else works.
    """

    previewed = Signal(QImage)

    def __init__(self, camera_name: str = "", clock: Clock = monotonic_ms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._camera_name = camera_name
        self._frames = FrameReader(clock, parent=self)
        self._frames.scanned.connect(self.scanned)
        self._frames.previewed.connect(self.previewed)
        self._devices: QMediaDevices | None = None
        self._camera: QCamera | None = None
        self._session: QMediaCaptureSession | None = None
        self._sink: QVideoSink | None = None

    def start(self) -> None:
        if not isinstance(self._state, ScannerOff):
            return
        try:
            from PySide6.QtMultimedia import QMediaDevices
        except ImportError as error:
            self._enter(ScannerUnavailable(ScannerFault.LIBRARY_MISSING, str(error)))
            return
        self._devices = QMediaDevices(self)
        self._devices.videoInputsChanged.connect(self._review_devices)
        self._open(ScannerFault.NO_DEVICE)

    def stop(self) -> None:
        if self._devices is not None:
            self._devices.deleteLater()
            self._devices = None
        self._close()
        self._enter(ScannerOff())

    def _open(self, fault_without_device: ScannerFault) -> None:
        from PySide6.QtMultimedia import QCamera, QMediaCaptureSession, QVideoSink

        device = self._chosen_device()
        if device is None:
            self._enter(ScannerUnavailable(fault_without_device, "no camera is connected"))
            return
        self._camera = QCamera(device, self)
        self._camera.errorOccurred.connect(self._notice)
        wanted = _closest_format(device)
        if wanted is not None:
            self._camera.setCameraFormat(wanted)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._frames.offer)
        self._session = QMediaCaptureSession(self)
        self._session.setCamera(self._camera)
        self._session.setVideoSink(self._sink)
        self._frames.start()
        self._enter(ScannerReady(device.description()))
        self._camera.start()

    def _close(self) -> None:
        if self._camera is not None:
            self._camera.stop()
        self._frames.stop()
        for part in (self._session, self._sink, self._camera):
            if part is not None:
                part.deleteLater()
        self._session = self._sink = self._camera = None

    def _chosen_device(self) -> "QCameraDevice | None":
        from PySide6.QtMultimedia import QMediaDevices

        cameras = QMediaDevices.videoInputs()
        named = [camera for camera in cameras if self._camera_name in camera.description()]
        return next(iter(named or cameras), None)

    def _review_devices(self) -> None:
        from PySide6.QtMultimedia import QMediaDevices

        if self._camera is None:
            self._open(ScannerFault.NO_DEVICE)
        elif self._camera.cameraDevice() not in QMediaDevices.videoInputs():
            self._close()
            self._open(ScannerFault.LOST)

    def _notice(self) -> None:
        if self._camera is not None and self._camera.errorString():
            detail = self._camera.errorString()
            self._close()
            self._enter(ScannerUnavailable(ScannerFault.REFUSED, detail))


class PictureCamera(Scanner):
    """Be a camera that sees the pictures it is shown: the fake that tests and the demo use."""

    previewed = Signal(QImage)

    def __init__(self, clock: Clock = monotonic_ms, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._frames = FrameReader(clock, parent=self)
        self._frames.scanned.connect(self.scanned)
        self._frames.previewed.connect(self.previewed)

    def start(self) -> None:
        self._frames.start()
        self._enter(ScannerReady("pictures"))

    def stop(self) -> None:
        self._frames.stop()
        self._enter(ScannerOff())

    def show(self, picture: QImage) -> None:
        """Hold `picture` in front of the camera for one frame."""
        from PySide6.QtMultimedia import QVideoFrame

        self._frames.offer(QVideoFrame(picture))


def _closest_format(device: "QCameraDevice") -> "QCameraFormat | None":
    formats = device.videoFormats()
    return min(formats, key=_distance, default=None)


def _distance(candidate: "QCameraFormat") -> tuple[int, float]:
    size = candidate.resolution()
    return (
        abs(size.width() - _WANTED_WIDTH) + abs(size.height() - _WANTED_HEIGHT),
        -candidate.maxFrameRate(),
    )


def _one_worker() -> Executor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="camera")
