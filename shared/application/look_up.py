"""Fetching a member who is unknown here: the centre is asked, and she is known here from then on."""

from dataclasses import dataclass

from shared.application.enrol_member import phone_e164
from shared.application.ports import Desk, LookedUp, LookUp, Sought
from shared.application.views import Link
from shared.domain.codes import ForeignCode, MemberNumberTyped, read
from shared.domain.rules.resolving import resolve

ANSWER_MS = 2_000
"""How long somebody waits for the centre."""
LINE_MS = ANSWER_MS + 500
"""How long the line is held open for it."""


@dataclass(frozen=True, slots=True)
class LookingUp:
    """The centre is being asked; nobody waits beyond `until_ms` of the monotonic clock."""

    asked: LookUp
    until_ms: int


def look_up(desk: Desk, sought: Sought, value: str) -> LookingUp | None:
    """Ask for a member; None where the centre can't be reached. The answer comes through `read_look_up`."""
    with desk.storage.read() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return None
    asked = LookUp(desk.ids.new_id(), sought, value)
    desk.look_ups.ask(asked)
    desk.expect_answer(LINE_MS)
    return LookingUp(asked, desk.clock.monotonic_ms() + ANSWER_MS)


def read_look_up(desk: Desk, looking: LookingUp) -> LookedUp:
    """Return how it stands; a question without an answer in time is given up, as if the centre were away."""
    answer = desk.look_ups.answer(looking.asked.question)
    if answer is LookedUp.ASKING and desk.clock.monotonic_ms() < looking.until_ms:
        return answer
    desk.look_ups.drop(looking.asked.question)
    return LookedUp.AWAY if answer is LookedUp.ASKING else answer


def sought_by(typed: str) -> tuple[Sought, str] | None:
    """Return by what the centre could find the one member whom the text names: a whole number, of hers or her phone."""
    match read(typed):
        case MemberNumberTyped(number):
            return Sought.NUMBER, number
        case ForeignCode():
            phone = phone_e164(typed)
            return (Sought.PHONE, phone) if phone else None
        case _:
            return None


def known_by(desk: Desk, asked: LookUp) -> str | None:
    """Return the member whom a card or a number names here by now; None for a phone, which several may share."""
    with desk.storage.read() as transaction:
        match asked.sought:
            case Sought.CARD:
                member_id = transaction.member_by_card(asked.value)
            case Sought.NUMBER:
                member_id = transaction.member_by_number(asked.value)
            case Sought.PHONE:
                return None
        member = resolve(transaction, member_id) if member_id else None
        return member.member_id if member else None
