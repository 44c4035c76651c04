"""What all lists of a store share."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.ports import Desk
from shared.qt.list_model import RowsModel
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

_Thing = TypeVar("_Thing")
_Row = TypeVar("_Row")


@QmlElement
@QmlUncreatable("a list of the store is one of its own kind")
class StoreListViewModel(QObject):
    """A list that is read anew whenever its page asks, worded anew with the language, and gone with the person.

    `rows_of` words one thing of those that `read` returns.
    `count` counts what was read; `loaded` tells an empty list from one that has not come yet.
    """

    countChanged = Signal()
    loadedChanged = Signal()

    def __init__(
        self,
        session: StaffSession,
        read: Callable[[Desk], tuple[_Thing, ...]],
        rows_of: Callable[[_Thing], Iterable[_Row]],
        rows: RowsModel[_Row],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        rows.setParent(self)
        self._session = session
        self._read: Callable[[Desk], tuple[Any, ...]] = read
        self._rows_of: Callable[[Any], Iterable[object]] = rows_of
        self._rows: RowsModel[Any] = rows
        self._things: tuple[Any, ...] = ()
        self._loaded = False
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(QAbstractItemModel, constant=True)
    def rows(self) -> QAbstractItemModel:
        return self._rows

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return len(self._things)

    @Property(bool, notify=loadedChanged)
    def loaded(self) -> bool:
        return self._loaded

    def refresh(self) -> None:
        """Read the list again, if somebody is in."""
        if self._session.signer is not None:
            desk = self._session.desk
            self._session.run(lambda: self._read(desk), self._show)

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._take((), loaded=False)

    def _show(self, things: tuple[Any, ...]) -> None:
        self._take(things, loaded=True)

    def _take(self, things: tuple[Any, ...], *, loaded: bool) -> None:
        before = len(self._things), self._loaded
        self._things, self._loaded = things, loaded
        self._list()
        if before[0] != len(things):
            self.countChanged.emit()
        if before[1] != loaded:
            self.loadedChanged.emit()

    @Slot()
    def _list(self) -> None:
        self._rows.replace(row for thing in self._things for row in self._rows_of(thing))
