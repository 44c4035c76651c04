"""`garapon-kiosk`: the shoppers' program."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from shared.runtime.config import KioskSettings
from shared.runtime.screen import require_qt, require_screen
from shared.runtime.start import BROKEN, DONE, Program, Started, start

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
        "--enrol",
        metavar="FILE_OR_TEXT",
        help="take this kiosk's place first: the invitation (its text, its picture) or the embedded centre's file",
    )
    parser.add_argument(
        "--setup",
        action="store_true",
        help="try out the scanners and the printer that the settings name, in a window of its own, and end",
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
    if started.arguments.setup:
        from kiosk.trial import try_out

        return try_out(started.settings)
    given: str | None = started.arguments.enrol
    if given is not None:
        _enrol(given, started.folders.data)
    from kiosk.composition import run

    return run(started.settings, started.folders.data)


def _enrol(given: str, data: Path) -> None:
    from shared.hardware.given_invitation import read_given
    from shared.sync.enrolling import enrol

    enrol(read_given(given), data)


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
