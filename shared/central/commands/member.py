"""`garapon-central member …`: one person in the programme."""

import argparse
from pathlib import Path

from shared.central import office_people
from shared.central.commands.command import Centre, Command, json_argument, write_file
from shared.central.database import reading
from shared.central.member_export import export_member
from shared.central.serve import utc_now
from shared.domain.rules import Duplicate
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret
from shared.wire.json import encode

_MEMBER = "her id or her twelve-digit number"


def _merge_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kept", metavar="KEPT", help=f"who goes on: {_MEMBER}")
    parser.add_argument("merged", metavar="MERGED", help="who turned out to be the same person")


def _merge(centre: Centre) -> int:
    outcome = office_people.merge_members(centre.engine, centre.arguments.kept, centre.arguments.merged, utc_now())
    centre.say("They are one already." if isinstance(outcome, Duplicate) else "They are one now; both cards work.")
    return DONE


def _member_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("member", metavar="MEMBER", help=_MEMBER)


def _unmerge(centre: Centre) -> int:
    office_people.unmerge_member(centre.engine, centre.arguments.member, utc_now())
    centre.say("She is herself again, with what came with her and is still there.")
    return DONE


def _erase_arguments(parser: argparse.ArgumentParser) -> None:
    _member_argument(parser)
    parser.add_argument("--yes", action="store_true", help="do it; without this, only say what would go")


def _erase(centre: Centre) -> int:
    given = centre.arguments
    if not given.yes:
        with reading(centre.engine) as connection:
            member = office_people.find_member(connection, given.member)
        raise Trouble(
            f"This forgets member {member.number} for ever, with {member.account.balance_points} points, and nothing "
            "brings her back. Export what is known of her first, then say --yes."
        )
    office_people.erase_member(centre.engine, given.member, utc_now())
    centre.say("She is forgotten; `serve` takes her traces out of older rows, and devices follow as they hear of it.")
    return DONE


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    _member_argument(parser)
    parser.add_argument("--out", metavar="FILE", type=Path, help="write here, readable for this account only")


def _export(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        document = encode(export_member(connection, centre.arguments.member))
    out = centre.arguments.out
    if out is None:
        centre.say(document.decode())
        return DONE
    write_file(out, lambda: write_secret(out, document + b"\n"))
    centre.say(f"Everything that is known of her is in {out}.")
    return DONE


def _duplicates(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        groups = office_people.possible_duplicates(connection)
    if centre.arguments.json:
        fields = [{"phone": g.phone_e164, "members": [m.member_id for m in g.members]} for g in groups]
        centre.say(encode(fields).decode())
        return DONE
    for group in groups:
        centre.say(group.phone_e164)
        for member in group.members:
            name = member.profile.name if member.profile else ""
            centre.say(
                f"  {member.number}  {member.member_id}  {name or member.nickname}  {member.home_store}  "
                f"{member.account.balance_points} points"
            )
    centre.say(f"{len(groups)} phone numbers are shared.")
    return DONE


COMMANDS = (
    Command(
        ("member", "merge"),
        "let two members who are one person go on as one",
        "What both own belongs to the kept one from then on, cards included; what devices report later of the merged "
        "one counts for her, too. A welcome bonus that both were given is taken back once. `member unmerge` is the way "
        "back.",
        _merge_arguments,
        _merge,
    ),
    Command(
        ("member", "unmerge"),
        "take a merged member out again",
        "She gets back what came with her and is still there: what was spent stays spent, and what has come since the "
        "merge stays with the kept one.",
        _member_argument,
        _unmerge,
    ),
    Command(
        ("member", "erase"),
        "forget a person",
        "Names, phone, cards, history and notes go everywhere; the ledger keeps its lines without a name, her points "
        "are forfeited. Operations that arrive later change nothing. Copies in backups go as the backups do.",
        _erase_arguments,
        _erase,
    ),
    Command(
        ("member", "export"),
        "write down everything that is known of a person, as JSON",
        "Her details, consents, points, tickets, prizes, purchases, every line of the ledger, every operation that "
        "names her; with those of members who were merged into her.",
        _export_arguments,
        _export,
    ),
    Command(
        ("member", "duplicates"),
        "show members who share a phone number",
        "They may be one person twice, or a family: look before you merge.",
        json_argument,
        _duplicates,
    ),
)
