"""What every campaign needs done: steps from facts, steps taken back, finishing, and what that brings.

`follow` comes behind each act. A step counts where it is known, on devices too. What finishing brings is single-use,
and its one holder is the centre: a device says that it is on its way.
"""

from collections.abc import Iterable
from datetime import date

from shared.domain.calendar import programme_day
from shared.domain.campaigns import Bought, BoughtLine, Campaign, Happened, Window
from shared.domain.changing import replace
from shared.domain.devices import DeviceKind
from shared.domain.earning import LineKind
from shared.domain.member import (
    EntryKind,
    Member,
    PurchaseRecord,
    Ticket,
    TicketSource,
    with_entry,
    with_progress,
)
from shared.domain.points import Bucket, Posted, grant
from shared.domain.programme import Programme
from shared.domain.progress import FINISHES_KEPT, Finish, Progress, Step, taken_back, with_steps
from shared.domain.rules.entries import fresh_lot, line, ticket_holder
from shared.domain.rules.outcome import Applied, Context, World, business_day
from shared.domain.tiers import standing

ORDER = "order:"
"""How the business keys of online orders begin."""


def follow(outcome: Applied, happened: Iterable[Happened], context: Context, world: World) -> Applied:
    """Let campaigns hear what an act did; `happened` is what it reports beside the purchases that it changed."""
    if outcome.beside and world.at_centre:
        beside = tuple(replace(each, member=_marked(each.member, context, world)) for each in outcome.beside)
        outcome = replace(outcome, beside=beside)
    member = outcome.member
    if member is None or not member.findable:
        return outcome
    before = world.member(member.member_id)
    programme = world.programme
    if programme.campaigns:
        for each in happened:
            member = take(member, each, programme)
        if before is None or before.purchases is not member.purchases:
            member = _with_purchases(member, before, context, world)
    if member.progress == (before.progress if before is not None else ()):
        return outcome if member is outcome.member else replace(outcome, member=member)
    outcome = replace(outcome, member=member)
    if not world.at_centre:
        return outcome
    outcome = _finished(outcome, before, context, world)
    return replace(outcome, member=_marked(outcome.member or member, context, world))


def takes_part(campaign: Campaign, member: Member, store_id: str, day: date, programme: Programme) -> bool:
    """Tell whether a campaign is for this member, in this store, on this day of the programme."""
    if not campaign.runs_in(store_id, day):
        return False
    if campaign.tiers and standing(member.account, programme.tiers, day.year).tier.key not in campaign.tiers:
        return False
    joined_on = programme_day(member.enrolled_at, programme.time_zone)
    return not campaign.joined_within_days or (day - joined_on).days <= campaign.joined_within_days


def new_steps(campaign: Campaign, member: Member, happened: Happened, programme: Programme) -> tuple[Step, ...]:
    """Return what a fact would add for her: steps whose keys do not count in their window already."""
    steps = tuple(step for step in campaign.takes(happened) if step.amount > 0)
    if not steps or not takes_part(campaign, member, happened.store_id, happened.on, programme):
        return ()
    progress, window = member.progress_in(campaign.key), campaign.window(happened.on)
    had = progress.steps if progress is not None else ()
    known = {step.key for step in had if step.amount > 0 and window.first <= step.on <= window.last}
    return tuple(step for step in steps if step.key not in known)


def take(member: Member, happened: Happened, programme: Programme) -> Member:
    """Count a fact in every campaign that takes it."""
    for campaign in programme.campaigns:
        steps = tuple(step for step in campaign.takes(happened) if step.amount > 0)
        if steps and takes_part(campaign, member, happened.store_id, happened.on, programme):
            progress = member.progress_in(campaign.key) or Progress(campaign.key)
            member = with_progress(member, campaign.settled(with_steps(progress, steps), happened.on))
    return member


def uncount(member: Member, op_id: str) -> Member:
    """Let what an operation counted for count no more."""
    progress = tuple(taken_back(each, op_id) for each in member.progress)
    return replace(member, progress=progress) if progress != member.progress else member


def _with_purchases(member: Member, before: Member | None, context: Context, world: World) -> Member:
    """Count what was bought by this act, and count again what has partly come back."""
    known = before.purchases if before is not None else ()
    # What an act leaves alone is the same object before and after it; most of two hundred are.
    same = frozenset(map(id, known))
    day = business_day(context, world)
    for purchase in (each for each in member.purchases if id(each) not in same):
        was = next((each for each in known if each.op_id == purchase.op_id), None)
        if was is None and purchase.op_id != context.op_id:
            continue  # It came with a merged member, as did its steps.
        happened = Happened(purchase.op_id, day, context.store_id, _bought(purchase))
        if was is None or was.line_departments != purchase.line_departments:
            member = take(member, happened, world.programme)
        elif was.returned_yen != purchase.returned_yen:
            member = _counted_again(member, happened, world.programme)
    return member


def _counted_again(member: Member, happened: Happened, programme: Programme) -> Member:
    for progress in member.progress:
        campaign = programme.campaign(progress.campaign)
        own = [step for step in progress.steps if step.op_id == happened.op_id]
        if campaign is None or not own:
            continue
        worth = {step.key: step.amount for step in campaign.takes(happened)}
        steps = (replace(step, amount=worth.get(step.key, 0)) for step in own)
        member = with_progress(member, with_steps(progress, steps))
    return member


def _bought(purchase: PurchaseRecord) -> Bought:
    departments = (*purchase.line_departments, *("" for _ in purchase.line_yen))
    # Devices and tills of before told of no departments.
    lines = zip(purchase.line_kinds, purchase.line_yen, purchase.returned_yen, departments, strict=False)
    return Bought(
        purchase.purchase_id,
        tuple(
            BoughtLine(yen - returned, department)
            for kind, yen, returned, department in lines
            if kind is LineKind.GOODS
        ),
        is_order=(purchase.receipt_key or "").startswith(ORDER),
    )


def _finished(outcome: Applied, before: Member | None, context: Context, world: World) -> Applied:
    """Give what she has finished by now, once in each window."""
    for progress in outcome.member.progress if outcome.member is not None else ():
        campaign = world.programme.campaign(progress.campaign)
        if campaign is None or (before is not None and progress == before.progress_in(progress.campaign)):
            continue
        for window in sorted({campaign.window(step.on) for step in progress.steps}, key=lambda each: each.first):
            outcome = _looked_at(outcome, campaign, window, context, world)
    return outcome


def _marked(member: Member, context: Context, world: World) -> Member:
    """Mark what is short since something came back, or left with somebody who was merged."""
    day = business_day(context, world)
    for progress in member.progress:
        campaign = world.programme.campaign(progress.campaign)
        if campaign is not None and progress.finishes:
            member = with_progress(member, campaign.marked(progress, day))
    return member


def _looked_at(outcome: Applied, campaign: Campaign, window: Window, context: Context, world: World) -> Applied:
    member = outcome.member
    progress = member.progress_in(campaign.key) if member is not None else None
    if member is None or progress is None:
        return outcome
    done = campaign.standing(progress, window, window.last).done
    if done and campaign.may_finish(progress, window):
        return _give(outcome, member, progress, campaign, window, context, world)
    return outcome


def _give(
    outcome: Applied,
    member: Member,
    progress: Progress,
    campaign: Campaign,
    window: Window,
    context: Context,
    world: World,
) -> Applied:
    """Give points and turns for a campaign that is finished; the badge is the finish itself."""
    claim = _place(campaign, outcome.claims, world)
    missed = claim is None
    day = business_day(context, world)
    finishes = (*progress.finishes, Finish(context.op_id, window.key, day, missed=missed))[-FINISHES_KEPT:]
    member = with_progress(member, replace(progress, finishes=finishes))
    step = Posted(member.account)
    if campaign.brings.points and not missed:
        name = f"{campaign.key}.{window.key}"
        step = grant(member.account, fresh_lot(context, world, campaign.brings.points, name=name, won=True))
    first = len(outcome.postings) + sum(len(each.postings) for each in outcome.beside)
    postings = tuple(replace(posting, line=first + place) for place, posting in enumerate(step.postings))
    tickets = () if missed else _turns(campaign, window, member, context, world)
    entry = replace(
        line(context, EntryKind.FINISH),
        points=sum(p.points for p in postings if p.bucket is Bucket.BALANCE),
        postings=postings,
        refers_to=window.key,
        campaign=campaign.key,
        ticket_ids=tuple(ticket.ticket_id for ticket in tickets),
    )
    member = replace(member, account=step.account, tickets=(*member.tickets, *tickets))
    claims = (*outcome.claims, claim) if claim else outcome.claims
    return replace(outcome, member=with_entry(member, entry), postings=(*outcome.postings, *postings), claims=claims)


def _place(campaign: Campaign, taken: tuple[str, ...], world: World) -> str | None:
    """Return the business key of the next place among all who may finish; "" without a limit, None when all are taken.

    Places are taken in order and never given back, so the first free one is found by halving.
    """
    if not campaign.limits.in_all:
        return ""
    free, full = 1, campaign.limits.in_all + 1
    while free < full:
        middle = (free + full) // 2
        key = _place_key(campaign, middle)
        if key in taken or world.claimed(key) is not None:
            free = middle + 1
        else:
            full = middle
    return _place_key(campaign, free) if free <= campaign.limits.in_all else None


def _place_key(campaign: Campaign, place: int) -> str:
    return f"campaign:{campaign.key}:{place}"


def _turns(campaign: Campaign, window: Window, member: Member, context: Context, world: World) -> tuple[Ticket, ...]:
    """Make the turns, held by the kiosk at which she stands, else as turns of a purchase are."""
    if not campaign.brings.turns:
        return ()
    here = next((d for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    at_kiosk = here is not None and here.kind is DeviceKind.KIOSK and here.may_hold
    holder = context.device_id if at_kiosk else ticket_holder(member, context.store_id, world)
    return tuple(
        Ticket(
            f"{campaign.key}-{member.member_id}-{window.key}-{place}",
            campaign.brings.draw,
            TicketSource.CAMPAIGN,
            campaign.least_yen_spent(),
            context.at,
            holder,
            context.op_id,
        )
        for place in range(campaign.brings.turns)
    )
