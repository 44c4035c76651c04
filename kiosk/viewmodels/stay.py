"""How long the screen waits for somebody who does nothing."""

from dataclasses import dataclass
from typing import Final

from kiosk.viewmodels.helping_steps import is_helped, is_waiting, without_member
from kiosk.viewmodels.session import KioskPage, Session, ended, landed

QUIET_MS: Final = 30_000
COUNTDOWN_MS: Final = 20_000
TURNING_MS: Final = 20_000
EASY_FACTOR: Final = 3


@dataclass(frozen=True, slots=True)
class Stay:
    """Time without a touch before the countdown begins, and how long that takes."""

    quiet_ms: int
    countdown_ms: int


def stay_of(session: Session) -> Stay | None:
    """Return how long the page stays; None where nothing would change by leaving it."""
    factor = EASY_FACTOR if session.easy else 1
    match session.page:
        case KioskPage.HOME | KioskPage.WHEEL | KioskPage.REWARDS | KioskPage.PIN:
            return Stay(QUIET_MS * factor, COUNTDOWN_MS * factor)
        case KioskPage.JOIN | KioskPage.CARD | KioskPage.CHALLENGES | KioskPage.HUNT:
            return Stay(QUIET_MS * factor, COUNTDOWN_MS * factor)
        case KioskPage.RESULT | KioskPage.PROBLEM | KioskPage.PAD | KioskPage.RECEIPT | KioskPage.FINISHED:
            return Stay(QUIET_MS * factor, 0)
        case KioskPage.HELP if is_waiting(session) and session.home is None:
            # The call itself ends, and then the page.
            return None
        case KioskPage.HELP if is_helped(session):
            return Stay((QUIET_MS + COUNTDOWN_MS) * factor, 0)
        case KioskPage.HELP:
            return Stay(QUIET_MS * factor, COUNTDOWN_MS * factor if session.home else 0)
        case KioskPage.ASKING:
            return None
        case KioskPage.ATTRACT | KioskPage.SETUP:
            changed = session.easy or session.locale_chosen or session.locale != session.default_locale
            return Stay(QUIET_MS * factor, 0) if changed else None


def countdown_seconds(session: Session, now_ms: int) -> int:
    """Return the seconds left of a running countdown, rounded up; 0 while none runs."""
    stay = stay_of(session)
    if stay is None or is_turning(session):
        return 0
    left_ms = session.touched_ms + stay.quiet_ms + stay.countdown_ms - now_ms
    running = stay.countdown_ms >= left_ms > 0
    return -(-left_ms // 1000) if running else 0


def countdown_total_seconds(session: Session) -> int:
    """Return how long a countdown on this page takes."""
    stay = stay_of(session)
    return stay.countdown_ms // 1000 if stay else 0


def is_turning(session: Session) -> bool:
    """Tell whether a turn is being recorded or shown: nobody has to touch anything meanwhile."""
    return session.recording or session.turning is not None


def after_waiting(session: Session, now_ms: int) -> Session:
    """Return what the session becomes by time alone; a turn whose motion never ends shows its result."""
    if session.turning is not None:
        return landed(session, now_ms) if now_ms - session.touched_ms > TURNING_MS else session
    stay = stay_of(session)
    if session.recording or stay is None:
        return session
    if now_ms - session.touched_ms < stay.quiet_ms + stay.countdown_ms:
        return session
    return without_member(session, now_ms) if session.home and is_helped(session) else ended(session, now_ms)
