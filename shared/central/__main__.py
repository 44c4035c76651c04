"""garapon-central: the centre's own command."""

import sys
from collections.abc import Sequence

from shared.runtime.config import CentralSettings
from shared.runtime.start import Program, Started, start


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command of the centre and return its exit code."""
    from shared.central.commands import add_commands, run_command

    def run(started: Started[CentralSettings]) -> int:
        return run_command(started, lambda text: print(text, flush=True))

    program = Program(
        "garapon-central",
        CentralSettings,
        "The centre of Garapon: set up, serve, and look after programme, devices, staff, goods and members.",
        add_commands,
    )
    return start(program, run, arguments)


if __name__ == "__main__":
    sys.exit(main())
