"""How a member stands in campaigns: pure, shared by kiosk and tablet."""

from datetime import date

from shared.application.views import CampaignState, CampaignView
from shared.domain.campaigns import Campaign, Happened, StepConfirmed
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.rules.campaigns import new_steps, takes_part


def campaign_views(member: Member, programme: Programme, store_id: str, today: date) -> tuple[CampaignView, ...]:
    """Return what is on for her in a store: what she is nearest to first, what she has finished last.

    A campaign that is over, or is not for her (any more), stays with its badges while the programme knows it.
    """
    views = [
        _view(campaign, member, programme, store_id, today)
        for campaign in programme.campaigns
        if takes_part(campaign, member, store_id, today, programme) or _badges(campaign, member)
    ]
    return tuple(sorted(views, key=lambda view: (view.state is not CampaignState.OPEN, -view.share, view.last_day)))


def fresh_finishes(before: Member, after: tuple[CampaignView, ...], today: date) -> tuple[str, ...]:
    """Name what was finished since the visit before this one, if this is the first of its day; else by this scan."""
    fresh = []
    for view in after:
        campaign, window = view.campaign, view.campaign.window(today)
        progress = before.progress_in(campaign.key)
        was_done = campaign.standing(progress, window, today).done or (progress and progress.finish(window.key))
        last = before.last_visit_on
        since = progress and last and last < today and any(finish.on > last for finish in progress.finishes)
        if since or (view.state is not CampaignState.OPEN and campaign.runs_on(today) and not was_done):
            fresh.append(campaign.key)
    return tuple(fresh)


def _view(campaign: Campaign, member: Member, programme: Programme, store_id: str, today: date) -> CampaignView:
    progress, window = member.progress_in(campaign.key), campaign.window(min(today, campaign.ends_on))
    reached = campaign.standing(progress, window, today)
    finish = progress.finish(window.key) if progress is not None else None
    if finish is not None:
        state = CampaignState.MISSED if finish.missed else CampaignState.GIVEN
    elif not campaign.may_finish(progress, window):
        state = CampaignState.GIVEN
    else:
        state = CampaignState.COMING if reached.done else CampaignState.OPEN
    confirmed = Happened("", today, store_id, StepConfirmed(campaign.key))
    wheel = programme.wheel(campaign.brings.draw)
    return CampaignView(
        campaign,
        reached,
        state,
        window.last,
        this_year=window.last.year == today.year,
        badges=_badges(campaign, member),
        short=finish is not None and finish.short,
        confirmable=bool(new_steps(campaign, member, confirmed, programme)) and finish is None,
        draw=wheel.name if wheel is not None else None,
        progress=progress,
    )


def _badges(campaign: Campaign, member: Member) -> int:
    progress = member.progress_in(campaign.key)
    return len({finish.window for finish in progress.finishes}) if progress is not None else 0
