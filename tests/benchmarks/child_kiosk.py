"""A kiosk for another process to watch: the real program, saying on stdout, one JSON line each, how far it is."""

import argparse
import json
import sys
import time
from typing import Final

from kiosk.__main__ import NAME
from shared.runtime.config import KioskSettings
from shared.runtime.start import Program, Started, start

CARD_FLAG: Final = "--card"


def say(event: str, **figures: object) -> None:
    """Tell the watching process; times are the machine's monotonic clock, which all processes share."""
    sys.stdout.write(json.dumps({"event": event, "at_ns": time.monotonic_ns(), **figures}) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run the kiosk; with a card, let its member take a turn by herself as soon as the first page is there."""
    return start(
        Program(NAME, KioskSettings, "", _add_arguments),
        _run,
        sys.argv[1:],
    )


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(CARD_FLAG, default=None)


def _run(started: Started[KioskSettings]) -> int:
    from kiosk.composition import Kiosk, make_scanners
    from kiosk.viewmodels.session import KioskPage
    from shared.qt.engine import make_application
    from shared.qt.interrupt import InterruptWatcher
    from shared.sync.device import open_device

    application = make_application(NAME)
    InterruptWatcher(application)
    device = open_device(started.folders.data, started.settings.central)
    kiosk = Kiosk(application, device, started.settings, make_scanners)
    card: str | None = started.arguments.card
    said: set[str] = set()

    def once(event: str) -> bool:
        if event in said:
            return False
        said.add(event)
        say(event, modules=list(sys.modules))
        return True

    def look() -> None:
        session = kiosk.app.session
        if (
            session.page is KioskPage.ATTRACT
            and session.attract is not None
            and once("interactive")
            and card is not None
        ):
            kiosk.app.scan(card)
        elif session.page is KioskPage.HOME and once("greeted"):
            kiosk.app.home.openWheel()
        elif session.page is KioskPage.WHEEL and not session.asking and once("wheel"):
            kiosk.app.wheel.turn("star")
        elif session.page is KioskPage.RESULT:
            once("result")

    kiosk.window.frameSwapped.connect(look)
    try:
        kiosk.start()
        return application.exec()
    finally:
        kiosk.close()


if __name__ == "__main__":
    sys.exit(main())
