"""A wrong keyboard layout is told by what it makes of the trial card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.codes import CodeKind, DamagedCode, GaraponCode, mint, read
from shared.hardware.misreading import TRIAL_BARS, TRIAL_CODE, Misreading, Reading, judge

DIGITS = "0123456789"


@pytest.mark.parametrize(
    ("heard", "reading"),
    [
        (TRIAL_CODE, Reading(Misreading.NONE)),
        (f" {TRIAL_BARS}\n", Reading(Misreading.NONE)),
        (TRIAL_CODE.lower(), Reading(Misreading.LETTER_CASE)),
        ("ＧＰ－Ｔ－ＡＭＹＺ０１２３４５６７８９", Reading(Misreading.INPUT_METHOD)),
        ("GPßTß0123456789ABCDEFGHIJKLMNOPQRSTUVWXZY", Reading(Misreading.LAYOUT, "German")),
        ("gpßtß0123456789abcdefghijklmnopqrstuvwxzy", Reading(Misreading.LAYOUT, "German")),
        ("GP)T)à&é\"'(-è_çQBCDEFGHIJKL?NOPARSTUVZXYW", Reading(Misreading.LAYOUT, "French")),
        ("GP)T)à&é\"'(§è!çQBCDEFGHIJKL?NOPARSTUVZXYW", Reading(Misreading.LAYOUT, "Belgian")),
        (TRIAL_BARS.replace("-", "'"), Reading(Misreading.LAYOUT, "Spanish, Italian or Portuguese")),
        (TRIAL_BARS.replace("-", "+"), Reading(Misreading.LAYOUT, "Nordic")),
        ("GP=T=AMZYé+ěščřžýáí", Reading(Misreading.LAYOUT, "Czech")),
        ("GPüTüAMZYö123456789", Reading(Misreading.LAYOUT, "Hungarian")),
        (TRIAL_CODE.replace("7", "").replace("K", ""), Reading(Misreading.KEYS_LOST)),
        ("4901234567894", Reading(Misreading.ANOTHER_CODE)),
        ("", Reading(Misreading.ANOTHER_CODE)),
        ("GP", Reading(Misreading.ANOTHER_CODE)),
    ],
)
def test_what_was_heard_says_what_is_wrong(heard: str, reading: Reading) -> None:
    judged = judge(heard)
    assert (judged.misreading, judged.layout) == (reading.misreading, reading.layout)


@given(st.text(max_size=60))
def test_anything_can_be_heard(heard: str) -> None:
    reading = judge(heard)
    assert bool(reading.layout) == (reading.misreading is Misreading.LAYOUT)


@given(st.sets(st.integers(0, len(TRIAL_CODE) - 1), min_size=1, max_size=len(TRIAL_CODE) // 2 - 1))
def test_lost_keys_are_told_from_another_code(lost: set[int]) -> None:
    heard = "".join(character for at, character in enumerate(TRIAL_CODE) if at not in lost)
    assert judge(heard).misreading in {Misreading.KEYS_LOST, Misreading.NONE}


def test_the_trial_card_is_nobodys_and_has_every_character() -> None:
    assert set(TRIAL_CODE) == set("ABCDEFGHIJKLMNOPQRSTUVWXYZ-" + DIGITS)
    assert read(TRIAL_CODE) == read(TRIAL_BARS) == DamagedCode()


MANGLED = {
    "GPßTßAMZY0123456789": ("YZ-", "ZYß"),
    "GP'T'AMYZ0123456789": ("-", "'"),
    "GP+T+AMYZ0123456789": ("-", "+"),
    "GP)T)Q?YWà&é\"'(-è_ç": ("AQZWM-1234567890", "QAWZ?)&é\"'(-è_çà"),
    "gp-t-amyz0123456789": ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz"),
    "ＧＰ－Ｔ－ＡＭＹＺ０１２３４５６７８９": ("-0123456789", "－０１２３４５６７８９"),
}


@pytest.mark.parametrize("heard", MANGLED)
def test_harmless_is_what_our_codes_are_read_in_spite_of(heard: str) -> None:
    code = mint(CodeKind.MEMBER, b"\xff\x7f\x3e\x9d" * 5)
    assert set("YZ") & set(code)
    whole = read(code.translate(str.maketrans(*MANGLED[heard])))
    assert judge(heard).harmless == isinstance(whole, GaraponCode)
