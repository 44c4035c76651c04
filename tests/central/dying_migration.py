"""Run by a test: migrate the first version's centre and be killed before the n-th statement."""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import event

from shared.central.database import default_url, open_centre
from shared.central.migrate import migrate_centre
from shared.central.secrets_file import load_secrets


def main(home: Path, statement: int) -> None:
    """Die in the middle of the migration."""
    engine = open_centre(default_url(home), load_secrets(home))
    count = 0

    def step(*_: object) -> None:
        nonlocal count
        count += 1
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "before_cursor_execute", step)
    migrate_centre(engine)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
