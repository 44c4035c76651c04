"""Tier standing by qualifying points."""

from shared.domain.points import Account
from shared.domain.programme import Tier
from shared.domain.values import value_class


@value_class(frozen=True, slots=True)
class TierStanding:
    """The member's tier this year, and the next one with the points still missing (None at the top)."""

    tier: Tier
    qualifying_points: int
    following: Tier | None
    gap_points: int


def standing(account: Account, tiers: tuple[Tier, ...], year: int) -> TierStanding:
    """Return the standing in programme year `year`.

    A tier lasts to the end of the year after the one it was reached in; the gap counts this year's points alone.
    """
    points = account.qualifying_points(year)
    reached = max(points, account.qualifying_points(year - 1))
    held = [tier for tier in tiers if tier.threshold_points <= reached]
    tier = held[-1] if held else tiers[0]
    following = next((t for t in tiers if t.threshold_points > max(tier.threshold_points, points)), None)
    gap = following.threshold_points - points if following else 0
    return TierStanding(tier, points, following, gap)
