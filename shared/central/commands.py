"""The commands of `garapon-central`: what each is given, does and says."""

import argparse
import getpass
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from sqlalchemy import Engine

from shared.central import office
from shared.central.database import default_url, is_embedded, open_centre, reading
from shared.central.directory import ChainDirectory
from shared.central.import_members import import_lines
from shared.central.import_report import ImportReport
from shared.central.members_csv import COLUMNS, ReadingRules, read_members
from shared.central.migrate import is_current, migrate_centre
from shared.central.secrets_file import ChainSecrets, load_secrets, make_secrets
from shared.central.serve import serve, utc_now
from shared.central.status import CentreStatus, centre_status
from shared.central.verify_drum import NoSuchDrum, StillOpen, verify_drum
from shared.domain.calendar import programme_day
from shared.domain.codes import code_hash
from shared.domain.devices import DeviceKind
from shared.domain.drums import Refuted, Verified
from shared.runtime.config import CentralSettings, add_flags
from shared.runtime.start import DONE, Started
from shared.runtime.trouble import Trouble
from shared.storage.faults import CentreAway, central_line
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment, write_secret
from shared.wire.json import encode

REFUTED = 1
"""Exit code of `verify-drum` for a drum whose turns do not follow from its seed."""


@dataclass(frozen=True, slots=True)
class Centre:
    """What a command works on."""

    engine: Engine
    secrets: ChainSecrets
    url: str
    arguments: argparse.Namespace
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, its help, its own flags, what it does; `run` returns the exit code."""

    words: tuple[str, ...]
    purpose: str
    details: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Centre], int]


def add_commands(parser: argparse.ArgumentParser) -> None:
    """Give the parser of `garapon-central` all its commands."""
    top = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in COMMANDS:
        place = top
        if len(command.words) > 1:
            group = command.words[0]
            if group not in groups:
                purpose = _GROUPS[group]
                inner = top.add_parser(group, help=purpose, description=purpose, allow_abbrev=False)
                groups[group] = inner.add_subparsers(title="commands", metavar="COMMAND", required=True)
            place = groups[group]
        own = place.add_parser(
            command.words[-1],
            help=command.purpose,
            description=f"{command.purpose[0].upper()}{command.purpose[1:]}. {command.details}",
            allow_abbrev=False,
        )
        add_flags(own, CentralSettings)
        command.add_arguments(own)
        own.set_defaults(command=command)


def run_command(started: Started[CentralSettings], say: Callable[[str], None]) -> int:
    """Open the centre that the settings name and run the chosen command on it; Trouble where that can't be done."""
    data = started.folders.data
    url = started.settings.central or default_url(data)
    command: Command = started.arguments.command
    secrets = make_secrets(data) if command is INIT else load_secrets(data)
    engine = open_centre(url, secrets)
    try:
        with central_line():
            if command is not INIT:
                _require_schema(engine, command)
            return command.run(Centre(engine, secrets, url, started.arguments, say))
    except CentreAway as away:
        raise Trouble(f"{away} {_hint(url, away)}") from away
    finally:
        engine.dispose()


def _require_schema(engine: Engine, command: "Command") -> None:
    if command is SERVE:
        migrate_centre(engine)
        return
    with reading(engine) as connection:
        if not is_current(connection):
            raise Trouble("The central database is not set up for this version: run `garapon-central init`.")


def _hint(url: str, away: CentreAway) -> str:
    """Say what to look at, in the driver's words where they are about a server."""
    if is_embedded(url):
        return f"Check the folder and the permissions of {url.removeprefix('sqlite:///')}."
    words = str(getattr(away.__cause__, "orig", "")).strip().splitlines()
    return words[0] if words else ""


def _init(centre: Centre) -> int:
    migrate_centre(centre.engine)
    place = "an encrypted file" if is_embedded(centre.url) else "a PostgreSQL database"
    centre.say(f"The centre is ready in {place}. Next: garapon-central programme apply FILE.toml")
    return DONE


def _serve(centre: Centre) -> int:
    serve(centre.engine, lambda: centre.say("Serving. Ctrl-C ends it."))
    return DONE


def _programme_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the programme (TOML)")


def _apply_programme(centre: Centre) -> int:
    programme = office.read_programme(centre.arguments.file)
    office.apply_programme(centre.engine, programme, utc_now())
    centre.say(f"{programme.name.en}: version {programme.version} is in use.")
    return DONE


def _device_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.value for kind in DeviceKind]
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--kind", required=True, choices=kinds, help="what the device is for")
    parser.add_argument("--label", required=True, help='what people call it, like "Kiosk 1"')
    parser.add_argument("--counter", action="store_true", help="the one tablet of its store that hands prizes over")
    parser.add_argument("--out", required=True, metavar="FILE", type=Path, help="where the enrolment file goes")


def _add_device(centre: Centre) -> int:
    given = centre.arguments
    file: Path = given.out / ENROLMENT_FILE if given.out.is_dir() else given.out
    if file.exists():
        raise Trouble(f"{file} exists already: each device has an enrolment of its own.")
    if not file.parent.is_dir():
        raise Trouble(f"The folder {file.parent} does not exist.")
    device = (given.store, DeviceKind(given.kind), given.label)
    enrolment = office.add_device(centre.engine, centre.secrets, centre.url, device, utc_now(), counter=given.counter)
    _write(file, lambda: write_enrolment(file, enrolment))
    centre.say(f"{given.label} is device {enrolment.number}. Move {file} into its data folder as {ENROLMENT_FILE}.")
    return DONE


def _staff_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", required=True, help="the person's name, as colleagues see it")
    parser.add_argument("--role", required=True, metavar="KEY", help="a role of the programme")
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--pin-file", metavar="FILE", type=Path, help="read the six digits here instead of asking")
    parser.add_argument(
        "--badge-out", required=True, metavar="DIR", type=Path, help="folder for the badge's code (a text file)"
    )


def _add_staff(centre: Centre) -> int:
    given = centre.arguments
    if not given.badge_out.is_dir():
        raise Trouble(f"The folder {given.badge_out} does not exist.")
    person = (given.name, given.role, given.store)
    badge = office.add_staff(centre.engine, centre.secrets, person, _pin(given.pin_file), utc_now())
    file = given.badge_out / f"badge-{badge.staff.staff_id}.txt"
    _write(file, lambda: write_secret(file, f"{badge.code}\n".encode()))
    centre.say(f"{given.name} may sign in with the badge in {file} and the PIN.")
    return DONE


def _pin(file: Path | None) -> str:
    if file is not None:
        try:
            return file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Trouble(f"The PIN can't be read from {file}.") from error
    if not sys.stdin.isatty():
        raise Trouble("There is nobody to ask for the PIN: use --pin-file.")
    pin = getpass.getpass("Six digits for the PIN: ")
    if pin != getpass.getpass("Once more: "):
        raise Trouble("The two PINs differ.")
    return pin


def _stock_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--campaign", required=True, metavar="KEY", help="key of a wheel")
    parser.add_argument(
        "--prize", required=True, action="append", metavar="KEY", help="key of one of its goods or coupons; repeatable"
    )
    parser.add_argument(
        "--count",
        required=True,
        action="append",
        type=int,
        metavar="N",
        help="pieces that arrived, one for each --prize",
    )


def _deliver(centre: Centre) -> int:
    given = centre.arguments
    if len(given.prize) != len(given.count):
        raise Trouble("Each --prize needs its --count.")
    pieces = tuple(zip(given.prize, given.count, strict=True))
    office.deliver_stock(centre.engine, given.store, given.campaign, pieces, utc_now())
    arrived = ", ".join(f"{count} x {prize}" for prize, count in pieces)
    centre.say(f"{arrived}: free in {given.store}; drums are cut from them.")
    return DONE


def _members_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the members (CSV, UTF-8, with a header)")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument("--store", metavar="ID", help="store for lines that name none")


def _import_members(centre: Centre) -> int:
    given, now = centre.arguments, utc_now()
    with reading(centre.engine) as connection:
        programme = ChainDirectory(connection).latest_programme()
    if programme is None:
        raise Trouble("There is no programme yet: begin with `garapon-central programme apply FILE.toml`.")
    code_key = bytes.fromhex(centre.secrets.code_key)
    rules = ReadingRules(
        programme, given.store, programme_day(now, programme.time_zone), lambda body: code_hash(code_key, body)
    )
    lines = import_lines(centre.engine, read_members(given.file, rules), now, dry_run=given.dry_run)
    report = ImportReport(dry_run=given.dry_run)
    for imported in lines:
        for text in report.lines_about(imported):
            centre.say(text)
    centre.say(report.summary())
    return DONE


def _json_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def _status(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        status = centre_status(connection, utc_now())
    centre.say(encode(status).decode() if centre.arguments.json else status_text(status))
    return DONE


def status_text(status: CentreStatus) -> str:
    """Write the status as lines for people."""
    points = f"{status.balance_points} points (ledger: {status.ledger_points})"
    lines = [
        f"Programme version {status.programme_version or 'none'}, {status.held} operations held.",
        f"{status.members} members with {points}.",
        "",
        "Device                     store         stored  applied  waiting",
    ]
    labels = {device.device_id: f"{device.number} {device.label}" for device in status.devices}
    for device in status.devices:
        age = f" for {device.waiting_s:.0f} s" if device.waiting_s is not None else ""
        name = labels[device.device_id] + (" (counter)" if device.counter else "")
        lines.append(
            f"{name:<26} {device.store_id:<12} {device.stored_seq:>7} {device.applied_seq:>8} {device.waiting:>8}{age}"
        )
    lines += ["", "Held single-use things:"]
    lines += [f"  {labels.get(h.holder, h.holder or 'nobody')}: {h.count} x {h.kind}" for h in status.holdings]
    lines += ["", "Drums:"]
    lines += [
        f"  {d.drum_id} {d.store_id} {d.campaign} no. {d.number}: {d.balls_left} balls, {d.state}, "
        f"{labels.get(d.holder, d.holder)}"
        for d in status.drums
    ]
    lines += ["", "Goods: delivered = in drums + awarded + returned + written off + free"]
    lines += [
        f"  {s.store_id} {s.campaign} {s.prize}: {s.delivered} = {s.in_drums} + {s.awarded} + {s.returned} + "
        f"{s.written_off} + {s.free}{'' if s.holds else '  <- does not add up'}"
        for s in status.stock
    ]
    return "\n".join(lines)


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("drum_id", metavar="DRUM_ID", help="as `status` shows it")
    _json_argument(parser)


def _verify(centre: Centre) -> int:
    drum_id = centre.arguments.drum_id
    with reading(centre.engine) as connection:
        answer = verify_drum(connection, drum_id)
    match answer:
        case NoSuchDrum():
            raise Trouble(f"There is no drum {drum_id}.")
        case StillOpen(balls_left=left):
            raise Trouble(
                f"The drum is still being turned ({left} balls left); its seed is published when it is empty."
            )
        case Verified(turns=turns):
            code, text = DONE, f"All {turns} turns follow from the seed that was promised before the first."
            fields: dict[str, object] = {"verified": True, "turns": turns}
        case Refuted(turn=turn, fault=fault):
            code, text = REFUTED, f"The drum does not verify at turn {turn}: {fault}"
            fields = {"verified": False, "turn": turn, "fault": fault}
        case _:
            assert_never(answer)
    centre.say(encode({"drum_id": drum_id} | fields).decode() if centre.arguments.json else text)
    return code


def _write(file: Path, write: Callable[[], None]) -> None:
    try:
        write()
    except OSError as error:
        raise Trouble(f"{file} can't be written: {error.strerror}.") from error


def _nothing(_parser: argparse.ArgumentParser) -> None:
    """Add no flags."""


_GROUPS = {
    "programme": "the loyalty programme's document",
    "device": "kiosks, tablets and desktops",
    "staff": "colleagues who sign in",
    "stock": "goods that can be won",
    "members": "people in the programme",
}

INIT = Command(
    ("init",),
    "set up the central database and the chain's secrets",
    "Makes or upgrades the schema. The secrets go to secrets.json in the data folder, outside every database: keep a "
    "copy of that file in a safe place, without it no card can be read. Running it again changes nothing.",
    _nothing,
    _init,
)
SERVE = Command(
    ("serve",),
    "apply what devices send, until SIGTERM or Ctrl-C",
    "Checks every operation again, posts it, answers the device, brings expiries to the ledger and fills drums ahead. "
    "When the database goes away it waits and goes on. Any number may run; one at a time writes.",
    _nothing,
    _serve,
)

COMMANDS: tuple[Command, ...] = (
    INIT,
    SERVE,
    Command(
        ("programme", "apply"),
        "check a programme and make it the current version",
        "The file is TOML; every fault is named with its place. The version must be higher than the one in use. "
        "An example of every field: shared/demo/programme.toml.",
        _programme_arguments,
        _apply_programme,
    ),
    Command(
        ("device", "add"),
        "enrol a kiosk, tablet or desktop",
        "Writes the enrolment file, which holds the device's keys and the address of the centre (--central): readable "
        "by its owner only, to be moved into the device's data folder as device.json and kept nowhere else.",
        _device_arguments,
        _add_device,
    ),
    Command(
        ("staff", "add"),
        "add a colleague with a badge and a PIN",
        "Asks for the PIN (six digits) or reads it from --pin-file. The badge's code is written once and stored "
        "nowhere: print it as a QR code.",
        _staff_arguments,
        _add_staff,
    ),
    Command(
        ("stock", "deliver"),
        "note goods that arrived in a store",
        "Give everything that came in one command: while `serve` runs, the next drum is cut from it at once. "
        "Drums are shared among the store's kiosks and never promise more than lies there.",
        _stock_arguments,
        _deliver,
    ),
    Command(
        ("members", "import"),
        "bring members in from another system, with their points",
        "Look with --dry-run first. Lines that can't be understood are left out, each with a sentence; mend them and "
        "import the same file again: whoever is there already stays as she is. Columns: "
        + "; ".join(f"{name}: {meaning}" for name, meaning in COLUMNS.items())
        + ".",
        _members_arguments,
        _import_members,
    ),
    Command(
        ("status",),
        "show queues, holdings, held operations, drums and goods",
        "`waiting` counts operations that have arrived and are not applied yet.",
        _json_argument,
        _status,
    ),
    Command(
        ("verify-drum",),
        "recompute every turn of an empty drum from its published seed",
        "Exit code 0 when every turn follows, 1 when one does not, 2 when the drum is unknown or still being turned.",
        _verify_arguments,
        _verify,
    ),
)
