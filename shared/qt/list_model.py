"""Show a sequence of frozen dataclass rows to QML.

Declare the property as `Property(QAbstractItemModel, …)`: Qt does not know QAbstractListModel as a property type before
the application exists, and drops such a property with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields
from difflib import SequenceMatcher
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QByteArray, QModelIndex, QObject, QPersistentModelIndex, Qt

_Row = TypeVar("_Row")
_FIRST_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_NO_PARENT: Final = QModelIndex()


class RowsModel(QAbstractListModel, Generic[_Row]):
    """A list whose roles are the field names of `row_type`, a dataclass; `replace` is its only change.

    `key` tells which row is which across a replacement, by default the whole row: with a key, a row that changed
    in place keeps its delegate, and views move as little as possible.
    """

    def __init__(
        self,
        row_type: type[_Row],
        key: Callable[[_Row], Hashable] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._names = tuple(field.name for field in fields(row_type))  # type: ignore[arg-type] # has to be a dataclass
        self._key = key or _whole
        self._rows: tuple[_Row, ...] = ()

    @property
    def rows(self) -> tuple[_Row, ...]:
        """The rows as they are shown now."""
        return self._rows

    def replace(self, rows: Iterable[_Row]) -> None:
        """Show `rows` instead, telling views only about what differs. GUI thread."""
        old, new = self._rows, tuple(rows)
        if old == new:
            return
        matcher = SequenceMatcher(
            None, [self._key(row) for row in old], [self._key(row) for row in new], autojunk=False
        )
        shift = 0
        for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
            at = old_from + shift
            if kind == "equal":
                self._renew(at, new[new_from:new_to])
                continue
            if old_to > old_from:
                self._remove(at, at + old_to - old_from)
            if new_to > new_from:
                self._insert(at, new[new_from:new_to])
            shift += (new_to - new_from) - (old_to - old_from)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def roleNames(self) -> dict[int, QByteArray]:
        return {_FIRST_ROLE + at: QByteArray(name.encode()) for at, name in enumerate(self._names)}

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        at = role - _FIRST_ROLE
        if not (index.isValid() and 0 <= index.row() < len(self._rows) and 0 <= at < len(self._names)):
            return None
        return getattr(self._rows[index.row()], self._names[at])

    def _renew(self, at: int, rows: tuple[_Row, ...]) -> None:
        before = self._rows[at : at + len(rows)]
        self._rows = self._rows[:at] + rows + self._rows[at + len(rows) :]
        for offset, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                changed = [
                    _FIRST_ROLE + r for r, name in enumerate(self._names) if getattr(old, name) != getattr(new, name)
                ]
                here = self.index(at + offset)
                self.dataChanged.emit(here, here, changed)

    def _remove(self, start: int, stop: int) -> None:
        self.beginRemoveRows(QModelIndex(), start, stop - 1)
        self._rows = self._rows[:start] + self._rows[stop:]
        self.endRemoveRows()

    def _insert(self, at: int, rows: tuple[_Row, ...]) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self._rows = self._rows[:at] + rows + self._rows[at:]
        self.endInsertRows()


def _whole(row: object) -> Hashable:
    return row
