"""What a gallery is made of: views (a size in a look), shots (a page in a state), and a stage that shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from PySide6.QtQuick import QQuickWindow

from shared.qt.theme import Scheme

LOCALES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class View:
    """A window's size in pixels and its look; `easy` is the kiosk's accessible mode."""

    width: int
    height: int
    scheme: Scheme = Scheme.LIGHT
    easy: bool = False

    @property
    def size(self) -> str:
        """The size as file names have it."""
        return f"{self.width}x{self.height}"

    @property
    def look(self) -> str:
        """The look as file names have it."""
        return "easy" if self.easy else self.scheme.value


class Stage(Protocol):
    """A program's real window over fixed data."""

    @property
    def window(self) -> QQuickWindow:
        """The window to photograph."""

    def speak(self, locale: str) -> None:
        """Show "ja" or "en" from now on."""

    def close(self) -> None:
        """Delete engine and window, in the right order."""


S = TypeVar("S", bound=Stage)


@dataclass(frozen=True, slots=True)
class Shot(Generic[S]):
    """One page in one state: `show` brings a stage there."""

    page: str
    state: str
    show: Callable[[S], None]


@dataclass(frozen=True, slots=True)
class Gallery(Generic[S]):
    """Everything there is to see of one program."""

    program: str
    views: tuple[View, ...]
    shots: tuple[Shot[S], ...]
    open: Callable[[View], S]


def picture_name(gallery: str, page: str, state: str, view: View, locale: str) -> str:
    """Return the file name of one picture."""
    return f"{gallery}-{page}-{state}-{view.size}-{view.look}-{locale}.png"
