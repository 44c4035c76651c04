"""Steps of a campaign that staff confirm with their own eyes."""

from shared.domain.campaigns import Happened, StepConfirmed
from shared.domain.changing import replace
from shared.domain.member import EntryKind, with_entry
from shared.domain.operations import ConfirmStep
from shared.domain.programme import Permission
from shared.domain.rules.campaigns import new_steps, takes_part
from shared.domain.rules.entries import line, ready
from shared.domain.rules.outcome import (
    Applied,
    Context,
    Duplicate,
    Held,
    HeldReason,
    Outcome,
    World,
    business_day,
)
from shared.domain.staff import NotAllowed, may


def confirmed(operation: ConfirmStep, context: Context, world: World) -> Happened:
    """Return the fact that a confirmation reports."""
    what = StepConfirmed(operation.campaign)
    return Happened(context.op_id, business_day(context, world), context.store_id, what)


def confirm(operation: ConfirmStep, context: Context, world: World) -> Outcome:
    """Write down that she did it; what was confirmed twice on a day, by whomever, counts once."""
    if isinstance(may(world.programme, context.actor, Permission.CONFIRM_STEP), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.CONFIRM_STEP)
    campaign = world.programme.campaign(operation.campaign)
    if campaign is None:
        return Held(HeldReason.CAMPAIGN_UNKNOWN, operation.campaign)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    happened = confirmed(operation, context, world)
    steps = campaign.takes(happened)
    if not steps or not takes_part(campaign, start.member, happened.store_id, happened.on, world.programme):
        return Held(HeldReason.NOT_OFFERED, operation.campaign)
    if not new_steps(campaign, start.member, happened, world.programme):
        progress = start.member.progress_in(campaign.key)
        same = (step.op_id for step in (progress.steps if progress else ()) if step.key == steps[0].key and step.amount)
        return Duplicate(next(same, ""))
    entry = replace(line(context, EntryKind.STEP), campaign=campaign.key)
    return Applied(member=with_entry(start.member, entry), postings=start.postings)
