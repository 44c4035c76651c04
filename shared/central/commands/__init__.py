"""The commands of `garapon-central`, a file for each thing they are about."""

import argparse
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from shared.central.commands import (
    campaign,
    device,
    held,
    lending,
    looking,
    member,
    members,
    programme,
    reports,
    sales,
    staff,
    stock,
)
from shared.central.commands.backup import BACKUP, RESTORE, restore_secrets
from shared.central.commands.command import Centre, Command
from shared.central.commands.done import remember
from shared.central.commands.running import INIT, SERVE, UNIT
from shared.central.database import default_url, is_embedded, open_centre, reading
from shared.central.migrate import is_current, migrate_centre
from shared.central.secrets_file import ChainSecrets, load_secrets, make_secrets
from shared.central.serve import utc_now
from shared.runtime.config import CentralSettings, add_flags
from shared.runtime.start import DONE, Started
from shared.runtime.trouble import Trouble
from shared.storage.faults import CentreAway, central_line

_GROUPS = {
    "programme": "the loyalty programme's document",
    "device": "kiosks, tablets and desktops",
    "staff": "colleagues who sign in",
    "campaign": "draws as they run",
    "stock": "goods that can be won",
    "members": "people in the programme",
    "sales": "what tills and the online shop sold",
    "member": "one person in the programme",
    "held": "operations that could not be kept",
    "lending": "whether anything is lent to devices",
}

COMMANDS: tuple[Command, ...] = (
    INIT,
    SERVE,
    UNIT,
    BACKUP,
    RESTORE,
    *programme.COMMANDS,
    *device.COMMANDS,
    *staff.COMMANDS,
    *campaign.COMMANDS,
    *stock.COMMANDS,
    *members.COMMANDS,
    *sales.COMMANDS,
    *member.COMMANDS,
    *held.COMMANDS,
    *lending.COMMANDS,
    *looking.COMMANDS,
    *reports.COMMANDS,
)


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
    secrets = _secrets(command, data, started.arguments)
    engine = open_centre(url, secrets)
    try:
        with central_line():
            if command not in (INIT, RESTORE):
                _require_schema(engine, command)
            code = command.run(Centre(engine, secrets, url, data, started.arguments, say))
            if code == DONE:
                remember(data, command.words, started.arguments, utc_now())
            return code
    except CentreAway as away:
        raise Trouble(f"{away} {_hint(url, away)}") from away
    finally:
        engine.dispose()


def _secrets(command: "Command", data: Path, given: argparse.Namespace) -> ChainSecrets:
    if command is INIT:
        return make_secrets(data)
    return restore_secrets(data, given) if command is RESTORE else load_secrets(data)


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
