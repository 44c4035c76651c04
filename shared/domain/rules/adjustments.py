"""Corrections by staff."""

from shared.domain.changing import replace
from shared.domain.member import EntryKind
from shared.domain.operations import AdjustPoints
from shared.domain.points import grant, take
from shared.domain.rules.entries import fresh_lot, line, posted, ready
from shared.domain.rules.outcome import Context, Held, HeldReason, Outcome, World
from shared.domain.staff import NeedsApproval, NotAllowed, may_adjust


def adjust(operation: AdjustPoints, context: Context, world: World) -> Outcome:
    """Add or take points for a reason, within the actor's limit or with a second person's approval."""
    if not operation.points:
        return Held(HeldReason.AMOUNT_INVALID)
    if world.programme.reason(operation.reason) is None:
        return Held(HeldReason.REASON_UNKNOWN, operation.reason)
    verdict = may_adjust(world.programme, context.actor, context.approver, operation.points)
    if isinstance(verdict, NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, verdict.permission)
    if isinstance(verdict, NeedsApproval):
        return Held(HeldReason.NEEDS_APPROVAL, str(verdict.limit_points))
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    account = start.member.account
    if operation.points > 0:
        step = grant(account, fresh_lot(context, world, operation.points))
    else:
        step = take(account, -operation.points)
    entry = replace(line(context, EntryKind.ADJUSTMENT), reason=operation.reason, note=operation.note)
    return posted(start, start.member, step, entry)
