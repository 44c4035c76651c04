"""A lane works in order beside the screen and reports on the screen's thread."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from shared.qt.jobs import InlineExecutor, Lane, LaneFullError


def fail() -> int:
    raise ValueError("broken")


def unexpected(outcome: object) -> None:
    pytest.fail(f"not expected: {outcome!r}")


def test_inline_work_is_done_at_once() -> None:
    results: list[int] = []
    Lane("test", InlineExecutor()).run(lambda: 42, results.append, unexpected)
    assert results == [42]


def test_a_failure_is_logged_and_delivered(caplog: pytest.LogCaptureFixture) -> None:
    faults: list[Exception] = []
    with caplog.at_level(logging.ERROR):
        Lane("test", InlineExecutor()).run(fail, unexpected, faults.append)
    assert [str(fault) for fault in faults] == ["broken"]
    assert caplog.records[0].exc_info is not None


def test_results_come_back_in_order_on_the_thread_of_the_screen(qtbot: QtBot) -> None:
    lane, here = Lane("test"), threading.get_ident()
    came: list[tuple[int, bool, bool]] = []

    def work(number: int) -> tuple[int, bool]:
        return number, threading.get_ident() != here

    for number in range(20):
        lane.run(
            partial(work, number),
            lambda done: came.append((*done, threading.get_ident() == here)),
            unexpected,
        )
    qtbot.waitUntil(lambda: len(came) == 20)
    lane.close()
    assert came == [(number, True, True) for number in range(20)]


def test_a_full_lane_fails_instead_of_growing() -> None:
    gate = threading.Event()
    lane = Lane("test", ThreadPoolExecutor(max_workers=1), waiting_limit=2)
    faults: list[Exception] = []
    for _ in range(3):
        lane.run(gate.wait, lambda _: None, faults.append)
    assert [type(fault) for fault in faults] == [LaneFullError]
    assert lane.waiting == 2
    gate.set()
    lane.close()


def test_a_closed_lane_finishes_its_work_and_says_nothing(qtbot: QtBot) -> None:
    done = threading.Event()
    lane = Lane("test")
    lane.run(done.set, unexpected, unexpected)
    lane.close()
    assert done.is_set()
    lane.run(fail, unexpected, unexpected)
    qtbot.waitUntil(lambda: lane.waiting == 0)
