"""Whether an envelope is what its device and its people sealed."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from shared.domain.operations import Operation
from shared.domain.rules import Held, HeldReason
from shared.domain.staff import StaffMember
from shared.domain.values import value_class
from shared.wire.envelope import Envelope, Signature, is_whole, signed_bytes
from shared.wire.keys import signature_holds
from shared.wire.operations import InvalidOperation, UnknownOperation, read_operation

NOBODY: Mapping[str, StaffMember | None] = MappingProxyType({})


@value_class(frozen=True, slots=True)
class Checked:
    """An operation that may go to the rules, with the people whose signatures hold."""

    operation: Operation
    actor: StaffMember | None
    approver: StaffMember | None


@value_class(frozen=True, slots=True)
class Looked:
    """What an envelope says by itself, whatever came before: contents, whether they are whole, proven signatures.

    `proven` are signatures (hex) with public keys (hex) that they were checked with.
    """

    said: bytes
    whole: bool
    operation: Operation | UnknownOperation | InvalidOperation
    proven: Mapping[tuple[str, str], bool]


def look_at(envelope: Envelope, staff: Mapping[str, StaffMember | None] = NOBODY) -> Looked:
    """Do what can be done before an envelope's turn: all but the chain, and signatures of people who are not given."""
    draft = envelope.draft
    said = signed_bytes(draft)
    signers = ((each, staff.get(each.staff_id)) for each in (envelope.actor, envelope.approver) if each is not None)
    return Looked(
        said,
        is_whole(envelope, said),
        read_operation(draft.kind, draft.schema_version, draft.payload),
        {
            (signature.signature, person.public_key): _is_by(person, signature, said)
            for signature, person in signers
            if person is not None
        },
    )


def check(
    envelope: Envelope,
    previous_hash: str,
    staff: Callable[[str], StaffMember | None],
    looked: Looked | None = None,
) -> Checked | Held:
    """Check hash, chain, signatures and payload, in this order; `looked` is what was found out before."""
    looked = looked or look_at(envelope)
    if not looked.whole:
        return Held(HeldReason.PAYLOAD_INVALID, "The contents do not match their hash.")
    if envelope.prev_hash != previous_hash:
        return Held(HeldReason.PAYLOAD_INVALID, "The operation does not follow the one before it.")
    actor = _signer(looked, envelope.actor, staff)
    if isinstance(actor, Held):
        return actor
    approver = _signer(looked, envelope.approver, staff)
    if isinstance(approver, Held):
        return approver
    operation = looked.operation
    match operation:
        case UnknownOperation():
            return Held(HeldReason.KIND_UNKNOWN, f"{operation.kind} {operation.schema_version}")
        case InvalidOperation():
            return Held(HeldReason.PAYLOAD_INVALID, operation.fault)
        case _:
            return Checked(operation, actor, approver)


def _signer(
    looked: Looked, signature: Signature | None, staff: Callable[[str], StaffMember | None]
) -> StaffMember | Held | None:
    if signature is None:
        return None
    person = staff(signature.staff_id)
    if person is None:
        return Held(HeldReason.STAFF_UNKNOWN, signature.staff_id)
    proven = looked.proven.get((signature.signature, person.public_key))
    if not (_is_by(person, signature, looked.said) if proven is None else proven):
        return Held(HeldReason.SIGNATURE_INVALID, signature.staff_id)
    return person


def _is_by(person: StaffMember, signature: Signature, said: bytes) -> bool:
    try:
        raw = bytes.fromhex(signature.signature)
    except ValueError:
        raw = b""
    return signature_holds(person.public_key, raw, said)
