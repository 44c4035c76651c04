"""A turn of the drum: a ticket becomes an award."""

from dataclasses import replace
from datetime import date

from shared.domain.drums import Drum, DrumState, draw
from shared.domain.drums import record as record_turn
from shared.domain.member import Award, Entry, EntryKind, Member, Ticket, with_entry
from shared.domain.operations import TakeTurn
from shared.domain.points import Posted, grant
from shared.domain.programme import Prize, PrizeKind
from shared.domain.rules.entries import fresh_lot, line, posted, ready, without_tickets
from shared.domain.rules.outcome import Context, Held, HeldReason, Outcome, World
from shared.domain.vouchers import Voucher, VoucherState


def take(operation: TakeTurn, context: Context, world: World) -> Outcome:
    """Use the ticket, take the ball out, award the prize; recompute the draw and refuse one that does not follow."""
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    ticket = start.member.ticket(operation.ticket_id)
    drum = world.drum(operation.drum_id)
    refusal = _refusal(ticket, drum, context)
    if refusal is not None or ticket is None or drum is None:
        return refusal or Held(HeldReason.TICKET_UNKNOWN)
    drawn = draw(drum, operation.choice, operation.ticket_id)
    if (drawn.turn, drawn.prize, drawn.proof) != (operation.turn, operation.prize, operation.proof):
        return Held(HeldReason.TURN_MISMATCH, f"turn {operation.turn} of drum {drum.drum_id}")
    wheel = world.programme.wheel(drum.campaign)
    if wheel is None:
        return Held(HeldReason.CAMPAIGN_UNKNOWN, drum.campaign)
    prize = wheel.prize(drawn.prize)
    award = Award(
        award_id=f"{drum.drum_id}-{drawn.turn}",
        campaign=drum.campaign,
        prize=prize.key,
        won_at=context.at,
        store_id=drum.store_id,
        ticket_id=ticket.ticket_id,
    )
    member = without_tickets(start.member, [ticket.ticket_id])
    entry = replace(
        line(context, EntryKind.TURN),
        refers_to=prize.key,
        campaign=drum.campaign,
        ticket_ids=(ticket.ticket_id,),
    )
    turned = record_turn(drum, drawn)
    if prize.kind is PrizeKind.POINTS:
        member = replace(member, awards=(*member.awards, award))
        step = grant(member.account, fresh_lot(context, world, prize.points, name="won", won=True))
        return posted(start, member, step, entry, drum=turned)
    voucher = _voucher(operation, prize, drum, world)
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
    finished = posted(start, member, Posted(member.account), entry, drum=turned, voucher=voucher)
    if voucher.hand_over is None or finished.member is None:
        return finished
    return replace(finished, member=with_entry(finished.member, hand_over_line(voucher, award)))


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


def _refusal(ticket: Ticket | None, drum: Drum | None, context: Context) -> Held | None:
    if ticket is None:
        return Held(HeldReason.TICKET_UNKNOWN)
    if ticket.holder != context.device_id:
        return Held(HeldReason.TICKET_ELSEWHERE, ticket.holder)
    if drum is None or drum.seed is None:
        return Held(HeldReason.DRUM_UNKNOWN)
    if drum.holder != context.device_id:
        return Held(HeldReason.DRUM_ELSEWHERE, drum.holder)
    if drum.state is DrumState.CLOSED or not drum.balls_left:
        return Held(HeldReason.DRUM_CLOSED, drum.drum_id)
    if ticket.campaign != drum.campaign:
        return Held(HeldReason.TICKET_UNKNOWN, f"a ticket of {ticket.campaign} does not turn {drum.campaign}")
    return None


def _voucher(operation: TakeTurn, prize: Prize, drum: Drum, world: World) -> Voucher | Held:
    content = world.read_voucher(operation.voucher_code) if operation.voucher_code else None
    if content is None or operation.collect_until is None:
        return Held(HeldReason.VOUCHER_INVALID)
    promised: tuple[str, int, int, date] = (drum.drum_id, operation.turn, prize.ball, operation.collect_until)
    if (content.drum_id, content.turn, content.ball, content.collect_until) != promised:
        return Held(HeldReason.VOUCHER_INVALID, "The voucher does not say what the turn gave.")
    known = world.voucher(content.voucher_id)
    return known or Voucher(content.voucher_id, content, VoucherState.ISSUED)
