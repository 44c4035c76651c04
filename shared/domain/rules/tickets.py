"""Tickets that come from a visit or from staff."""

from datetime import date, timedelta

from shared.domain.campaigns import Happened, Visited
from shared.domain.changing import replace
from shared.domain.member import EntryKind, Member, Ticket, TicketSource, with_entry
from shared.domain.operations import GiveTicket, RecordVisit
from shared.domain.programme import Permission, Wheel
from shared.domain.rules.campaigns import new_steps
from shared.domain.rules.entries import line, ready, ticket_holder, visiting
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


def running_wheels(world: World, store_id: str, day: date) -> tuple[Wheel, ...]:
    """Return the wheel campaigns that run in a store on `day`."""
    return tuple(wheel for wheel in world.programme.wheels if wheel.runs_in(store_id, day))


def visit_claim(member_id: str, day: date) -> str:
    """Return the business key of the free ticket: one per member and programme day."""
    return f"visit:{member_id}:{day.isoformat()}"


def record_visit(operation: RecordVisit, context: Context, world: World) -> Outcome:
    """Count the visit; the free ticket comes only from the kiosk that holds the member's once-only claims.

    A kiosk whose clock is days off has named its ticket by the wrong day, and may have shown what it won: the ticket
    keeps its name, and takes the claim of the true day too, so that no clock is a way to more free turns.
    """
    if not operation.member_id:
        return Held(HeldReason.CARD_UNKNOWN, operation.card)
    start = ready(operation.member_id, context, world, even_blocked=False)
    if isinstance(start, Held):
        return start
    day = _visited_on(operation, context, world)
    claims = tuple(visit_claim(operation.member_id, each) for each in sorted({day, operation.day}))
    giving = [
        wheel for wheel in running_wheels(world, context.store_id, operation.day) if wheel.tickets.first_visit_of_day
    ]
    # Whoever names a merged member has not heard of the merge, and holds her claims until it does.
    named = world.member(operation.member_id) or start.member
    claimed = next((by for claim in claims if (by := world.claimed(claim)) is not None), None)
    due = bool(giving) and named.kiosk == context.device_id and claimed is None
    if not due and start.member.last_visit_on == day and not _counts(operation, start.member, context, world):
        return Duplicate(claimed or "")
    issued = tuple(
        Ticket(
            f"visit-{operation.member_id}-{operation.day.isoformat()}-{wheel.key}",
            wheel.key,
            TicketSource.VISIT,
            0,
            context.at,
            context.device_id,
            context.op_id,
        )
        for wheel in giving
        if due
    )
    member = visiting(start.member, context, world)
    latest = max(day, start.member.last_visit_on or day)
    member = replace(member, tickets=member.tickets + issued, last_visit_on=latest)
    entry = replace(line(context, EntryKind.VISIT), ticket_ids=tuple(t.ticket_id for t in issued))
    return Applied(member=with_entry(member, entry), postings=start.postings, claims=claims if due else ())


def visited(operation: RecordVisit, context: Context, world: World) -> Happened:
    """Return the fact that a visit reports to campaigns."""
    return Happened(context.op_id, _visited_on(operation, context, world), context.store_id, Visited())


def _counts(operation: RecordVisit, member: Member, context: Context, world: World) -> bool:
    """Tell whether a second visit of a day is still something to a campaign, such as one in another store."""
    happened = visited(operation, context, world)
    return any(new_steps(campaign, member, happened, world.programme) for campaign in world.programme.campaigns)


def _visited_on(operation: RecordVisit, context: Context, world: World) -> date:
    """Return the day that the kiosk says; the day of the act where they differ by more than a midnight seen apart."""
    today = business_day(context, world)
    return operation.day if abs(operation.day - today) <= timedelta(days=1) else today


def give(operation: GiveTicket, context: Context, world: World) -> Outcome:
    """Give one turn, for a reason."""
    if isinstance(may(world.programme, context.actor, Permission.GIVE_TICKET), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.GIVE_TICKET)
    if world.programme.reason(operation.reason) is None:
        return Held(HeldReason.REASON_UNKNOWN, operation.reason)
    if world.programme.wheel(operation.campaign) is None:
        return Held(HeldReason.CAMPAIGN_UNKNOWN, operation.campaign)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    ticket = Ticket(
        f"{context.op_id}:0",
        operation.campaign,
        TicketSource.STAFF,
        0,
        context.at,
        ticket_holder(start.member, context.store_id, world),
        context.op_id,
    )
    member = replace(start.member, tickets=(*start.member.tickets, ticket))
    entry = replace(
        line(context, EntryKind.TICKET),
        reason=operation.reason,
        note=operation.note,
        campaign=operation.campaign,
        ticket_ids=(ticket.ticket_id,),
    )
    return Applied(member=with_entry(member, entry), postings=start.postings)
