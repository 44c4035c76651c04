"""Business keys that this device's own operations have taken."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, select, update

from shared.storage.device_schema import claim
from shared.storage.prepared import Prepared
from shared.storage.shelf_statements import upsert

_TAKE = Prepared(upsert(claim, ("key", "op_id"), ("released_by",)))
_RELEASE = Prepared(
    update(claim)
    .where(claim.c.key == bindparam("name"), claim.c.released_by.is_(None))
    .values(released_by=bindparam("by"))
)
_TAKEN = Prepared(select(claim.c.op_id).where(claim.c.key == bindparam("name"), claim.c.released_by.is_(None)))
_ALL = select(claim.c.op_id, claim.c.released_by).where(claim.c.key == bindparam("name"))
_DROP = delete(claim).where(claim.c.op_id == bindparam("op"))
_TAKE_BACK = update(claim).where(claim.c.released_by == bindparam("op")).values(released_by=None)

_LONG_AGO = (0, 0)


class Claims:
    """The claims of one connection's transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def change(self, op_id: str, taken: Iterable[str], released: Iterable[str]) -> None:
        """Take keys for an operation and release those that it frees."""
        for key in released:
            _RELEASE.run(self._connection, name=key, by=op_id)
        for key in taken:
            _TAKE.run(self._connection, key=key, op_id=op_id, released_by=None)

    def taken(self, key: str) -> str | None:
        """Return the operation that has the key now."""
        op_id: str | None = _TAKEN.scalar(self._connection, name=key)
        return op_id

    def taken_before(self, key: str, place: tuple[int, int], waiting: Mapping[str, tuple[int, int]]) -> str | None:
        """Return the operation that had the key when the waiting one at `place` (epoch and number) was made."""
        for row in self._connection.execute(_ALL, {"name": key}):
            released_later = row.released_by is None or waiting.get(row.released_by, _LONG_AGO) >= place
            if waiting.get(row.op_id, _LONG_AGO) < place and released_later:
                return str(row.op_id)
        return None

    def forget(self, op_id: str) -> None:
        """Undo what an operation did that the centre has held."""
        self._connection.execute(_DROP, {"op": op_id})
        self._connection.execute(_TAKE_BACK, {"op": op_id})
