"""Newcomers who may be members already: put before the managers of their store, who alone say so.

A kiosk never tells. The row stands in the list of held operations under the id of the joining, which is applied; to
release it merges the two, to reject it says that they are two people, and no device hears another word on the joining.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from shared.central import schema
from shared.central.acts import write
from shared.central.journal import CENTRE
from shared.central.state import PHONE_COLUMN, CentralState, CentralWorld
from shared.domain.member import Member
from shared.domain.operations import MergeMembers
from shared.domain.rules import Context, Held, HeldReason
from shared.domain.rules.merging import put_together
from shared.domain.staff import StaffMember
from shared.wire.feed import HeldRow
from shared.wire.json import decode

_ID_BYTES = 13
_MOST = 20
"""Of more who share a number, as a switchboard's, the first ones are enough."""
_ALIKE = (
    select(schema.member.c.body)
    .where(schema.member.c.phone_e164 == bindparam("phone"), schema.member.c.member_id != bindparam("herself"))
    .order_by(schema.member.c.member_id)
    .limit(_MOST)
)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who has just joined at a kiosk and told something of herself."""

    member: Member
    context: Context


def note_twins(connection: Connection, state: CentralState, newcomers: Collection[Newcomer]) -> None:
    """Put newcomers whose number somebody has already on the list of their store, each with the oldest member of those.

    Call it when everything of the batch is written.
    """
    together = {newcomer.member.member_id for newcomer in newcomers}
    for newcomer in newcomers:
        member, context = newcomer.member, newcomer.context
        phone = member.profile.phone_e164[:PHONE_COLUMN] if member.profile else ""
        rows = connection.execute(_ALIKE, {"phone": phone, "herself": member.member_id}) if phone else ()
        others = [decode(Member, row.body) for row in rows]
        known = min((each for each in others if each.findable), key=lambda each: each.enrolled_at, default=None)
        if known is None or (known.member_id in together and known.enrolled_at > member.enrolled_at):
            # Of two who come together the later one is looked at.
            continue
        row = HeldRow(
            op_id=context.op_id,
            kind="join_member",
            reason=HeldReason.POSSIBLE_DUPLICATE,
            detail=known.member_id,
            at=context.at,
            device_id=context.device_id,
            staff_id=None,
            member_id=member.member_id,
        )
        state.save_held(row, context.store_id)


def is_twin(held: HeldRow) -> bool:
    """Tell whether a row of the list is a newcomer who may be a member already."""
    return held.reason is HeldReason.POSSIBLE_DUPLICATE


def merge_twin(
    connection: Connection, state: CentralState, held: HeldRow, by: StaffMember | None, store_id: str, op_id: str = ""
) -> Held | None:
    """Let the newcomer go on as the member that she was before, under a manager's operation; Held where that can't be.

    Call it in the writer's transaction.
    """
    programme = state.directory.programme_in_use()
    context = Context(op_id or f"office{secrets.token_hex(_ID_BYTES)}", state.now, store_id, CENTRE, by)
    trial = CentralState(connection, state.directory, state.now)
    operation = MergeMembers(held.detail, held.member_id or "")
    outcome = put_together(operation, context, CentralWorld(trial, programme))
    if isinstance(outcome, Held):
        return outcome
    write(connection, trial, operation, context, outcome, programme)
    state.notes.extend(trial.notes)
    state.forget()
    return None
