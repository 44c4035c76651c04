"""Spending points at the kiosk's screen, with the real centre behind it and without."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import Signers
from shared.application.views import Link
from shared.domain.devices import DeviceKind
from tests.domain.small_shop import REASON
from tests.sync.chain import Chain, join, sign_in
from tests.viewmodels.kiosk.conftest import Bench, prize_rows

PIN = "2580"
TURN_ROW, TOWEL_ROW, KETTLE_ROW = 0, 1, 2


class Visit:
    """A member with 350 points at a kiosk whose centre answers when told to."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
        tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        chain.settle(self.kiosk, tablet)
        signer = sign_in(chain, tablet)
        hana = join(tablet, signer)
        given = adjust_points(tablet.desk, Signers(signer), hana.member_id, 350, REASON, "")
        assert isinstance(given, Adjusted)
        chain.settle(tablet, self.kiosk)
        self.bench = Bench(self.kiosk)
        self.app = self.bench.app
        self.app.scan(hana.card_code)
        chain.settle(self.kiosk)
        self.app.refresh()
        self.app.home.openRow(0)

    def answer(self) -> None:
        """Let the centre answer and the kiosk hear it."""
        self.chain.settle(self.kiosk)
        self.chain.settle(self.kiosk)
        self.app.refresh()

    def type(self, pin: str) -> None:
        for digit in pin:
            self.app.memberPin.type(digit)


@pytest.fixture
def visit(qapp: QGuiApplication, tmp_path: Path) -> Iterator[Visit]:
    chain = Chain(tmp_path / "chain", f"sqlite:///{tmp_path / 'central.sqlite'}")
    yield Visit(chain)
    chain.close()


def test_points_become_a_voucher(visit: Visit) -> None:
    app = visit.app
    assert (app.page, app.rewards.points) == ("rewards", 350)
    app.rewards.choose(TOWEL_ROW)
    assert (app.page, app.question.name) == ("asking", "Towel")
    visit.bench.wait(1)
    assert 0.4 < app.question.share < 0.6
    visit.answer()
    assert (app.page, app.result.kind, app.result.name) == ("result", "reward", "Towel")
    assert app.result.voucherCode
    app.result.goHome()
    assert (app.home.points, len(prize_rows(app))) == (270, 1)


def test_points_become_a_turn(visit: Visit) -> None:
    app = visit.app
    turns = app.home.turns
    app.rewards.choose(TURN_ROW)
    assert (app.page, app.question.name) == ("asking", "Spring draw")
    visit.answer()
    assert (app.page, app.home.points, app.home.turns) == ("home", 300, turns + 1)
    app.home.openWheel()
    assert app.page == "wheel"


def test_the_line_is_prepared_while_she_chooses_and_while_she_types(visit: Visit) -> None:
    app, prepared = visit.app, visit.bench.prepared
    assert len(prepared) == 1
    app.rewards.choose(KETTLE_ROW)
    assert len(prepared) == 2
    app.memberPin.goBack()
    assert (app.page, len(prepared)) == ("rewards", 3)
    app.rewards.goBack()
    visit.kiosk.storage.note_link(Link.OFFLINE)
    app.home.openRow(0)
    assert (app.page, len(prepared)) == ("rewards", 3)


def test_what_was_asked_before_the_program_began_is_taken_back(visit: Visit) -> None:
    visit.app.rewards.choose(TURN_ROW)
    again = Bench(visit.kiosk)
    again.app.begin()
    visit.answer()
    assert not visit.kiosk.storage.has_asked()
    again.app.begin()
    visit.answer()
    assert (visit.app.page, visit.app.problem.kind) == ("problem", "reward_gone")
    visit.app.problem.goOn()
    assert visit.app.home.points == 350


def test_a_slow_centre_is_not_waited_for_and_takes_nothing(visit: Visit) -> None:
    app = visit.app
    app.rewards.choose(TOWEL_ROW)
    visit.bench.wait(2)
    assert (app.page, app.problem.kind) == ("problem", "too_slow")
    app.problem.goOn()
    visit.answer()
    assert (app.page, app.home.points, len(prize_rows(app))) == ("home", 350, 0)


def test_whoever_leaves_takes_the_question_along(visit: Visit) -> None:
    visit.app.rewards.choose(TOWEL_ROW)
    visit.app.done()
    assert visit.app.page == "attract"
    visit.answer()
    assert not visit.kiosk.storage.has_asked()
    assert visit.app.page == "attract"


def test_a_pin_is_chosen_twice_alike_and_asked_for_afterwards(visit: Visit) -> None:
    app = visit.app
    app.rewards.choose(KETTLE_ROW)
    assert (app.page, app.memberPin.mode) == ("pin", "choose")
    visit.type(PIN)
    assert (app.memberPin.mode, app.memberPin.filled) == ("repeat", 0)
    visit.type("1111")
    assert (app.memberPin.mode, app.memberPin.note) == ("choose", "differs")
    visit.type(PIN + PIN)
    assert app.page == "asking"
    assert PIN not in repr(app.session)
    visit.answer()
    assert (app.page, app.result.kind) == ("result", "reward")


def test_a_wrong_pin_says_how_many_tries_are_left_and_five_rest_it(visit: Visit) -> None:
    app = visit.app
    app.rewards.choose(KETTLE_ROW)
    visit.type(PIN + PIN)
    visit.bench.wait(2)
    visit.answer()
    app.problem.goOn()
    visit.answer()
    assert app.home.points == 350
    app.home.openRow(0)
    app.rewards.choose(KETTLE_ROW)
    for left in (4, 3, 2, 1):
        assert app.memberPin.mode == "enter"
        visit.type("0000")
        visit.answer()
        assert (app.page, app.memberPin.note, app.memberPin.triesLeft) == ("pin", "wrong", left)
    visit.type("0000")
    visit.answer()
    assert (app.page, app.problem.kind) == ("problem", "pin_locked")


def test_without_a_line_the_page_says_so_and_asks_nothing(visit: Visit) -> None:
    app = visit.app
    app.rewards.goBack()
    visit.kiosk.storage.note_link(Link.OFFLINE)
    app.home.openRow(0)
    assert app.rewards.offline
    app.rewards.choose(TOWEL_ROW)
    assert (app.page, app.problem.kind, app.problem.inSession) == ("problem", "away", True)
    assert not visit.kiosk.storage.has_asked()


def test_the_line_that_goes_meanwhile_is_noticed(visit: Visit) -> None:
    visit.kiosk.storage.note_link(Link.OFFLINE)
    visit.app.rewards.choose(TOWEL_ROW)
    assert (visit.app.page, visit.app.problem.kind) == ("problem", "away")


def test_what_is_too_dear_can_not_be_chosen(visit: Visit) -> None:
    app = visit.app
    app.rewards.choose(TOWEL_ROW)
    visit.answer()
    app.result.goHome()
    app.home.openRow(0)
    app.rewards.choose(KETTLE_ROW)
    assert app.page == "rewards"
    app.rewards.choose(7)
    assert app.page == "rewards"


def test_only_a_card_opens_the_rewards(visit: Visit) -> None:
    assert [(row.kind, row.amount) for row in visit.app.home.rows.rows[:2]] == [("rewards", 50), ("", 0)]
    visit.app.done()
    assert {row.kind for row in visit.app.home.rows.rows} == {""}
