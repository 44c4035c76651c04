"""Joining in the kiosk's window: every pad by real taps, the whole way counted, by keys alone, upright and across."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk.composition import Kiosk
from shared.runtime.config import KioskSettings
from shared.runtime.settings import WindowSize
from tests.kiosk_shop import KioskShop, build
from tests.qml.kiosk.person import MakeScanners, Person, patient_scanner, started_kiosks
from tests.qml.meta_objects import with_their_own

MINUTE_TAPS = 60


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> KioskShop:
    """Return the shop whose kiosk each test copies."""
    return build(tmp_path_factory.mktemp("kiosk-joining"))


class Newcomer(Person):
    """Somebody without a card, who counts her taps."""

    def __init__(self, kiosk: Kiosk, qtbot: QtBot) -> None:
        super().__init__(kiosk, qtbot)
        self.count = 0

    def taps(self, name: str) -> None:
        super().taps(name)
        self.count += 1

    def types(self, *keys: str) -> None:
        """Tap keys by what is written on them."""
        for key in keys:
            self.taps(f"key-{key}")

    def says(self, name: str) -> str:
        """Return the sentence of what is called `name`."""
        item = self.find(name)
        assert item is not None, name
        return str(item.property("sentence"))

    def reaches(self, name: str) -> bool:
        """Go by the tabulator until what is called `name` has the focus."""
        window = self.kiosk.window
        for _ in range(60):
            QTest.keyClick(window, Qt.Key.Key_Tab)
            if window.activeFocusItem().objectName() == name:
                return True
        return False

    def asked(self, step: str) -> None:
        """See that a question is there."""
        assert (self.app.page, self.app.join.step) == ("join", step)


@pytest.fixture
def make_newcomer(
    qapp: QGuiApplication, qtbot: QtBot, shop: KioskShop, tmp_path: Path
) -> Iterator[Callable[..., Newcomer]]:
    """Return a maker of one newcomer before a kiosk of a size, in a language; it is taken apart after the test."""
    with started_kiosks(qapp) as start:

        def make(width: int, height: int, locale: str, scanners: MakeScanners = patient_scanner) -> Newcomer:
            settings = KioskSettings(
                window=WindowSize(width, height), locale="ja" if locale == "ja" else "en", camera=False
            )
            return Newcomer(start(shop.open_copy(tmp_path / "kiosk"), settings, scanners), qtbot)

        yield make


@pytest.mark.parametrize(("width", "height"), [(540, 960), (960, 540)])
def test_in_japanese_within_a_minute_at_a_tap_a_second(
    make_newcomer: Callable[..., Newcomer], width: int, height: int
) -> None:
    her = make_newcomer(width, height, "ja")
    her.taps("join")
    her.sees("join")
    her.taps("next")
    her.asked("nickname")
    her.types("さ", "さ", "か", "く", "ら", "ら")
    her.taps("next")
    her.asked("phone")
    her.types(*"09012345678")
    her.taps("next")
    her.asked("birthday")
    her.types(*"19900503")
    her.taps("next")
    her.asked("email")
    her.taps("next")
    her.asked("consents")
    her.taps("consent-rules")
    her.taps("next")
    her.sees("card")
    assert her.says("title") == "さくらさん、ようこそ"
    her.taps("go-home")
    her.sees("home")
    assert her.reads("nickname") == "さくらさん"
    assert her.count == 34
    assert her.count < MINUTE_TAPS
    assert with_their_own() == set()


def test_in_english_with_an_address_from_the_quick_keys(make_newcomer: Callable[..., Newcomer]) -> None:
    her = make_newcomer(540, 960, "en")
    her.taps("join")
    her.taps("next")
    her.types("M", "o", "m", "o")
    her.taps("next")
    her.taps("next")
    her.types(*"19900503")
    her.taps("next")
    her.types("m", "o", "digits", "9", "0", "letters", "@")
    her.taps("domain-example.com")
    assert her.app.join.typed == "mo90@example.com"
    her.taps("next")
    her.taps("consent-rules")
    her.taps("next")
    her.sees("card")
    assert her.says("title") == "Welcome, Momo"


def test_kana_in_two_taps_voiced_small_long_and_in_katakana(
    make_newcomer: Callable[..., Newcomer],
) -> None:
    her = make_newcomer(540, 960, "ja")
    her.taps("join")
    her.taps("next")
    her.types("は", "は", "voice", "voice", "や", "や", "voice", "ー")
    assert her.app.join.typed == "ぱゃー"
    her.types("backspace", "backspace", "katakana", "タ", "ッ", "カ", "ガ")
    assert her.app.join.typed == "ぱッガ"
    her.types("hiragana", "か", "close", "わ", "ん", "letters")
    her.types("a", "backspace", "kana", "clear")
    assert her.app.join.typed == ""


def test_by_keys_alone(make_newcomer: Callable[..., Newcomer]) -> None:
    her = make_newcomer(540, 960, "en", lambda _: ())
    window = her.kiosk.window
    assert her.reaches("join")
    QTest.keyClick(window, Qt.Key.Key_Space)
    her.sees("join")
    QTest.keyClick(window, Qt.Key.Key_Return)
    her.asked("nickname")
    for letter in "MOMO":
        QTest.keyClick(window, Qt.Key(ord(letter)))
    assert her.app.join.typed == "momo"
    QTest.keyClick(window, Qt.Key.Key_Backspace)
    assert her.reaches("key-i")
    QTest.keyClick(window, Qt.Key.Key_Space)
    assert her.app.join.typed == "momi"
    assert her.reaches("next")
    QTest.keyClick(window, Qt.Key.Key_Space)
    her.asked("phone")
    QTest.keyClick(window, Qt.Key.Key_Escape)
    her.asked("nickname")


def test_the_rules_can_be_read_before_she_agrees(make_newcomer: Callable[..., Newcomer]) -> None:
    her = make_newcomer(540, 960, "en")
    her.taps("join")
    her.taps("next")
    her.types("M")
    her.taps("next")
    her.taps("next")
    her.types(*"19900503")
    her.taps("next")
    her.taps("next")
    her.asked("consents")
    assert her.find("read-news") is None
    her.taps("read-rules")
    text = her.find("reading-words")
    assert text is not None
    assert str(text.property("text")).startswith("Rule 1.")
    pane = text.parentItem().parentItem()
    her.taps("reading-on")
    assert pane.property("contentY") > 0
    QTest.keyClick(her.kiosk.window, Qt.Key.Key_Up)
    her.taps("reading-close")
    assert her.find("reading-words") is None
    assert her.app.join.purposes.rows[0].agreed is False
    her.taps("consent-rules")
    assert her.app.join.purposes.rows[0].agreed is True


def test_what_is_missing_is_said_and_done_leads_away(make_newcomer: Callable[..., Newcomer]) -> None:
    her = make_newcomer(540, 960, "en")
    her.taps("join")
    her.taps("next")
    her.taps("next")
    assert her.says("fault") == "One character is enough, twelve at most."
    her.types("M")
    assert her.find("fault") is None
    her.taps("bar-done")
    her.sees("attract")
    assert her.app.join.typed == ""
    her.taps("join")
    her.taps("next")
    assert her.app.join.typed == ""
