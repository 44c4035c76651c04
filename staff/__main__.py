"""The command `garapon-staff`."""

import argparse
import os
import sys
from pathlib import Path

from shared.runtime.config import StaffSettings
from shared.runtime.folders import Folders
from shared.runtime.screen import require_screen
from shared.runtime.start import Program, Started, start
from shared.runtime.trouble import Trouble


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--enrol", metavar="FILE", type=Path, help="take this device's enrolment file first")


PROGRAM = Program(
    "garapon-staff",
    StaffSettings,
    "The tablet and desktop of store assistants: find members, record purchases, hand prizes over.",
    _add_arguments,
)


def main() -> int:
    """Run the staff program."""
    return start(PROGRAM, _run)


def _run(started: Started[StaffSettings]) -> int:
    file: Path | None = started.arguments.enrol
    if file is not None:
        _enrol(file, started.folders)
    require_screen(os.environ)
    from staff.composition import run_staff

    return run_staff(started.settings, started.folders)


def _enrol(file: Path, folders: Folders) -> None:
    from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment, write_enrolment
    from shared.wire.json import WireError

    try:
        write_enrolment(folders.data / ENROLMENT_FILE, read_enrolment(file))
    except (OSError, WireError) as error:
        raise Trouble(f"The enrolment file {file} can't be taken: {error}.") from error


if __name__ == "__main__":
    sys.exit(main())
