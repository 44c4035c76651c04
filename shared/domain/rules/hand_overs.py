"""Giving the goods."""

from typing import assert_never

from shared.domain.changing import replace
from shared.domain.drums import DrumState
from shared.domain.member import redemption_of, with_entry, with_redemption
from shared.domain.operations import HandOverPrize
from shared.domain.programme import Permission
from shared.domain.redemptions import capture
from shared.domain.rules.entries import let_time_pass, posted
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World, business_day
from shared.domain.rules.resolving import resolve
from shared.domain.rules.turns import hand_over_line, with_award_state
from shared.domain.staff import NotAllowed, may
from shared.domain.vouchers import (
    AlreadyHandedOver,
    HandOver,
    Voucher,
    VoucherContent,
    VoucherLapsed,
    VoucherVoid,
)
from shared.domain.vouchers import (
    hand_over as give_goods,
)


def hand_over(operation: HandOverPrize, context: Context, world: World) -> Outcome:
    """Hand a prize over by its signed voucher, also when its turn has not been heard of yet."""
    verdict = may(world.programme, context.actor, Permission.HAND_OVER)
    if isinstance(verdict, NotAllowed) or context.actor is None:
        return Held(HeldReason.NOT_ALLOWED, Permission.HAND_OVER)
    content = world.read_voucher(operation.voucher_code)
    if content is None:
        return Held(HeldReason.VOUCHER_INVALID)
    if not _holds(content, context, world):
        return Held(HeldReason.VOUCHER_ELSEWHERE)
    known = _as_known(content, context, world)
    if isinstance(known, Held):
        return known
    act = HandOver(context.op_id, context.at, context.store_id, context.device_id, context.actor.staff_id)
    given = give_goods(known, act, business_day(context, world))
    match given:
        case AlreadyHandedOver():
            return Held(HeldReason.VOUCHER_HANDED_OVER, given.hand_over.op_id)
        case VoucherLapsed():
            return Held(HeldReason.VOUCHER_LAPSED, given.collect_until.isoformat())
        case VoucherVoid():
            return Held(HeldReason.VOUCHER_VOID)
        case Voucher():
            return _applied(given, context, world)
        case _:
            assert_never(given)


def _holds(content: VoucherContent, context: Context, world: World) -> bool:
    """Tell whether the device holds the voucher: it is the counter tablet of the store whose kiosk issued it.

    Two counters that gave the same goods without a network could not know of each other.
    """
    devices = world.devices(context.store_id)
    at_counter = any(d.device_id == context.device_id and d.holds_vouchers for d in devices)
    return at_counter and any(d.number == content.device_number for d in devices)


def _as_known(content: VoucherContent, context: Context, world: World) -> Voucher | Held:
    """Return the voucher, also one that was not heard of yet; Held where nobody can have issued it."""
    drum = world.drum(content.drum_id)
    if drum is not None and drum.state is DrumState.WRITTEN_OFF and content.turn > drum.turns:
        return Held(HeldReason.WRITTEN_OFF, f"turn {content.turn} of drum {drum.drum_id}")
    known = world.voucher(content.voucher_id)
    if known is None and any(d.revoked for d in world.devices(context.store_id) if d.number == content.device_number):
        # Whoever has a stolen kiosk can sign; what the centre has heard of before stays good.
        return Held(HeldReason.VOUCHER_INVALID, "Its kiosk is revoked and its turn unknown.")
    if known is not None and known.content != content:
        return Held(HeldReason.VOUCHER_INVALID, "Another voucher is known for this turn.")
    return known or Voucher(content.voucher_id, content)


def _applied(voucher: Voucher, context: Context, world: World) -> Applied:
    member = resolve(world, voucher.member_id) if voucher.member_id else None
    if member is None:
        return Applied(voucher=voucher)
    member, award = with_award_state(member, voucher)
    if award is None:
        return Applied(voucher=voucher)
    entry = hand_over_line(voucher, award)
    redemption = redemption_of(member, voucher.voucher_id)
    if redemption is None:
        return Applied(member=with_entry(member, entry), voucher=voucher)
    start = let_time_pass(member, context)
    settled = capture(redemption_of(start.member, voucher.voucher_id) or redemption, start.member.account)
    member = with_redemption(start.member, settled.redemption)
    return replace(posted(start, member, settled.step, entry), voucher=voucher)
