"""What all pages share: who is signed in, which language, what the programme says, and the way to the database."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject

from shared.application.ports import Desk, DeviceMending, DeviceNotReady, DeviceRevoked, Signer
from shared.application.views import Shop
from shared.domain.programme import Permission
from shared.domain.text import Text
from shared.qt.jobs import Lane
from shared.qt.qml import Signal

NOT_READY = "not-ready"
REVOKED = "revoked"
MENDING = "mending"
FAULT = "fault"

_Result = TypeVar("_Result")


class StaffSession(QObject):
    """One shift at one tablet; `changed` means that every page derives again, `locked` that it forgets people."""

    changed = Signal()
    locked = Signal()
    wrote = Signal()
    troubled = Signal(str)

    def __init__(self, desk: Desk, lane: Lane, locale: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._lane = lane
        self._locale = locale
        self._signer: Signer | None = None
        self._shop: Shop | None = None
        self._shift = 0

    @property
    def locale(self) -> str:
        return self._locale

    @property
    def signer(self) -> Signer | None:
        return self._signer

    @property
    def shop(self) -> Shop | None:
        return self._shop

    @property
    def staff_id(self) -> str:
        return self._signer.staff.staff_id if self._signer else ""

    def may(self, permission: Permission) -> bool:
        """Tell whether the signed-in person's role grants it; the rules decide again when it is done."""
        role = self._role()
        return role is not None and permission in role

    def open(self, signer: Signer) -> None:
        """Begin to act for a person."""
        self._signer = signer
        self.changed.emit()

    def lock(self) -> None:
        """Forget the person's key; what was asked in her name is answered to nobody."""
        self._shift += 1
        self._signer = None
        self.locked.emit()
        self.changed.emit()

    def speak(self, locale: str) -> None:
        if locale != self._locale:
            self._locale = locale
            self.changed.emit()

    def learn(self, shop: Shop) -> None:
        """Take what the programme says now."""
        if shop != self._shop:
            self._shop = shop
            self.changed.emit()

    def say(self, text: Text) -> str:
        """Return the programme's text in the language of the screen."""
        return text.ja if self._locale == "ja" else text.en

    def local(self, at: datetime | None) -> str:
        """Return an instant as the shop's clock shows it, `2026-11-22T17:42`; "" for none."""
        if at is None:
            return ""
        zone = ZoneInfo(self._shop.time_zone) if self._shop else None
        return at.astimezone(zone).strftime("%Y-%m-%dT%H:%M")

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        undone: Callable[[], None] | None = None,
    ) -> None:
        """Do `work` beside the screen, then `done` here, or `undone` if it failed.

        Neither is called once the tablet was locked meanwhile.
        """
        shift = self._shift

        def deliver(result: _Result) -> None:
            if shift == self._shift:
                done(result)

        def failed(error: Exception) -> None:
            if shift == self._shift and undone is not None:
                undone()
            self.troubled.emit(_trouble(error))

        self._lane.run(work, deliver, failed)

    def _role(self) -> frozenset[Permission] | None:
        if self._signer is None or self._shop is None:
            return None
        key = self._signer.staff.role
        return next((frozenset(role.permissions) for role in self._shop.roles if role.key == key), None)


def _trouble(error: Exception) -> str:
    match error:
        case DeviceRevoked():
            return REVOKED
        case DeviceMending():
            return MENDING
        case DeviceNotReady():
            return NOT_READY
        case _:
            return FAULT
