"""Posters of a hunt: which hang now and next, signed and made, and what a kiosk says to them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QGuiApplication

from shared.application.find_spot import SpotCounted, show_poster
from shared.application.identify import IdentifyMember, PosterRefused, PosterShown
from shared.application.print_posters import PostersSigned, poster_sets, sets_of, sign_posters
from shared.central.database import default_url, open_centre
from shared.central.secrets_file import load_secrets
from shared.demo.photos import poster_photos
from shared.domain.rules import HeldReason
from shared.hardware.frames import read_image
from shared.qt.brand import HOUSE_BRAND
from staff.printing import ShopPosterPress
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet
from tests.domain.small_shop import small_hunt
from tests.journeys.frames import as_qimage
from tests.viewmodels.staff.counter import Counter
from tests.viewmodels.staff.shop import CLERK, STORE, TRAINEE, StaffShop

HUNT = "maneki-neko"


def test_the_page_has_today_s_posters_and_tomorrow_s(counter: Counter) -> None:
    counter.sign_in(CLERK)
    app, page = counter.app, counter.pages.posters
    assert app.canPrintPosters
    app.show("draws")
    app.show("posters")
    assert (app.page, app.section) == ("posters", "draws")
    assert [(row.first, row.last, row.now) for row in page.sets] == [
        ("2026-11-22", "2026-11-22", True),
        ("2026-11-23", "2026-11-23", False),
    ]
    assert page.sets[0].spots != page.sets[1].spots
    assert "お茶の棚" in page.sets[0].spots
    app.back()
    assert app.page == "draws"


def test_posters_are_signed_made_and_told_to_the_centre(counter: Counter) -> None:
    counter.sign_in(CLERK)
    counter.app.show("posters")
    page, press = counter.pages.posters, counter.poster_press
    page.make(page.sets[0].setId, "pdf")
    ((faces, name, outlet),) = press.made
    assert (name, outlet, page.made, page.place) == (f"{HUNT}-2026-11-22", "pdf", "pdf", f"pdf of {HUNT}-2026-11-22")
    assert [face.place.en for face in faces] == ["Tea shelf", "Shop window", "Foot of the stairs"]
    assert len({face.code for face in faces}) == len({face.symbol for face in faces}) == len(faces)
    press.works = False
    for way, failed in (("printer", "no-printer"), ("pdf", "no-file")):
        page.make(page.sets[0].setId, way)
        assert (page.made, page.place) == (failed, "")
    page.make("no such set", "pdf")
    assert len(press.made) == 1
    counter.app.back()
    assert page.made == ""


def test_who_may_not_print_finds_no_way_there(counter: Counter) -> None:
    counter.sign_in(TRAINEE)
    assert not counter.app.canPrintPosters
    counter.app.show("posters")
    assert (counter.app.page, counter.app.notice) == ("find", "not-allowed")


def test_the_rules_refuse_her_too_and_days_that_are_over(shop: StaffShop) -> None:
    desk = shop.desk
    period = poster_sets(desk)[0].period
    answer = sign_posters(desk, shop.signer(TRAINEE), HUNT, period)
    assert not isinstance(answer, PostersSigned)
    assert answer.held.reason is HeldReason.NOT_ALLOWED
    recorded = shop.tablet.storage.head()
    over = sign_posters(desk, shop.signer(CLERK), HUNT, period - 1)
    assert not isinstance(over, PostersSigned)
    assert over.held.reason is HeldReason.NOT_OFFERED
    assert shop.tablet.storage.head() == recorded, "what was not printed is not told as printed"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code_days": 0}, [(-10, 20, True)]),
        ({"code_days": 7}, [(-3, 3, True), (4, 10, False)]),
        ({"code_days": 7, "last": 0}, [(-3, 0, True)]),
        ({"first": 5}, [(5, 5, False), (6, 6, False)]),
        ({"first": -5, "last": -1}, []),
        ({"stores": ("kichijoji",)}, []),
        ({"stopped_in": ("ginza",)}, []),
    ],
)
def test_sets_follow_the_hunt_s_days(changes: dict[str, Any], expected: list[tuple[int, int, bool]]) -> None:
    today = date(2026, 4, 15)
    given = {"first": -10, "last": 20, **changes}
    first, last = (today + timedelta(days=given.pop(name)) for name in ("first", "last"))
    sets = sets_of(small_hunt(starts_on=first, ends_on=last, **given), STORE, today, bytes.hex)
    assert [((s.first - today).days, (s.last - today).days, s.now) for s in sets] == expected


def test_what_is_printed_counts_at_the_kiosk_beside_it_without_a_line(
    shop: StaffShop, qapp: QGuiApplication, tmp_path: Path
) -> None:
    counter = Counter(shop)
    counter.sign_in(CLERK)
    counter.app.show("posters")
    page = counter.pages.posters
    for row in page.sets:
        page.make(row.setId, "pdf")
    press = ShopPosterPress(HOUSE_BRAND, tmp_path / "posters")
    made = [press.make(faces, name, CardOutlet.PDF) for faces, name, _ in counter.poster_press.made]
    identify = IdentifyMember(shop.kiosk.desk)
    today, tomorrow = ([identify(code) for code in codes_of(each)] for each in made)
    assert [isinstance(each, PosterRefused) and each.why.reason for each in tomorrow] == [HeldReason.SPOT_CODE_OVER] * 3
    momo = shop.known.cards["もも"].member_id
    answers = [show_poster(shop.kiosk.desk, momo, each.poster) for each in today if isinstance(each, PosterShown)]
    assert [isinstance(each, SpotCounted) and each.finished for each in answers] == [False, False, True]
    counter.session.lock()


def test_the_demo_s_wallet_has_photographs_of_today_s_posters(shop: StaffShop, tmp_path: Path) -> None:
    central = tmp_path / "shop" / "central"
    engine = open_centre(default_url(central), load_secrets(central))
    try:
        photos = poster_photos(engine, tmp_path / "shop" / "staff", shop.clock.now(), "en")
    finally:
        engine.dispose()
    assert [photo.title for photo in photos] == ["Tea shelf", "Shop window", "Foot of the stairs"]
    identify = IdentifyMember(shop.kiosk.desk)
    assert all(isinstance(identify(photo.code), PosterShown) for photo in photos)


def codes_of(made: CardMade | CardNotMade) -> list[str]:
    """Read the codes off a PDF's pages, as a camera would."""
    assert isinstance(made, CardMade)
    document = pypdfium2.PdfDocument(made.place)
    codes = [code for page in document for code in read_image(as_qimage(page.render(scale=2).to_pil()))]
    document.close()
    return codes
