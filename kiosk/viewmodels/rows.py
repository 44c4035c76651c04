"""Rows that pages repeat, and what the programme says in the shopper's language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.application.views import AwardView, CampaignTurns
from shared.domain.programme import Prize, Text

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


@dataclass(frozen=True, slots=True)
class DrawRow:
    """Another campaign in which the member has turns."""

    campaign: str
    turns: int


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A prize to collect; `until` is an ISO date."""

    ball: int
    name: str
    place: str
    until: str


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


def draw_rows(others: Sequence[CampaignTurns], locale: str) -> tuple[DrawRow, ...]:
    """Return a row for each campaign."""
    return tuple(DrawRow(words(turns.wheel.name, locale), turns.usable) for turns in others)


def in_order(waiting: Sequence[AwardView]) -> tuple[AwardView, ...]:
    """Sort prizes to collect: the one that lapses first on top."""
    return tuple(sorted(waiting, key=_until))


def waiting_rows(waiting: Sequence[AwardView], locale: str) -> tuple[WaitingRow, ...]:
    """Return the rows of `in_order`."""
    return tuple(
        WaitingRow(view.prize.ball, words(view.prize.name, locale), words(view.counter, locale), _until(view))
        for view in in_order(waiting)
    )


def _until(view: AwardView) -> str:
    return view.award.collect_until.isoformat() if view.award.collect_until else ""
