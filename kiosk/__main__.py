"""`garapon-kiosk`: the shoppers' program."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.runtime.config import KioskSettings
from shared.runtime.screen import require_qt, require_screen
from shared.runtime.start import BROKEN, DONE, Program, Started, start
from shared.runtime.trouble import Trouble

NAME = "garapon-kiosk"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command."""
    program = Program(
        NAME,
        KioskSettings,
        "The kiosk of a loyalty programme: a shopper shows her card, sees her points, turns the drum and wins.",
        _add_arguments,
    )
    return start(program, _run, arguments)


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--enrol", type=Path, metavar="FILE", help="take the enrolment file that the centre made for this kiosk"
    )
    parser.add_argument(
        "--scan",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="read pictures and videos as the camera would, print what each one says, and end",
    )


def _run(started: Started[KioskSettings]) -> int:
    files: list[Path] | None = started.arguments.scan
    if files:
        return _scan(files)
    require_screen(os.environ)
    enrolment: Path | None = started.arguments.enrol
    if enrolment is not None:
        _take_enrolment(enrolment, started.folders.data)
    from kiosk.composition import run

    return run(started.settings, started.folders.data)


def _take_enrolment(file: Path, data: Path) -> None:
    from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment, write_enrolment
    from shared.wire.json import WireError

    own = data / ENROLMENT_FILE
    try:
        given = read_enrolment(file)
        if own.exists() and read_enrolment(own).device_id != given.device_id:
            raise Trouble(f"{data} belongs to another device already: name a new folder with --data DIR.")
        write_enrolment(own, given)
    except (OSError, WireError) as error:
        raise Trouble(f"The enrolment file {file} can't be taken: {error}.") from error


def _scan(files: list[Path]) -> int:
    require_qt()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    from shared.hardware.scan_files import FileRead, scan_files

    application = QGuiApplication([NAME])
    unreadable = 0
    for reading in scan_files(files):
        if isinstance(reading, FileRead):
            for text in reading.texts or ("(no code)",):
                print(f"{reading.path}: {text}")
        else:
            unreadable += 1
            print(f"{reading.path}: {reading.reason}", file=sys.stderr)
    application.quit()
    return BROKEN if unreadable else DONE


if __name__ == "__main__":
    sys.exit(main())
