"""The step that every act of a device shares: decide, and if it stands, append."""

from shared.application.ports import NOBODY, Desk, Signers, Transaction
from shared.domain.operations import Ask, Operation
from shared.domain.rules import Applied, Context, Outcome, apply


def context_of(desk: Desk, signers: Signers) -> Context:
    """Make the context of a new operation: now, here, with these people."""
    return Context(
        op_id=desk.ids.new_id(),
        at=desk.clock.now(),
        store_id=desk.store_id,
        device_id=desk.device_id,
        actor=signers.actor.staff if signers.actor else None,
        approver=signers.approver.staff if signers.approver else None,
    )


def perform(desk: Desk, transaction: Transaction, operation: Operation, signers: Signers = NOBODY) -> Outcome:
    """Apply the rules to what this device knows and append the operation if they allow it; the caller commits."""
    context = context_of(desk, signers)
    outcome = apply(operation, context, transaction)
    if isinstance(outcome, Applied):
        transaction.append(operation, context, outcome, signers)
    return outcome


def ask(desk: Desk, transaction: Transaction, question: Ask, signers: Signers = NOBODY) -> str:
    """Append a question that only the centre may answer, and return its id; nothing here changes before the answer."""
    context = context_of(desk, signers)
    transaction.append(question, context, Applied(), signers)
    return context.op_id


def note(desk: Desk, transaction: Transaction, fact: Operation, claim: str) -> None:
    """Append a fact about somebody unknown here, and take its business key; the caller commits."""
    transaction.append(fact, context_of(desk, NOBODY), Applied(claims=(claim,)), NOBODY)
