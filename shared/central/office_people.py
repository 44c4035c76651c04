"""What administrators do for members: merge, take apart, forget, hand out what is known, show who may be one twice."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, assert_never

from sqlalchemy import Connection, Engine, func, or_, select

from shared.central import schema
from shared.central.acts import write
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE, account, note
from shared.central.state import CentralState, CentralWorld
from shared.domain.member import Member
from shared.domain.operations import EraseMember, MergeMembers, UnmergeMember
from shared.domain.rules import Applied, Context, Duplicate, Held, HeldReason, Outcome, World
from shared.domain.rules.campaigns import follow
from shared.domain.rules.erasing import forget
from shared.domain.rules.merging import put_together, take_apart
from shared.runtime.trouble import Trouble
from shared.wire.json import decode

_ID_BYTES = 13

Act = TypeVar("Act", MergeMembers, UnmergeMember, EraseMember)


@dataclass(frozen=True, slots=True)
class PossibleDuplicates:
    """Members who gave the same phone number."""

    phone_e164: str
    members: tuple[Member, ...]


def merge_members(engine: Engine, kept: str, merged: str, now: datetime) -> Outcome:
    """Let `merged` go on as `kept`, each a member id or number; Trouble for who is unknown or forgotten."""
    return _act(engine, now, "members_merged", (kept, merged), lambda ids: MergeMembers(ids[0], ids[1]), put_together)


def unmerge_member(engine: Engine, member: str, now: datetime) -> Outcome:
    """Take a merged member out again; Trouble for who is unknown, forgotten or not merged."""
    return _act(engine, now, "member_unmerged", (member,), lambda ids: UnmergeMember(ids[0]), take_apart)


def erase_member(engine: Engine, member: str, now: datetime) -> Outcome:
    """Forget a member; her traces in older feed rows and operations follow with the next round of housekeeping."""
    return _act(engine, now, "member_erased", (member,), lambda ids: EraseMember(ids[0]), forget)


def possible_duplicates(connection: Connection) -> tuple[PossibleDuplicates, ...]:
    """Return members who share a phone number, by number; one person twice, or a family."""
    table = schema.member
    shared = (
        select(table.c.phone_e164).where(table.c.phone_e164 != "").group_by(table.c.phone_e164).having(func.count() > 1)
    )
    query = select(table.c.phone_e164, table.c.body).where(table.c.phone_e164.in_(shared))
    groups: dict[str, list[Member]] = {}
    for phone, body in connection.execute(query.order_by(table.c.phone_e164, table.c.member_id)):
        groups.setdefault(phone, []).append(decode(Member, body))
    return tuple(PossibleDuplicates(phone, tuple(members)) for phone, members in groups.items())


def find_member(connection: Connection, member: str) -> Member:
    """Return the member with that id or number, as herself even where she was merged; Trouble for nobody."""
    table = schema.member
    query = select(table.c.body).where(or_(table.c.member_id == member, table.c.number == member.replace("-", "")))
    body = connection.execute(query).scalar_one_or_none()
    if body is None:
        raise Trouble(f"There is no member {member!r}: give her id or her twelve-digit number.")
    return decode(Member, body)


def _act(
    engine: Engine,
    now: datetime,
    action: str,
    members: tuple[str, ...],
    make: Callable[[tuple[str, ...]], Act],
    decide: Callable[[Act, Context, World], Outcome],
) -> Outcome:
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        programme = directory.programme_in_use()
        state = CentralState(connection, directory, now)
        world = CentralWorld(state, programme)
        named = tuple(find_member(connection, member) for member in members)
        operation = make(tuple(member.member_id for member in named))
        context = Context(f"office{secrets.token_hex(_ID_BYTES)}", now, named[0].home_store, CENTRE)
        outcome = decide(operation, context, world)
        if isinstance(outcome, Applied):
            outcome = follow(outcome, (), context, world)
        match outcome:
            case Held(reason=HeldReason.MEMBER_ERASED):
                raise Trouble("She was forgotten: nothing is left of her.")
            case Held(reason=HeldReason.NOT_MERGED):
                raise Trouble("She is not merged into anybody.")
            case Held():
                raise Trouble(f"That can't be done: {outcome.reason} {outcome.detail}".rstrip() + ".")
            case Applied() | Duplicate():
                pass
            case _:
                assert_never(outcome)
        write(connection, state, operation, context, outcome, programme)
        note(connection, now, action, named[0].member_id, " ".join(m.member_id for m in named[1:]), account())
        write_feed(connection, state.notes)
        return outcome
