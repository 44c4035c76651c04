"""Builds and wires the demo: the shop, the wallet, and the programs beside it."""

import locale as system_locale
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.central.database import default_url, is_embedded, open_centre
from shared.central.office import read_programme
from shared.central.secrets_file import load_secrets
from shared.demo.cards import print_cards
from shared.demo.launcher import Programs, ProgramStart
from shared.demo.photos import poster_photos, voucher_photos
from shared.demo.seed import PROGRAMME_FILE, DemoShop, find_shop, make_shop
from shared.demo.wallet import Reader, Sample, SampleKind, WalletViewModel
from shared.domain.codes import format_number
from shared.domain.programme import Programme
from shared.hardware.line_scanner import send_scan
from shared.qt.engine import make_application, make_engine
from shared.qt.i18n import Interpreter, Language
from shared.qt.interrupt import InterruptWatcher
from shared.qt.jobs import Lane
from shared.qt.measures import Face
from shared.qt.theme import Appearance, theme_of
from shared.runtime.config import DemoSettings
from shared.runtime.folders import Folders
from shared.runtime.trouble import Trouble

_PHOTOS_EVERY_MS: Final = 2_000
_CARDS_ON_TOP: Final = 4
_KIOSK_SHARE: Final = 0.85
_TABLET: Final = (1280, 800)


def run(settings: DemoSettings, folders: Folders) -> int:
    """Show the wallet, make or find the shop, run the programs until one ends; return the exit code."""
    application = make_application("garapon-demo")
    InterruptWatcher(application)
    language = Language(settings.locale or _system_language())
    demo = _Demo(folders.data / "shop", settings.central, language, application.primaryScreen().availableGeometry())
    engine = make_engine()
    interpreter = Interpreter(application)
    interpreter.serve(engine)
    interpreter.speak(language)
    theme_of(engine).dress(Appearance(face=Face.STAFF))
    engine.setInitialProperties({"wallet": demo.wallet})
    engine.loadFromModule("shared.demo.ui", "Wallet")
    application.lastWindowClosed.connect(demo.programs.end)
    demo.begin()
    code = application.exec()
    demo.end()
    del engine
    if demo.fault is not None:
        raise demo.fault
    return code


class _Demo(QObject):
    """The demo's life: prepare on a lane, then programs and photographs, then the end of all."""

    _progress = Signal(float)

    def __init__(self, folder: Path, central_url: str | None, language: Language, screen: QRect) -> None:
        super().__init__()
        self.fault: Exception | None = None
        self.programs = Programs(self)
        self._folder = folder
        self._central_url = central_url
        self._language = language
        self._screen = screen
        self._run_id = secrets.token_hex(4)
        self._lane = Lane("demo", parent=self)
        self._engine: Engine | None = None
        self._programme: Programme = read_programme(PROGRAMME_FILE)
        self._own: tuple[Sample, ...] = ()
        self._photos = QTimer(self, interval=_PHOTOS_EVERY_MS)
        self._photos.timeout.connect(self._look_for_photos)
        self.wallet = WalletViewModel(self._scan, self)
        self._progress.connect(self.wallet.set_prepared)
        self.programs.ended.connect(QGuiApplication.exit)

    def begin(self) -> None:
        """Find the shop or make it, then open the windows."""
        self._lane.run(self._prepare, self._open, self._fail)

    def end(self) -> None:
        """End the programs and the lane."""
        self._photos.stop()
        self.programs.end()
        self._lane.close()
        if self._engine is not None:
            self._engine.dispose()

    def _prepare(self) -> DemoShop:
        shop = find_shop(self._folder)
        if shop is None:
            shop = make_shop(self._folder, self._central_url, datetime.now(UTC), self._progress.emit)
        print_cards(self._folder.parent / "cards", shop, self._programme)
        return shop

    def _open(self, shop: DemoShop) -> None:
        central = self._folder / "central"
        url = self._central_url or default_url(central)
        self._engine = open_centre(url, load_secrets(central))
        self._own = tuple(_samples(shop, self._folder.parent / "cards"))
        self.wallet.fill(_in_order((), self._own))
        self.wallet.set_prepared(1.0)
        self.programs.start(_commands(self._folder, url, self._language, self._screen, self._server))
        self._photos.start()

    def _fail(self, fault: Exception) -> None:
        self.fault = fault
        QGuiApplication.exit(1)

    def _look_for_photos(self) -> None:
        engine = self._engine
        if engine is not None and not self._lane.waiting:
            locale, tablet = self._language.value, self._folder / "staff"
            self._lane.run(
                lambda: (
                    *voucher_photos(engine, self._programme, locale),
                    *poster_photos(engine, tablet, datetime.now(UTC), locale),
                ),
                lambda photos: self.wallet.fill(_in_order(photos, self._own)),
                self._no_photos,
            )

    def _no_photos(self, fault: Exception) -> None:
        # The centre may be away: the wallet keeps what it has.
        if not isinstance(fault, SQLAlchemyError | Trouble):
            self._fail(fault)

    def _server(self, reader: Reader) -> str:
        return f"garapon-demo-{self._run_id}-{reader.value}"

    def _scan(self, reader: Reader, code: str) -> bool:
        return send_scan(self._server(reader), code)


def _system_language() -> str:
    name = system_locale.getlocale()[0] or ""
    return Language.JAPANESE.value if name.lower().startswith(("ja", "japanese")) else Language.ENGLISH.value


def _samples(shop: DemoShop, cards: Path) -> list[Sample]:
    badges = [
        Sample(
            SampleKind.BADGE, f"{badge.name} · PIN {badge.pin}", badge.role, badge.code, _url(cards, f"badge-{index}")
        )
        for index, badge in enumerate(shop.badges, 1)
    ]
    receipts = [
        Sample(
            SampleKind.RECEIPT, f"¥{receipt.amount_yen:,}", receipt.number, receipt.barcode, _url(cards, f"receipt-{i}")
        )
        for i, receipt in enumerate(shop.receipts, 1)
    ]
    members = [
        Sample(
            SampleKind.CARD, m.nickname, f"{format_number(m.number)} · {m.name}", m.code, _url(cards, f"card-{i:02d}")
        )
        for i, m in enumerate(shop.members, 1)
    ]
    return [*badges, *receipts, *members]


def _in_order(photos: tuple[Sample, ...], own: tuple[Sample, ...]) -> tuple[Sample, ...]:
    """Lay a few cards on top, then what the tablet reads, then the other cards."""
    cards = [sample for sample in own if sample.kind is SampleKind.CARD]
    others = [sample for sample in own if sample.kind is not SampleKind.CARD]
    return (*cards[:_CARDS_ON_TOP], *photos, *others, *cards[_CARDS_ON_TOP:])


def _url(cards: Path, name: str) -> str:
    return (cards / f"{name}.png").as_uri()


def _commands(
    folder: Path, url: str, language: Language, screen: QRect, server: Callable[[Reader], str]
) -> tuple[ProgramStart, ...]:
    height = min(int(screen.height() * _KIOSK_SHARE), 1920)
    kiosk = f"{height * 9 // 16}x{height}"
    tablet = f"{min(_TABLET[0], screen.width())}x{min(_TABLET[1], screen.height())}"

    # At a server each device has a login of its own; an embedded centre may have moved with the demo's folder.
    place = ("--central", url) if is_embedded(url) else ()

    def program(module: str, name: str, window: str, reader: Reader, *more: str) -> ProgramStart:
        return ProgramStart(
            module,
            (
                *("--data", str(folder / name), *place, "--locale", language.value),
                *("--window", window, "--scan-socket", server(reader), *more),
            ),
        )

    return (
        ProgramStart("shared.central", ("serve", "--data", str(folder / "central"), "--central", url)),
        program("kiosk", "kiosk", kiosk, Reader.KIOSK, "--printer", f"folder:{folder / 'kiosk' / 'slips'}"),
        program("staff", "staff", tablet, Reader.TABLET),
    )
