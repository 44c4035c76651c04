"""Turning the drum: each turn is recorded before anything moves on the screen."""

from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from shared.application.perform import perform
from shared.application.ports import Desk, Transaction
from shared.application.showing import award_view, drum_view, up_to_date
from shared.application.views import DrumView, TurnView
from shared.domain.calendar import programme_day
from shared.domain.drums import Drum, draw
from shared.domain.member import Member, Ticket
from shared.domain.operations import TakeTurn
from shared.domain.programme import PrizeKind, Wheel
from shared.domain.rules import Applied, Duplicate, Held
from shared.domain.rules.resolving import resolve
from shared.domain.vouchers import VoucherContent


@dataclass(frozen=True, slots=True)
class WheelRests:
    """No drum with balls is here now, or the campaign does not run today; the ticket stays."""


@dataclass(frozen=True, slots=True)
class DrawEnded:
    """The campaign was stopped in this store, or its last day is over."""


@dataclass(frozen=True, slots=True)
class NoTurnsHere:
    """There is no ticket that this kiosk may use."""


@dataclass(frozen=True, slots=True)
class TurnsTaken:
    """The recorded turns, in order; fewer than asked for when the drum ran empty."""

    turns: tuple[TurnView, ...]


@dataclass(frozen=True, slots=True)
class WheelReady:
    """The drum that the next turn will use."""

    drum: DrumView


WheelAnswer = WheelReady | WheelRests | DrawEnded | NoTurnsHere
TurnsAnswer = TurnsTaken | WheelRests | DrawEnded | NoTurnsHere


def open_wheel(desk: Desk, member_id: str, campaign: str) -> WheelAnswer:
    """Show the drum that a member's next turn would use."""
    with desk.storage.read() as transaction:
        member = resolve(transaction, member_id)
        tickets = _usable(member, campaign, desk.device_id)
        if not tickets:
            return NoTurnsHere()
        found = _wheel_and_drum(desk, transaction, campaign)
        if isinstance(found, WheelRests | DrawEnded):
            return found
        wheel, drum = found
        return WheelReady(drum_view(drum, wheel, len(tickets)))


def take_turns(desk: Desk, member_id: str, campaign: str, choice: str, count: int) -> TurnsAnswer:
    """Take up to `count` turns with the shopper's `choice`; each commits on its own, ticket and award together."""
    taken: list[TurnView] = []
    while len(taken) < count:
        with desk.storage.begin() as transaction:
            turn = _take_one(desk, transaction, member_id, campaign, choice)
            if not isinstance(turn, TurnView):
                return TurnsTaken(tuple(taken)) if taken else turn
            transaction.commit()
        taken.append(turn)
    return TurnsTaken(tuple(taken))


def awards_shown(desk: Desk, member_id: str) -> None:
    """Note that the shopper has seen what she won."""
    with desk.storage.begin() as transaction:
        transaction.clear_unseen(member_id)
        transaction.commit()


def _take_one(
    desk: Desk, transaction: Transaction, member_id: str, campaign: str, choice: str
) -> TurnView | WheelRests | DrawEnded | NoTurnsHere:
    member = resolve(transaction, member_id)
    tickets = _usable(member, campaign, desk.device_id)
    if member is None or not tickets:
        return NoTurnsHere()
    found = _wheel_and_drum(desk, transaction, campaign)
    if isinstance(found, WheelRests | DrawEnded):
        return found
    wheel, drum = found
    operation = _operation(desk, transaction, member, tickets[0], drum, wheel, choice)
    outcome = perform(desk, transaction, operation)
    match outcome:
        case Applied(member=Member() as after, drum=Drum() as turned):
            award = after.awards[-1]
            transaction.set_unseen(member_id, award.award_id)
            view = award_view(award, transaction.programme)
            if view is None:
                message = f"award {award.award_id} has no prize in the programme that drew it"
                raise LookupError(message)
            usable = len(_usable(after, campaign, desk.device_id))
            balance = max(up_to_date(after, desk.clock.now()).account.balance_points, 0)
            return TurnView(view, drum_view(turned, wheel, usable), balance)
        case Held() | Applied() | Duplicate():
            message = f"a turn this kiosk holds everything for was refused: {outcome}"
            raise LookupError(message)
        case _:
            assert_never(outcome)


def _operation(
    desk: Desk,
    transaction: Transaction,
    member: Member,
    ticket: Ticket,
    drum: Drum,
    wheel: Wheel,
    choice: str,
) -> TakeTurn:
    drawn = draw(drum, choice, ticket.ticket_id)
    prize = wheel.prize(drawn.prize)
    code, until = None, None
    if prize.kind is not PrizeKind.POINTS:
        today = programme_day(desk.clock.now(), transaction.programme.time_zone)
        until = today + timedelta(days=wheel.collect_days)
        code = desk.voucher_code(
            VoucherContent(desk.device_number, wheel.number, drum.drum_id, drawn.turn, prize.ball, until)
        )
    return TakeTurn(
        member_id=member.member_id,
        ticket_id=ticket.ticket_id,
        drum_id=drum.drum_id,
        turn=drawn.turn,
        choice=choice,
        prize=drawn.prize,
        proof=drawn.proof,
        voucher_code=code,
        collect_until=until,
    )


def _usable(member: Member | None, campaign: str, device_id: str) -> tuple[Ticket, ...]:
    if member is None:
        return ()
    return tuple(t for t in member.tickets if t.campaign == campaign and t.holder == device_id)


def _wheel_and_drum(desk: Desk, transaction: Transaction, campaign: str) -> tuple[Wheel, Drum] | WheelRests | DrawEnded:
    """Return the campaign and its next drum; the kiosk's own day decides, so that what it promised is not refused."""
    wheel = transaction.programme.wheel(campaign)
    today = programme_day(desk.clock.now(), transaction.programme.time_zone)
    if wheel is None or wheel.stopped(desk.store_id) or today > wheel.ends_on:
        return DrawEnded()
    drum = next((drum for drum in transaction.drums_held(campaign) if drum.balls_left), None)
    return (wheel, drum) if drum is not None and wheel.runs_on(today) else WheelRests()
