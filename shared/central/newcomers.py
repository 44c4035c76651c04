"""What newcomers told kiosks: opened by the process that applies, and kept aside while their joining is held.

Only `serve` has the key, and others try held operations again: so what was opened waits beside them in a table of its
own, and is gone with their answer.
"""

from sqlalchemy import Connection, delete, insert, select

from shared.central import schema
from shared.domain import operations as op
from shared.domain.joining import Told
from shared.wire.joining import open_told
from shared.wire.json import decode, encode
from shared.wire.keys import DeviceKeys

_told = schema.told


def told_in(operation: op.Operation, keys: DeviceKeys | None) -> Told | None:
    """Return what the newcomer told, where the operation is a joining and it can be read."""
    if not isinstance(operation, op.JoinMember) or not operation.sealed or keys is None:
        return None
    return open_told(keys, operation.sealed, operation.member_id)


def keep_told(connection: Connection, op_id: str, told: Told | None) -> None:
    """Keep aside what was told with an operation that is held."""
    forget_told(connection, op_id)
    if told is not None:
        connection.execute(insert(_told).values(op_id=op_id, body=encode(told)))


def told_before(connection: Connection, op_id: str) -> Told | None:
    """Return what was told with an operation that was held."""
    body = connection.execute(select(_told.c.body).where(_told.c.op_id == op_id)).scalar_one_or_none()
    return decode(Told, body) if body is not None else None


def forget_told(connection: Connection, op_id: str) -> None:
    """Let go of what was told with an operation that has its answer."""
    connection.execute(delete(_told).where(_told.c.op_id == op_id))
