"""The short form of `python -m tests.sync.many_writers`."""

from pathlib import Path

from tests.postgres import PostgresServer
from tests.sync.many_writers import write_at_once

COMMITS = 600


def test_no_position_is_skipped_by_delayed_commits_and_the_greatest_id_is(
    newest_postgres: PostgresServer, tmp_path: Path
) -> None:
    count = write_at_once(COMMITS, 1, newest_postgres, tmp_path)
    assert count.commits == COMMITS
    assert count.out_of_place == []
    assert count.read == count.written >= COMMITS
    assert count.skipped_by_control > 0
