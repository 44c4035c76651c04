"""The centre's generations: a restore begins another one, and until a device was heard in it its operations wait.

What the backup lacks stands on the devices. Each shows what it holds (`testimonies`) and sends again what it did; only
when all have is anything lent (SYNC.md, rule 6).
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.journal import account, note
from shared.central.lending import PauseReason, lending_pause, pause_lending
from shared.domain.devices import DeviceState
from shared.wire.feed import OperationResult
from shared.wire.json import decode

_TOKEN_BYTES = 16

_GENERATION, _STATUS, _RESEND = schema.generation, schema.device_status, schema.resend
_TOKEN = select(_GENERATION.c.token)
_KEY = select(schema.witness_key.c.key)
_BEGIN = update(_GENERATION).values(token=bindparam("fresh"), began_at=bindparam("at"), number=_GENERATION.c.number + 1)
_HEARD = update(_STATUS).where(_STATUS.c.device_id == bindparam("own")).values(generation=_TOKEN.scalar_subquery())

NOT_HEARD = and_(_STATUS.c.generation != _TOKEN.scalar_subquery(), _STATUS.c.state != DeviceState.REVOKED)
"""Of a device's status: it has not shown what it holds in this generation, and may still do so."""

_SILENT = select(_STATUS.c.device_id).where(NOT_HEARD)
_UNSENT = (
    select(_RESEND.c.device_id)
    .join(_STATUS, _STATUS.c.device_id == _RESEND.c.device_id)
    .where(_STATUS.c.state != DeviceState.REVOKED)
)
_PROGRESS = schema.progress
_IS_APPLIED = (
    select(_PROGRESS.c.device_id)
    .where(
        _PROGRESS.c.device_id == _RESEND.c.device_id,
        _PROGRESS.c.epoch == _RESEND.c.epoch,
        _PROGRESS.c.applied_seq >= _RESEND.c.seq,
    )
    .correlate(_RESEND)
    .exists()
)
_SENT_ALL = select(_RESEND.c.device_id).where(_IS_APPLIED).limit(1)
_SENT_AGAIN = delete(_RESEND).where(_IS_APPLIED)


@dataclass(frozen=True, slots=True)
class Awaited:
    """Devices of which a restored centre has not heard: `silent` have shown nothing, `sending` not sent all again."""

    silent: tuple[str, ...]
    sending: tuple[str, ...]

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.silent or self.sending)


def current(connection: Connection) -> str:
    """Return the token of the generation."""
    return str(connection.execute(_TOKEN).scalar_one())


def witness_key(connection: Connection) -> bytes:
    """Return the key that seals what devices may have to give back."""
    return bytes.fromhex(connection.execute(_KEY).scalar_one())


def begin_generation(connection: Connection, now: datetime, because: str) -> None:
    """Lend nothing until every device has shown what it holds; call it in the writer's transaction.

    For a database that was set back. Devices that were written off have nothing to show.
    """
    connection.execute(_BEGIN, {"fresh": secrets.token_hex(_TOKEN_BYTES), "at": now})
    for table in (schema.testimony, schema.resend, schema.held_before, schema.answered_before):
        connection.execute(delete(table))
    gone = [{"own": d.device_id} for d in ChainDirectory(connection).all_devices() if d.written_off]
    if gone:
        connection.execute(_HEARD, gone)
    pause_lending(connection, PauseReason.RESTORED, now, account())
    note(connection, now, "generation_begun", "centre", because, account())


def mark_heard(connection: Connection, device_id: str) -> None:
    """Wait for nothing more from a device: it has shown what it holds, or was given up."""
    connection.execute(_HEARD, {"own": device_id})
    connection.execute(delete(_RESEND).where(_RESEND.c.device_id == device_id))


def expect(connection: Connection, device_id: str) -> None:
    """Await a device that came to light after the generation began."""
    connection.execute(update(_STATUS).where(_STATUS.c.device_id == device_id).values(generation=""))


def expect_no_more_than_stored(connection: Connection, device_id: str) -> None:
    """Let lending wait for no more of a device than has arrived: of two copies one has shown more than the other has.

    The manager who lets it go on has taken the other one away.
    """
    inbox = schema.inbox
    own = (inbox.c.device_id == _RESEND.c.device_id) & (inbox.c.epoch == _RESEND.c.epoch)
    newest = func.coalesce(select(func.max(inbox.c.seq)).where(own).correlate(_RESEND).scalar_subquery(), 0)
    connection.execute(
        update(_RESEND).where(_RESEND.c.device_id == device_id, _RESEND.c.seq > newest).values(seq=newest)
    )


def awaited(connection: Connection) -> Awaited:
    """Return the devices that lending waits for."""
    return Awaited(
        tuple(sorted(connection.execute(_SILENT).scalars())), tuple(sorted(connection.execute(_UNSENT).scalars()))
    )


def has_anybody_sent_all(connection: Connection) -> bool:
    """Tell whether all that a device sends again is applied."""
    return connection.execute(_SENT_ALL).first() is not None


def forget_resent(connection: Connection) -> None:
    """Take devices off the list of those that send again, where all of it is applied."""
    connection.execute(_SENT_AGAIN)


@dataclass(frozen=True, slots=True)
class Resent:
    """Up to which epoch and number each device sends again; by device and operation, what was not simply applied.

    `restoring` tells whether devices are awaited at all.
    """

    restoring: bool
    up_to: Mapping[str, tuple[int, int]]
    answered: Mapping[tuple[str, str], OperationResult]

    def covers(self, device_id: str, epoch: int, seq: int) -> bool:
        """Tell whether an operation was recorded before its device heard of the restore."""
        return (epoch, seq) <= self.up_to.get(device_id, (0, 0))


def read_resent(connection: Connection) -> Resent:
    """Read what is being sent again; nearly always nothing."""
    pause = lending_pause(connection)
    if pause is None or pause.reason is not PauseReason.RESTORED:
        return Resent(restoring=False, up_to={}, answered={})
    up_to = {row.device_id: (row.epoch, row.seq) for row in connection.execute(select(_RESEND))}
    heard = connection.execute(select(schema.answered_before)).all()
    answered = {(row.device_id, row.op_id): decode(OperationResult, row.result) for row in heard}
    return Resent(restoring=True, up_to=up_to, answered=answered)
