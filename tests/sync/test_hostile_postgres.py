"""The short form of `python -m tests.sync.hostile_postgres`."""

from pathlib import Path

from tests.sync.hostile_postgres import be_hostile, durable_server

STOPS, CUTS = 3, 40


def test_nothing_is_lost_or_doubled_when_lines_break_around_commits_and_the_server_stops(tmp_path: Path) -> None:
    with durable_server() as server:
        done, faults = be_hostile(tmp_path, server, STOPS, CUTS, 1)
    assert faults == []
    assert (done.stops, done.cuts) == (STOPS, CUTS)
    assert done.away > CUTS / 3
