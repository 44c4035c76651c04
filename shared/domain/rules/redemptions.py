"""Spending points: asked from the centre, held until the goods are given, given back where they never are."""

from datetime import timedelta

from shared.domain.calendar import end_of_day
from shared.domain.changing import replace
from shared.domain.devices import DeviceKind
from shared.domain.member import Award, Entry, EntryKind, Member, Ticket, TicketSource, with_entry, with_redemption
from shared.domain.operations import Ask, CancelRedemption, ExchangeForTicket, RedeemReward, ResetMemberPin
from shared.domain.points import NotEnoughPoints, Posted, spend, take
from shared.domain.programme import Permission, Reward
from shared.domain.redemptions import (
    LAPSE_GRACE,
    Redemption,
    RedemptionState,
    capture,
    hold,
    parts_of,
    put_back,
)
from shared.domain.rules.entries import Ready, give_back_lot, line, posted, ready, ticket_holder, without_tickets
from shared.domain.rules.outcome import (
    Applied,
    Context,
    Duplicate,
    Held,
    HeldReason,
    Outcome,
    PinProof,
    World,
    business_day,
)
from shared.domain.rules.turns import hand_over_line, with_award_state
from shared.domain.staff import NeedsApproval, NotAllowed, may, may_reset_pin
from shared.domain.vouchers import REWARDS, Voucher, VoucherContent, VoucherState, make_void


def request_claim(request: str) -> str:
    """Return the business key of a question: it is answered with yes once at most."""
    return f"request:{request}"


def ticket_of(op_id: str) -> str:
    """Return the ticket that an exchange brings."""
    return f"{op_id}:0"


def cancel_claim(redemption: str) -> str:
    """Return the business key of taking a redemption back: once, and for good."""
    return f"cancelled:{redemption}"


def redeem(operation: RedeemReward, context: Context, world: World) -> Outcome:
    """Hold the points for a reward, soonest-expiring lots first, and let its voucher be good."""
    reward = world.programme.reward(operation.reward)
    if reward is None:
        return Held(HeldReason.REWARD_UNKNOWN, operation.reward)
    if reward.points != operation.points:
        return Held(HeldReason.NOT_OFFERED, operation.reward)
    start = _asking(operation, reward.points, context, world)
    if not isinstance(start, Ready):
        return start
    voucher = _voucher(operation, reward, context, world)
    if isinstance(voucher, Held):
        return voucher
    # Hers who spends, as her redemption is: whoever she named may be told apart from her before it is collected.
    voucher = replace(voucher, member_id=start.member.member_id)
    step = hold(start.member.account, reward.points, owed=context.owed)
    if isinstance(step, NotEnoughPoints):
        return Held(HeldReason.NOT_ENOUGH_POINTS, str(step.balance_points))
    redemption = Redemption(
        op_id=context.op_id,
        points=reward.points,
        parts=parts_of(step.postings, len(start.postings)),
        asked_at=context.at,
        device_id=context.device_id,
        store_id=context.store_id,
        reward=reward.key,
        voucher_id=voucher.voucher_id,
        lapses_at=end_of_day(operation.collect_until, world.programme.time_zone) + LAPSE_GRACE,
    )
    award = Award(
        award_id=context.op_id,
        campaign="",
        prize=reward.key,
        won_at=context.at,
        store_id=context.store_id,
        ticket_id="",
        voucher_id=voucher.voucher_id,
        voucher_code=operation.voucher_code,
        collect_until=operation.collect_until,
        state=voucher.state,
    )
    member = replace(_proven(start.member, context), awards=(*start.member.awards, award))
    entry = replace(line(context, EntryKind.REDEMPTION), refers_to=reward.key)
    if voucher.hand_over is not None:
        # After the centre's restore from a backup the counter's report may come before the question it follows from.
        settled = capture(redemption, step.account)
        redemption, step = settled.redemption, step.then(settled.step)
    finished = posted(start, with_redemption(member, redemption), step, entry)
    if voucher.hand_over is not None and finished.member is not None:
        finished = replace(finished, member=with_entry(finished.member, hand_over_line(voucher, award)))
    return replace(finished, voucher=voucher, claims=(request_claim(operation.request),))


def exchange(operation: ExchangeForTicket, context: Context, world: World) -> Outcome:
    """Turn points into a ticket where the programme allows it; points that were won never count."""
    wheel = world.programme.wheel(operation.campaign)
    if wheel is None:
        return Held(HeldReason.CAMPAIGN_UNKNOWN, operation.campaign)
    points = wheel.tickets.exchange_points
    if points <= 0 or not wheel.runs_in(context.store_id, business_day(context, world)):
        return Held(HeldReason.NOT_OFFERED, operation.campaign)
    start = _asking(operation, points, context, world)
    if not isinstance(start, Ready):
        return start
    step = spend(start.member.account, points, without_won=True)
    if isinstance(step, NotEnoughPoints) and context.owed:
        step = take(start.member.account, points)
    if isinstance(step, NotEnoughPoints):
        return Held(HeldReason.NOT_ENOUGH_POINTS, str(step.balance_points))
    ticket = Ticket(
        ticket_of(context.op_id),
        operation.campaign,
        TicketSource.EXCHANGE,
        0,
        context.at,
        _asking_kiosk(context, world) or ticket_holder(start.member, context.store_id, world),
        context.op_id,
    )
    redemption = Redemption(
        op_id=context.op_id,
        points=points,
        parts=parts_of(step.postings, len(start.postings)),
        asked_at=context.at,
        device_id=context.device_id,
        store_id=context.store_id,
        state=RedemptionState.COLLECTED,
        campaign=operation.campaign,
        ticket_id=ticket.ticket_id,
    )
    member = replace(_proven(start.member, context), tickets=(*start.member.tickets, ticket))
    entry = replace(line(context, EntryKind.EXCHANGE), campaign=operation.campaign, ticket_ids=(ticket.ticket_id,))
    claims = (request_claim(operation.request),) if operation.request else ()
    return replace(posted(start, with_redemption(member, redemption), step, entry), claims=claims)


def cancel(operation: CancelRedemption, context: Context, world: World) -> Outcome:
    """Give the points of a redemption back where it came about, and see that it never does where it did not.

    The device that asked may, and staff at the counter while the goods are still there.
    """
    claim = cancel_claim(operation.redemption)
    earlier = world.claimed(claim)
    if earlier is not None:
        return Duplicate(earlier)
    if context.actor is not None and isinstance(may(world.programme, context.actor, Permission.HAND_OVER), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.HAND_OVER)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return Applied(claims=(claim,)) if context.actor is None else start
    redemption = start.member.redemption(operation.redemption)
    if redemption is None:
        # Nothing was spent, or this device can't know: the key says that nothing ever will be. Kiosks are not told of
        # redemptions, but of what a yes brings; should it come before this has its answer, nobody may use it.
        member = without_tickets(start.member, [ticket_of(operation.redemption)])
        member = replace(member, awards=tuple(a for a in member.awards if a.award_id != operation.redemption))
        nothing = Applied(member=member, postings=start.postings, claims=(claim,))
        return nothing if context.actor is None else Held(HeldReason.REDEMPTION_UNKNOWN)
    refusal = _keeps(redemption, context, world)
    if refusal is not None:
        return refusal
    if redemption.state is RedemptionState.GIVEN_BACK:
        return Applied(claims=(claim,))
    outcome = _given_back(start, redemption, context, world)
    return replace(outcome, claims=(claim,)) if isinstance(outcome, Applied) else outcome


def reset_pin(operation: ResetMemberPin, context: Context, world: World) -> Outcome:
    """Let the member choose a new PIN at her next redemption; a second person has agreed."""
    match may_reset_pin(world.programme, context.actor, context.approver):
        case NotAllowed():
            return Held(HeldReason.NOT_ALLOWED, Permission.RESET_PIN)
        case NeedsApproval():
            return Held(HeldReason.NEEDS_APPROVAL)
        case _:
            pass
    if world.programme.reason(operation.reason) is None:
        return Held(HeldReason.REASON_UNKNOWN, operation.reason)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    entry = replace(line(context, EntryKind.PIN_RESET), reason=operation.reason, note=operation.note)
    member = replace(start.member, has_pin=False)
    return posted(start, member, Posted(member.account), entry)


def _asking(operation: Ask, points: int, context: Context, world: World) -> Ready | Held | Duplicate:
    """See that the question stands, is new, and comes from who it should."""
    if world.claimed(cancel_claim(context.op_id)) is not None:
        return Held(HeldReason.REDEMPTION_CANCELLED)
    earlier = world.claimed(request_claim(operation.request)) if operation.request else None
    if earlier is not None:
        return Duplicate(earlier)
    start = ready(operation.member_id, context, world, even_blocked=False)
    if isinstance(start, Ready) and points > world.programme.pin_above_points and context.pin is PinProof.NONE:
        return Held(HeldReason.PIN_NEEDED)
    return start


def _asking_kiosk(context: Context, world: World) -> str:
    """Return the kiosk that asks, which alone may use what it is given: so it can take the question back; else ""."""
    devices = world.devices(context.store_id)
    return next((d.device_id for d in devices if d.device_id == context.device_id and d.kind is DeviceKind.KIOSK), "")


def _proven(member: Member, context: Context) -> Member:
    return replace(member, has_pin=True) if context.pin is PinProof.CHOSEN else member


def _voucher(operation: RedeemReward, reward: Reward, context: Context, world: World) -> Voucher | Held:
    content = world.read_voucher(operation.voucher_code)
    number = next((d.number for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    if content is None or content.device_number != number:
        return Held(HeldReason.VOUCHER_INVALID)
    promised = VoucherContent(number, REWARDS, operation.request, reward.number, 0, operation.collect_until)
    latest = business_day(context, world) + timedelta(days=reward.valid_days + 1)
    known = world.voucher(content.voucher_id) or Voucher(content.voucher_id, content)
    if promised != content or known.content != content or operation.collect_until > latest:
        return Held(HeldReason.VOUCHER_INVALID, "The voucher does not say what was asked for.")
    return known


def _keeps(redemption: Redemption, context: Context, world: World) -> Held | None:
    """Return why a redemption stands: its goods are given, its turn is taken, or it is somebody else's to take back."""
    counter = any(d.device_id == context.device_id and d.counter for d in world.devices(redemption.store_id))
    if redemption.device_id != context.device_id and not (counter and context.actor is not None):
        return Held(HeldReason.VOUCHER_ELSEWHERE)
    if redemption.voucher_id is not None and redemption.state is RedemptionState.COLLECTED:
        return Held(HeldReason.VOUCHER_HANDED_OVER, redemption.op_id)
    return None


def _given_back(start: Ready, redemption: Redemption, context: Context, world: World) -> Applied | Held:
    member = start.member
    voucher = None
    if redemption.ticket_id is not None:
        if member.ticket(redemption.ticket_id) is None:
            return Held(HeldReason.TICKET_USED, redemption.ticket_id)
        member = without_tickets(member, [redemption.ticket_id])
    if redemption.voucher_id is not None:
        known = world.voucher(redemption.voucher_id)
        void = make_void(known) if known is not None else None
        voucher = void if isinstance(void, Voucher) else None
        if voucher is not None:
            member, _ = with_award_state(member, voucher)
        else:
            awards = (
                replace(a, state=VoucherState.VOID) if a.voucher_id == redemption.voucher_id else a
                for a in member.awards
            )
            member = replace(member, awards=tuple(awards))
    ends = give_back_lot(context, world, "back").expires_at
    settled = put_back(redemption, member.account, context.op_id, context.at, ends, reversing=True)
    entry = _given_back_line(redemption, context)
    return replace(posted(start, with_redemption(member, settled.redemption), settled.step, entry), voucher=voucher)


def _given_back_line(redemption: Redemption, context: Context) -> Entry:
    entry = line(context, EntryKind.GIVEN_BACK)
    return replace(entry, refers_to=redemption.reward, campaign=redemption.campaign)
