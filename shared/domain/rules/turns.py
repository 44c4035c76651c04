"""A turn of the drum: a ticket becomes an award."""

from shared.domain.changing import replace
from shared.domain.drums import Drum, DrumState, draw
from shared.domain.drums import record as record_turn
from shared.domain.member import Award, Entry, EntryKind, Member, Ticket, with_entry
from shared.domain.operations import TakeTurn
from shared.domain.points import Posted, grant
from shared.domain.programme import Prize, PrizeKind
from shared.domain.rules.entries import Ready, fresh_lot, line, posted, ready, without_tickets
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World
from shared.domain.vouchers import Voucher, VoucherContent


def take(operation: TakeTurn, context: Context, world: World) -> Outcome:
    """Use the ticket, take the ball out, award the prize; recompute the draw and refuse one that does not follow.

    Where the award is held although the draw is proven, the ball is out all the same: see `Held.drum`.
    """
    turned = _turn_drum(operation, context, world)
    if isinstance(turned, Held) and turned.reason is HeldReason.WRITTEN_OFF:
        return turned
    outcome = _award(operation, context, world, turned)
    if isinstance(outcome, Held) and isinstance(turned, Drum):
        return replace(outcome, drum=turned)
    return outcome


def award_recorded(operation: TakeTurn, context: Context, world: World) -> Outcome:
    """Award the prize of a turn whose award was held when its ball was taken out; the drum stays as it is."""
    drum = world.drum(operation.drum_id)
    outcome = _award(operation, context, world, drum or Held(HeldReason.DRUM_UNKNOWN))
    return replace(outcome, drum=None) if isinstance(outcome, Applied) else outcome


def hand_over_line(voucher: Voucher, award: Award) -> Entry:
    """Write the history line of a hand-over."""
    act = voucher.hand_over
    if act is None:
        message = f"voucher {voucher.voucher_id} is not handed over"
        raise ValueError(message)
    return Entry(
        op_id=act.op_id,
        kind=EntryKind.HAND_OVER,
        at=act.at,
        store_id=act.store_id,
        device_id=act.device_id,
        refers_to=award.prize,
        campaign=award.campaign,
        staff_id=act.staff_id,
    )


def with_award_state(member: Member, voucher: Voucher) -> tuple[Member, Award | None]:
    """Carry the voucher's state over to the member's award; None if she has no such award."""
    award = next((a for a in member.awards if a.voucher_id == voucher.voucher_id), None)
    if award is None:
        return member, None
    changed = replace(award, state=voucher.state)
    return replace(member, awards=tuple(changed if a is award else a for a in member.awards)), changed


def _turn_drum(operation: TakeTurn, context: Context, world: World) -> Drum | Held:
    drum = world.drum(operation.drum_id)
    if drum is None or drum.seed is None:
        return Held(HeldReason.DRUM_UNKNOWN)
    if drum.holder != context.device_id:
        return Held(HeldReason.DRUM_ELSEWHERE, drum.holder)
    if drum.state is DrumState.WRITTEN_OFF:
        return Held(HeldReason.WRITTEN_OFF, f"turn {operation.turn} of drum {drum.drum_id}")
    if drum.state is DrumState.CLOSED or not drum.balls_left:
        return Held(HeldReason.DRUM_CLOSED, drum.drum_id)
    drawn = draw(drum, operation.choice, operation.ticket_id)
    if (drawn.turn, drawn.prize, drawn.proof) != (operation.turn, operation.prize, operation.proof):
        return Held(HeldReason.TURN_MISMATCH, f"turn {operation.turn} of drum {drum.drum_id}")
    return record_turn(drum, drawn)


def _owner(operation: TakeTurn, context: Context, world: World) -> Ready | Held:
    """Look up whose ticket it is: hers, or of somebody who was part of her when the kiosk last heard of them."""
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held) or _known_ticket(start.member, operation.ticket_id) is not None:
        return start
    for member_id in start.member.parted:
        other = ready(member_id, context, world)
        if isinstance(other, Ready) and _known_ticket(other.member, operation.ticket_id) is not None:
            return other
    return start


def _known_ticket(member: Member, ticket_id: str) -> Ticket | None:
    withdrawn = next((ticket for ticket in member.withdrawn if ticket.ticket_id == ticket_id), None)
    return member.ticket(ticket_id) or withdrawn


def _usable_ticket(member: Member, ticket_id: str, context: Context) -> Ticket | Held:
    ticket = _known_ticket(member, ticket_id)
    if ticket is None:
        used = any(award.ticket_id == ticket_id for award in member.awards)
        return Held(HeldReason.TICKET_USED if used else HeldReason.TICKET_UNKNOWN, ticket_id)
    if ticket.holder != context.device_id:
        return Held(HeldReason.TICKET_ELSEWHERE, ticket.holder)
    return ticket


def _prize(operation: TakeTurn, drum: Drum, world: World) -> Prize | Held:
    wheel = world.programme.wheel(drum.campaign)
    if wheel is None or all(prize.key != operation.prize for prize in wheel.prizes):
        return Held(HeldReason.CAMPAIGN_UNKNOWN, drum.campaign)
    return wheel.prize(operation.prize)


def _award(operation: TakeTurn, context: Context, world: World, turned: Drum | Held) -> Outcome:
    start = _owner(operation, context, world)
    if isinstance(start, Held):
        return start
    ticket = _usable_ticket(start.member, operation.ticket_id, context)
    if isinstance(ticket, Held):
        return ticket
    if isinstance(turned, Held):
        return turned
    if ticket.campaign != turned.campaign:
        return Held(HeldReason.TICKET_UNKNOWN, f"a ticket of {ticket.campaign} does not turn {turned.campaign}")
    prize = _prize(operation, turned, world)
    if isinstance(prize, Held):
        return prize
    member = without_tickets(start.member, [ticket.ticket_id])
    award = Award(
        award_id=f"{turned.drum_id}-{operation.turn}",
        campaign=turned.campaign,
        prize=prize.key,
        won_at=context.at,
        store_id=turned.store_id,
        ticket_id=ticket.ticket_id,
    )
    entry = replace(
        line(context, EntryKind.TURN), refers_to=prize.key, campaign=turned.campaign, ticket_ids=(ticket.ticket_id,)
    )
    if prize.kind is PrizeKind.POINTS:
        member = replace(member, awards=(*member.awards, award))
        step = Posted(member.account)
        if prize.points:
            step = grant(member.account, fresh_lot(context, world, prize.points, name="won", won=True))
        return replace(posted(start, member, step, entry), drum=turned)
    voucher = _voucher(operation, prize, turned, world)
    if isinstance(voucher, Held):
        return voucher
    voucher = replace(voucher, member_id=member.member_id)
    award = replace(
        award,
        voucher_id=voucher.voucher_id,
        voucher_code=operation.voucher_code,
        collect_until=operation.collect_until,
        state=voucher.state,
    )
    member = replace(member, awards=(*member.awards, award))
    finished = posted(start, member, Posted(member.account), entry)
    if voucher.hand_over is not None and finished.member is not None:
        finished = replace(finished, member=with_entry(finished.member, hand_over_line(voucher, award)))
    return replace(finished, drum=turned, voucher=voucher)


def _voucher(operation: TakeTurn, prize: Prize, drum: Drum, world: World) -> Voucher | Held:
    content = world.read_voucher(operation.voucher_code) if operation.voucher_code else None
    wheel = world.programme.wheel(drum.campaign)
    if content is None or wheel is None or operation.collect_until is None:
        return Held(HeldReason.VOUCHER_INVALID)
    promised = VoucherContent(
        device_number=_number_of(drum, world, content.device_number),
        wheel_number=wheel.number,
        drum_id=drum.drum_id,
        turn=operation.turn,
        ball=prize.ball,
        collect_until=operation.collect_until,
    )
    known = world.voucher(content.voucher_id) or Voucher(content.voucher_id, content)
    if promised != content or known.content != content:
        return Held(HeldReason.VOUCHER_INVALID, "The voucher does not say what the turn gave.")
    return known


def _number_of(drum: Drum, world: World, otherwise: int) -> int:
    """Return the holder's number in the directory; `otherwise` where the directory has no such device."""
    numbers = (d.number for d in world.devices(drum.store_id) if d.device_id == drum.holder)
    return next(numbers, otherwise)
