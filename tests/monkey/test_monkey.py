"""Two thousand acts of monkeys; `python -m tests.monkey` lets ten of them do ten thousand each, and looks at memory."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning

from kiosk.viewmodels import stay
from kiosk.viewmodels.app import AppViewModel
from kiosk.viewmodels.session import KioskPage, Session
from kiosk.viewmodels.stay import Stay
from tests.monkey.cage import Cage
from tests.monkey.listening import complaints_heard
from tests.monkey.monkey import play

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a shop that is made once, and goes on from one monkey to the next."""
    return tmp_path_factory.mktemp("monkey") / "shop"


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_acts_find_nothing(shop: Path, seed: int) -> None:
    with complaints_heard() as complaints:
        told = play(shop, seed, 1_000, complaints)
    assert told.findings == ()
    assert len(told.pages) >= 10


def _never_leaving(patch: pytest.MonkeyPatch) -> None:
    always = Stay(10**9, 0)
    patch.setattr(stay, "stay_of", lambda _session: always)
    # Nor does anybody else.
    patch.setattr(AppViewModel, "done", lambda _app: None)


def _forgetting_nothing(patch: pytest.MonkeyPatch) -> None:
    def ended(session: Session, now_ms: int) -> Session:
        return replace(session, page=KioskPage.ATTRACT, touched_ms=now_ms)

    patch.setattr(stay, "ended", ended)


def _complaining(patch: pytest.MonkeyPatch) -> None:
    exchange = Cage.exchange

    def exchange_loudly(cage: Cage) -> None:
        qWarning("planted")
        exchange(cage)

    patch.setattr(Cage, "exchange", exchange_loudly)


def _leading_nowhere(patch: pytest.MonkeyPatch) -> None:
    items = Cage.items
    patch.setattr(Cage, "items", lambda cage: [each for each in items(cage) if each.objectName() == "bar-language"])


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (_never_leaving, "stays on"),
        (_forgetting_nothing, "keeps"),
        (_complaining, "planted"),
        (_leading_nowhere, "a dead end"),
    ],
)
def test_what_is_planted_is_found(
    shop: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[pytest.MonkeyPatch], None], found: str
) -> None:
    plant(monkeypatch)
    with complaints_heard() as complaints:
        told = play(shop, 4, 100, complaints)
    assert any(found in finding.what for finding in told.findings), told.findings
