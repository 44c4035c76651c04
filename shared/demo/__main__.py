"""`garapon-demo`: the whole of Garapon on one machine, to be tried with a mouse."""

import os
import sys

from shared.runtime.config import DemoSettings
from shared.runtime.screen import require_screen
from shared.runtime.start import Program, Started, start

PROGRAM = Program(
    name="garapon-demo",
    settings=DemoSettings,
    purpose=(
        "Open a demo shop: a kiosk, a staff tablet and a wallet of sample cards to scan with a click. The first start "
        "makes the shop, later ones find it again. Printable cards lie in the data folder. Closing a window or Ctrl-C "
        "ends it."
    ),
)


def main() -> int:
    """Run the demo and return its exit code."""
    return start(PROGRAM, _run)


def _run(started: Started[DemoSettings]) -> int:
    require_screen(os.environ)
    from shared.demo.composition import run

    return run(started.settings, started.folders)


if __name__ == "__main__":
    sys.exit(main())
