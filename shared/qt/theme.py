"""Be the one place QML takes colours, sizes and durations from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtQml import QQmlEngine

from shared.qt.brand import HOUSE_BRAND, Brand
from shared.qt.colours import Colours
from shared.qt.measures import Face, Letters, Measures, measures
from shared.qt.palette import HIGH_CONTRAST
from shared.qt.qml import Property, QmlElement, QmlSingleton, QmlUncreatable, Signal, Slot
from shared.qt.typefaces import CODE_FAMILY, TEXT_FAMILY

QML_IMPORT_NAME = "shared.qt"
QML_IMPORT_MAJOR_VERSION = 1

_TIGHT_FROM_PX: Final = 120
_TIGHTENING: Final = -0.02


class Scheme(Enum):
    """Which of the three looks is shown."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high-contrast"


@dataclass(frozen=True, slots=True)
class Appearance:
    """Everything that decides how a screen looks.

    `easy` is the kiosk's accessible mode; it implies high contrast and reduced motion.
    """

    face: Face = Face.KIOSK
    scheme: Scheme = Scheme.LIGHT
    easy: bool = False
    reduced_motion: bool = False
    brand: Brand = HOUSE_BRAND


@QmlElement
@QmlUncreatable("text styles belong to Theme")
class TypeStyle(QObject):
    """One text style of the theme, as AppText wants it."""

    styleChanged = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._letters = Letters(1, 1)

    def _take(self, letters: Letters) -> None:
        if letters != self._letters:
            self._letters = letters
            self.styleChanged.emit()

    @Property(int, notify=styleChanged)
    def size(self) -> int:
        return self._letters.size_px

    @Property(int, notify=styleChanged)
    def line(self) -> int:
        return self._letters.line_px

    @Property(bool, notify=styleChanged)
    def bold(self) -> bool:
        return self._letters.bold

    @Property(float, notify=styleChanged)
    def spacing(self) -> float:
        return self._letters.size_px * _TIGHTENING if self._letters.size_px >= _TIGHT_FROM_PX else 0.0


@QmlElement
@QmlSingleton
class Theme(Colours):
    """The theme of one engine: QML reads it, composition dresses it through `dress`.

    The engine makes it on first use; `theme_of` hands it to Python.
    """

    appearanceChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._appearance = Appearance()
        self._measures = _measured(self._appearance)
        self._figure = TypeStyle(self)
        self._display = TypeStyle(self)
        self._name = TypeStyle(self)
        self._title = TypeStyle(self)
        self._action = TypeStyle(self)
        self._heading = TypeStyle(self)
        self._lead = TypeStyle(self)
        self._body = TypeStyle(self)
        self._second = TypeStyle(self)
        self._smallest = TypeStyle(self)
        self._apply()

    @property
    def appearance(self) -> Appearance:
        return self._appearance

    def dress(self, appearance: Appearance) -> None:
        """Show `appearance` from now on, in every window of this engine."""
        if appearance != self._appearance:
            self._appearance = appearance
            self._apply()

    def redress(self, *, scheme: Scheme | None = None, easy: bool | None = None) -> None:
        """Change only the look or the accessible mode."""
        now = self._appearance
        self.dress(
            replace(
                now,
                scheme=now.scheme if scheme is None else scheme,
                easy=now.easy if easy is None else easy,
            )
        )

    def _apply(self) -> None:
        now, brand = self._appearance, self._appearance.brand
        self._measures = _measured(now)
        if _is_high_contrast(now):
            self._paint(HIGH_CONTRAST, ("FFD400", "000000"))
        elif now.scheme is Scheme.DARK:
            self._paint(brand.dark, brand.curtain_dark)
        else:
            self._paint(brand.light, brand.curtain_light)
        scale = self._measures.type
        self._figure._take(scale.figure)  # noqa: SLF001 - a style belongs to its theme
        self._display._take(scale.display)  # noqa: SLF001 - a style belongs to its theme
        self._name._take(scale.name)  # noqa: SLF001 - a style belongs to its theme
        self._title._take(scale.title)  # noqa: SLF001 - a style belongs to its theme
        self._action._take(scale.action)  # noqa: SLF001 - a style belongs to its theme
        self._heading._take(scale.heading)  # noqa: SLF001 - a style belongs to its theme
        self._lead._take(scale.lead)  # noqa: SLF001 - a style belongs to its theme
        self._body._take(scale.body)  # noqa: SLF001 - a style belongs to its theme
        self._second._take(scale.second)  # noqa: SLF001 - a style belongs to its theme
        self._smallest._take(scale.smallest)  # noqa: SLF001 - a style belongs to its theme
        self.coloursChanged.emit()
        self.appearanceChanged.emit()

    @Property(str, constant=True)
    def textFamily(self) -> str:
        return TEXT_FAMILY

    @Property(str, constant=True)
    def codeFamily(self) -> str:
        return CODE_FAMILY

    @Property(bool, notify=appearanceChanged)
    def easy(self) -> bool:
        return self._appearance.easy

    @Property(bool, notify=appearanceChanged)
    def dark(self) -> bool:
        return self._appearance.scheme is Scheme.DARK and not self.highContrast

    @Property(bool, notify=appearanceChanged)
    def highContrast(self) -> bool:
        return _is_high_contrast(self._appearance)

    @Property(bool, notify=appearanceChanged)
    def reducedMotion(self) -> bool:
        return self._appearance.reduced_motion or self._appearance.easy

    @Property(bool, notify=appearanceChanged)
    def staff(self) -> bool:
        return self._appearance.face is Face.STAFF

    @Slot(str, result=str)
    def shopName(self, language: str) -> str:
        """Return the shop's name as it is written in `language`, such as Qt.uiLanguage."""
        brand = self._appearance.brand
        return brand.name_ja if language.startswith("ja") else brand.name

    @Property(str, notify=appearanceChanged)
    def shopMark(self) -> str:
        return self._appearance.brand.mark

    @Property(str, notify=appearanceChanged)
    def scannerPlace(self) -> str:
        return self._appearance.brand.scanner_place

    @Property("QStringList", notify=appearanceChanged)
    def symbols(self) -> list[str]:
        return list(self._appearance.brand.symbols)

    @Property(TypeStyle, constant=True)
    def figure(self) -> TypeStyle:
        return self._figure

    @Property(TypeStyle, constant=True)
    def display(self) -> TypeStyle:
        return self._display

    @Property(TypeStyle, constant=True)
    def name(self) -> TypeStyle:
        return self._name

    @Property(TypeStyle, constant=True)
    def title(self) -> TypeStyle:
        return self._title

    @Property(TypeStyle, constant=True)
    def action(self) -> TypeStyle:
        return self._action

    @Property(TypeStyle, constant=True)
    def heading(self) -> TypeStyle:
        return self._heading

    @Property(TypeStyle, constant=True)
    def lead(self) -> TypeStyle:
        return self._lead

    @Property(TypeStyle, constant=True)
    def body(self) -> TypeStyle:
        return self._body

    @Property(TypeStyle, constant=True)
    def second(self) -> TypeStyle:
        return self._second

    @Property(TypeStyle, constant=True)
    def smallest(self) -> TypeStyle:
        return self._smallest

    @Property(int, notify=appearanceChanged)
    def unit(self) -> int:
        return self._measures.unit

    @Property(int, notify=appearanceChanged)
    def margin(self) -> int:
        return self._measures.margin

    @Property(int, notify=appearanceChanged)
    def gutter(self) -> int:
        return self._measures.gutter

    @Property(int, notify=appearanceChanged)
    def radius(self) -> int:
        return self._measures.radius

    @Property(int, notify=appearanceChanged)
    def lineWidth(self) -> int:
        return self._measures.line

    @Property(int, notify=appearanceChanged)
    def edgeWidth(self) -> int:
        return self._measures.edge

    @Property(int, notify=appearanceChanged)
    def ticketWidth(self) -> int:
        return self._measures.ticket

    @Property(int, notify=appearanceChanged)
    def touch(self) -> int:
        return self._measures.touch

    @Property(int, notify=appearanceChanged)
    def actionHeight(self) -> int:
        return self._measures.action

    @Property(int, notify=appearanceChanged)
    def symbolSize(self) -> int:
        return self._measures.symbol

    @Property(int, notify=appearanceChanged)
    def barHeight(self) -> int:
        return self._measures.bar

    @Property(int, notify=appearanceChanged)
    def iconSize(self) -> int:
        return self._measures.icon

    @Property(int, constant=True)
    def pressMs(self) -> int:
        return 80

    @Property(int, constant=True)
    def pageMs(self) -> int:
        return 220

    @Property(int, constant=True)
    def gainMs(self) -> int:
        return 600


def theme_of(engine: QQmlEngine) -> Theme:
    """Return the engine's theme, which the engine makes when first asked."""
    theme = engine.singletonInstance(QML_IMPORT_NAME, Theme.__name__)
    if not isinstance(theme, Theme):
        raise TypeError("the QML engine has no Theme")
    return theme


def _is_high_contrast(appearance: Appearance) -> bool:
    return appearance.easy or appearance.scheme is Scheme.HIGH_CONTRAST


def _measured(appearance: Appearance) -> Measures:
    return measures(
        appearance.face,
        appearance.brand.mm_per_px,
        high_contrast=_is_high_contrast(appearance),
        easy=appearance.easy,
    )
