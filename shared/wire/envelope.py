"""The envelope of an operation: immutable, hash-chained per device, signed by the people who answer for it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from shared.wire.json import encode

GENESIS = "0" * 64
"""`prev_hash` of a device's first operation in an epoch."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, and the Ed25519 signature as hex."""

    staff_id: str
    signature: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An operation before it takes its place in the outbox; this is what people sign.

    `wall_time` is the device's clock, `monotonic_ms` and `boot_id` let the centre correct it.
    """

    device_id: str
    op_id: str
    kind: str
    schema_version: int
    programme_version: int
    payload: bytes
    wall_time: datetime
    monotonic_ms: int
    boot_id: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """An operation in its place: number `seq` of `epoch`, chained by `hash` to the one before."""

    draft: Draft
    epoch: int
    seq: int
    prev_hash: str
    hash: str
    actor: Signature | None = None
    approver: Signature | None = None


def signed_bytes(draft: Draft) -> bytes:
    """Return what actor and approver sign: everything but the place in the queue."""
    digest = hashlib.sha256(draft.payload).hexdigest()
    return encode(
        [
            "garapon-operation-1",
            draft.device_id,
            draft.op_id,
            draft.kind,
            draft.schema_version,
            draft.programme_version,
            draft.wall_time,
            digest,
        ]
    )


def chain_hash(
    draft: Draft, epoch: int, seq: int, prev_hash: str, actor: Signature | None, approver: Signature | None
) -> str:
    """Return the SHA-256 (hex) that seals an operation to its place and its predecessor."""
    place = [epoch, seq, prev_hash, draft.monotonic_ms, draft.boot_id, actor, approver]
    return hashlib.sha256(signed_bytes(draft) + encode(place)).hexdigest()


def put_in_place(
    draft: Draft,
    epoch: int,
    seq: int,
    prev_hash: str,
    actor: Signature | None = None,
    approver: Signature | None = None,
) -> Envelope:
    """Give a draft its place in the device's queue."""
    sealed = chain_hash(draft, epoch, seq, prev_hash, actor, approver)
    return Envelope(draft, epoch, seq, prev_hash, sealed, actor, approver)


def is_whole(envelope: Envelope) -> bool:
    """Tell whether the hash matches the contents."""
    return envelope.hash == chain_hash(
        envelope.draft, envelope.epoch, envelope.seq, envelope.prev_hash, envelope.actor, envelope.approver
    )
