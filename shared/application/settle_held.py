"""Settling what the centre holds: a manager lets it be tried again, rejects it, or puts it right by something else."""

from shared.application.correct import Done, Refused, act_alone
from shared.application.perform import context_of, perform
from shared.application.ports import Desk, Signer, Signers
from shared.domain.operations import AdjustPoints, GiveTicket, RejectHeld, ReleaseHeld
from shared.domain.rules import Applied, Held, HeldReason, apply


def release_held(desk: Desk, signer: Signer, op_id: str, note: str = "") -> Done | Refused:
    """Have a held operation tried again, with this manager's agreement."""
    return act_alone(desk, signer, ReleaseHeld(op_id, note))


def reject_held(desk: Desk, signer: Signer, op_id: str, note: str = "") -> Done | Refused:
    """Say that a held operation will not be."""
    return act_alone(desk, signer, RejectHeld(op_id, note))


def correct_held(
    desk: Desk, signers: Signers, op_id: str, correction: AdjustPoints | GiveTicket, note: str = ""
) -> Done | Refused:
    """Record what puts things right and settle the held operation by it: both or neither."""
    with desk.storage.begin() as transaction:
        context = context_of(desk, signers)
        put_right = apply(correction, context, transaction)
        if not isinstance(put_right, Applied):
            return Refused(put_right if isinstance(put_right, Held) else Held(HeldReason.HELD_UNKNOWN))
        transaction.append(correction, context, put_right, signers)
        settled = perform(desk, transaction, RejectHeld(op_id, note, context.op_id), Signers(signers.actor))
        if isinstance(settled, Held):
            return Refused(settled)
        transaction.commit()
        return Done()
