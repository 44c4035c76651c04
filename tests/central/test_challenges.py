"""Challenges at the centre: what has started is frozen, what is stopped stays so, the journal tells of departments."""

from dataclasses import replace
from pathlib import Path

import pytest

from shared.central.campaigns import CampaignStanding, campaign_list, stop_campaign
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.central.office import apply_programme, read_programme
from shared.central.sales import SalesImport
from shared.central.sales_csv import JournalRules, read_sales
from shared.domain.campaigns import Brings
from shared.domain.challenges import Challenge
from shared.domain.programme import Programme
from shared.domain.text import Text
from shared.runtime.trouble import Trouble
from tests.central.chain import Chain
from tests.domain.small_shop import DEPARTMENTS, STORE, VISITS, with_challenges

DEMO = Path("shared/demo/programme.toml")


def with_first(programme: Programme, version: int, **changes: object) -> Programme:
    first, *others = programme.challenges
    changed: Challenge = replace(first, **changes)  # type: ignore[arg-type]
    return replace(programme, version=version, challenges=(changed, *others))


def in_use(chain: Chain) -> Programme:
    with reading(chain.engine) as connection:
        return ChainDirectory(connection).programme_in_use()


def test_what_has_started_is_frozen_but_for_its_words(chain: Chain) -> None:
    programme = replace(with_challenges(chain.programme), version=2)
    apply_programme(chain.engine, programme, chain.now)
    with pytest.raises(Trouble, match="visits: brings can't change once it has started"):
        apply_programme(chain.engine, with_first(programme, 3, brings=Brings(points=31)), chain.now)
    with pytest.raises(Trouble, match="visits: it runs, and must stay until its end"):
        apply_programme(chain.engine, replace(programme, version=3, challenges=programme.challenges[1:]), chain.now)
    apply_programme(chain.engine, with_first(programme, 3, about=Text("Come in", "どうぞ")), chain.now)
    assert in_use(chain).challenges[0].about.en == "Come in"


def test_a_stop_is_a_version_and_stays(chain: Chain) -> None:
    programme = replace(with_challenges(chain.programme), version=2)
    apply_programme(chain.engine, programme, chain.now)
    assert stop_campaign(chain.engine, VISITS, STORE, chain.now, "test").version == 3
    with pytest.raises(Trouble, match="is stopped there already"):
        stop_campaign(chain.engine, VISITS, STORE, chain.now, "test")
    with pytest.raises(Trouble, match=r"it has .*visits, departments, pick-up"):
        stop_campaign(chain.engine, "nothing", None, chain.now, "test")
    apply_programme(chain.engine, replace(programme, version=4), chain.now)
    assert [each.stopped_in for each in in_use(chain).challenges] == [(STORE,), (), ()]
    stop_campaign(chain.engine, VISITS, None, chain.now, "test")
    with reading(chain.engine) as connection:
        standing = {each.key: each.standing for each in campaign_list(connection, chain.now)}
    assert (standing[VISITS], standing[DEPARTMENTS]) == (CampaignStanding.STOPPED, CampaignStanding.RUNNING)


def test_the_journal_names_departments_that_the_programme_knows(sqlite_chain: Chain, tmp_path: Path) -> None:
    programme = replace(with_challenges(sqlite_chain.programme), version=2)
    apply_programme(sqlite_chain.engine, programme, sqlite_chain.now)
    file = tmp_path / "journal.csv"
    rows = ["1,food,300", "1,books,200", "1,garden,100", "1,,50"]
    day = sqlite_chain.now.date()
    lines = [f"{STORE},1,{day},{row},00:00" for row in rows]
    file.write_text("\n".join(["store,register,business_date,receipt,department,amount,time", *lines]))
    (sale,) = read_sales(file, JournalRules(programme, sqlite_chain.now, lambda body: body.hex()))
    assert [line.department for line in getattr(sale, "lines", ())] == ["food", "books", "", ""]
    imported = SalesImport(sqlite_chain.engine, sqlite_chain.now, "digest", "journal.csv")
    (settled,) = imported.run(iter([sale]))
    assert settled.sentences == ()


def test_a_challenge_is_read_from_toml_and_refused_with_its_place(tmp_path: Path) -> None:
    written = DEMO.read_text("utf-8")
    fine = read_programme(DEMO)
    assert [challenge.key for challenge in fine.challenges] == ["visits", "departments", "click-and-collect"]
    for found, wrong, says in (
        ('measure = "count"', 'measure = "colour"', "does not fit: .*challenges"),
        ('of = "visits"', 'of = "dreams"', "does not fit: .*challenges"),
        ('draw = "welcome"', 'draw = "nothing"', "departments: brings.draw: there is no draw 'nothing'"),
    ):
        assert found in written
        file = tmp_path / "programme.toml"
        file.write_text(written.replace(found, wrong, 1) if found != 'draw = "welcome"' else _in_challenges(written))
        with pytest.raises(Trouble, match=says):
            read_programme(file)


def _in_challenges(written: str) -> str:
    before, _, challenges = written.partition("[[challenges]]")
    return before + "[[challenges]]" + challenges.replace('draw = "welcome"', 'draw = "nothing"', 1)
