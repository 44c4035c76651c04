"""While the centre is asked: what for, and how long it may still take."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from kiosk.viewmodels.rows import words
from kiosk.viewmodels.session import Session
from shared.application.look_up import ANSWER_MS as CARD_MS
from shared.application.redeem import ANSWER_MS
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal

QML_IMPORT_NAME = "kiosk.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class AskingProps:
    """What is asked for: a card, or a reward by `name`; `share` of the time has passed, 0 to 1."""

    name: str = ""
    forCard: bool = False
    share: float = 0.0


def derive_asking(session: Session, now_ms: int) -> AskingProps:
    """Derive the page from the session and the monotonic clock."""
    rewards = session.rewards.rewards if session.rewards else ()
    name = next((words(offer.name, session.locale) for offer in rewards if offer.key == session.wanted), "")
    if session.looking is not None:
        return AskingProps(forCard=True, share=_share(session.looking.looking.until_ms - now_ms, CARD_MS))
    return AskingProps(name, share=_share(session.asked.until_ms - now_ms, ANSWER_MS) if session.asked else 0.0)


def _share(left_ms: int, whole_ms: int) -> float:
    return min(max(1 - left_ms / whole_ms, 0.0), 1.0)


@QmlElement
@QmlUncreatable("pages get it from the app")
class AskingViewModel(QObject):
    """Shows that a question is on its way; `now_ms` reads the monotonic clock."""

    nameChanged = Signal()
    forCardChanged = Signal()
    shareChanged = Signal()

    def __init__(self, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._props = AskingProps()

    def show(self, session: Session) -> None:
        """Show what the session says, at this moment."""
        before, self._props = self._props, derive_asking(session, self._now_ms())
        notify_changes(self, before, self._props)

    @Property(str, notify=nameChanged)
    def name(self) -> str:
        return self._props.name

    @Property(bool, notify=forCardChanged)
    def forCard(self) -> bool:
        return self._props.forCard

    @Property(float, notify=shareChanged)
    def share(self) -> float:
        return self._props.share
