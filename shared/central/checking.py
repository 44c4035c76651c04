"""Whether an envelope is what its device and its people sealed."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.domain.operations import Operation
from shared.domain.rules import Held, HeldReason
from shared.domain.staff import StaffMember
from shared.wire.envelope import Draft, Envelope, Signature, is_whole, signed_bytes
from shared.wire.keys import signature_holds
from shared.wire.operations import InvalidOperation, UnknownOperation, read_operation


@dataclass(frozen=True, slots=True)
class Checked:
    """An operation that may go to the rules, with the people whose signatures hold."""

    operation: Operation
    actor: StaffMember | None
    approver: StaffMember | None


def check(envelope: Envelope, previous_hash: str, staff: Callable[[str], StaffMember | None]) -> Checked | Held:
    """Check hash, chain, signatures and payload, in this order."""
    if not is_whole(envelope):
        return Held(HeldReason.PAYLOAD_INVALID, "The contents do not match their hash.")
    if envelope.prev_hash != previous_hash:
        return Held(HeldReason.PAYLOAD_INVALID, "The operation does not follow the one before it.")
    actor = _signer(envelope.draft, envelope.actor, staff)
    if isinstance(actor, Held):
        return actor
    approver = _signer(envelope.draft, envelope.approver, staff)
    if isinstance(approver, Held):
        return approver
    draft = envelope.draft
    operation = read_operation(draft.kind, draft.schema_version, draft.payload)
    match operation:
        case UnknownOperation():
            return Held(HeldReason.KIND_UNKNOWN, f"{operation.kind} {operation.schema_version}")
        case InvalidOperation():
            return Held(HeldReason.PAYLOAD_INVALID, operation.fault)
        case _:
            return Checked(operation, actor, approver)


def _signer(
    draft: Draft, signature: Signature | None, staff: Callable[[str], StaffMember | None]
) -> StaffMember | Held | None:
    if signature is None:
        return None
    person = staff(signature.staff_id)
    if person is None:
        return Held(HeldReason.STAFF_UNKNOWN, signature.staff_id)
    try:
        raw = bytes.fromhex(signature.signature)
    except ValueError:
        raw = b""
    if not signature_holds(person.public_key, raw, signed_bytes(draft)):
        return Held(HeldReason.SIGNATURE_INVALID, signature.staff_id)
    return person
