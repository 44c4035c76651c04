"""Views made from aggregates: pure, shared by the use cases."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from shared.application.ports import Desk, Transaction
from shared.application.views import (
    AwardView,
    CampaignTurns,
    DrumView,
    ExpiryNotice,
    RewardsView,
    RewardView,
    TurnOffer,
)
from shared.domain.calendar import last_day_before
from shared.domain.drums import Drum
from shared.domain.member import Award, Member
from shared.domain.points import bring_up_to_date, spendable_points
from shared.domain.programme import Prize, PrizeKind, Programme, Reward, Wheel
from shared.domain.rules.entries import let_receipts_lapse
from shared.domain.text import Text


def up_to_date(member: Member, at: datetime) -> Member:
    """Return the member as she stands at `at`: what is due has matured, expired or lapsed."""
    member = let_receipts_lapse(member, at)
    return replace(member, account=bring_up_to_date(member.account, at).account)


def next_expiry(member: Member, programme: Programme, today: date) -> ExpiryNotice | None:
    """Return what expires next, all lots of that day together."""
    lots = member.account.open_lots()
    if not lots:
        return None
    day = last_day_before(lots[0].expires_at, programme.time_zone)
    same = (lot for lot in lots if lot.expires_at == lots[0].expires_at)
    return ExpiryNotice(sum(lot.left_points for lot in same), day, this_year=day.year == today.year)


def award_view(award: Award, programme: Programme) -> AwardView | None:
    """Join an award with its prize and counter; None if the programme no longer knows the campaign."""
    prize = prize_named(programme, award.campaign, award.prize)
    store = programme.store(award.store_id)
    if prize is None:
        return None
    reward = programme.reward(award.prize) if not award.campaign else None
    return AwardView(award, prize, store.counter if store else Text("", ""), reward.picture if reward else "")


def prize_named(programme: Programme, campaign: str, key: str) -> Prize | None:
    """Return a campaign's prize, or without a campaign a reward as if it were one; None if it is no longer known."""
    if not campaign:
        reward = programme.reward(key)
        return as_prize(reward) if reward is not None else None
    wheel = programme.wheel(campaign)
    return next((prize for prize in wheel.prizes if prize.key == key), None) if wheel else None


def as_prize(reward: Reward) -> Prize:
    """Return a reward in the form in which prizes are shown: without a ball."""
    name = reward.name
    return Prize(reward.key, 0, name, name, name, name, PrizeKind.GOODS, reward.retail_value_yen)


def reward_views(member: Member, programme: Programme, wheels: Iterable[Wheel], *, online: bool) -> RewardsView:
    """Say what a member's points, brought up to date, can become: rewards, and turns of these draws."""
    balance = max(member.account.balance_points, 0)
    offers: list[RewardView | TurnOffer] = [
        RewardView(reward, max(reward.points - balance, 0), reward.points > programme.pin_above_points)
        for reward in programme.rewards
    ]
    earned = spendable_points(member.account, without_won=True)
    for wheel in wheels:
        price = wheel.tickets.exchange_points
        offers.append(TurnOffer(wheel, max(price - earned, 0), price > programme.pin_above_points))
    # Offers of one price stay in the programme's order.
    offers.sort(key=lambda offer: (offer.gap_points > 0, offer.points))
    return RewardsView(tuple(offers), balance, member.has_pin, online)


def wheels_for_points(programme: Programme, store_id: str, today: date) -> tuple[Wheel, ...]:
    """Return the draws of a store whose turns points can buy."""
    return tuple(w for w in programme.wheels if w.tickets.exchange_points > 0 and w.runs_in(store_id, today))


def award_views(awards: tuple[Award, ...], programme: Programme) -> tuple[AwardView, ...]:
    """Join awards with their prizes, leaving out unknown campaigns."""
    return tuple(view for award in awards if (view := award_view(award, programme)) is not None)


def drum_view(drum: Drum, wheel: Wheel, turns_usable: int) -> DrumView:
    """Show a drum in the order of the campaign's prizes."""
    left = {ball.prize: ball.count for ball in drum.left}
    counts = tuple((prize, left.get(prize.key, 0)) for prize in wheel.prizes)
    return DrumView(wheel, drum.drum_id, drum.number, drum.commitment, counts, drum.balls_left, turns_usable)


def campaign_turns(member: Member, transaction: Transaction, desk: Desk, today: date) -> tuple[CampaignTurns, ...]:
    """Count the member's turns per campaign that runs in this store: here, asked for, and elsewhere."""
    shown = []
    for wheel in transaction.programme.wheels:
        if not wheel.runs_in(desk.store_id, today):
            continue
        tickets = [t for t in member.tickets if t.campaign == wheel.key]
        holders = [t.holder for t in tickets]
        elsewhere = sorted({h for h in holders if h != desk.device_id})
        labels = tuple((_label(transaction, holder), holders.count(holder)) for holder in elsewhere)
        coming = sum(t.asked_by == desk.device_id for t in tickets if t.holder != desk.device_id)
        shown.append(CampaignTurns(wheel, holders.count(desk.device_id), labels, coming))
    return tuple(shown)


def _label(transaction: Transaction, device_id: str) -> str:
    device = transaction.device(device_id)
    return device.label if device else ""
