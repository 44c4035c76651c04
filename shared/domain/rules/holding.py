"""Held operations: who may settle them, and what a released one is."""

from shared.domain.operations import EditProfile, Operation, TakeTurn
from shared.domain.programme import Permission
from shared.domain.rules.editing import rebased
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World
from shared.domain.rules.turns import award_recorded
from shared.domain.staff import NotAllowed, may


def settle(context: Context, world: World) -> Outcome:
    """Let a manager's word stand; what it does to the held operation only the centre can know, which has it."""
    if isinstance(may(world.programme, context.actor, Permission.SETTLE_HELD), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.SETTLE_HELD)
    return Applied()


def as_insisted(operation: Operation, world: World) -> Operation:
    """Return an operation as it stands when a person who has seen what speaks against it wants it all the same."""
    return rebased(operation, world) if isinstance(operation, EditProfile) else operation


def try_recorded_turn(operation: Operation, context: Context, world: World) -> Outcome | None:
    """Decide anew about a turn whose ball is out already; None for what is no turn."""
    return award_recorded(operation, context, world) if isinstance(operation, TakeTurn) else None
