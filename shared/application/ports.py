"""What use cases need from the outside, as protocols."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.application.views import CentreAnswer, FoundMember, HeldOperation, SyncState
from shared.domain.calls import Call, CallStep
from shared.domain.devices import Device
from shared.domain.drums import Drum
from shared.domain.hunts import SpotContent
from shared.domain.joining import Told
from shared.domain.member import Member
from shared.domain.operations import Ask, Operation, Receipt
from shared.domain.pins import PinAttempts
from shared.domain.rules import Applied, Context, World
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher, VoucherContent


class DeviceNotReady(Exception):  # noqa: N818  a state of the world, not a bug
    """No programme has reached this device yet: it waits for its first contact with the centre."""


class DeviceRevoked(DeviceNotReady):
    """The centre has shut this device out; it knows nobody any more and records nothing."""


class DeviceMending(DeviceNotReady):
    """The device's database was damaged: what could be saved of it is, and the rest comes from the centre again."""


class Clock(Protocol):
    """Wall time in UTC for people, monotonic time for durations."""

    def now(self) -> datetime:
        """Return the current instant, aware, in UTC."""

    def monotonic_ms(self) -> int:
        """Return milliseconds that never run backwards."""


class Ids(Protocol):
    """The source of everything unguessable."""

    def new_id(self) -> str:
        """Return a fresh identifier: 32 lower-case hex digits."""

    def random_bytes(self, count: int) -> bytes:
        """Return bytes from a cryptographic source."""


class Signer(Protocol):
    """A person whose key is unlocked."""

    @property
    def staff(self) -> StaffMember:
        """The person."""

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message` (64 bytes)."""


@dataclass(frozen=True, slots=True)
class Signers:
    """Who answers for an operation: nobody (the device alone), the actor, or actor and approver."""

    actor: Signer | None = None
    approver: Signer | None = None


NOBODY = Signers()


@dataclass(frozen=True, slots=True)
class AskedBack:
    """What this device holds and is wanted elsewhere: recalled drums, vouchers, members some of whose tickets are."""

    drums: tuple[Drum, ...] = ()
    members: tuple[Member, ...] = ()
    vouchers: tuple[Voucher, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there is anything."""
        return bool(self.drums or self.members or self.vouchers)


class Transaction(World, Protocol):
    """One local transaction: what this device knows, and the one way to change it.

    What is read is confirmed state plus own operations that have no result yet.
    """

    def append(self, operation: Operation, context: Context, applied: Applied, signers: Signers) -> None:
        """Write the operation to the outbox and its changes to the projection."""

    def member_by_card(self, code_hash: str) -> str | None:
        """Return the member whose card (current or former) has this keyed hash."""

    def member_by_number(self, number: str) -> str | None:
        """Return the member with this member number (12 digits)."""

    def member_by_receipt(self, receipt: Receipt) -> str | None:
        """Return the member whose purchase this receipt counts for, as far as this device knows."""

    def staff_by_badge(self, badge_hash: str) -> StaffMember | None:
        """Return the person whose badge has this keyed hash."""

    def staff_member(self, staff_id: str) -> StaffMember | None:
        """Return the person."""

    def roster(self) -> tuple[StaffMember, ...]:
        """Return this store's active staff, by name."""

    def device(self, device_id: str) -> Device | None:
        """Return a device of the chain."""

    def drums_held(self, campaign: str) -> tuple[Drum, ...]:
        """Return the open drums that this device holds for a campaign, oldest first."""

    def drums_of_store(self) -> tuple[Drum, ...]:
        """Return the lent drums of this device's store, whoever holds them, by campaign and number."""

    def asked_back(self) -> AskedBack:
        """Return what this device holds and is to give back."""

    def vouchers_waiting(self) -> tuple[Voucher, ...]:
        """Return this store's vouchers that are issued and not handed over, soonest lapsing first."""

    def is_confirmed(self, op_id: str) -> bool:
        """Tell whether the operation is not an own one that still waits for its result."""

    def answer_to(self, op_id: str) -> CentreAnswer | None:
        """Return the centre's answer to an own question, None while there is none."""

    def questions(self) -> tuple[tuple[str, Ask], ...]:
        """Return this device's questions without an answer, by operation."""

    def is_taken_back(self, op_id: str) -> bool:
        """Tell whether this device has taken a question of its own back."""

    def set_unseen(self, member_id: str, award_id: str) -> None:
        """Note that an award was recorded and not yet shown to the shopper."""

    def unseen(self, member_id: str) -> tuple[str, ...]:
        """Return the awards of a member that were never shown to her."""

    def clear_unseen(self, member_id: str) -> None:
        """Note that the member has seen her awards."""

    def pin_attempts(self, staff_id: str) -> PinAttempts:
        """Return how often the wrong PIN was tried."""

    def set_pin_attempts(self, staff_id: str, attempts: PinAttempts) -> None:
        """Store the count."""

    def held_operations(self) -> tuple[HeldOperation, ...]:
        """Return this store's held operations, newest first."""

    def sync_state(self) -> SyncState:
        """Return how the exchange with the centre stands."""

    def commit(self) -> None:
        """Make everything durable; leaving the transaction without it rolls back."""


class Storage(Protocol):
    """The device's own database."""

    def begin(self) -> AbstractContextManager[Transaction]:
        """Open a transaction; DeviceNotReady before the first programme, a storage fault if the disk refuses.

        One at a time: others wait.
        """

    def read(self) -> AbstractContextManager[Transaction]:
        """Open a snapshot that can't be committed and waits for nobody; refuses like `begin`."""


class MemberSearch(Protocol):
    """The index over the members that this device knows."""

    def find(self, query: str, limit: int) -> tuple[FoundMember, ...]:
        """Return members whose name, kana, nickname, phone or number contains the query.

        One character or none: the members seen most recently.
        """


class KeyRing(Protocol):
    """Turns badge and PIN into a person's signing key; deliberately slow (Argon2id)."""

    def unlock(self, staff: StaffMember, badge: bytes, pin: str) -> Signer | None:
        """Return the unlocked key, or None if badge and PIN do not open it."""


class SealPin(Protocol):
    """Seals a PIN to the centre's key, for a member and a request, chosen now or not."""

    def __call__(self, centre_key: str, member_id: str, request: str, pin: str, *, choosing: bool) -> str: ...


class SealTold(Protocol):
    """Seals what a newcomer told to the centre's key, for the member that she becomes."""

    def __call__(self, centre_key: str, member_id: str, told: Told) -> str: ...


class Sought(StrEnum):
    """By what a member is looked for who is unknown here; all but a card only by staff."""

    CARD = "card"
    NUMBER = "number"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class LookUp:
    """A question about a member unknown here: a card's keyed hash, a member number, or a phone number as E.164."""

    question: str
    sought: Sought
    value: str = field(repr=False)


class LookedUp(StrEnum):
    """How a look-up stands; she is `HERE` once her state has arrived."""

    ASKING = "asking"
    HERE = "here"
    NOBODY = "nobody"
    TOO_MANY = "too_many"
    AWAY = "away"


class LookUps(Protocol):
    """Questions about members, answered by the centre alone; nothing of them outlives the program."""

    def ask(self, look_up: LookUp) -> None:
        """Put a question, to be sent with the next exchange."""

    def answer(self, question: str) -> LookedUp:
        """Return how it stands; `AWAY` for one that is not known (any more)."""

    def drop(self, question: str) -> None:
        """Forget a question that nobody waits for any more."""


class Calls(Protocol):
    """Calls for staff, as far as the centre has told of them; nothing of them outlives the program."""

    def say(self, said_id: str, call_id: str, step: CallStep) -> None:
        """Say something about a call, with the next exchange; what can't be said then is not said late."""

    def call(self, call_id: str) -> Call | None:
        """Return a call; None while the centre has not told of it, and once it tells of it no more."""

    def known(self) -> tuple[Call, ...]:
        """Return all of them, the oldest first: a kiosk knows its own, other devices those of their store."""

    def is_coming(self, call_id: str) -> bool:
        """Tell whether somebody has said here that she comes, and the centre has not told yet who does."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What every use case of a device stands on.

    `expect_answer` holds the line open, at most so many milliseconds, while a question has no answer; `expect_question`
    opens it before there is one.
    """

    storage: Storage
    clock: Clock
    ids: Ids
    device_id: str
    store_id: str
    device_number: int
    code_hash: Callable[[bytes], str]
    voucher_code: Callable[[VoucherContent], str]
    spot_code: Callable[[SpotContent], str]
    seal_pin: SealPin
    seal_told: SealTold
    expect_answer: Callable[[int], None]
    expect_question: Callable[[int], None]
    look_ups: LookUps
    calls: Calls
