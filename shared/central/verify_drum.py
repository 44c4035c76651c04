"""Recomputing every turn of a closed drum from its published seed."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from shared.central import schema
from shared.domain.drums import Drum, Refuted, TurnRecord, Verified, verify
from shared.wire.json import decode


@dataclass(frozen=True, slots=True)
class StillOpen:
    """The drum is being turned, so its seed stays secret."""

    balls_left: int


@dataclass(frozen=True, slots=True)
class NoSuchDrum:
    """The centre has no drum of that name."""


Verification = Verified | Refuted | StillOpen | NoSuchDrum


def verify_drum(connection: Connection, drum_id: str) -> Verification:
    """Check the drum's commitment, and every turn on record against its seed."""
    row = connection.execute(
        select(schema.drum.c.body, schema.drum.c.seed).where(schema.drum.c.drum_id == drum_id)
    ).one_or_none()
    if row is None:
        return NoSuchDrum()
    drum = decode(Drum, row.body)
    if drum.is_out:
        return StillOpen(drum.balls_left)
    table = schema.turn
    turns = connection.execute(select(table).where(table.c.drum_id == drum_id).order_by(table.c.turn))
    records = (TurnRecord(turn.turn, turn.choice, turn.ticket_id, turn.prize, turn.proof) for turn in turns)
    return verify(drum, bytes.fromhex(row.seed), records)
