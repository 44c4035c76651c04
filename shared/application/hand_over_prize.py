"""Handing a prize over at the counter, with or without a network."""

from dataclasses import dataclass
from datetime import date

from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers, Transaction
from shared.application.showing import as_prize
from shared.application.views import HandOverView, VoucherView
from shared.domain.operations import HandOverPrize
from shared.domain.programme import Prize, Programme
from shared.domain.rules import Applied, Duplicate, Held, HeldReason
from shared.domain.rules.hand_overs import holder_in
from shared.domain.rules.resolving import resolve
from shared.domain.text import Text
from shared.domain.vouchers import REWARDS, HandOver, Voucher, VoucherContent


@dataclass(frozen=True, slots=True)
class PrizeHandedOver:
    """Given, just now; `op_id` can be undone for some minutes where the member is known."""

    op_id: str
    voucher: VoucherView


@dataclass(frozen=True, slots=True)
class HandedOverBefore:
    """Given before: when, where and by whom."""

    voucher: VoucherView
    act: HandOverView


@dataclass(frozen=True, slots=True)
class PrizeLapsed:
    """Its last day is over."""

    voucher: VoucherView
    collect_until: date


@dataclass(frozen=True, slots=True)
class VoucherNotValid:
    """Not signed by a kiosk of this chain, or declared void."""


@dataclass(frozen=True, slots=True)
class OtherCounter:
    """This device does not hold the voucher; `label` names the one that does, if it is known.

    `store` is where the prize waits when that is another store: its goods lie there. Else it may be asked for here.
    """

    label: str
    store: Text | None = None


@dataclass(frozen=True, slots=True)
class HandOverRefused:
    """The rules do not allow it."""

    held: Held


HandOverAnswer = PrizeHandedOver | HandedOverBefore | PrizeLapsed | VoucherNotValid | OtherCounter | HandOverRefused


def hand_over_prize(desk: Desk, signer: Signer, voucher_code: str) -> HandOverAnswer:
    """Give the goods of a voucher, once."""
    with desk.storage.begin() as transaction:
        content = transaction.read_voucher(voucher_code)
        view = voucher_view(transaction, content) if content else None
        if content is None or view is None:
            return VoucherNotValid()
        outcome = perform(desk, transaction, HandOverPrize(voucher_code), Signers(signer))
        transaction.commit()
        match outcome:
            case Applied(voucher=Voucher(hand_over=HandOver() as act)):
                return PrizeHandedOver(act.op_id, view)
            case Held(reason=HeldReason.VOUCHER_HANDED_OVER):
                return _given_before(transaction, view)
            case Held(reason=HeldReason.VOUCHER_LAPSED):
                return PrizeLapsed(view, content.collect_until)
            case Held(reason=HeldReason.VOUCHER_VOID | HeldReason.VOUCHER_INVALID):
                return VoucherNotValid()
            case Held(reason=HeldReason.VOUCHER_ELSEWHERE):
                return _other_counter(desk, transaction, content)
            case Held():
                return HandOverRefused(outcome)
            case Applied() | Duplicate():
                message = "a hand-over always changes its voucher"
                raise LookupError(message)


def voucher_view(transaction: Transaction, content: VoucherContent) -> VoucherView | None:
    """Join a voucher with its prize and, where known, its winner; None if the programme no longer knows the prize."""
    prize = _prize(transaction.programme, content)
    if prize is None:
        return None
    known = transaction.voucher(content.voucher_id)
    member = resolve(transaction, known.member_id) if known and known.member_id else None
    return VoucherView(content, prize, member.nickname if member else "", member.member_id if member else None)


def _prize(programme: Programme, content: VoucherContent) -> Prize | None:
    if content.wheel_number == REWARDS:
        reward = next((r for r in programme.rewards if r.number == content.turn), None)
        return as_prize(reward) if reward is not None else None
    wheel = next((w for w in programme.wheels if w.number == content.wheel_number), None)
    return next((p for p in wheel.prizes if p.ball == content.ball), None) if wheel else None


def _given_before(transaction: Transaction, view: VoucherView) -> HandedOverBefore:
    voucher = transaction.voucher(view.content.voucher_id)
    if voucher is None or voucher.hand_over is None:
        message = f"voucher {view.content.voucher_id} was handed over, but by nobody"
        raise LookupError(message)
    act = voucher.hand_over
    store = transaction.programme.store(act.store_id)
    device = transaction.device(act.device_id)
    return HandedOverBefore(
        view,
        HandOverView(
            at=act.at,
            store=store.name if store else Text(act.store_id, act.store_id),
            staff=transaction.staff_member(act.staff_id),
            device_label=device.label if device else "",
        ),
    )


def _other_counter(desk: Desk, transaction: Transaction, content: VoucherContent) -> OtherCounter:
    """Tell where a prize can be collected."""
    for store in transaction.programme.stores:
        if any(device.number == content.device_number for device in transaction.devices(store.store_id)):
            holder = transaction.device(holder_in(content, store.store_id, transaction))
            elsewhere = store.store_id != desk.store_id
            return OtherCounter(holder.label if holder else "", store.name if elsewhere else None)
    return OtherCounter("")
