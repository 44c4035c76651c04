"""`garapon-central programme …`: the loyalty scheme's document."""

import argparse
from pathlib import Path

from shared.central import office
from shared.central.commands.command import Centre, Command
from shared.central.member_pins import pin_key
from shared.central.serve import utc_now
from shared.runtime.start import DONE


def _programme_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="the programme (TOML)")


def _apply_programme(centre: Centre) -> int:
    programme = office.read_programme(centre.arguments.file)
    office.apply_programme(centre.engine, programme, utc_now(), pin_key(centre.secrets.member_pin_key))
    centre.say(f"{programme.name.en}: version {programme.version} is in use.")
    return DONE


COMMANDS = (
    Command(
        ("programme", "apply"),
        "check a programme and make it the current version",
        "The file is TOML; every fault is named with its place. The version must be higher than the one in use. "
        "An example of every field: shared/demo/programme.toml.",
        _programme_arguments,
        _apply_programme,
    ),
)
