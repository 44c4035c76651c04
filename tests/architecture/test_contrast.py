"""Every pair of colours that the pages use can be read."""

from dataclasses import replace

import pytest

from shared.qt.palette import DARK, HIGH_CONTRAST, LIGHT, PAIRS, Palette, weaknesses


@pytest.mark.parametrize("palette", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_every_pair_has_its_contrast(palette: Palette) -> None:
    assert weaknesses(palette) == ()


def test_a_planted_pale_text_and_border_are_found() -> None:
    pale = replace(LIGHT, inkSoft="A09890", edge="D9D2C6")
    assert {(weakness.pair.figure, weakness.pair.least_ratio) for weakness in weaknesses(pale)} == {
        ("inkSoft", 4.5),
        ("edge", 3.0),
    }


def test_no_colour_but_ornaments_is_left_unchecked() -> None:
    checked = {name for pair in PAIRS for name in (pair.figure, pair.ground)}
    assert set(Palette.__dataclass_fields__) - checked == {"line"}
