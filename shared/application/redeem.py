"""Spending points at a kiosk: the question is recorded, the centre answers, or nobody waits any more."""

from dataclasses import dataclass, field
from datetime import timedelta

from shared.application.perform import ask, perform
from shared.application.ports import Desk, Transaction
from shared.application.showing import award_view, reward_views, up_to_date
from shared.application.views import AwardView, Link, RewardsView
from shared.domain.calendar import programme_day
from shared.domain.member import Member
from shared.domain.operations import CancelRedemption, RedeemReward
from shared.domain.programme import Programme, Reward
from shared.domain.rules import HeldReason
from shared.domain.vouchers import REWARDS, VoucherContent

ANSWER_MS = 2_000
"""How long a shopper waits for the centre; then she is asked to come back, and keeps her points."""
LINE_MS = ANSWER_MS + 500
"""How long the line is held open for it."""


@dataclass(frozen=True, slots=True)
class TypedPin:
    """A member's PIN as she typed it; `choosing` when she has none yet and typed it twice."""

    digits: str = field(repr=False)
    choosing: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The question is recorded and on its way; nobody waits beyond `until_ms` of the monotonic clock."""

    member_id: str
    op_id: str
    reward: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class NoLine:
    """The centre can't be reached, so it was not asked."""


@dataclass(frozen=True, slots=True)
class NotOffered:
    """The programme no longer has this reward or no key to seal a PIN to, or this kiosk does not know the member."""


@dataclass(frozen=True, slots=True)
class StillAsked:
    """There is no answer yet."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Hers: the voucher to collect it with, and the points that are left."""

    award: AwardView
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
        return reward_views(up_to_date(member, desk.clock.now()), transaction.programme, online=online)


def ask_for_reward(desk: Desk, member_id: str, reward_key: str, pin: TypedPin | None) -> Asked | NoLine | NotOffered:
    """Record the question and send it at once; the answer comes through `read_answer`."""
    with desk.storage.begin() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return NoLine()
        programme = transaction.programme
        reward = programme.reward(reward_key)
        sealable = pin is None or bool(programme.centre_key)
        if reward is None or transaction.member(member_id) is None or not sealable:
            return NotOffered()
        operation = _question(desk, programme, member_id, reward, pin)
        op_id = ask(desk, transaction, operation)
        # Were the kiosk to stop now, she would hear of it at her next visit.
        transaction.set_unseen(member_id, op_id)
        transaction.commit()
    desk.expect_answer(LINE_MS)
    return Asked(member_id, op_id, reward_key, desk.clock.monotonic_ms() + ANSWER_MS)


def read_answer(desk: Desk, asked: Asked) -> Redeemed | Declined | StillAsked:
    """Return the centre's answer, if it is here."""
    with desk.storage.read() as transaction:
        return _answer(desk, transaction, asked)


def give_up(desk: Desk, asked: Asked) -> Redeemed | Declined | GaveUp:
    """Take the question back, unless its answer is here after all."""
    with desk.storage.begin() as transaction:
        answer = _answer(desk, transaction, asked)
        if not isinstance(answer, StillAsked):
            return answer
        perform(desk, transaction, CancelRedemption(asked.member_id, asked.op_id))
        transaction.commit()
    return GaveUp()


def give_up_overdue(desk: Desk) -> int:
    """Take questions back that nobody waits for any more, as after a power cut, and return how many there were."""
    with desk.storage.begin() as transaction:
        overdue = [
            (op_id, question.member_id)
            for op_id, question in transaction.questions()
            if question.answer_by is None or question.answer_by < desk.clock.now()
        ]
        taken = [
            perform(desk, transaction, CancelRedemption(member_id, op_id))
            for op_id, member_id in overdue
            if not transaction.is_taken_back(op_id)
        ]
        if taken:
            transaction.commit()
    return len(taken)


def _question(desk: Desk, programme: Programme, member_id: str, reward: Reward, pin: TypedPin | None) -> RedeemReward:
    request = desk.ids.new_id()
    until = programme_day(desk.clock.now(), programme.time_zone) + timedelta(days=reward.valid_days)
    content = VoucherContent(desk.device_number, REWARDS, request, reward.number, 0, until)
    sealed = None
    if pin is not None:
        sealed = desk.seal_pin(programme.centre_key, member_id, request, pin.digits, choosing=pin.choosing)
    return RedeemReward(
        member_id=member_id,
        reward=reward.key,
        points=reward.points,
        request=request,
        voucher_code=desk.voucher_code(content),
        collect_until=until,
        pin=sealed,
        answer_by=desk.clock.now() + timedelta(milliseconds=ANSWER_MS),
    )


def _answer(desk: Desk, transaction: Transaction, asked: Asked) -> Redeemed | Declined | StillAsked:
    answer = transaction.answer_to(asked.op_id)
    if answer is None:
        return StillAsked()
    if not answer.yes:
        return Declined(answer.reason or HeldReason.NOT_OFFERED, answer.detail)
    member = transaction.member(asked.member_id)
    view = _award(member, asked.op_id, transaction.programme) if member is not None else None
    if member is None or view is None:
        # The answer and what it changed come in one transaction of the centre: only a newer programme can hide it.
        return Declined(HeldReason.REWARD_UNKNOWN, asked.reward)
    return Redeemed(view, max(up_to_date(member, desk.clock.now()).account.balance_points, 0))


def _award(member: Member, op_id: str, programme: Programme) -> AwardView | None:
    award = next((award for award in member.awards if award.award_id == op_id), None)
    return award_view(award, programme) if award is not None else None
