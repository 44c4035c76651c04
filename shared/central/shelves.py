"""The statements behind central state: each reads or writes many rows at once, by the same words on both databases.

They are built once: building them anew costs more than running them.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Delete,
    Row,
    Select,
    Table,
    bindparam,
    delete,
    select,
)

from shared.central import schema
from shared.central.changes import Changes
from shared.central.changes import Row as Values
from shared.central.many import Added, Changed, Put

KEYS_AT_ONCE = 500


@dataclass(frozen=True, slots=True, eq=False)
class AggregateShelf:
    """The statements for a table of aggregates, each kept whole in `body` with its `version`."""

    _read: Select[Any]
    _versions: Select[tuple[str, int]]
    _change: Changed
    _add: Added

    @classmethod
    def of(cls, table: Table, key: str, *beside: str) -> "AggregateShelf":
        """Build them for a table; `beside` names columns to read besides the body."""
        own = table.c[key]
        among: BindParameter[str] = bindparam("among", expanding=True)
        changed = [column.name for column in table.c if column.name != key]
        return cls(
            select(own.label("key"), table.c.version, table.c.body, *(table.c[name] for name in beside)).where(
                own.in_(among)
            ),
            select(own, table.c.version).where(own.in_(among)),
            Changed(table, (key,), changed),
            Added(table),
        )

    def read(self, connection: Connection, keys: Collection[str]) -> Iterator[Row[Any]]:
        """Return `key`, `version`, `body` and what stands beside it of those that there are."""
        return _among(connection, self._read, keys)

    def versions(self, connection: Connection, keys: Collection[str]) -> dict[str, int]:
        """Return the version of each, 0 of those that there are not."""
        found: dict[str, int] = dict(tuple(row) for row in _among(connection, self._versions, keys))
        return {key: found.get(key, 0) for key in keys}

    def store(self, connection: Connection, rows: Iterable[Values]) -> None:
        """Store rows with their new versions; those of version 1 are new."""
        changed, added = [], []
        for row in rows:
            if row["version"] == 1:
                added.append(row)
            else:
                changed.append(row)
        self._change.run(connection, changed)
        self._add.run(connection, added)


MEMBERS = AggregateShelf.of(schema.member, "member_id")
DRUMS = AggregateShelf.of(schema.drum, "drum_id", "seed")
VOUCHERS = AggregateShelf.of(schema.voucher, "voucher_id")
HELD = AggregateShelf.of(schema.held, "op_id")


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """The statement that answers one question about many keys."""

    _ask: Select[tuple[str, str]]

    @classmethod
    def of(cls, table: Table, asked: str, answer: str) -> "Answers":
        """Ask by a unique column for another."""
        return cls(
            select(table.c[asked], table.c[answer]).where(table.c[asked].in_(bindparam("among", expanding=True)))
        )

    def read(self, connection: Connection, keys: Collection[str]) -> dict[str, str | None]:
        """Return the answer for each key, None where there is none."""
        found: dict[str, str] = dict(tuple(row) for row in _among(connection, self._ask, keys))
        return {key: found.get(key) for key in keys}


CLAIMS = Answers.of(schema.claim, "key", "op_id")
NUMBERS = Answers.of(schema.member, "number", "member_id")
CARDS = Answers.of(schema.member_alias, "code_hash", "member_id")

_ADD_CLAIM = Added(schema.claim)
_FREE = delete(schema.claim).where(schema.claim.c.key == bindparam("freed"))
_ADD_CARD = Added(schema.member_alias)
_DROP_CARD = delete(schema.member_alias).where(schema.member_alias.c.code_hash == bindparam("own_key"))
_CHANGE_CARD = Changed(schema.member_alias, ("code_hash",), ("state",))
_HOLD = Put(schema.holding, ("kind", "id"), ("holder", "state"))
_ATTACH = Put(schema.attachment, ("store_id", "member_id"), ("until",))
_DETACH = Changed(schema.attachment, ("store_id", "member_id"), ("until",))
_POST = Added(schema.ledger)
_ADD_TURN = Added(schema.turn)


def write_beside(connection: Connection, changes: Changes) -> None:
    """Write all that is kept beside aggregates: the book, turns, holders, cards, business keys."""
    _POST.run(connection, changes.ledger)
    _ADD_TURN.run(connection, changes.turns)
    holdings = [
        {
            "kind": kind,
            "id": thing,
            "holder": held.holder,
            "state": held.state,
            "member_id": held.member_id,
            "campaign": held.campaign,
        }
        for (kind, thing), held in changes.holdings.items()
    ]
    _HOLD.run(connection, holdings)
    attached = [{"store_id": store, "member_id": who, "until": day} for (store, who), day in changes.attached.items()]
    _ATTACH.run(connection, attached)
    detached = [{"store_id": store, "member_id": who, "until": day} for (store, who), day in changes.detached.items()]
    _DETACH.run(connection, detached)
    _run(connection, _DROP_CARD, [{"own_key": code_hash} for code_hash in changes.gone_cards])
    new_cards = [
        {"code_hash": code_hash, "member_id": member_id, "state": state}
        for code_hash, (member_id, state) in changes.new_cards.items()
    ]
    _ADD_CARD.run(connection, new_cards)
    changed_cards = [{"code_hash": code_hash, "state": state} for code_hash, state in changes.changed_cards.items()]
    _CHANGE_CARD.run(connection, changed_cards)
    _run(connection, _FREE, [{"freed": key} for key in changes.released])
    _ADD_CLAIM.run(connection, [{"key": key, "op_id": op_id} for key, op_id in changes.claims.items()])


def _among(connection: Connection, statement: Select[Any], keys: Collection[str]) -> Iterator[Row[Any]]:
    wanted = sorted(keys)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        yield from connection.execute(statement, {"among": wanted[start : start + KEYS_AT_ONCE]})


def _run(connection: Connection, statement: Delete, rows: Sequence[Values]) -> None:
    if rows:
        connection.execute(statement, list(rows))
