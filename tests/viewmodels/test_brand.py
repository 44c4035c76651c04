"""A theme file changes what it may, and is refused with a sentence otherwise."""

import pytest

from shared.qt.brand import HOUSE_BRAND, Brand, BrandRefused, parse_brand
from shared.qt.palette import DARK


def test_an_empty_file_is_the_house_brand() -> None:
    assert parse_brand("") == HOUSE_BRAND


def test_everything_that_may_change_changes() -> None:
    brand = parse_brand(
        """
        name = { en = "Corner Books", ja = "かど書店" }
        mark = "か"
        symbols = ["star", "gift", "bell", "leaf"]
        scanner = "left"
        mm_per_px = 0.18
        [light]
        brand = "#1f4e79"
        brandDeep = "163957"
        curtain = ["1F4E79", "FFFFFF"]
        """
    )
    assert isinstance(brand, Brand)
    assert (brand.name, brand.name_ja, brand.mark) == ("Corner Books", "かど書店", "か")
    assert brand.symbols == ("star", "gift", "bell", "leaf")
    assert (brand.scanner_place, brand.mm_per_px) == ("left", 0.18)
    assert (brand.light.brand, brand.light.brandDeep) == ("1F4E79", "163957")
    assert brand.curtain_light == ("1F4E79", "FFFFFF")
    assert brand.dark == DARK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "not TOML"),
        ('ink = "000000"', "may not change “ink”"),
        ('[light]\nwin = "00FF00"', "may not change “light.win”"),
        ('[light]\nbrand = "red"', "“light.brand” must be a colour"),
        ('[light]\nbrand = "F2A65A"', "light theme's brand on paper has a contrast of 1.89; it needs 4.5."),
        ('[dark]\nbrandInk = "FFFFFF"', "dark theme's brandInk on brand"),
        ('mark = "まちの"', "“mark” must be a text of 1 to 2"),
        ('symbols = ["sun", "sun", "moon", "leaf"]', "“symbols” must be four different"),
        ('scanner = "behind"', "“scanner” must be one of"),
        ("mm_per_px = 7", "“mm_per_px” must be a number"),
        ("mm_per_px = true", "“mm_per_px” must be a number"),
        ("light = 3", "“light” must be a table"),
        ('[light]\ncurtain = ["C8321B"]', "“light.curtain” must be two colours"),
    ],
)
def test_a_refusal_names_what_is_wrong(text: str, words: str) -> None:
    refused = parse_brand(text)
    assert isinstance(refused, BrandRefused)
    assert words in refused.sentence
    assert "\n" not in refused.sentence
