"""A card unknown at this kiosk, on its screen: asked for, found, unknown everywhere, or noted without a line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from shared.application.views import Link
from shared.domain.codes import CodeKind, mint
from shared.domain.devices import DeviceKind
from tests.domain.small_shop import OTHER_STORE
from tests.sync.chain import Chain, exchange, join, sign_in
from tests.viewmodels.kiosk.conftest import Bench


class Stranger:
    """A kiosk, and a member of another store who stands before it."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK, OTHER_STORE))
        tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
        chain.settle(self.kiosk, tablet)
        self.card = join(tablet, sign_in(chain, tablet)).card_code
        chain.settle(tablet, self.kiosk)
        self.bench = Bench(self.kiosk)

    def answer(self) -> None:
        """Let the centre answer and the kiosk hear it."""
        self.chain.settle(self.kiosk)
        self.bench.app.refresh()


@pytest.fixture
def stranger(qapp: QGuiApplication, tmp_path: Path) -> Iterator[Stranger]:
    chain = Chain(tmp_path / "chain", f"sqlite:///{tmp_path / 'central.sqlite'}")
    yield Stranger(chain)
    chain.close()


def test_the_page_says_what_is_asked_and_opens_hers(stranger: Stranger) -> None:
    app = stranger.bench.app
    app.scan(stranger.card)
    assert (app.page, app.question.forCard, app.question.share) == ("asking", True, 0.0)
    stranger.bench.wait(1)
    assert (app.page, app.question.share) == ("asking", 0.5)
    stranger.answer()
    assert (app.page, app.home.nickname) == ("home", "hana")
    assert stranger.bench.sounds == ["scan"]


def test_nobodys_card_is_unknown_everywhere(stranger: Stranger) -> None:
    stranger.bench.app.scan(mint(CodeKind.MEMBER, bytes(16)))
    stranger.answer()
    assert (stranger.bench.app.page, stranger.bench.app.problem.kind) == ("problem", "unknown")


def test_a_slow_centre_is_not_waited_for(stranger: Stranger) -> None:
    app = stranger.bench.app
    app.scan(stranger.card)
    stranger.bench.wait(2)
    assert (app.page, app.problem.kind, app.problem.inSession) == ("problem", "noted", False)
    exchange(stranger.kiosk)
    stranger.answer()
    assert app.problem.kind == "noted"
    app.problem.goOn()
    app.scan(stranger.card)
    assert app.page == "home"


def test_another_card_in_the_meantime_is_the_one_that_counts(stranger: Stranger) -> None:
    app = stranger.bench.app
    app.scan(mint(CodeKind.MEMBER, bytes(16)))
    app.scan(stranger.card)
    stranger.answer()
    assert (app.page, app.home.nickname) == ("home", "hana")


def test_without_a_line_she_is_welcomed_at_once(stranger: Stranger) -> None:
    stranger.kiosk.storage.note_link(Link.OFFLINE)
    stranger.bench.app.scan(stranger.card)
    assert (stranger.bench.app.page, stranger.bench.app.problem.kind) == ("problem", "noted")
