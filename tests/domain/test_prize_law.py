"""Publishing is refused where a prize is worth more than the law allows for the turn that may win it."""

from dataclasses import replace

import pytest

from shared.domain.prize_law import PROFILES, prize_law_faults
from shared.domain.programme import Programme, TicketRules
from tests.domain.small_shop import GOLD, small_programme


def priced(yen: int, tickets: TicketRules) -> Programme:
    programme = small_programme()
    wheel = programme.wheels[0]
    prizes = tuple(replace(p, retail_value_yen=yen if p.key == GOLD else 0) for p in wheel.prizes)
    return replace(programme, legal_profile="jp-2026", wheels=(replace(wheel, prizes=prizes, tickets=tickets),))


@pytest.mark.parametrize(
    ("yen", "tickets", "allowed"),
    [
        (60_000, TicketRules(yen_per_ticket=3_000), True),
        (60_001, TicketRules(yen_per_ticket=3_000), False),
        (99_980, TicketRules(yen_per_ticket=4_999), True),
        (99_981, TicketRules(yen_per_ticket=4_999), False),
        (100_000, TicketRules(yen_per_ticket=5_000), True),
        (100_001, TicketRules(yen_per_ticket=50_000), False),
        (2_000, TicketRules(first_visit_of_day=True), True),
        (2_001, TicketRules(first_visit_of_day=True), False),
        (2_001, TicketRules(yen_per_ticket=3_000, first_visit_of_day=True), False),
        (900_000, TicketRules(), True),
    ],
)
def test_the_smallest_transaction_decides(yen: int, tickets: TicketRules, *, allowed: bool) -> None:
    faults = prize_law_faults(priced(yen, tickets))
    assert (faults == []) is allowed
    assert all(GOLD in fault and str(yen) in fault for fault in faults)


def test_a_programme_names_a_profile_that_exists() -> None:
    programme = replace(small_programme(), legal_profile="jp")
    assert prize_law_faults(programme) == ["legal_profile: 'jp' is unknown; known are jp-2026, none."]
    assert set(PROFILES) == {"jp-2026", "none"}
