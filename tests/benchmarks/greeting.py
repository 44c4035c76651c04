"""Scan to greeting with very many members on the kiosk, beside the two raw look-ups and a frame of an empty window."""

import json
import time
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickWindow

from kiosk.composition import Kiosk
from kiosk.viewmodels.session import KioskPage
from shared.domain.codes import GaraponCode, read
from shared.domain.devices import DeviceKind
from shared.hardware.scanner import ScanSource, ScriptedScanner
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from shared.sync.device import open_device
from tests.benchmarks.measuring import Row, Scale, tell
from tests.benchmarks.people import card_of
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.samples import Machine, Samples
from tests.benchmarks.screen import HEIGHT, WIDTH, FrameWatch, application, find_item, open_window, wait_until
from tests.benchmarks.shop import Shops

_LIMIT_MS: Final = 30.0
_WARM_UP: Final = 5
_BETWEEN_SHOPPERS_S: Final = 0.35
_BY_CARD: Final = "SELECT member_id FROM card WHERE code_hash = ?"
_BODY: Final = "SELECT coalesce(projected, confirmed) FROM aggregate WHERE kind = 'member' AND key = ?"


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Scan one member's card after the other at the real kiosk, until a frame that shows her greeting is swapped."""
    app = application()
    shop = shops.crowded(DeviceKind.KIOSK, scale.members)
    device = open_device(shop.kiosk, shop.central_url)
    scanner = ScriptedScanner(ScanSource.WALLET)
    settings = KioskSettings(window=WindowSize(WIDTH, HEIGHT), locale="ja")
    kiosk = Kiosk(app, device, settings, lambda _settings: (scanner,))
    raw = raw_connection(shop.kiosk)
    engine = QQmlEngine()
    empty = open_window(engine)
    try:
        kiosk.start()
        wait_until(lambda: kiosk.listening and kiosk.app.session.attract is not None, "the first page")
        tell(f"scanning {scale.scans} cards")
        ours, floor, machine = Samples(), Samples(), Machine()
        for number in range(scale.scans + _WARM_UP):
            code = card_of(number * scale.members // (scale.scans + _WARM_UP))
            parsed = read(code)
            assert isinstance(parsed, GaraponCode)
            told = ours if number >= _WARM_UP else Samples()
            told.take_until(machine, partial(_greet, kiosk, scanner, code))
            floor.take_until(machine, partial(_look_up, raw, device.desk.code_hash(parsed.body), empty))
            _leave(kiosk)
    finally:
        raw.close()
        empty.close()
        empty.deleteLater()
        QCoreApplication.sendPostedEvents(empty, QEvent.Type.DeferredDelete)
        kiosk.close()
    return (ours.row("greeting p99", floor, 0.99, _LIMIT_MS),)


def _greet(kiosk: Kiosk, scanner: ScriptedScanner, code: str) -> int:
    """Scan a card and return when the first frame with her greeting was swapped."""
    watch = FrameWatch(kiosk.window)
    seen_ns: list[int] = []
    watch.on_frame = lambda: seen_ns.append(watch.shown_ns[-1]) if _shows_greeting(kiosk) else None
    scanner.scan(code)
    wait_until(lambda: bool(seen_ns), "the greeting")
    watch.stop()
    return seen_ns[0]


def _shows_greeting(kiosk: Kiosk) -> bool:
    """Tell whether the frame that was just swapped has the home page in it, and not as clear as glass."""
    item = find_item(kiosk.window.contentItem(), "home-page")
    shown = kiosk.app.session.page is KioskPage.HOME and item is not None
    while item is not None:
        shown = shown and item.isVisible() and item.opacity() > 0
        item = item.parentItem()
    return shown


def _leave(kiosk: Kiosk) -> None:
    """End the visit as its shopper does, and let the attract page arrive before the next one comes."""
    kiosk.app.done()
    left_s = time.monotonic()
    wait_until(
        lambda: kiosk.app.session.page is KioskPage.ATTRACT and time.monotonic() - left_s > _BETWEEN_SHOPPERS_S,
        "the attract page",
    )


def _look_up(raw: Any, code_hash: str, empty: QQuickWindow) -> int:  # noqa: ANN401  sqlcipher3 has no types
    ((member_id,),) = raw.execute(_BY_CARD, (code_hash,)).fetchall()
    ((body,),) = raw.execute(_BODY, (member_id,)).fetchall()
    assert json.loads(body)["member_id"] == member_id
    watch = FrameWatch(empty)
    empty.update()
    wait_until(lambda: watch.count > 0, "an empty frame")
    watch.stop()
    return watch.shown_ns[0]
