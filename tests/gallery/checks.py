"""What must hold for every picture: no text is cut off, nothing to touch is too small or without a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem, QQuickWindow

from tests.architecture.accessible import named_controls, unnamed_controls
from tests.gallery.pages import Gallery, View
from tests.gallery.photographer import pictures

_TOLERANCE_PX = 1.5
# Names on a drum turn with it, half of them beyond the edge.
_TURNING = ("DrumWheel_QMLTYPE", "DrumWheel")


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was wrong, picture by picture, and the names that a screen reader would read out."""

    faults: list[str]
    names: frozenset[str]


def inspect(gallery: Gallery[Any], view: View, locales: tuple[str, ...], touch_px: float) -> Inspected:
    """Look at every page in every state; `touch_px` is the least width and height of a button."""
    faults, names = list[str](), set[str]()
    for picture in pictures(gallery, "", (view,), locales):
        window = picture.window
        names.update(named_controls(window))
        wrong = (*cut_off_texts(window), *small_targets(window, touch_px), *unnamed_controls(window))
        faults += [f"{picture.name}: {fault}" for fault in wrong]
    return Inspected(faults, frozenset(names))


def cut_off_texts(window: QQuickWindow) -> list[str]:
    """List the visible texts that are elided, wider or higher than their place, or beyond the window's edge."""
    edge = QRectF(0, 0, window.width(), window.height()).adjusted(-2, -2, 2, 2)
    return [fault for item in _visible(window.contentItem()) if (fault := _fault(item, edge))]


def small_targets(window: QQuickWindow, least_px: float) -> list[str]:
    """List the visible buttons that are narrower or lower than `least_px` of the window."""
    return [
        f"{item.objectName()} {item.property('text')}: {size.width():.0f}×{size.height():.0f}"
        for item in _visible(window.contentItem())
        if item.inherits("QQuickAbstractButton")
        and min((size := _on_screen(item)).width(), size.height()) < least_px - _TOLERANCE_PX
    ]


def _fault(item: QQuickItem, edge: QRectF) -> str:
    text = item.property("text")
    if not item.inherits("QQuickText") or not text:
        return ""
    if item.property("truncated"):
        return f"elided: {text}"
    if item.property("contentWidth") > item.width() + _TOLERANCE_PX:
        return f"too wide: {text}"
    return "" if edge.contains(_on_screen(item)) else f"beyond the edge: {text}"


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0 or item.metaObject().className().startswith(_TURNING):
        return
    yield item
    for child in item.childItems():
        # What a scrolling list has beyond its edge is reached by scrolling.
        if item.clip() and not QRectF(0, 0, item.width(), item.height()).contains(_within(child, item)):
            continue
        yield from _visible(child)


def _within(child: QQuickItem, item: QQuickItem) -> QRectF:
    return child.mapRectToItem(item, QRectF(0, 0, child.width(), child.height()))


def _on_screen(item: QQuickItem) -> QRectF:
    place = item.mapToScene(QPointF(0, 0))
    end = item.mapToScene(QPointF(item.width(), item.height()))
    return QRectF(place, end)
