"""Finding members as one types: a full-text index over neighbouring characters, kept in step with the projections."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from functools import cache, partial

from sqlalchemy import (
    Connection,
    Integer,
    String,
    TextualSelect,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    text,
    update,
)

from shared.application.ports import Clock
from shared.application.showing import up_to_date
from shared.application.views import FoundMember
from shared.domain.calendar import programme_day
from shared.domain.member import EntryKind, Member, Profile
from shared.domain.programme import Programme
from shared.domain.tiers import standing
from shared.storage.device_schema import member_text
from shared.storage.device_storage import DeviceStorage
from shared.storage.likely_matches import Found, likely
from shared.storage.prepared import Prepared, Values
from shared.storage.search_text import MAKING, Word, grams, matched_part, query_grams, rank, searchable, terms
from shared.storage.shelf import MemberChange, MemberSketch

RECENT_MEMBERS = 200
CANDIDATES, LIKELY_CANDIDATES = 100, 400
RENEWED_AT_ONCE = 500
LIKELY = 8
"""How many are shown who may be meant where nobody matches."""
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

_ROWS = select(member_text.c.id).where(member_text.c.member_id.in_(bindparam("members", expanding=True)))
_LAST_ROW = Prepared(select(func.max(member_text.c.id)))
_ADD = Prepared(insert(member_text))
_TOUCH = Prepared(
    update(member_text)
    .where(member_text.c.member_id == bindparam("member"), member_text.c.recent_ms != bindparam("at"))
    .values(recent_ms=bindparam("at"))
)
_DROP = Prepared(delete(member_text).where(member_text.c.id == bindparam("row")))
_OUTDATED = select(member_text.c.member_id).where(member_text.c.making < MAKING).limit(RENEWED_AT_ONCE)
_GRAMS = table("member_gram", column("rowid", Integer), column("grams", String))
_ADD_GRAMS = Prepared(insert(_GRAMS))
_DROP_GRAMS = Prepared(delete(_GRAMS).where(_GRAMS.c.rowid == bindparam("row")))
_RECENT = (
    select(member_text.c.member_id, member_text.c.text, member_text.c.recent_ms)
    .order_by(member_text.c.recent_ms.desc())
    .limit(RECENT_MEMBERS)
)
_MATCHING = (
    "SELECT t.member_id, t.text, t.recent_ms FROM member_gram g JOIN member_text t ON t.id = g.rowid"
    " WHERE g.member_gram MATCH :grams AND {occurs} ORDER BY g.rowid DESC LIMIT :count"
)
_OCCURS = "(instr(t.text, :one{0}) OR instr(t.text, :other{0}))"


class GramIndex:
    """Implements `shelf.MemberIndex` on devices whose staff search; a page's members go in together."""

    def follow(self, connection: Connection, changes: Sequence[MemberChange]) -> None:
        """Follow members' projections."""
        added: list[Member] = []
        dropped: list[str] = []
        seen: list[Values] = []
        for before, after in changes:
            same = before is not None and after is not None and _words_of(before) == _words_of(after)
            if before is not None and not same:
                dropped.append(before.member_id)
            if after is not None and same:
                seen.append({"member": after.member_id, "at": _recent_ms(after)})
            elif after is not None:
                added.append(after)
        _TOUCH.run_many(connection, seen)
        self._drop(connection, dropped)
        self._add(connection, added)

    def outdated(self, connection: Connection) -> list[str]:
        """Return some of the members whose words are of an older making, until there are none."""
        return list(connection.execute(_OUTDATED).scalars())

    def renew(self, connection: Connection, members: Sequence[Member]) -> None:
        """Make the words of members anew."""
        self._drop(connection, [each.member_id for each in members])
        self._add(connection, members)

    def _add(self, connection: Connection, members: Sequence[Member]) -> None:
        if not members:
            return
        first = (_LAST_ROW.scalar(connection) or 0) + 1
        texts = [
            {
                "id": row,
                "member_id": each.member_id,
                "text": searchable(each),
                "recent_ms": _recent_ms(each),
                "making": MAKING,
            }
            for row, each in enumerate(members, first)
        ]
        _ADD.run_many(connection, texts)
        _ADD_GRAMS.run_many(connection, [{"rowid": row["id"], "grams": grams(str(row["text"]))} for row in texts])

    def _drop(self, connection: Connection, member_ids: Sequence[str]) -> None:
        if not member_ids:
            return
        rows = [{"row": row} for row in connection.execute(_ROWS, {"members": member_ids}).scalars()]
        _DROP_GRAMS.run_many(connection, rows)
        _DROP.run_many(connection, rows)


class StoredMemberSearch:
    """Implements `application.ports.MemberSearch` over the device's database; any thread."""

    def __init__(self, storage: DeviceStorage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def find(self, query: str, limit: int) -> tuple[FoundMember, ...]:
        """Return up to `limit` members: whole and leading matches first, then the most recently seen.

        Where nobody matches, those come who may be meant: the query may have a slip in it.
        """
        words = terms(query)
        now = self._clock.now()
        with self._storage.reading() as (connection, transaction):
            rows = _matching(connection, words)[:limit]
            sure = bool(rows)
            if words and not sure:
                rows = likely(words, partial(_having, connection, most=LIKELY_CANDIDATES))[: min(limit, LIKELY)]
            members = transaction.members([row.member_id for row in rows])
            programme = transaction.programme
            return tuple(_found(member, words, programme, now, likely=not sure) for member in members)


def _matching(connection: Connection, words: tuple[Word, ...]) -> list[Found]:
    if not any(all(map(query_grams, word.forms)) for word in words):
        recent = connection.execute(_RECENT).all()
        return [row for row in recent if all(word.occurs_in(row.text) for word in words)]
    rows = _having(connection, tuple(word.forms for word in words))
    rows.sort(key=lambda row: row.recent_ms, reverse=True)
    rows.sort(key=lambda row: rank(row.text, words))
    return rows


def _having(connection: Connection, words: tuple[tuple[str, ...], ...], most: int = CANDIDATES) -> list[Found]:
    """Return members in whose text one form of each word occurs, the latest to come here first."""
    wanted = [alternatives for forms in words if all(alternatives := [query_grams(form) for form in forms])]
    if not wanted:
        return []
    match = " AND ".join(f"({' OR '.join(map(_all_of, alternatives))})" for alternatives in wanted)
    sought: dict[str, str | int] = {"grams": match, "count": most}
    for place, forms in enumerate(words):
        sought |= {f"one{place}": forms[0], f"other{place}": forms[-1]}
    return list(connection.execute(_statement(len(words)), sought))


@cache
def _statement(words: int) -> TextualSelect:
    occurs = " AND ".join(map(_OCCURS.format, range(words)))
    return text(_MATCHING.format(occurs=occurs)).columns(*_RECENT.selected_columns)


def _all_of(wanted: Iterable[str]) -> str:
    return "(" + " AND ".join(f'"{gram}"' for gram in wanted) + ")"


def _found(
    member: Member, words: tuple[Word, ...], programme: Programme, now: datetime, *, likely: bool
) -> FoundMember:
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
        likely=likely,
    )


def _words_of(member: Member | MemberSketch) -> tuple[str, str, Profile | None]:
    """Return what `searchable` reads."""
    return member.nickname, member.number, member.profile


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
