"""The theme shows what it is dressed in, in each engine by itself."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine
from pytestqt.qtbot import QtBot

from shared.qt.brand import Brand, parse_brand
from shared.qt.engine import prepare_engine
from shared.qt.measures import Face
from shared.qt.palette import DARK, HIGH_CONTRAST, LIGHT, Palette
from shared.qt.theme import Appearance, Scheme, Theme, theme_of


@pytest.fixture
def engine(qapp: QGuiApplication) -> Iterator[QQmlEngine]:
    engine = QQmlEngine()
    prepare_engine(engine)
    yield engine
    engine.deleteLater()


@pytest.fixture
def theme(engine: QQmlEngine) -> Theme:
    return theme_of(engine)


@pytest.mark.parametrize(
    ("appearance", "palette"),
    [
        (Appearance(), LIGHT),
        (Appearance(scheme=Scheme.DARK), DARK),
        (Appearance(scheme=Scheme.HIGH_CONTRAST), HIGH_CONTRAST),
        (Appearance(scheme=Scheme.DARK, easy=True), HIGH_CONTRAST),
    ],
)
def test_every_token_reaches_qml(theme: Theme, appearance: Appearance, palette: Palette) -> None:
    theme.dress(appearance)
    for token in Palette.__dataclass_fields__:
        assert theme.property(token).name() == f"#{getattr(palette, token).lower()}", token


def test_easy_view_brings_high_contrast_and_stillness(theme: Theme) -> None:
    theme.redress(easy=True)
    assert (theme.easy, theme.highContrast, theme.reducedMotion) == (True, True, True)


def test_only_a_change_is_announced(theme: Theme, qtbot: QtBot) -> None:
    theme.dress(Appearance(scheme=Scheme.DARK))
    with qtbot.assertNotEmitted(theme.appearanceChanged), qtbot.assertNotEmitted(theme.coloursChanged):
        theme.redress(scheme=Scheme.DARK)
    with qtbot.waitSignals([theme.appearanceChanged, theme.coloursChanged]):
        theme.redress(scheme=Scheme.LIGHT)


def test_two_engines_have_two_themes(theme: Theme, qapp: QGuiApplication) -> None:
    other = QQmlEngine()
    prepare_engine(other)
    theme_of(other).dress(Appearance(face=Face.STAFF))
    assert (theme.staff, theme_of(other).staff) == (False, True)
    assert theme.body.size == 36
    assert theme_of(other).body.size == 18
    other.deleteLater()


def test_the_shop_has_its_name_in_both_languages(theme: Theme) -> None:
    brand = parse_brand('name = { en = "Corner Books", ja = "かど書店" }')
    assert isinstance(brand, Brand)
    theme.dress(Appearance(brand=brand))
    assert [theme.shopName(language) for language in ("en_GB", "ja", "ja_JP", "")] == [
        "Corner Books",
        "かど書店",
        "かど書店",
        "Corner Books",
    ]
