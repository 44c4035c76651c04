"""The turning wheel on a tall screen, drawn by software, beside one picture of the same size that turns alone."""

from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickImageProvider, QQuickWindow

from kiosk.viewmodels.session import KioskPage, Turning
from shared.qt.theme import Appearance, Scheme, theme_of
from tests.benchmarks.measuring import Row, Scale, tell
from tests.benchmarks.samples import Samples
from tests.benchmarks.screen import FrameWatch, application, open_window, wait_until
from tests.benchmarks.shop import Shops
from tests.gallery.kiosk import AT_WHEEL, KioskStage, turn
from tests.gallery.pages import View

_MEDIAN_LIMIT_MS: Final = 8.0
_P99_LIMIT_MS: Final = 14.0
_LATE_MS: Final = 33.0
_LATE_LIMIT_PERCENT: Final = 0.5
_SETTLED_FRAMES: Final = 60
_PRIZES: Final = ("points-10", "soap", "tea-cup", "rice-cooker")
_DIAMETER: Final = 1248
_FLOOR_TURN_MS: Final = 5_500
_FLOOR: Final = f"""
import QtQuick
Window {{
    property alias turning: turn.running
    width: 1080; height: 1920; color: "#faf7f1"
    Image {{
        x: 540 - width / 2; y: 270 - height / 2
        width: {_DIAMETER}; height: {_DIAMETER}
        source: "image://floor/wheel"
        smooth: false
        RotationAnimation on rotation {{ id: turn; running: false; from: 0; to: 900; duration: {_FLOOR_TURN_MS} }}
    }}
}}"""


@dataclass(slots=True)
class _Frames:
    """What was seen of several turns."""

    drawn: Samples = field(default_factory=Samples)
    intervals: Samples = field(default_factory=Samples)

    def add(self, watch: FrameWatch) -> None:
        self.drawn.join(watch.drawn)
        self.intervals.join(watch.intervals)


def measure(_shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Turn the wheel on its page several times, each time followed by the picture that turns alone."""
    application()
    stage = KioskStage(View(1080, 1920, Scheme.LIGHT, easy=False))
    # The gallery's stage stands still for its pictures.
    theme_of(stage._engine).dress(Appearance())
    engine = QQmlEngine()
    engine.addImageProvider("floor", _WheelPicture())
    alone = open_window(engine, _FLOOR.encode())
    alone.hide()
    ours, floor = _Frames(), _Frames()
    try:
        for number in range(scale.turns):
            tell(f"turn {number + 1} of {scale.turns}")
            ours.add(_turn_wheel(stage, _PRIZES[number % len(_PRIZES)]))
            floor.add(_turn_picture(alone))
    finally:
        stage.close()
        alone.close()
        alone.deleteLater()
        QCoreApplication.sendPostedEvents(alone, QEvent.Type.DeferredDelete)
    return (
        ours.drawn.row("wheel, frame median", floor.drawn, 0.5, _MEDIAN_LIMIT_MS),
        ours.drawn.row("wheel, frame p99", floor.drawn, 0.99, _P99_LIMIT_MS),
        Row(
            "wheel, intervals above 33 ms",
            "%",
            ours.intervals.above_percent(_LATE_MS),
            floor.intervals.above_percent(_LATE_MS),
            _LATE_LIMIT_PERCENT,
            spoilt_percent=ours.intervals.spoilt_percent,
            everything=ours.intervals.above_percent_of_all(_LATE_MS),
        ),
    )


def _turn_wheel(stage: KioskStage, prize: str) -> FrameWatch:
    """Come to the wheel's page, let it settle, and watch one turn until its result is shown."""
    stage.window.show()
    stage.show(AT_WHEEL)
    arrival = FrameWatch(stage.window)
    stage.window.update()
    arrival.on_frame = lambda: stage.window.update() if arrival.count < _SETTLED_FRAMES else None
    wait_until(lambda: arrival.count >= _SETTLED_FRAMES, "the wheel's page")
    arrival.stop()
    watch = FrameWatch(stage.window)
    recorded = turn(prize, 1)
    facet = next(place for place, (each, _) in enumerate(recorded.drum.counts) if each.key == prize)
    session = stage.app.session
    stage.app.show(replace(session, turning=Turning((recorded,), facet, 0.5)))
    wait_until(lambda: stage.app.session.page is not KioskPage.WHEEL, "the end of the turn")
    watch.stop()
    stage.window.hide()
    return watch


def _turn_picture(window: QQuickWindow) -> FrameWatch:
    window.show()
    watch = FrameWatch(window)
    window.setProperty("turning", True)
    wait_until(lambda: not window.property("turning"), "the end of the floor's turn")
    watch.stop()
    window.hide()
    return watch


class _WheelPicture(QQuickImageProvider):
    """A picture without transparency, as the wheel's own is."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)

    def requestImage(self, _name: str, size: object, _wanted: object) -> QImage:
        picture = QImage(_DIAMETER, _DIAMETER, QImage.Format.Format_RGB32)
        picture.fill(QColor("#c8321b"))
        return picture
