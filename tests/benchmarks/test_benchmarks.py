"""The benchmarks run, say what they have to, and measure the rows that the feed brings; no figure is judged."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.domain.devices import DeviceKind
from shared.domain.member import for_kiosk
from shared.sync.device import OpenDevice, open_device
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, write_enrolment
from shared.wire.feed import AggregateKind, Audience, FeedRow, store_scope
from shared.wire.json import encode
from tests.architecture.house import ROOT
from tests.benchmarks.all import BENCHMARKS
from tests.benchmarks.crowd import crowd_in
from tests.benchmarks.measuring import Limit, Row, percentile
from tests.benchmarks.people import Place, members
from tests.benchmarks.report import as_json, as_table
from tests.benchmarks.samples import Samples

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
PLACE = Place("ginza", "device", "year-end-2026", bytes(32), NOW)
TABLES = ("aggregate", "card", "member_number", "member_text", "member_gram")
SECONDS = 300


def test_every_benchmark_runs(tmp_path: Path) -> None:
    file = tmp_path / "figures.json"
    ended = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--tiny", "--json", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    # 1 says that a limit was missed: nobody judges a figure of next to no work.
    assert ended.returncode in (0, 1), ended.stderr
    figures = json.loads(file.read_text(encoding="utf-8"))
    rows = {row["name"]: row for row in figures["rows"]}
    assert {name.partition(",")[0].split()[0] for name in rows} == BENCHMARKS.keys()
    assert all(row["ours"] > 0 and row["floor"] > 0 for row in rows.values() if row["unit"] in ("ms", "MB"))
    assert {name: row["ours"] for name, row in rows.items() if row["limit"] == 0} == {
        "camera, lost of 14 photographs": 0,
        "search, one character beyond the recent": 0,
    }
    assert ended.stdout.splitlines()[0].split() == [
        *["name", "ours", "floor", "ratio", "limit", "met", "spoilt", "with", "them"]
    ]
    assert len(ended.stdout.splitlines()) == len(rows) + 2


def test_limits_are_kept_by_value_or_by_ratio() -> None:
    rows = [
        Row("kept", "ms", 8, 5, 8),
        Row("missed", "ms", 8.1, 5, 8),
        Row("kept ratio", "ms", 10, 5, 2, Limit.RATIO),
        Row("missed ratio", "ms", 10.1, 5, 2, Limit.RATIO),
        Row("nothing", "frames", 0, 0, 0),
    ]
    assert [row.met for row in rows] == [True, False, True, False, True]
    assert [line.split()[-3] for line in as_table(rows).splitlines()[1:]] == ["yes", "NO", "yes", "NO", "yes"]
    written = json.loads(as_json(rows))["rows"]
    assert [row["ratio"] for row in written] == [8 / 5, 8.1 / 5, 2, 10.1 / 5, None]
    assert [row["limit_on"] for row in written] == ["value", "value", "ratio", "ratio", "value"]


def test_percentiles() -> None:
    figures = list(range(1, 101))
    assert (percentile(figures, 0.5), percentile(figures, 0.99), percentile(figures, 1)) == (51, 100, 100)
    assert percentile([3], 0.99) == 3
    with pytest.raises(ValueError, match="no figures"):
        percentile([], 0.5)


def test_samples_that_had_no_processor_are_left_out_and_told() -> None:
    samples = Samples()
    for took_ms, waited_ms in [(4.0, 0.0), (50.0, 10.0), (5.0, 0.2), (6.0, 0.0)]:
        samples.add(took_ms, waited_ms)
    row = samples.row("p99", samples, 0.99, 10)
    assert (row.ours, row.met, row.everything, row.spoilt_percent) == (6.0, True, 50.0, 25.0)
    assert round(samples.above_percent(5.5)) == 33
    assert samples.above_percent_of_all(5.5) == 50
    assert as_table([row]).splitlines()[1].split()[-4:] == ["25", "%", "50.00", "ms"]


def test_generated_members_differ_and_stay_the_same() -> None:
    crowd = tuple(members(PLACE, 300))
    assert crowd == tuple(members(PLACE, 300))
    for told in ({m.member_id for m in crowd}, {m.number for m in crowd}, {m.cards for m in crowd}):
        assert len(told) == len(crowd)
    names = [m.profile.name for m in crowd if m.profile is not None]
    assert len(set(names)) > 200
    assert any(name.isascii() for name in names)


@pytest.mark.parametrize("kind", [DeviceKind.KIOSK, DeviceKind.TABLET])
def test_a_crowd_is_what_the_feed_would_have_brought(tmp_path: Path, kind: DeviceKind) -> None:
    fed, crowded = _device(tmp_path / "fed", kind), _device(tmp_path / "crowded", kind)
    audience = Audience.KIOSK if kind is DeviceKind.KIOSK else Audience.STAFF
    fed.storage.take_in(store_scope("ginza", audience), tuple(_feed(kind)))
    crowded.close()
    crowd_in(tmp_path / "crowded", kind, members(PLACE, 40))
    again = open_device(tmp_path / "crowded")
    try:
        assert _content(again) == _content(fed)
    finally:
        fed.close()
        again.close()


def _device(folder: Path, kind: DeviceKind) -> OpenDevice:
    folder.mkdir()
    nothing = bytes(32).hex()
    enrolment = Enrolment("device", 1, "ginza", kind, "Device", nothing, nothing, nothing, "", "", 1)
    write_enrolment(folder / ENROLMENT_FILE, enrolment)
    return open_device(folder)


def _feed(kind: DeviceKind) -> list[FeedRow]:
    shown = [for_kiosk(each) if kind is DeviceKind.KIOSK else each for each in members(PLACE, 40)]
    return [
        FeedRow("", position, "token", AggregateKind.MEMBER, each.member_id, 1, encode(each))
        for position, each in enumerate(shown, 1)
    ]


def _content(device: OpenDevice) -> dict[str, list[tuple[object, ...]]]:
    with device.storage._engine.connect() as connection:
        return {
            table: sorted(tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}"))
            for table in TABLES
        }
