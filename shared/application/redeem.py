"""Spending points at a kiosk, on a reward or a turn: the question is recorded, the centre answers, or nobody waits."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shared.application.perform import ask, perform
from shared.application.ports import Desk, Transaction
from shared.application.showing import award_view, reward_views, up_to_date, wheels_for_points
from shared.application.views import AwardView, Link, RewardsView, turn_key
from shared.domain.calendar import programme_day
from shared.domain.member import Member
from shared.domain.operations import Ask, CancelRedemption, ExchangeForTicket, RedeemReward
from shared.domain.programme import Programme, Reward
from shared.domain.rules import HeldReason
from shared.domain.rules.redemptions import ticket_of
from shared.domain.vouchers import REWARDS, VoucherContent

ANSWER_MS = 2_000
"""How long a shopper waits for the centre; then she is asked to come back, and keeps her points."""
LINE_MS = ANSWER_MS + 500
"""How long the line is held open for it."""
CHOOSING_MS = 30_000
"""How long it is kept open for somebody who looks at what her points can become."""


@dataclass(frozen=True, slots=True)
class TypedPin:
    """A member's PIN as she typed it; `choosing` when she has none yet and typed it twice."""

    digits: str = field(repr=False)
    choosing: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is recorded and on its way; nobody waits beyond `until_ms` of the monotonic clock.

    `wanted` is the key of an offer (`views.RewardView`, `views.TurnOffer`).
    """

    member_id: str
    op_id: str
    wanted: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class NoLine:
    """The centre can't be reached, so it was not asked."""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The programme no longer has this offer or no key to seal a PIN to, or this kiosk does not know the member."""


@dataclass(frozen=True, slots=True)
class StillAsked:
    """There is no answer yet."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Hers: the voucher to collect it with, and the points that are left."""

    award: AwardView
    balance_points: int


@dataclass(frozen=True, slots=True)
class TurnBought:
    """Hers: a turn that this kiosk holds, and the points that are left."""

    campaign: str
    balance_points: int


@dataclass(frozen=True, slots=True)
class Declined:
    """The centre said no, and why; nothing was spent."""

    reason: HeldReason
    detail: str


@dataclass(frozen=True, slots=True)
class GaveUp:
    """Nobody waits any more; should the answer still be yes, the points go back."""


def read_rewards(desk: Desk, member_id: str) -> RewardsView | None:
    """Return what the member's points can become, what she can afford first; None if this kiosk does not know her."""
    with desk.storage.read() as transaction:
        member = transaction.member(member_id)
        if member is None:
            return None
        online = transaction.sync_state().link is Link.ONLINE
        now = desk.clock.now()
        today = programme_day(now, transaction.programme.time_zone)
        wheels = wheels_for_points(transaction.programme, desk.store_id, today)
        return reward_views(up_to_date(member, now), transaction.programme, wheels, online=online)


def prepare_to_ask(desk: Desk) -> None:
    """Have the line open by the time she has chosen, or typed her PIN."""
    desk.expect_question(CHOOSING_MS)


def ask_for(desk: Desk, member_id: str, wanted: str, pin: TypedPin | None) -> Asked | NoLine | NotOffered:
    """Record the question for an offer, by its key, and send it at once; the answer comes through `read_answer`."""
    with desk.storage.begin() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return NoLine()
        programme = transaction.programme
        sealable = pin is None or bool(programme.centre_key)
        operation = _question(desk, programme, member_id, wanted, pin) if sealable else None
        if operation is None or transaction.member(member_id) is None:
            return NotOffered()
        op_id = ask(desk, transaction, operation)
        if isinstance(operation, RedeemReward):
            # Were the kiosk to stop now, she would hear of it at her next visit.
            transaction.set_unseen(member_id, op_id)
        transaction.commit()
    desk.expect_answer(LINE_MS)
    return Asked(member_id, op_id, wanted, desk.clock.monotonic_ms() + ANSWER_MS)


def read_answer(desk: Desk, asked: Asked) -> Redeemed | TurnBought | Declined | StillAsked:
    """Return the centre's answer, if it is here."""
    with desk.storage.read() as transaction:
        return _answer(desk, transaction, asked)


def give_up(desk: Desk, asked: Asked) -> Redeemed | TurnBought | Declined | GaveUp:
    """Take the question back, unless its answer is here after all."""
    with desk.storage.begin() as transaction:
        answer = _answer(desk, transaction, asked)
        if not isinstance(answer, StillAsked):
            return answer
        perform(desk, transaction, CancelRedemption(asked.member_id, asked.op_id))
        transaction.commit()
    return GaveUp()


def give_up_abandoned(desk: Desk) -> int:
    """Take every question without an answer back, and return how many there were.

    Call it as a program starts: whoever asked before, as before a power cut, waits no more.
    """
    with desk.storage.begin() as transaction:
        abandoned = [each for each in transaction.questions() if not transaction.is_taken_back(each[0])]
        for op_id, question in abandoned:
            perform(desk, transaction, CancelRedemption(question.member_id, op_id))
        if abandoned:
            transaction.commit()
    return len(abandoned)


def _question(desk: Desk, programme: Programme, member_id: str, wanted: str, pin: TypedPin | None) -> Ask | None:
    """Put the question for an offer; None where the programme does not make it (any more)."""
    reward = programme.reward(wanted)
    if reward is not None:
        return _reward_question(desk, programme, member_id, reward, pin)
    today = programme_day(desk.clock.now(), programme.time_zone)
    wheels = wheels_for_points(programme, desk.store_id, today)
    wheel = next((wheel for wheel in wheels if turn_key(wheel) == wanted), None)
    if wheel is None:
        return None
    request = desk.ids.new_id()
    sealed = _sealed(desk, programme, member_id, request, pin)
    return ExchangeForTicket(member_id, wheel.key, request, sealed, _answer_by(desk))


def _reward_question(
    desk: Desk, programme: Programme, member_id: str, reward: Reward, pin: TypedPin | None
) -> RedeemReward:
    request = desk.ids.new_id()
    until = programme_day(desk.clock.now(), programme.time_zone) + timedelta(days=reward.valid_days)
    content = VoucherContent(desk.device_number, REWARDS, request, reward.number, 0, until)
    return RedeemReward(
        member_id=member_id,
        reward=reward.key,
        points=reward.points,
        request=request,
        voucher_code=desk.voucher_code(content),
        collect_until=until,
        pin=_sealed(desk, programme, member_id, request, pin),
        answer_by=_answer_by(desk),
    )


def _sealed(desk: Desk, programme: Programme, member_id: str, request: str, pin: TypedPin | None) -> str | None:
    if pin is None:
        return None
    return desk.seal_pin(programme.centre_key, member_id, request, pin.digits, choosing=pin.choosing)


def _answer_by(desk: Desk) -> datetime:
    return desk.clock.now() + timedelta(milliseconds=ANSWER_MS)


def _answer(desk: Desk, transaction: Transaction, asked: Asked) -> Redeemed | TurnBought | Declined | StillAsked:
    answer = transaction.answer_to(asked.op_id)
    if answer is None:
        return StillAsked()
    if not answer.yes:
        return Declined(answer.reason or HeldReason.NOT_OFFERED, answer.detail)
    member = transaction.member(asked.member_id)
    ticket = member.ticket(ticket_of(asked.op_id)) if member is not None else None
    if member is not None and ticket is not None:
        return TurnBought(ticket.campaign, _balance(desk, member))
    view = _award(member, asked.op_id, transaction.programme) if member is not None else None
    if member is None or view is None:
        # The answer and what it changed come in one transaction of the centre: only a newer programme can hide it.
        return Declined(HeldReason.REWARD_UNKNOWN, asked.wanted)
    return Redeemed(view, _balance(desk, member))


def _balance(desk: Desk, member: Member) -> int:
    return max(up_to_date(member, desk.clock.now()).account.balance_points, 0)


def _award(member: Member, op_id: str, programme: Programme) -> AwardView | None:
    award = next((award for award in member.awards if award.award_id == op_id), None)
    return award_view(award, programme) if award is not None else None
