"""When a device speaks to the centre again."""

import pytest

from shared.sync.loop import Away, Exchanged, Halted, SyncReport
from shared.sync.pace import Pace, Rhythm, follow, wait_ms

PACE = Pace(answer_ms=100, idle_ms=5_000, away_ms=1_000, away_most_ms=30_000, halted_ms=60_000)
QUIET, BUSY = Exchanged(0, 0), Exchanged(1, 0)


@pytest.mark.parametrize(
    ("reports", "waiting", "expected_ms"),
    [
        pytest.param([QUIET], False, 5_000, id="nothing to do"),
        pytest.param([BUSY], True, 100, id="an answer is due"),
        pytest.param([BUSY, QUIET, QUIET], True, 400, id="the answer takes longer"),
        pytest.param([BUSY, *[QUIET] * 40], True, 5_000, id="the answer does not come"),
        pytest.param([Away(0)], True, 1_000, id="the line just broke"),
        pytest.param([Away(0)] * 4, True, 8_000, id="the line stays away"),
        pytest.param([Away(0)] * 40, False, 30_000, id="the line is away for days"),
        pytest.param([Away(0)] * 9 + [BUSY], True, 100, id="the line is back"),
        pytest.param([Halted("")], True, 60_000, id="somebody must look"),
    ],
)
def test_waits(reports: list[SyncReport], waiting: bool, expected_ms: int) -> None:
    rhythm = Rhythm()
    for report in reports:
        rhythm = follow(rhythm, report)
    last = reports[-1]
    assert wait_ms(PACE, rhythm, last, waiting=waiting, chance=lambda: 0.5) == expected_ms
    assert wait_ms(PACE, rhythm, last, waiting=waiting, chance=lambda: 0.0) == expected_ms * 3 // 4
    assert wait_ms(PACE, rhythm, last, waiting=waiting, chance=lambda: 1.0) == expected_ms * 5 // 4
