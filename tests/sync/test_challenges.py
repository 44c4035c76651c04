"""Challenges through real devices: counted where they happen, brought by the centre once, told to everybody."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.application.correct import Done, Refused, confirm_step, undo_action
from shared.application.identify import read_home
from shared.application.read_member import read_member
from shared.application.views import CampaignState, CampaignView, MemberPage
from shared.central.campaigns import stop_campaign
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.central.sales import SalesImport
from shared.central.sales_csv import JournalRules, read_sales
from shared.domain.campaigns import Brings
from shared.domain.challenges import Challenge, Goal, Measure, Of
from shared.domain.devices import DeviceKind
from shared.domain.member import EntryKind
from shared.domain.rules import HeldReason
from shared.sync.device import OpenDevice
from tests.domain.small_shop import (
    DEPARTMENTS,
    PICK_UP,
    PLAIN_WHEEL,
    STORE,
    VISITS,
    small_challenge,
    with_challenges,
)
from tests.sync.chain import Chain, current_programme, greet, join, now, sign_in


def running(key: str, goal: Goal, brings: Brings) -> Challenge:
    days = now().date() - timedelta(days=30), now().date() + timedelta(days=30)
    return small_challenge(key, goal, brings=brings, starts_on=days[0], ends_on=days[1])


CHALLENGES = (
    running(VISITS, Goal(Measure.COUNT, Of.VISITS, 1), Brings(points=30)),
    running(DEPARTMENTS, Goal(Measure.COUNT, Of.DEPARTMENTS, 2), Brings(turns=1, draw=PLAIN_WHEEL)),
    running(PICK_UP, Goal(Measure.COUNT, Of.PICK_UPS, 1), Brings(points=10)),
)


class Shop:
    """Two kiosks and two tablets, and a member who is known to all of them."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        chain.apply(replace(with_challenges(current_programme(), *CHALLENGES), version=2, time_zone="UTC"))
        self.one, self.two = (chain.open(chain.enrol(name, DeviceKind.KIOSK)) for name in ("one", "two"))
        self.tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        self.office = chain.open(chain.enrol("office", DeviceKind.DESKTOP))
        self.devices = (self.one, self.two, self.tablet, self.office)
        chain.settle(*self.devices)
        self.signer = sign_in(chain, self.tablet)
        self.hana = join(self.tablet, self.signer)
        self.settle()

    def settle(self) -> None:
        for _ in range(2):
            self.chain.settle(*self.devices)

    def seen(self, kiosk: OpenDevice, key: str) -> CampaignView:
        """Return how a challenge stands on her page at a kiosk."""
        home = read_home(kiosk.desk, self.hana.member_id, card_shown=True)
        assert home is not None
        return next(view for view in home.campaigns if view.campaign.key == key)

    def page(self) -> MemberPage:
        page = read_member(self.tablet.desk, self.signer, self.hana.member_id)
        assert page is not None
        return page

    def points(self) -> int:
        return self.page().balance_points

    def tell_journal(self, folder: Path, *lines: str) -> None:
        """Import a journal: receipt, member, department, yen, and of which receipt something came back."""
        file = folder / "journal.csv"
        rows = [f"{STORE},1,{now().date()},{line}" for line in lines]
        heads = "store,register,business_date,receipt,member,department,amount,kind,of_receipt,of_register,of_date,time"
        file.write_text("\n".join([heads, *rows]))
        with reading(self.chain.engine) as connection:
            programme = ChainDirectory(connection).programme_in_use()
        rules = JournalRules(programme, now(), lambda body: body.hex())
        journal = SalesImport(self.chain.engine, now(), f"digest {hash(lines)}", "journal.csv")
        settled = list(journal.run(read_sales(file, rules)))
        assert not [sentence for each in settled for sentence in each.sentences]
        self.settle()


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def small_shop(small_chain: Chain) -> Shop:
    """For what does not depend on the kind of centre."""
    return Shop(small_chain)


def test_a_visit_finishes_at_once_and_what_it_brings_comes_from_the_centre_once(shop: Shop) -> None:
    for kiosk in (shop.one, shop.two):
        home = greet(kiosk, shop.hana.card_code)
        assert home.finished == (VISITS,)
        assert (shop.seen(kiosk, VISITS).state, home.balance_points) == (CampaignState.COMING, 0)
    shop.settle()
    assert shop.chain.held() == []
    assert shop.points() == 30
    for kiosk in (shop.one, shop.two):
        assert shop.seen(kiosk, VISITS).state is CampaignState.GIVEN
        assert greet(kiosk, shop.hana.card_code).finished == ()
    assert [line.entry.kind for line in shop.page().history].count(EntryKind.FINISH) == 1


def test_the_journal_brings_departments_and_what_comes_back_no_longer_counts(shop: Shop, tmp_path: Path) -> None:
    number = shop.hana.number
    shop.tell_journal(tmp_path, f"1,{number},food,600,,,,,00:00", f"1,{number},garden,600,,,,,00:00")
    view = shop.seen(shop.one, DEPARTMENTS)
    assert (view.reached.figure, view.state) == (1, CampaignState.OPEN)
    assert "food" not in repr(view)
    shop.tell_journal(tmp_path, f"2,{number},books,600,,,,,00:00")
    assert shop.seen(shop.one, DEPARTMENTS).state is CampaignState.GIVEN
    turns = [ticket for ticket in shop.page().member.tickets if ticket.campaign == PLAIN_WHEEL]
    assert [ticket.source for ticket in turns] == ["campaign"]
    shop.tell_journal(tmp_path, f"3,,,600,return,2,1,{now().date()},00:00")
    (view,) = [view for view in shop.page().campaigns if view.campaign.key == DEPARTMENTS]
    assert (view.state, view.short, view.reached.figure) == (CampaignState.GIVEN, True, 1)
    assert [ticket for ticket in shop.page().member.tickets if ticket.campaign == PLAIN_WHEEL] == turns


def test_staff_confirm_with_one_tap_on_whatever_tablet_once(shop: Shop) -> None:
    (view,) = [view for view in shop.page().campaigns if view.confirmable]
    assert view.campaign.key == PICK_UP
    for desk in (shop.tablet.desk, shop.office.desk):
        assert confirm_step(desk, shop.signer, shop.hana.member_id, PICK_UP) == Done()
    assert [view for view in shop.page().campaigns if view.confirmable] == []
    shop.settle()
    assert shop.chain.held() == []
    assert (shop.points(), shop.seen(shop.one, PICK_UP).state) == (10, CampaignState.GIVEN)


def test_what_staff_confirmed_wrongly_they_take_back_before_the_centre_hears_of_it(small_shop: Shop) -> None:
    shop = small_shop
    assert confirm_step(shop.tablet.desk, shop.signer, shop.hana.member_id, PICK_UP) == Done()
    undoable = shop.page().undoable
    assert undoable is not None
    assert undo_action(shop.tablet.desk, shop.signer, shop.hana.member_id, undoable) == Done()
    assert [view.reached.figure for view in shop.page().campaigns if view.campaign.key == PICK_UP] == [0]
    shop.settle()
    # It was finished for a moment, at the centre: that stays, and says so.
    assert shop.chain.held() == []
    (view,) = [view for view in shop.page().campaigns if view.campaign.key == PICK_UP]
    assert (view.state, view.short, shop.points()) == (CampaignState.GIVEN, True, 10)


def test_what_is_no_step_is_refused_at_the_counter(small_shop: Shop) -> None:
    shop = small_shop
    for key in (VISITS, "nothing"):
        answer = confirm_step(shop.tablet.desk, shop.signer, shop.hana.member_id, key)
        assert isinstance(answer, Refused)
        assert answer.held.reason in (HeldReason.NOT_OFFERED, HeldReason.CAMPAIGN_UNKNOWN)
    shop.settle()
    assert shop.chain.held() == []
    assert shop.points() == 0


def test_a_kiosk_that_has_not_heard_of_a_stop_keeps_its_word(small_shop: Shop) -> None:
    shop = small_shop
    stop_campaign(shop.chain.engine, VISITS, None, now(), "test")
    assert greet(shop.one, shop.hana.card_code).finished == (VISITS,)
    shop.settle()
    assert shop.points() == 30
    assert shop.seen(shop.one, VISITS).badges == 1
