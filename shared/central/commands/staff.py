"""`garapon-central staff …`: colleagues who sign in."""

import argparse
import getpass
import sys
from pathlib import Path

from shared.central import office
from shared.central.commands.command import Centre, Command, write_file
from shared.central.serve import utc_now
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret


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
    write_file(file, lambda: write_secret(file, f"{badge.code}\n".encode()))
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


COMMANDS = (
    Command(
        ("staff", "add"),
        "add a colleague with a badge and a PIN",
        "Asks for the PIN (six digits) or reads it from --pin-file. The badge's code is written once and stored "
        "nowhere: print it as a QR code.",
        _staff_arguments,
        _add_staff,
    ),
)
