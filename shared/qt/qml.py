"""Offer Qt's property, signal and slot decorators with types a checker can follow.

At run time these names *are* PySide6's, under the same names, because `pyside6-metaobjectdump` recognises
them by name in the source. View models import them from here and from nowhere else.

Properties are read-only on purpose: QML asks for a change through a slot. Write the literal "qlonglong" as the
type of anything that may pass 2,147,483,647: `Property(int)` is 32 bits wide and raises OverflowError beyond.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtQml import QmlElement, QmlSingleton

__all__ = ["Property", "QmlElement", "QmlSingleton", "QmlUncreatable", "Signal", "Slot"]

if TYPE_CHECKING:
    from collections.abc import Callable

    _Value = TypeVar("_Value")
    _Class = TypeVar("_Class", bound=type[object])

    class _ReadOnly(Generic[_Value]):
        def __get__(self, instance: object, owner: type[object] | None = None) -> _Value: ...

    class Property:
        """Declare a read-only Qt property whose Python type is what its getter returns."""

        def __init__(
            self, qt_type: type[object] | str, /, *, notify: Signal | None = None, constant: bool = False
        ) -> None: ...
        def __call__(self, getter: Callable[[Any], _Value], /) -> _ReadOnly[_Value]: ...

    class QmlUncreatable:
        """Say why QML can't make this type."""

        def __init__(self, reason: str, /) -> None: ...
        def __call__(self, decorated: _Class, /) -> _Class: ...

else:
    from PySide6.QtCore import Property
    from PySide6.QtQml import QmlUncreatable
