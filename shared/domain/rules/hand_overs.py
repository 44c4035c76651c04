"""Giving the goods."""

from typing import assert_never

from shared.domain.member import with_entry
from shared.domain.operations import HandOverPrize
from shared.domain.programme import Permission
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World, business_day
from shared.domain.rules.turns import hand_over_line, with_award_state
from shared.domain.staff import NotAllowed, may
from shared.domain.vouchers import (
    AlreadyHandedOver,
    HandOver,
    Voucher,
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
    if not _is_counter(context, world):
        return Held(HeldReason.VOUCHER_ELSEWHERE)
    known = world.voucher(content.voucher_id) or Voucher(content.voucher_id, content)
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
            return _applied(given, world)
        case _:
            assert_never(given)


def _is_counter(context: Context, world: World) -> bool:
    """A voucher's holder is the counter tablet of its store; no other device gives goods on its own."""
    return any(d.device_id == context.device_id and d.counter for d in world.devices(context.store_id))


def _applied(voucher: Voucher, world: World) -> Applied:
    member = world.member(voucher.member_id) if voucher.member_id else None
    if member is None:
        return Applied(voucher=voucher)
    member, award = with_award_state(member, voucher)
    if award is None:
        return Applied(voucher=voucher)
    return Applied(member=with_entry(member, hand_over_line(voucher, award)), voucher=voucher)
