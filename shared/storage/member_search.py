"""Finding members as one types: a full-text index over neighbouring characters, kept in step with the projections."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, text, update

from shared.application.ports import Clock
from shared.application.showing import up_to_date
from shared.application.views import FoundMember
from shared.domain.calendar import programme_day
from shared.domain.member import EntryKind, Member
from shared.domain.programme import Programme
from shared.domain.tiers import standing
from shared.storage.device_schema import member_text
from shared.storage.device_storage import DeviceStorage
from shared.storage.search_text import grams, matched_part, query_grams, rank, searchable, terms

RECENT_MEMBERS = 200
CANDIDATES = 100
PHONE_TAIL = 4
SHE_WAS_THERE = frozenset(
    {
        EntryKind.ENROLLED,
        EntryKind.VISIT,
        EntryKind.PURCHASE,
        EntryKind.TURN,
        EntryKind.HAND_OVER,
        EntryKind.EXCHANGE,
    }
)

_FIND_ROW = select(member_text.c.id).where(member_text.c.member_id == bindparam("member"))
_ADD = insert(member_text)
_TOUCH = update(member_text).where(member_text.c.member_id == bindparam("member")).values(recent_ms=bindparam("at"))
_DROP = delete(member_text).where(member_text.c.member_id == bindparam("member"))
_ADD_GRAMS = text("INSERT INTO member_gram (rowid, grams) VALUES (:id, :grams)")
_DROP_GRAMS = text("DELETE FROM member_gram WHERE rowid = :id")
_RECENT = (
    select(member_text.c.member_id, member_text.c.text, member_text.c.recent_ms)
    .order_by(member_text.c.recent_ms.desc())
    .limit(RECENT_MEMBERS)
)
_MATCHING = text(
    "SELECT t.member_id, t.text, t.recent_ms FROM member_gram g JOIN member_text t ON t.id = g.rowid"
    " WHERE g.member_gram MATCH :grams AND instr(t.text, :word) ORDER BY g.rowid DESC LIMIT :count"
).columns(*_RECENT.selected_columns)


class GramIndex:
    """Implements `shelf.MemberIndex` on devices whose staff search."""

    def changed(self, connection: Connection, before: Member | None, after: Member | None) -> None:
        """Follow a member's projection."""
        if after is None:
            if before is not None:
                self._drop(connection, before.member_id)
            return
        words, at = searchable(after), _recent_ms(after)
        if before is None:
            self._add(connection, after.member_id, words, at)
        elif searchable(before) != words:
            self._drop(connection, after.member_id)
            self._add(connection, after.member_id, words, at)
        elif _recent_ms(before) != at:
            connection.execute(_TOUCH, {"member": after.member_id, "at": at})

    def _add(self, connection: Connection, member_id: str, words: str, at_ms: int) -> None:
        added = connection.execute(_ADD, {"member_id": member_id, "text": words, "recent_ms": at_ms})
        (row_id,) = added.inserted_primary_key or (None,)
        connection.execute(_ADD_GRAMS, {"id": row_id, "grams": grams(words)})

    def _drop(self, connection: Connection, member_id: str) -> None:
        row_id = connection.execute(_FIND_ROW, {"member": member_id}).scalar_one_or_none()
        if row_id is not None:
            connection.execute(_DROP_GRAMS, {"id": row_id})
            connection.execute(_DROP, {"member": member_id})


class StoredMemberSearch:
    """Implements `application.ports.MemberSearch` over the device's database; any thread."""

    def __init__(self, storage: DeviceStorage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def find(self, query: str, limit: int) -> tuple[FoundMember, ...]:
        """Return up to `limit` members: whole and leading matches first, then the most recently seen."""
        words = terms(query)
        now = self._clock.now()
        with self._storage.reading() as (connection, transaction):
            rows = _matching(connection, words)[:limit]
            members = transaction.members([row.member_id for row in rows])
            programme = transaction.programme
            return tuple(_found(member, words, programme, now) for member in members)


def _matching(connection: Connection, words: tuple[str, ...]) -> Sequence[Row[*tuple[Any, ...]]]:
    wanted = [gram for word in words for gram in query_grams(word)]
    if not wanted:
        recent = connection.execute(_RECENT).all()
        return [row for row in recent if all(word in row.text for word in words)]
    longest = max(words, key=len)
    match = " AND ".join(f'"{gram}"' for gram in dict.fromkeys(wanted))
    found = connection.execute(_MATCHING, {"grams": match, "word": longest, "count": CANDIDATES})
    rows = [row for row in found if all(word in row.text for word in words)]
    rows.sort(key=lambda row: row.recent_ms, reverse=True)
    rows.sort(key=lambda row: rank(row.text, words))
    return rows


def _found(member: Member, words: tuple[str, ...], programme: Programme, now: datetime) -> FoundMember:
    profile = member.profile
    account = up_to_date(member, now).account
    year = programme_day(now, programme.time_zone).year
    kana = profile.kana if profile else ""
    return FoundMember(
        member_id=member.member_id,
        name=profile.name if profile else "",
        kana=kana,
        nickname=member.nickname,
        phone_tail=profile.phone_e164[-PHONE_TAIL:] if profile else "",
        balance_points=max(account.balance_points, 0),
        tier=standing(account, programme.tiers, year).tier.name,
        last_visit_on=_last_seen_on(member),
        kana_match=matched_part(kana, words),
    )


def _last_seen_on(member: Member) -> date | None:
    """Return the latest day she was in any store, at a kiosk or at a till."""
    days = [day for _, day in member.visited]
    return max((*days, member.last_visit_on) if member.last_visit_on else days, default=None)


def _recent_ms(member: Member) -> int:
    """Return when she was last there: to the moment where the history still tells, else to the day."""
    acts = (entry.at for entry in member.history if entry.kind in SHE_WAS_THERE)
    at = max(next(acts, member.enrolled_at), member.enrolled_at)
    day = _last_seen_on(member)
    if day is not None:
        at = max(at, datetime.combine(day, time(), UTC))
    return int(at.timestamp() * 1000)
