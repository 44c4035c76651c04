"""Small acts at the tablet that answer alike: a given ticket, a confirmed step, a renewed card, an undo."""

from dataclasses import dataclass

from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers
from shared.domain.codes import CodeKind, mint
from shared.domain.operations import ConfirmStep, GiveTicket, RejectHeld, ReleaseHeld, RenewCard, Undo
from shared.domain.rules import Held

CODE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Done:
    """It is in the book."""


@dataclass(frozen=True, slots=True)
class CardIssued:
    """A new card; its code exists nowhere else, so print or save it now."""

    code: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The rules do not allow it."""

    held: Held


def give_ticket(desk: Desk, signer: Signer, member_id: str, campaign: str, reason: str, note: str) -> Done | Refused:
    """Give the member one turn, for a reason."""
    return act_alone(desk, signer, GiveTicket(member_id, campaign, reason, note))


def confirm_step(desk: Desk, signer: Signer, member_id: str, campaign: str) -> Done | Refused:
    """Confirm with one's own eyes that the member did what a campaign asks for."""
    return act_alone(desk, signer, ConfirmStep(member_id, campaign))


def undo_action(desk: Desk, signer: Signer, member_id: str, op_id: str) -> Done | Refused:
    """Take one's own last action back."""
    return act_alone(desk, signer, Undo(member_id, op_id))


def renew_card(desk: Desk, signer: Signer, member_id: str) -> CardIssued | Refused:
    """Issue a new card; the old one stops identifying the member."""
    body = desk.ids.random_bytes(CODE_BYTES)
    answer = act_alone(desk, signer, RenewCard(member_id, desk.code_hash(body)))
    return CardIssued(mint(CodeKind.MEMBER, body)) if isinstance(answer, Done) else answer


def act_alone(
    desk: Desk, signer: Signer, operation: ConfirmStep | GiveTicket | RenewCard | Undo | ReleaseHeld | RejectHeld
) -> Done | Refused:
    """Record an operation that needs nobody's agreement, if the rules allow it."""
    with desk.storage.begin() as transaction:
        outcome = perform(desk, transaction, operation, Signers(signer))
        transaction.commit()
        return Refused(outcome) if isinstance(outcome, Held) else Done()
