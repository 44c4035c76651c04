"""Rows that pages repeat, and what the programme says in the shopper's language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from shared.application.views import AwardView, CampaignState, CampaignTurns, CampaignView, KioskHome
from shared.domain.programme import Prize
from shared.domain.text import Text

FACETS_MIN: Final = 8
FACETS_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of the drum: the ball on it, 1 to 12, and the prize's short name."""

    ball: int
    label: str


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many balls of a kind are left."""

    ball: int
    name: str
    remaining: int


class RowKind(StrEnum):
    """What a row of the home page opens: rewards from `amount` points on, a draw with `amount` turns, a prize.

    Or challenges, with the one that she is nearest to.
    """

    NONE = ""
    REWARDS = "rewards"
    DRAW = "draw"
    PRIZE = "prize"
    CHALLENGE = "challenge"


@dataclass(frozen=True, slots=True)
class HomeRow:
    """What else there is for a member, counted from 0; a prize waits at `place` until an ISO date.

    Of a challenge `figure` is done of `amount` in a `unit`, which is a `share`; without a name all are finished.
    """

    number: int
    kind: str = RowKind.NONE.value
    name: str = ""
    place: str = ""
    until: str = ""
    amount: int = 0
    figure: int = 0
    unit: str = ""
    share: float = 0.0
    untilThisYear: bool = True


def words(text: Text, locale: str) -> str:
    """Return what the programme says, in `locale`."""
    return text.ja if locale == "ja" else text.en


def facet_prizes(prizes: Sequence[Prize]) -> tuple[Prize, ...]:
    """Lay prizes around the drum: 8 to 12 facets, fewer kinds repeat so that the same never stand side by side."""
    if not prizes:
        return ()
    kinds = tuple(prizes)[:FACETS_MAX]
    rounds = -(-FACETS_MIN // len(kinds))
    if len(kinds) * rounds <= FACETS_MAX:
        return kinds * rounds
    return (*kinds, *kinds[1 : FACETS_MIN - len(kinds) + 1])


def facets(prizes: Sequence[Prize], locale: str) -> tuple[Facet, ...]:
    """Return the drum's facets in `locale`."""
    return tuple(Facet(prize.ball, words(prize.label, locale)) for prize in facet_prizes(prizes))


def count_rows(counts: Sequence[tuple[Prize, int]], locale: str) -> tuple[CountRow, ...]:
    """Return what is left, in the document's order."""
    return tuple(CountRow(prize.ball, words(prize.label, locale), left) for prize, left in counts)


def in_order(waiting: Sequence[AwardView]) -> tuple[AwardView, ...]:
    """Sort prizes to collect: the one that lapses first on top."""
    return tuple(sorted(waiting, key=_until))


def home_rows(home: KioskHome, others: Sequence[CampaignTurns], locale: str) -> tuple[HomeRow, ...]:
    """Return the rows in the order they are shown in: a challenge, rewards, other draws, prizes `in_order`."""
    rows = [_challenge_row(home.campaigns[0], locale)] if home.campaigns else []
    rows += [HomeRow(0, RowKind.REWARDS.value, amount=home.rewards_from)] if home.rewards_from else []
    rows += [HomeRow(0, RowKind.DRAW.value, words(turns.wheel.name, locale), amount=turns.usable) for turns in others]
    rows += [
        HomeRow(0, RowKind.PRIZE.value, words(view.prize.name, locale), words(view.counter, locale), _until(view))
        for view in in_order(home.waiting)
    ]
    return tuple(replace(row, number=number) for number, row in enumerate(rows))


def _challenge_row(nearest: CampaignView, locale: str) -> HomeRow:
    if nearest.state is not CampaignState.OPEN:
        return HomeRow(0, RowKind.CHALLENGE.value, share=1.0)
    return HomeRow(
        0,
        RowKind.CHALLENGE.value,
        words(nearest.campaign.name, locale),
        until=nearest.last_day.isoformat(),
        amount=nearest.reached.target,
        figure=nearest.reached.figure,
        unit=nearest.campaign.unit.value,
        share=nearest.share,
        untilThisYear=nearest.this_year,
    )


def _until(view: AwardView) -> str:
    return view.award.collect_until.isoformat() if view.award.collect_until else ""
