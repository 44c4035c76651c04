"""Vouchers on their way from one device of a store to another: asked for, given back, lent; their goods stay there."""

from collections.abc import Callable

from shared.domain.changing import replace
from shared.domain.devices import CENTRE_HOLDER, DeviceKind
from shared.domain.operations import AskForVoucher, ReleaseVoucher
from shared.domain.programme import Permission
from shared.domain.rules.hand_overs import as_known, given_by, holder_in
from shared.domain.rules.outcome import Applied, Context, Duplicate, Held, HeldReason, Outcome, World
from shared.domain.staff import NotAllowed, may
from shared.domain.vouchers import HandOver, Voucher, VoucherState


def ask_for_voucher(operation: AskForVoucher, context: Context, world: World) -> Outcome:
    """Mark an uncollected voucher of this store as wanted here; it stays with its holder for now."""
    if isinstance(may(world.programme, context.actor, Permission.HAND_OVER), NotAllowed) or context.actor is None:
        return Held(HeldReason.NOT_ALLOWED, Permission.HAND_OVER)
    own = next((d for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    if own is None or own.kind is DeviceKind.KIOSK or not own.may_hold:
        return Held(HeldReason.NOT_ALLOWED, context.device_id)
    content = world.read_voucher(operation.voucher_code)
    if content is None:
        return Held(HeldReason.VOUCHER_INVALID)
    holder = holder_in(content, context.store_id, world)
    if not holder:
        return Held(HeldReason.VOUCHER_ELSEWHERE)
    known = as_known(content, context, world)
    if isinstance(known, Held):
        return known
    act = HandOver(context.op_id, context.at, context.store_id, context.device_id, context.actor.staff_id)
    refusal = given_by(act, known, context, world)
    if isinstance(refusal, Held):
        # That it was given meanwhile is nothing for a manager.
        return Duplicate(refusal.detail) if refusal.reason is HeldReason.VOUCHER_HANDED_OVER else refusal
    # One that the centre keeps, as while it lends nothing, may be asked for again.
    if context.device_id in (holder, known.asked_by if holder != CENTRE_HOLDER else ""):
        return Duplicate("")
    return Applied(voucher=replace(known, holder=holder, asked_by=context.device_id))


def release_voucher(operation: ReleaseVoucher, context: Context, world: World) -> Outcome:
    """Give a voucher back to the centre whose goods are still there; what was given meanwhile stays given."""
    voucher = world.voucher(operation.voucher_id)
    if voucher is None:
        return Held(HeldReason.VOUCHER_INVALID, operation.voucher_id)
    if voucher.holder != context.device_id or voucher.state is not VoucherState.ISSUED:
        return Duplicate("")
    return Applied(voucher=replace(voucher, holder=CENTRE_HOLDER))


def lend_voucher(voucher: Voucher, may_hold: Callable[[str], bool]) -> Voucher:
    """Lend a voucher that the centre holds to the device that asked for it, else to its store's counter.

    Only the centre may do so. `may_hold` tells whether anything may be lent to a device.
    """
    if voucher.holder != CENTRE_HOLDER:
        return voucher
    return replace(voucher, holder=voucher.asked_by if may_hold(voucher.asked_by) else "", asked_by="")


def is_asked_back(voucher: Voucher, device_id: str) -> bool:
    """Tell whether a device holds a voucher that is wanted elsewhere."""
    return voucher.holder == device_id and voucher.asked_by not in ("", device_id) and _is_open(voucher)


def is_voucher_coming(voucher: Voucher, device_id: str) -> bool:
    """Tell whether a device has asked for a voucher that it does not hold yet."""
    return voucher.asked_by == device_id != voucher.holder and _is_open(voucher)


def _is_open(voucher: Voucher) -> bool:
    return voucher.state is VoucherState.ISSUED
