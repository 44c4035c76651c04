"""A hunt as people have it: posters from the tablet, photographs and symbols at the kiosk, each also wrongly."""

from pathlib import Path

import pypdfium2
import pytest

from shared.domain.hunts import HuntSymbol
from shared.hardware.frames import read_image
from shared.hardware.posters import SIGNS
from tests.journeys.frames import as_qimage
from tests.journeys.programs import Program, waiting
from tests.journeys.shop import PROGRAMME, STORE, Shop
from tests.journeys.test_journey import Guest

HUNT = "cats"
FINALE_POINTS = 50
SPOTS = ("bench", "garden", "stairs")
# A month of posters: no run of this test comes to the day on which they change.
HUNT_TOML = f"""
[[hunts]]
key = "{HUNT}"
name = {{ en = "Lucky cats", ja = "招き猫" }}
about = {{ en = "Find them.", ja = "さがしてください。" }}
rules = {{ en = "Look around.", ja = "店内をご覧ください。" }}
starts_on = 2020-01-01
ends_on = 2099-12-31
ordered = true
code_days = 30
wrong_symbols = 2
brings = {{ points = {FINALE_POINTS} }}
spots = [
  {{ key = "bench", name = {{ en = "Bench", ja = "ベンチ" }}, hint = {{ en = "Sit down.", ja = "座れます。" }} }},
  {{ key = "garden", name = {{ en = "Garden", ja = "庭" }}, hint = {{ en = "It is green.", ja = "緑です。" }} }},
  {{ key = "stairs", name = {{ en = "Stairs", ja = "階段" }}, hint = {{ en = "Go up.", ja = "上へ。" }} }},
]
"""


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Give the journeys' shop, with a hunt."""
    programme = tmp_path / "programme.toml"
    told = PROGRAMME.read_text(encoding="utf-8").replace('"give_ticket",', '"give_ticket", "print_posters",')
    programme.write_text(told + HUNT_TOML, encoding="utf-8")
    return Shop(tmp_path / "shop", f"sqlite:///{tmp_path / 'central.sqlite'}", programme)


class Posters:
    """A PDF of posters: the code of each page, and the symbol that is printed on it."""

    def __init__(self, file: Path) -> None:
        document = pypdfium2.PdfDocument(file)
        pages = list(document)
        codes = [read_image(as_qimage(page.render(scale=2).to_pil())) for page in pages]
        texts = [page.get_textpage().get_text_range() for page in pages]
        document.close()
        assert [len(read) for read in codes] == [1] * len(SPOTS)
        self.codes = dict(zip(SPOTS, (read[0] for read in codes), strict=True))
        self.symbols = {
            spot: next(symbol for symbol, sign in SIGNS.items() if sign in text)
            for spot, text in zip(SPOTS, texts, strict=True)
        }

    def wrong(self, spot: str) -> HuntSymbol:
        """Return a symbol that is not on a spot's poster."""
        return next(symbol for symbol in HuntSymbol if symbol is not self.symbols[spot])


def print_posters(staff: Program, place: int) -> Posters:
    """Have the posters of today (0) or the next ones (1) saved."""
    staff.tap(f"poster-pdf-{place}")
    for _ in waiting("the posters"):
        said = staff.see_part("posters-made", "Saved as")
        if (file := Path(said.removeprefix("Saved as "))).exists() and file.stat().st_size:
            return Posters(file)
    raise AssertionError


def test_a_hunt_from_the_printer_to_the_finale(shop: Shop) -> None:
    with shop.serving(), shop.start_staff() as staff:
        hana = Guest("Hana", shop, staff)
        staff.tap("rail-draws")
        staff.tap("open-posters")
        today, later = print_posters(staff, 0), print_posters(staff, 1)
        assert set(today.codes.values()).isdisjoint(later.codes.values())
        with shop.start_kiosk() as kiosk:
            hana.wait_for_turn(kiosk)
            find_all_upright(kiosk, hana, today, later)
            kiosk.close()
        with shop.start("kiosk", "960x540") as kiosk:
            come_back_across_in_japanese(kiosk, hana, today)
            shop.converge(kiosk)
            staff.scan(hana.card)
            staff.see("member-points", str(FINALE_POINTS))
            shop.central("campaign", "stop", HUNT, "--store", STORE)
            be_told_that_it_is_over(kiosk, today)
            shop.converge(kiosk)
            kiosk.close()
        status = shop.status()
        assert (status["held"], status["ledger_points"], status["balance_points"]) == (0, FINALE_POINTS, FINALE_POINTS)
        staff.close()


def find_all_upright(kiosk: Program, hana: Guest, today: Posters, later: Posters) -> None:
    """Show a poster before the card, another one wrongly, tap a symbol wrongly and rightly, and finish."""
    kiosk.scan(today.codes["bench"])
    kiosk.see("title", "Now your card, please", prop="sentence")
    kiosk.scan(hana.card)
    kiosk.see("note", "Found: Bench!")
    kiosk.see_part("progress", "1 of 3 found")
    kiosk.scan(today.codes["bench"])
    kiosk.see("note", "You have this one already: Bench.")
    kiosk.scan(later.codes["garden"])
    kiosk.see("title", "This poster's day is over", prop="sentence")
    kiosk.tap("go-on")
    kiosk.see("nickname", "Hana")
    kiosk.scan(today.codes["stairs"])
    kiosk.see("title", "Another spot comes first", prop="sentence")
    kiosk.see_part("sentence", "It is green.", prop="sentence")
    kiosk.tap("go-on")
    kiosk.see("nickname", "Hana")
    kiosk.tap("challenge-row-0")
    kiosk.tap("challenge-0")
    kiosk.tap("open-hunt")
    kiosk.tap("spot-1")
    kiosk.tap(f"symbol-{today.wrong('garden')}")
    kiosk.see("note", "Another symbol is on this poster. One more try.")
    kiosk.tap("bar-language")
    kiosk.see_part("note", "あと1回")
    kiosk.tap(f"symbol-{today.symbols['garden']}")
    kiosk.see("note", "見つけました：庭")
    kiosk.tap("bar-language")
    kiosk.scan(today.codes["stairs"])
    kiosk.see("finished-name", "Lucky cats", prop="sentence")
    kiosk.see_part("brings", f"{FINALE_POINTS} points", prop="sentence")
    kiosk.tap("go-on")
    kiosk.see("nickname", "Hana")
    kiosk.tap("bar-done")


def come_back_across_in_japanese(kiosk: Program, hana: Guest, today: Posters) -> None:
    """Find it finished at a screen across, whose program has begun anew."""
    kiosk.see("attract-page", prop="visible")
    kiosk.tap("bar-language")
    kiosk.scan(today.codes["garden"])
    kiosk.see("title", "次に会員カードをどうぞ", prop="sentence")
    kiosk.scan(hana.card)
    kiosk.see("note", "すでに見つけたスポットです：庭")
    kiosk.see_part("progress", "3か所中3か所")
    kiosk.tap("bar-done")


def be_told_that_it_is_over(kiosk: Program, today: Posters) -> None:
    """Show a poster once the kiosk has heard of the stop; before that it is taken as ever."""
    for _ in waiting("the stop at the kiosk"):
        kiosk.scan(today.codes["bench"])
        kiosk.see("go-on", prop="visible")
        if kiosk.see_part("title", "", prop="sentence") == "This hunt is not on now":
            return
        kiosk.tap("go-on")
        kiosk.pause()
