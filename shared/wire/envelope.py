"""The envelope of an operation: immutable, hash-chained per device, signed by the people who answer for it."""

import hashlib
from datetime import datetime

from shared.domain.values import value_class
from shared.wire.json import encode

GENESIS = "0" * 64
"""`prev_hash` of a device's first operation in an epoch."""


@value_class(frozen=True, slots=True)
class Signature:
    """Who signed, and the Ed25519 signature as hex."""

    staff_id: str
    signature: str


@value_class(frozen=True, slots=True)
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


@value_class(frozen=True, slots=True)
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
    return _seal(signed_bytes(draft), draft, (epoch, seq, prev_hash), (actor, approver))


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


def is_whole(envelope: Envelope, said: bytes | None = None) -> bool:
    """Tell whether the hash matches the contents; `said` are their `signed_bytes`, where these are at hand."""
    place = (envelope.epoch, envelope.seq, envelope.prev_hash)
    signatures = (envelope.actor, envelope.approver)
    said = signed_bytes(envelope.draft) if said is None else said
    return envelope.hash == _seal(said, envelope.draft, place, signatures)


def _seal(
    said: bytes, draft: Draft, place: tuple[int, int, str], signatures: tuple[Signature | None, Signature | None]
) -> str:
    whole = [*place, draft.monotonic_ms, draft.boot_id, *signatures]
    return hashlib.sha256(said + encode(whole)).hexdigest()
