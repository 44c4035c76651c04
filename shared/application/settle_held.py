"""Settling what the centre holds: a manager lets it be tried again or rejects it; `adjust_points` puts it right."""

from shared.application.correct import Done, Refused, act_alone
from shared.application.ports import Desk, Signer
from shared.domain.operations import RejectHeld, ReleaseHeld


def release_held(desk: Desk, signer: Signer, op_id: str, note: str = "") -> Done | Refused:
    """Have a held operation tried again, with this manager's agreement."""
    return act_alone(desk, signer, ReleaseHeld(op_id, note))


def reject_held(desk: Desk, signer: Signer, op_id: str, note: str = "") -> Done | Refused:
    """Say that a held operation will not be."""
    return act_alone(desk, signer, RejectHeld(op_id, note))
