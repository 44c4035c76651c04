"""What prize law allows, as dated profiles; the retailer's counsel confirms the values."""

from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.programme import Programme, Wheel


@dataclass(frozen=True, slots=True)
class PrizeLimits:
    """Limits of a draw: a prize is worth at most `factor` times a transaction below `threshold_yen`, else `cap_yen`.

    A turn for a visit alone counts as a transaction of `visit_yen`.
    """

    threshold_yen: int
    factor: int
    cap_yen: int
    visit_yen: int

    def largest_prize_yen(self, transaction_yen: int) -> int:
        """Return the largest retail value, tax included, that a turn from this transaction may win."""
        return self.cap_yen if transaction_yen >= self.threshold_yen else transaction_yen * self.factor


PROFILES: dict[str, PrizeLimits | None] = {
    # Act against Unjustifiable Premiums, general lottery: 20 times the transaction below 5,000 yen, 100,000 yen from
    # there; a visit without a purchase counts as 100 yen (Consumer Affairs Agency, notice on prize limits).
    "jp-2026": PrizeLimits(threshold_yen=5_000, factor=20, cap_yen=100_000, visit_yen=100),
    "none": None,
}
"""The legal profiles that a programme can name."""


def prize_law_faults(programme: Programme) -> list[str]:
    """Return the prizes that a turn must not win under the programme's profile, a sentence each.

    The smallest transaction that brings a turn decides; what staff give by hand is theirs to answer for.
    """
    if programme.legal_profile not in PROFILES:
        known = ", ".join(PROFILES)
        return [f"legal_profile: {programme.legal_profile!r} is unknown; known are {known}."]
    limits = PROFILES[programme.legal_profile]
    if limits is None:
        return []
    unpriced = programme.receipts.draw_without_amount if programme.receipts is not None else ""
    faults = [fault for wheel in programme.wheels for fault in _wheel_faults(wheel, limits, unpriced)]
    for campaign in programme.campaigns:
        wheel = programme.wheel(campaign.brings.draw)
        spent_yen = campaign.least_yen_spent() or limits.visit_yen
        faults += _too_much(wheel, f"finishing {campaign.key}", spent_yen, limits) if wheel is not None else []
    return faults


def _wheel_faults(wheel: Wheel, limits: PrizeLimits, unpriced: str) -> list[str]:
    sources = _sources(wheel, limits, unpriced)
    return [fault for source, yen in sources for fault in _too_much(wheel, source, yen, limits)]


def _too_much(wheel: Wheel, source: str, transaction_yen: int, limits: PrizeLimits) -> list[str]:
    most = limits.largest_prize_yen(transaction_yen)
    return [
        f"wheels.{wheel.key}: {prize.key} is worth {prize.retail_value_yen} yen, but a turn for {source} may win "
        f"at most {most} yen."
        for prize in wheel.prizes
        if prize.retail_value_yen > most
    ]


def _sources(wheel: Wheel, limits: PrizeLimits, unpriced: str) -> Iterator[tuple[str, int]]:
    rules = wheel.tickets
    if rules.yen_per_ticket:
        yield f"a purchase of {rules.yen_per_ticket} yen", rules.yen_per_ticket
    if rules.first_visit_of_day:
        yield "a visit", limits.visit_yen
    if wheel.key == unpriced:
        yield "a receipt without an amount", limits.visit_yen
