"""The command `garapon-staff`."""

import argparse
import os
import sys
from pathlib import Path

from shared.runtime.config import StaffSettings
from shared.runtime.screen import require_screen
from shared.runtime.start import Program, Started, start


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--enrol",
        metavar="FILE_OR_TEXT",
        help="take this device's place first: the invitation (its text, its picture) or the embedded centre's file",
    )


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
    require_screen(os.environ)
    given: str | None = started.arguments.enrol
    if given is not None:
        _enrol(given, started.folders.data)
    from staff.composition import run_staff

    return run_staff(started.settings, started.folders)


def _enrol(given: str, data: Path) -> None:
    from shared.hardware.given_invitation import read_given
    from shared.sync.enrolling import enrol

    enrol(read_given(given), data)


if __name__ == "__main__":
    sys.exit(main())
