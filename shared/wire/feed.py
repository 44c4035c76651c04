"""What devices read back: feed rows, scopes, results."""

import hashlib
from datetime import datetime
from enum import StrEnum

from shared.domain.drums import Drum
from shared.domain.rules import Clash, HeldReason
from shared.domain.values import value_class

PROGRAMME_SCOPE = "programme"


class Audience(StrEnum):
    """Which of a store's devices a scope is for."""

    KIOSK = "kiosk"
    STAFF = "staff"


class AggregateKind(StrEnum):
    """What a feed row carries, whole and versioned."""

    PROGRAMME = "programme"
    DEVICE = "device"
    STAFF = "staff"
    MEMBER = "member"
    DRUM = "drum"
    VOUCHER = "voucher"
    HELD = "held"


class Verdict(StrEnum):
    """The final word on an operation: done, known already, kept before a manager, or a question answered with no."""

    APPLIED = "applied"
    DUPLICATE = "duplicate"
    HELD = "held"
    DECLINED = "declined"


@value_class(frozen=True, slots=True)
class OperationResult:
    """What became of an operation."""

    op_id: str
    verdict: Verdict
    reason: HeldReason | None = None
    detail: str = ""


@value_class(frozen=True, slots=True)
class FeedRow:
    """One row of a scope: an aggregate at a version, or an operation's result; an empty body: it has left the scope.

    `position` is gapless per scope; `token` (32 hex digits, random) tells a restored centre from a grown one. All rows
    that one central transaction writes carry the same token, so that a device never takes in half of one.
    """

    scope: str
    position: int
    token: str
    aggregate: AggregateKind | None
    key: str
    version: int
    body: bytes
    result: OperationResult | None = None


@value_class(frozen=True, slots=True)
class DrumRow:
    """A drum as scopes carry it: its seed sealed for the holder (hex) while it is lent, in clear once it is closed."""

    drum: Drum
    sealed_seed: str = ""


class HeldState(StrEnum):
    """What became of a held operation: tried and applied, rejected, or put right by another one."""

    OPEN = "open"
    RELEASED = "released"
    REJECTED = "rejected"
    CORRECTED = "corrected"


@value_class(frozen=True, slots=True)
class HeldRow:
    """A held operation as the staff scope carries it; `released` takes it off the list, whatever became of it.

    `tries` counts how often it was applied anew. `settled_by` is a staff id, an administrator's account or the centre;
    `settled_op` the manager's operation or the correcting one. `clashes` are fields that were changed from two sides.
    """

    op_id: str
    kind: str
    reason: HeldReason
    detail: str
    at: datetime
    device_id: str
    staff_id: str | None
    member_id: str | None
    released: bool = False
    state: HeldState = HeldState.OPEN
    tries: int = 0
    tried_at: datetime | None = None
    settled_by: str = ""
    settled_op: str = ""
    clashes: tuple[Clash, ...] = ()


def store_scope(store_id: str, audience: Audience) -> str:
    """Return the scope of a store's kiosks or of its staff devices."""
    return f"store:{store_id}:{audience}"


def store_and_audience(scope: str) -> tuple[str, Audience] | None:
    """Return what `store_scope` made a scope from; None for the programme's."""
    if scope == PROGRAMME_SCOPE:
        return None
    store_id, _, audience = scope.removeprefix("store:").rpartition(":")
    return store_id, Audience(audience)


def scope_channel(scope: str) -> str:
    """Return the name under which a PostgreSQL server tells of news in a scope: a plain identifier, short enough."""
    return f"garapon_{hashlib.sha256(scope.encode()).hexdigest()[:32]}"
