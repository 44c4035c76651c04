"""What a scanner made of the trial card, and so what is set wrongly.

A scanner that types sends keys, and the computer's own layout decides which characters they are. Ours have the US
layout in mind, as scanners do unless told otherwise; on a Japanese keyboard the characters of our codes are the same.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

TRIAL_CODE: Final = "GP-T-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Every character that occurs in a code of ours; nobody's card."""
TRIAL_BARS: Final = "GP-T-AMYZ0123456789"
"""The same for scanners that read only barcodes: the characters in which layouts differ."""

_DIGITS: Final = "1234567890"
_HYPHEN: Final = {ord("-")}
_LAYOUTS: Final = {
    "German": str.maketrans("YZ-", "ZYß"),
    "Swiss": str.maketrans("YZ-", "ZY'"),
    "French": str.maketrans("AQZWM-" + _DIGITS, "QAWZ?)" + "&é\"'(-è_çà"),
    "Belgian": str.maketrans("AQZWM-" + _DIGITS, "QAWZ?)" + "&é\"'(§è!çà"),
    "Spanish, Italian or Portuguese": str.maketrans("-", "'"),
    "Nordic": str.maketrans("-", "+"),
    "Czech": str.maketrans("YZ-" + _DIGITS, "ZY=" + "+ěščřžýáíé"),
    "Hungarian": str.maketrans("YZ-0", "ZYüö"),
}


class Misreading(StrEnum):
    """Say in which way the text that was heard differs from the card."""

    NONE = "none"
    LETTER_CASE = "letter-case"
    INPUT_METHOD = "input-method"
    LAYOUT = "layout"
    KEYS_LOST = "keys-lost"
    ANOTHER_CODE = "another-code"


@dataclass(frozen=True, slots=True)
class Reading:
    """A judgement of what was heard; `layout` names the keyboard's where that is at fault.

    What is `harmless` our codes are read in spite of: `shared.domain.codes.read` forgives it.
    """

    misreading: Misreading
    layout: str = ""
    harmless: bool = False


def judge(heard: str) -> Reading:
    """Compare what was heard with the trial card, or its barcode."""
    readings = [_compare(shown, heard.strip()) for shown in (TRIAL_CODE, TRIAL_BARS)]
    return next((each for each in readings if each.misreading is not Misreading.ANOTHER_CODE), readings[0])


def _compare(shown: str, heard: str) -> Reading:
    if heard == shown:
        return Reading(Misreading.NONE, harmless=True)
    if heard.upper() == shown:
        return Reading(Misreading.LETTER_CASE, harmless=True)
    if unicodedata.normalize("NFKC", heard).upper() == shown:
        return Reading(Misreading.INPUT_METHOD, harmless=True)
    for name, keys in _LAYOUTS.items():
        if heard.casefold() == shown.translate(keys).casefold():
            return Reading(Misreading.LAYOUT, name, harmless=keys.keys() == _HYPHEN)
    half = len(shown) // 2
    if half < len(heard) < len(shown) and _in_order(heard.upper(), shown):
        return Reading(Misreading.KEYS_LOST)
    return Reading(Misreading.ANOTHER_CODE)


def _in_order(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)
