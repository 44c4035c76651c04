"""Forgetting a person: the member becomes a tombstone, the ledger keeps its lines without a name to them."""

from shared.domain.changing import replace
from shared.domain.member import Member, MemberStatus
from shared.domain.operations import EraseMember
from shared.domain.points import Posted, PostingKind, forfeit, held, numbered
from shared.domain.programme import Permission
from shared.domain.rules.entries import ready
from shared.domain.rules.merging import without_belongings
from shared.domain.rules.outcome import Applied, Beside, Context, Held, HeldReason, Outcome, World
from shared.domain.staff import NotAllowed, may


def erase(operation: EraseMember, context: Context, world: World) -> Outcome:
    """Forget a member and everybody merged into her; her points are forfeited, unused tickets go.

    Prizes that wait are still handed over against their vouchers, which name nobody.
    """
    if isinstance(may(world.programme, context.actor, Permission.ERASE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.ERASE)
    return forget(operation, context, world)


def forget(operation: EraseMember, context: Context, world: World) -> Outcome:
    """Erase for somebody who may."""
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    step = forfeit(start.member.account)
    if start.member.held_points:
        step = step.then(Posted(step.account, (held(-start.member.held_points, PostingKind.FORFEIT),)))
    others = (world.member(member_id) for member_id in start.member.merged)
    return Applied(
        member=replace(tombstone(start.member, context.op_id), account=step.account),
        postings=numbered((*start.postings, *step.postings)),
        beside=tuple(Beside(tombstone(other, context.op_id)) for other in others if other is not None),
    )


def tombstone(member: Member, op_id: str) -> Member:
    """Return what remains of a member: that there was one, and which stores' devices have to forget her."""
    return replace(
        without_belongings(member),
        nickname="",
        profile=None,
        status=MemberStatus.ACTIVE,
        edits=(),
        consents=(),
        moved=None,
        erased_by=op_id,
    )
