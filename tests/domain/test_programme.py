"""A document that could not be lived by is refused, with a sentence per fault."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.domain.joining import Wish
from shared.domain.programme import BallCount, Prize, Programme, TicketRules, programme_faults
from shared.domain.text import Text
from tests.domain.small_shop import GOLD, RED, WHITE, small_programme, with_earning, with_joining

Change = Callable[[Programme], Programme]


def _wheel(**changes: Any) -> Change:  # noqa: ANN401  any field of a wheel
    def change(programme: Programme) -> Programme:
        first, *others = programme.wheels
        return replace(programme, wheels=(replace(first, **changes), *others))

    return change


def _prizes(alter: Callable[[Prize], Prize]) -> Change:
    return lambda programme: _wheel(prizes=tuple(alter(p) for p in programme.wheels[0].prizes))(programme)


def _programme(**changes: Any) -> Change:  # noqa: ANN401  any field of the programme
    return lambda programme: replace(programme, **changes)


def _tiers(*thresholds: int) -> Change:
    def change(programme: Programme) -> Programme:
        tiers = [replace(t, threshold_points=n) for t, n in zip(programme.tiers, thresholds, strict=False)]
        return replace(programme, tiers=tuple(tiers))

    return change


def _joining(**changes: Any) -> Change:  # noqa: ANN401  any field of the rules
    return lambda programme: with_joining(programme, **changes)


def _purpose(**changes: Any) -> Change:  # noqa: ANN401  any field of a purpose
    def change(programme: Programme) -> Programme:
        *others, last = with_joining(programme).purposes
        return replace(programme, purposes=(*others, replace(last, **changes)))

    return change


def test_people_can_join_once_what_they_tell_can_be_sealed() -> None:
    programme = with_joining(small_programme())
    assert programme_faults(programme) == []
    assert not programme.lets_join
    assert replace(programme, centre_key="k").lets_join
    asking_nothing = with_joining(
        programme, phone=Wish.NO, birthday=Wish.NO, email=Wish.NO, youngest_years=0, guardian_below_years=0
    )
    assert asking_nothing.lets_join
    assert not small_programme().lets_join


def test_the_small_shop_s_programme_has_no_fault() -> None:
    assert programme_faults(small_programme()) == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_programme(name=Text("Shop", " ")), "programme.name needs both an English and a Japanese text."),
        (_wheel(tagline=Text("", "文")), "programme.wheels[0].tagline needs both"),
        (_prizes(lambda p: replace(p, won=Text("", ""))), "programme.wheels[0].prizes[2].won needs both"),
        (_tiers(0, 300, 300), "threshold_points must rise; silver has 300, gold has 300."),
        (_tiers(1, 2, 3), "the first tier must have threshold_points = 0."),
        (_tiers(), "the first tier must have threshold_points = 0."),
        (lambda p: with_earning(p, yen_per_point=0), "earning.yen_per_point must be at least 1."),
        (lambda p: with_earning(p, expiry_months=0), "earning.expiry_months must be at least 1."),
        (lambda p: with_earning(p, pending_days=-1), "earning.pending_days can't be negative."),
        (lambda p: with_earning(p, tax_percent=-100), "earning.tax_percent can't be negative."),
        (_programme(undo_minutes=-1), "undo_minutes can't be negative."),
        (_programme(time_zone="Mars/Olympus"), "'Mars/Olympus' is no IANA time zone"),
        (_programme(time_zone=""), "'' is no IANA time zone"),
        (_programme(time_zone="Asia"), "'Asia' is no IANA time zone"),
        (_programme(stores=small_programme().stores[:1] * 2), "stores: 'ginza' stands twice."),
        (_programme(reasons=small_programme().reasons * 2), "reasons: 'goodwill' stands twice."),
        (_programme(roles=small_programme().roles * 2), "roles: 'trainee' stands twice."),
        (_programme(tiers=small_programme().tiers * 2), "tiers: 'gold' stands twice."),
        (_wheel(key="plain"), "wheels: 'plain' stands twice."),
        (_wheel(number=2), "wheels (number): '2' stands twice."),
        (_wheel(prizes=small_programme().wheels[0].prizes * 2), "each prize needs its own key and its own ball."),
        (_prizes(lambda p: replace(p, ball=p.ball + 10)), "ball is a number from 1 to 12."),
        (_wheel(key="w" * 41), "its key and those of its prizes have 1 to 40 characters."),
        (_prizes(lambda p: replace(p, key=p.key * 40)), "its key and those of its prizes have 1 to 40 characters."),
        (_wheel(drum=(BallCount("blue", 1), BallCount(WHITE, 1))), "names the prize 'blue'"),
        (_wheel(drum=(BallCount(RED, 1), BallCount(RED, 1), BallCount(WHITE, 1))), "names the prize 'red' twice."),
        (_wheel(drum=(BallCount(GOLD, -1), BallCount(WHITE, 1))), "drum counts can't be negative."),
        (_wheel(drum=(BallCount(GOLD, 1),)), "the drum needs white balls"),
        (_wheel(drum=(BallCount(GOLD, 1), BallCount(WHITE, 0))), "the drum needs white balls"),
        (_wheel(ends_on=date(2026, 3, 31)), "ends_on lies before starts_on."),
        (_wheel(refill_below=-1), "wheels.wheel.refill_below can't be negative."),
        (_wheel(collect_days=-1), "wheels.wheel.collect_days can't be negative."),
        (_wheel(collect_days=3_651), "collect_days is at most 3650."),
        (_wheel(number=0), "number is one from 1 to 65535."),
        (_wheel(number=65_536), "number is one from 1 to 65535."),
        (_wheel(drum=(BallCount(GOLD, 1), BallCount(WHITE, 65_535))), "a drum holds at most 65535 balls."),
        (_wheel(tickets=TicketRules(yen_per_ticket=-1)), "tickets.yen_per_ticket can't be negative."),
        (_prizes(lambda p: replace(p, points=-p.points)), "prizes.white.points can't be negative."),
        (_joining(youngest_years=-1), "joining.youngest_years is an age in years, 0 to 99."),
        (_joining(guardian_below_years=100), "joining.guardian_below_years is an age in years, 0 to 99."),
        (
            _joining(birthday=Wish.OPTIONAL),
            "youngest_years can only be kept by asking for the birthday: say birthday =",
        ),
        (_joining(birthday=Wish.NO, youngest_years=0), "guardian_below_years can only be kept by asking"),
        (_joining(per_day=-1), "joining.per_day can't be negative; 0 lets any number of people join."),
        (_joining(youngest_years=16), "guardian_below_years must lie above youngest_years"),
        (_joining(email_domains=("example",)), "joining.email_domains: 'example' is no domain, such as 'example.com'."),
        (_joining(email_domains=tuple(f"{n}.jp" for n in range(7))), "joining.email_domains: the pad has room for 6."),
        (_purpose(needed=True), "purposes.news: joining can't depend on marketing"),
        (_purpose(key="guardian"), "purposes: 'guardian' is what a guardian's word is kept under"),
    ],
)
def test_a_fault_is_named(change: Change, says: str) -> None:
    faults = programme_faults(change(small_programme()))
    assert any(says in fault for fault in faults), faults


def test_what_the_document_does_not_have_is_none() -> None:
    programme = small_programme()
    assert (programme.role("x"), programme.store("x"), programme.reason("x"), programme.wheel("x")) == (None,) * 4
    with pytest.raises(KeyError):
        programme.wheels[0].prize("x")
