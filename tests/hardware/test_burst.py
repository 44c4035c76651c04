"""A scanner and a person are told apart by time alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.codes import MAX_TEXT_CHARACTERS
from shared.hardware.burst import Burst


def typed(text: str, gap_ms: int, burst: Burst | None = None) -> tuple[Burst, int]:
    burst = burst or Burst()
    at_ms = 1_000
    for character in text:
        at_ms += gap_ms
        burst.add(character, at_ms)
    return burst, at_ms


@pytest.mark.parametrize(
    ("text", "pause_ms", "scan"),
    [
        pytest.param("4901234567894", 15, "4901234567894", id="a scan"),
        pytest.param("4901234567894", 60, "4901234567894", id="Enter at the very gap"),
        pytest.param("4901234567894", 61, None, id="Enter too late"),
        pytest.param("49012", 15, None, id="too short"),
        pytest.param("490123", 15, "490123", id="just long enough"),
        pytest.param("", 15, None, id="Enter alone"),
    ],
)
def test_enter_ends_a_burst(text: str, pause_ms: int, scan: str | None) -> None:
    burst, at_ms = typed(text, 15)
    assert burst.end(at_ms + pause_ms) == scan
    assert not burst.begun


@pytest.mark.parametrize(
    ("text", "scan"),
    [("GP-M-ABC", "GP-M-ABC"), ("gp-m-abc", "gp-m-abc"), ("GP-M", None), ("4901234567894", None)],
)
def test_a_pause_ends_only_our_own_codes(text: str, scan: str | None) -> None:
    burst, _ = typed(text, 15)
    assert burst.expire() == scan
    assert not burst.begun


@pytest.mark.parametrize(("pause_ms", "over"), [(0, False), (60, False), (61, True), (5_000, True), (-1_000, True)])
def test_a_pause_is_longer_than_the_gap(pause_ms: int, over: bool) -> None:
    burst, at_ms = typed("abc", 15)
    assert burst.is_over(at_ms + pause_ms) is over


def test_nothing_is_over_before_it_began() -> None:
    assert not Burst().is_over(10_000)


def test_a_burst_does_not_grow_for_ever() -> None:
    burst, at_ms = typed("x" * MAX_TEXT_CHARACTERS, 1)
    assert burst.is_over(at_ms + 1)


def test_the_second_half_of_an_ending_belongs_to_the_scan() -> None:
    burst, at_ms = typed("4901234567894", 15)
    assert burst.end(at_ms + 10) is not None
    assert burst.repeats_end(at_ms + 20)
    assert not burst.repeats_end(at_ms + 100)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1), st.integers(61, 5_000))
def test_no_one_types_a_scan_by_hand(text: str, gap_ms: int) -> None:
    burst, at_ms = Burst(), 1_000
    for character in text:
        at_ms += gap_ms
        if burst.is_over(at_ms):
            assert burst.expire() is None
        burst.add(character, at_ms)
    assert burst.end(at_ms + gap_ms) is None
