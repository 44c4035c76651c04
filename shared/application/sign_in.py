"""Badge, then PIN: how a person opens a tablet."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.application.ports import Desk, KeyRing, Signer
from shared.domain.codes import CodeKind, GaraponCode, read
from shared.domain.pins import LockedOut, PinAttempts, counted, may_try
from shared.domain.staff import StaffMember

SHIFT = timedelta(hours=12)
"""For how long a badge that was shown lets the PIN alone open the tablet."""


@dataclass(frozen=True, slots=True)
class BadgeSeen:
    """The badge is this person's; the PIN comes next."""

    staff: StaffMember


@dataclass(frozen=True, slots=True)
class BadgeUnknown:
    """No active person here has this badge, or it is no badge at all."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person's key is unlocked; `signer` answers for what she does until the tablet locks."""

    signer: Signer


@dataclass(frozen=True, slots=True)
class WrongPin:
    """The PIN does not open the key; `left` more attempts in this round."""

    left: int


@dataclass(frozen=True, slots=True)
class PinLocked:
    """No attempt until the instant; None means until a manager issues a new badge."""

    until: datetime | None


@dataclass(frozen=True, slots=True)
class BadgeNeeded:
    """This tablet has not seen the person's badge in this shift."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """A name on the sign-in page; `badge_seen` says that the PIN alone is enough."""

    staff: StaffMember
    badge_seen: bool


@dataclass(frozen=True, slots=True)
class _BadgeInHand:
    """What a badge carries, and when it was shown."""

    body: bytes = field(repr=False)
    shown_at: datetime


class SignIn:
    """Keeps the badges seen in this shift, in memory only; attempts live in the database and survive a restart."""

    def __init__(self, desk: Desk, keys: KeyRing) -> None:
        self._desk = desk
        self._keys = keys
        self._badges: dict[str, _BadgeInHand] = {}
        self._one_at_a_time = threading.Lock()

    def show_badge(self, text: str) -> BadgeSeen | BadgeUnknown:
        """Recognise a scanned badge and remember it for this shift."""
        code = read(text)
        if not (isinstance(code, GaraponCode) and code.kind is CodeKind.STAFF_BADGE):
            return BadgeUnknown()
        with self._desk.storage.read() as transaction:
            staff = transaction.staff_by_badge(self._desk.code_hash(code.body))
        if staff is None or not staff.active:
            return BadgeUnknown()
        self._badges[staff.staff_id] = _BadgeInHand(code.body, self._desk.clock.now())
        return BadgeSeen(staff)

    def enter_pin(self, staff_id: str, pin: str) -> SignedIn | WrongPin | PinLocked | BadgeNeeded:
        """Try a PIN (six digits); the attempt is counted durably before it is checked.

        Takes a tenth of a second and more.
        """
        with self._one_at_a_time:
            badge = self._badge_of(staff_id)
            if badge is None:
                return BadgeNeeded()
            with self._desk.storage.begin() as transaction:
                staff = transaction.staff_member(staff_id)
                attempts = transaction.pin_attempts(staff_id)
                allowed = may_try(attempts, self._desk.clock.now())
                if staff is None or not staff.active:
                    return BadgeNeeded()
                if isinstance(allowed, LockedOut):
                    return PinLocked(allowed.until)
                transaction.set_pin_attempts(staff_id, counted(attempts, self._desk.clock.now()))
                transaction.commit()
            signer = self._keys.unlock(staff, badge, pin)
            if signer is None:
                return self._wrong(staff_id)
            with self._desk.storage.begin() as transaction:
                transaction.set_pin_attempts(staff_id, PinAttempts())
                transaction.commit()
            return SignedIn(signer)

    def colleagues(self) -> tuple[Colleague, ...]:
        """Return the store's staff for the sign-in page."""
        with self._desk.storage.read() as transaction:
            return tuple(Colleague(s, self._badge_of(s.staff_id) is not None) for s in transaction.roster())

    def _badge_of(self, staff_id: str) -> bytes | None:
        """Return a badge shown in this shift; after it, or when the clock was set back, it must be shown again."""
        badge = self._badges.get(staff_id)
        if badge is None or not timedelta() <= self._desk.clock.now() - badge.shown_at < SHIFT:
            return None
        return badge.body

    def _wrong(self, staff_id: str) -> WrongPin | PinLocked:
        with self._desk.storage.read() as transaction:
            after = may_try(transaction.pin_attempts(staff_id), self._desk.clock.now())
        return PinLocked(after.until) if isinstance(after, LockedOut) else WrongPin(after.left)
