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
    heard_of = world.voucher(content.voucher_id)
    is_given = heard_of is not None and heard_of.hand_over is not None
    if not is_given and holder_in(content, context.store_id, world) != context.device_id:
        return Held(HeldReason.VOUCHER_ELSEWHERE)
    known = as_known(content, context, world)
    if isinstance(known, Held):
        return known
    act = HandOver(context.op_id, context.at, context.store_id, context.device_id, context.actor.staff_id)
    given = given_by(act, known, context, world)
    return given if isinstance(given, Held) else _applied(given, context, world)


def given_by(act: HandOver, known: Voucher, context: Context, world: World) -> Voucher | Held:
    """Return the voucher with its goods given, or why they can't be."""
    given = give_goods(known, act, business_day(context, world))
    match given:
        case AlreadyHandedOver():
            return Held(HeldReason.VOUCHER_HANDED_OVER, given.hand_over.op_id)
        case VoucherLapsed():
            return Held(HeldReason.VOUCHER_LAPSED, given.collect_until.isoformat())
        case VoucherVoid():
            return Held(HeldReason.VOUCHER_VOID)
        case Voucher():
            return given
        case _:
            assert_never(given)


def holder_in(content: VoucherContent, store_id: str, world: World) -> str:
    """Return the device of a store that holds a voucher, "" where no kiosk of the store has issued it.

    That is the device it was lent to, else the store's counter tablet: two that gave the same goods without a network
    could not know of each other.
    """
    devices = world.devices(store_id)
    if all(device.number != content.device_number for device in devices):
        return ""
    known = world.voucher(content.voucher_id)
    counter = next((device.device_id for device in devices if device.holds_vouchers), "")
    return known.holder if known is not None and known.holder else counter


def as_known(content: VoucherContent, context: Context, world: World) -> Voucher | Held:
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
