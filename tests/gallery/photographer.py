"""Goes through galleries and takes every picture, always the same way."""

from collections.abc import Generator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtQuick import QQuickWindow

from tests.gallery.pages import LOCALES, Gallery, S, View, picture_name


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and where it was taken; the window still shows it."""

    name: str
    page: str
    view: View
    locale: str
    image: QImage
    window: QQuickWindow


def pictures(
    gallery: Gallery[S], only: str = "", views: tuple[View, ...] = (), locales: tuple[str, ...] = LOCALES
) -> Generator[Picture]:
    """Take the gallery's pictures; `only` names a page, `views` limits sizes and looks, `locales` languages."""
    for view in views or gallery.views:
        stage = gallery.open(view)
        try:
            for locale in locales:
                stage.speak(locale)
                for shot in gallery.shots:
                    if only in ("", shot.page):
                        shot.show(stage)
                        image = photograph(stage.window)
                        name = picture_name(gallery.program, shot.page, shot.state, view, locale)
                        yield Picture(name, shot.page, view, locale, image, stage.window)
        finally:
            stage.close()


def photograph(window: QQuickWindow) -> QImage:
    """Draw the window as it is now, after what was queued."""
    for _ in range(2):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QGuiApplication.processEvents()
    return window.grabWindow()
