"""Puts pictures and videos through the camera's path."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, QTimer, QUrl
from PySide6.QtGui import QImageReader

from shared.hardware.frames import read_frame, read_image

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QMediaPlayer, QVideoFrame

_STALLED_MS: Final = 10_000


@dataclass(frozen=True, slots=True)
class FileRead:
    """Carry the texts seen in a picture or video, each once, in the order in which they appeared."""

    path: Path
    texts: tuple[str, ...]
    frames: int = 1


@dataclass(frozen=True, slots=True)
class FileUnreadable:
    """Say why a file could not be looked at."""

    path: Path
    reason: str


FileReading = FileRead | FileUnreadable


def scan_files(paths: Iterable[Path]) -> Iterator[FileReading]:
    """Read each file as a camera would; a video plays at its own speed and needs a running QCoreApplication."""
    for path in paths:
        yield _scan_file(path)


def _scan_file(path: Path) -> FileReading:
    if not path.is_file():
        return FileUnreadable(path, "no such file")
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    if not reader.canRead():
        return _scan_video(path)
    image = reader.read()
    if image.isNull():
        return FileUnreadable(path, reader.errorString())
    return FileRead(path, tuple(dict.fromkeys(read_image(image))))


def _scan_video(path: Path) -> FileReading:
    if QCoreApplication.instance() is None:
        return FileUnreadable(path, "a video needs a running application")
    try:
        viewing = _Viewing(path)
    except ImportError as error:
        return FileUnreadable(path, f"videos need QtMultimedia: {error}")
    return viewing.watch()


class _Viewing(QObject):
    def __init__(self, path: Path) -> None:
        from PySide6.QtMultimedia import QMediaPlayer, QVideoSink

        super().__init__()
        self._path = path
        self._texts: dict[str, None] = {}
        self._frames = 0
        self._problem = ""
        self._loop = QEventLoop(self)
        self._stalled = QTimer(self, singleShot=True, interval=_STALLED_MS)
        self._stalled.timeout.connect(self._give_up)
        self._sink = QVideoSink(self)
        self._sink.videoFrameChanged.connect(self._look)
        self._player = QMediaPlayer(self)
        self._player.setVideoSink(self._sink)
        self._player.mediaStatusChanged.connect(self._follow)
        self._player.errorOccurred.connect(self._fail)

    def watch(self) -> FileReading:
        self._player.setSource(QUrl.fromLocalFile(str(self._path.resolve())))
        self._player.play()
        self._stalled.start()
        self._loop.exec()
        self._stalled.stop()
        self._player.stop()
        if self._frames == 0:
            return FileUnreadable(self._path, self._problem or "neither a picture nor a video")
        return FileRead(self._path, tuple(self._texts), self._frames)

    def _look(self, frame: "QVideoFrame") -> None:
        reading = read_frame(frame)
        if reading is not None:
            self._frames += 1
            self._texts.update(dict.fromkeys(reading.texts))
            self._stalled.start()

    def _follow(self, status: "QMediaPlayer.MediaStatus") -> None:
        if status in {status.EndOfMedia, status.InvalidMedia}:
            self._loop.quit()

    def _fail(self) -> None:
        self._problem = self._player.errorString()
        self._loop.quit()

    def _give_up(self) -> None:
        self._problem = "it stopped playing"
        self._loop.quit()
