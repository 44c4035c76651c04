"""The statements behind the shelf of aggregates."""

from sqlalchemy import Insert, Table, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from shared.storage.device_schema import (
    aggregate,
    asked_back,
    card,
    member_number,
    member_text,
    open_drum,
    open_voucher,
)
from shared.storage.prepared import Prepared
from shared.wire.feed import AggregateKind


def upsert(table: Table, keys: tuple[str, ...], replaced: tuple[str, ...]) -> Insert:
    """Insert a row, or replace these columns of the one with the same keys."""
    statement = insert(table)
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={name: statement.excluded[name] for name in replaced}
    )


_BODY = func.coalesce(aggregate.c.projected, aggregate.c.confirmed)
_KIND = aggregate.c.kind == bindparam("k")
_KEY = (_KIND, aggregate.c.key == bindparam("id"))
_KEYS = (_KIND, aggregate.c.key.in_(bindparam("ids", expanding=True)))
_NAME = ("kind", "key")

PROJECTED = Prepared(select(_BODY).where(*_KEY))
STORED = Prepared(select(aggregate.c.version, aggregate.c.confirmed, aggregate.c.projected).where(*_KEY))
PROJECTED_MANY = select(aggregate.c.key, _BODY).where(*_KEYS)
# A list as one value: the statement stays the same however long it is.
_ASKED = select(func.json_each(bindparam("ids")).table_valued("value").c.value)
STORED_MANY = Prepared(
    select(aggregate.c.key, aggregate.c.version, aggregate.c.confirmed, aggregate.c.projected).where(
        _KIND, aggregate.c.key.in_(_ASKED)
    )
)
PROJECT = Prepared(upsert(aggregate, _NAME, ("projected",)))
CONFIRM = Prepared(upsert(aggregate, _NAME, ("confirmed", "version")))
ACCEPT = Prepared(upsert(aggregate, _NAME, ("confirmed", "version", "projected")))
SETTLE = Prepared(update(aggregate).where(*_KEY).values(projected=None))
REMOVE = Prepared(delete(aggregate).where(*_KEY))
OF_KIND = Prepared(select(aggregate.c.confirmed).where(_KIND, aggregate.c.confirmed.is_not(None)))
COUNT_OF_KIND = Prepared(select(func.count()).select_from(aggregate).where(_KIND))

ADD_CARD = Prepared(upsert(card, ("code_hash",), ("member_id",)))
DROP_CARDS = Prepared(delete(card).where(card.c.member_id == bindparam("member")))
BY_CARD = Prepared(select(card.c.member_id).where(card.c.code_hash == bindparam("hash")))
ADD_NUMBER = Prepared(upsert(member_number, ("number",), ("member_id",)))
DROP_NUMBER = Prepared(
    delete(member_number).where(
        member_number.c.number == bindparam("digits"), member_number.c.member_id == bindparam("member")
    )
)
BY_NUMBER = Prepared(select(member_number.c.member_id).where(member_number.c.number == bindparam("digits")))
# The newest first: a receipt that is shown again was paid lately.
BY_RECEIPT = Prepared(
    select(member_text.c.member_id)
    .join(aggregate, (aggregate.c.kind == AggregateKind.MEMBER.value) & (aggregate.c.key == member_text.c.member_id))
    .where(member_text.c.recent_ms >= bindparam("since"), func.instr(_BODY, bindparam("words")) > 0)
    .order_by(member_text.c.recent_ms.desc())
    .limit(1)
)

OPEN_DRUM = Prepared(upsert(open_drum, ("drum_id",), ("mine",)))
CLOSE_DRUM = Prepared(delete(open_drum).where(open_drum.c.drum_id == bindparam("drum")))
_OPEN_DRUMS = (
    select(_BODY)
    .join(open_drum, (aggregate.c.kind == AggregateKind.DRUM.value) & (aggregate.c.key == open_drum.c.drum_id))
    .order_by(open_drum.c.campaign, open_drum.c.number, open_drum.c.drum_id)
)
DRUMS_HELD = Prepared(_OPEN_DRUMS.where(open_drum.c.mine, open_drum.c.campaign == bindparam("campaign")))
DRUMS_OF_STORE = Prepared(_OPEN_DRUMS.where(open_drum.c.store_id == bindparam("store")))

ASK_BACK = Prepared(insert(asked_back).on_conflict_do_nothing())
ANSWERED = Prepared(delete(asked_back).where(asked_back.c.kind == bindparam("k"), asked_back.c.key == bindparam("id")))
COMING = "coming"
"""In the place of a kind: vouchers that this device has asked for, and members some of whose tickets it has."""
ASKED_BACK = Prepared(
    select(asked_back.c.kind, asked_back.c.key)
    .where(asked_back.c.kind != COMING)
    .order_by(asked_back.c.kind, asked_back.c.key)
)
COMING_HERE = Prepared(select(asked_back.c.key).where(asked_back.c.kind == COMING).limit(1))

OPEN_VOUCHER = Prepared(insert(open_voucher).on_conflict_do_nothing())
CLOSE_VOUCHER = Prepared(delete(open_voucher).where(open_voucher.c.voucher_id == bindparam("voucher")))
OPEN_VOUCHERS = (
    select(_BODY)
    .join(
        open_voucher,
        (aggregate.c.kind == AggregateKind.VOUCHER.value) & (aggregate.c.key == open_voucher.c.voucher_id),
    )
    .where(open_voucher.c.device_number.in_(bindparam("numbers", expanding=True)))
    .order_by(open_voucher.c.collect_until, open_voucher.c.voucher_id)
)
