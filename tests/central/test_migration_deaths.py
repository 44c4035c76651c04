"""The centre's own upgrade: one transaction on both databases, so that whoever is killed in it has changed nothing."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, text

from shared.central.database import default_url, open_centre, reading
from shared.central.migrate import is_current, migrate_centre, migrate_empty
from shared.central.secrets_file import load_secrets, make_secrets
from shared.storage.migrate import revision_in
from tests.storage.first_version import lay_out_centre


class CutOff(Exception):  # noqa: N818  stands for a line that breaks
    """Raised in the place of a statement."""


@pytest.mark.parametrize("statement", [12, 45, 80])
def test_a_migration_that_is_killed_leaves_the_first_version_as_it_was(tmp_path: Path, statement: int) -> None:
    home = lay_out_centre(tmp_path)
    command = [sys.executable, "-m", "tests.central.dying_migration", str(home), str(statement)]
    died = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert died.returncode == -signal.SIGKILL
    engine = open_centre(default_url(home), load_secrets(home))
    with reading(engine) as connection:
        assert revision_in(connection) == "0001"
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 8
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok"
    migrate_centre(engine)
    with reading(engine) as connection:
        assert is_current(connection)
        assert connection.execute(text("SELECT count(*) FROM inbox")).scalar_one() == 8
    engine.dispose()


def test_a_migration_that_is_cut_off_leaves_nothing_behind(tmp_path: Path, central_url: str) -> None:
    (tmp_path / "centre").mkdir()
    engine = open_centre(central_url, make_secrets(tmp_path / "centre"))
    with engine.begin() as connection:
        migrate_empty(connection, "0001")
    count = 0

    def cut(*_: object) -> None:
        nonlocal count
        count += 1
        if count == 60:
            raise CutOff

    event.listen(engine, "before_cursor_execute", cut)
    with pytest.raises(CutOff):
        migrate_centre(engine)
    event.remove(engine, "before_cursor_execute", cut)
    with reading(engine) as connection:
        assert revision_in(connection) == "0001"
    migrate_centre(engine)
    with reading(engine) as connection:
        assert is_current(connection)
    engine.dispose()
