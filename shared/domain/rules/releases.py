"""Single-use things on their way from one holder to another.

Nothing moves before its holder has said, in its own sequence, that it will not use it any more: a kiosk asks, the
centre marks what is asked for, the holder gives back what it has not used, the centre lends it to who asked.
"""

from collections.abc import Callable, Iterable

from shared.domain.changing import replace
from shared.domain.devices import CENTRE_HOLDER, DeviceKind
from shared.domain.drums import DrumState
from shared.domain.member import Member, Ticket
from shared.domain.operations import AskForTickets, ReleaseDrum, ReleaseTickets
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
from shared.domain.rules.resolving import resolve
from shared.domain.rules.tickets import running_wheels


def ask_for_tickets(operation: AskForTickets, context: Context, world: World) -> Outcome:
    """Mark the member's unused tickets of campaigns that run in this store; they stay with their holders for now."""
    member = resolve(world, operation.member_id)
    if member is None:
        return Held(HeldReason.MEMBER_UNKNOWN, operation.member_id)
    own = next((d for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    if own is None or own.kind is not DeviceKind.KIOSK or not own.may_hold:
        return Held(HeldReason.NOT_ALLOWED, context.device_id)
    running = {wheel.key for wheel in running_wheels(world, context.store_id, business_day(context, world))}
    tickets = tuple(
        replace(ticket, asked_by=context.device_id)
        if ticket.campaign in running and context.device_id not in (ticket.holder, ticket.asked_by)
        else ticket
        for ticket in member.tickets
    )
    return Applied(member=replace(member, tickets=tickets)) if tickets != member.tickets else Duplicate("")


def release_tickets(operation: ReleaseTickets, context: Context, world: World) -> Outcome:
    """Give back to the centre those of the named tickets that the device holds; what it has used is not among them."""
    member = resolve(world, operation.member_id)
    if member is None:
        return Held(HeldReason.MEMBER_UNKNOWN, operation.member_id)
    named = frozenset(operation.ticket_ids)

    def given_back(ticket: Ticket) -> Ticket:
        own = ticket.ticket_id in named and ticket.holder == context.device_id
        return replace(ticket, holder=CENTRE_HOLDER) if own else ticket

    after = replace(
        member,
        tickets=tuple(given_back(ticket) for ticket in member.tickets),
        withdrawn=tuple(given_back(ticket) for ticket in member.withdrawn),
    )
    return Applied(member=after) if after != member else Duplicate("")


def release_drum(operation: ReleaseDrum, context: Context, world: World) -> Outcome:
    """Close the drum with the balls that are left in it; they are its holder's no more."""
    drum = world.drum(operation.drum_id)
    if drum is None:
        return Held(HeldReason.DRUM_UNKNOWN)
    if drum.holder != context.device_id:
        return Held(HeldReason.DRUM_ELSEWHERE, drum.holder)
    match drum.state:
        case DrumState.WRITTEN_OFF:
            return Held(HeldReason.WRITTEN_OFF, drum.drum_id)
        case DrumState.CLOSED:
            return Duplicate("")
        case DrumState.LENT | DrumState.RECALLED:
            pass
    if drum.turns != operation.turns:
        return Held(HeldReason.TURN_MISMATCH, f"{operation.turns} turns of drum {drum.drum_id}, {drum.turns} are known")
    return Applied(drum=replace(drum, state=DrumState.CLOSED))


def lend_what_is_asked_for(member: Member, may_hold: Callable[[str], bool]) -> Member:
    """Lend the tickets that the centre holds to the kiosks that asked for them; only the centre may do so.

    `may_hold` tells whether anything may be lent to a device.
    """
    return replace(member, tickets=tuple(_lent(ticket, may_hold) for ticket in member.tickets))


def asked_back(tickets: Iterable[Ticket], device_id: str) -> tuple[str, ...]:
    """Return those of a member's tickets that a device holds and another one has asked for."""
    return tuple(
        ticket.ticket_id for ticket in tickets if ticket.holder == device_id and ticket.asked_by not in ("", device_id)
    )


def is_coming(tickets: Iterable[Ticket], device_id: str) -> bool:
    """Tell whether a device has asked for a ticket that it does not hold yet."""
    return any(ticket.asked_by == device_id != ticket.holder for ticket in tickets)


def _lent(ticket: Ticket, may_hold: Callable[[str], bool]) -> Ticket:
    if not ticket.asked_by:
        return ticket
    if ticket.holder in ("", CENTRE_HOLDER):
        lent = may_hold(ticket.asked_by)
        return replace(ticket, holder=ticket.asked_by if lent else CENTRE_HOLDER, asked_by="")
    return replace(ticket, asked_by="") if ticket.holder == ticket.asked_by else ticket
