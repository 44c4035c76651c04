"""Correcting a member's points."""

from dataclasses import dataclass

from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers
from shared.application.showing import up_to_date
from shared.application.views import AdjustmentPreview
from shared.domain.operations import AdjustPoints, RejectHeld
from shared.domain.rules import Applied, Duplicate, Held
from shared.domain.rules.resolving import resolve
from shared.domain.staff import NeedsApproval, NotAllowed, may_adjust


@dataclass(frozen=True, slots=True)
class Adjusted:
    """The correction is in the book; `op_id` can be undone for some minutes."""

    op_id: str
    balance_points: int


@dataclass(frozen=True, slots=True)
class AdjustmentRefused:
    """The rules do not allow it, or somebody else must agree first."""

    held: Held


def preview_adjustment(desk: Desk, signer: Signer, member_id: str, points: int) -> AdjustmentPreview | NotAllowed:
    """Show before and after, and whether `points` (either sign) is above the person's limit."""
    with desk.storage.read() as transaction:
        programme = transaction.programme
        verdict = may_adjust(programme, signer.staff, None, points)
        if isinstance(verdict, NotAllowed):
            return verdict
        member = resolve(transaction, member_id)
        before = up_to_date(member, desk.clock.now()).account.balance_points if member else 0
        role = programme.role(signer.staff.role)
        able = verdict.roles if isinstance(verdict, NeedsApproval) else ()
        return AdjustmentPreview(
            before_points=before,
            after_points=before + points,
            limit_points=role.adjust_limit_points if role else 0,
            needs_approval=isinstance(verdict, NeedsApproval),
            approver_roles=tuple(r.name for r in programme.roles if r.key in able),
        )


def adjust_points(
    desk: Desk, signers: Signers, member_id: str, points: int, reason: str, note: str, settles: str = ""
) -> Adjusted | AdjustmentRefused:
    """Add or take points for a reason; above the actor's limit `signers.approver` must be there.

    `settles` is a held operation that this puts right: it is settled by it, both or neither.
    """
    with desk.storage.begin() as transaction:
        outcome = perform(desk, transaction, AdjustPoints(member_id, points, reason, note), signers)
        match outcome:
            case Held():
                return AdjustmentRefused(outcome)
            case Applied(member=member) if member is not None:
                adjusted = Adjusted(member.history[0].op_id, member.account.balance_points)
                rejection = RejectHeld(settles, note, adjusted.op_id)
                settled = perform(desk, transaction, rejection, Signers(signers.actor)) if settles else outcome
                if isinstance(settled, Held):
                    return AdjustmentRefused(settled)
                transaction.commit()
                return adjusted
            case Applied() | Duplicate():
                message = "an adjustment always changes its member"
                raise LookupError(message)
