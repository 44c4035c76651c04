"""Spots of a hunt that a member has found.

What a device knows decides whether she may find a spot now: in order, each once, symbols within their limit. The centre
hears of findings as facts and adds them to a set, so that no order of arrival changes what she has found. A device knew
of the earlier spots from the centre or by its own operations, which came before; where it did not, it said so to her.
"""

from shared.domain.campaigns import Happened, SpotFound
from shared.domain.changing import replace
from shared.domain.devices import DeviceKind
from shared.domain.hunts import Hunt, missed_step
from shared.domain.member import EntryKind, Member, with_entry, with_progress
from shared.domain.operations import PrintPosters, ShowSpot
from shared.domain.programme import Permission
from shared.domain.progress import Progress, with_steps
from shared.domain.rules.campaigns import takes_part
from shared.domain.rules.entries import line, ready
from shared.domain.rules.outcome import Applied, Context, Duplicate, Held, HeldReason, Outcome, World
from shared.domain.staff import NotAllowed, may


def found(operation: ShowSpot, context: Context) -> Happened:
    """Return the fact that a finding reports, on the day that the kiosk says: what it has shown it keeps."""
    what = SpotFound(operation.campaign, operation.spot)
    return Happened(context.op_id, operation.day, context.store_id, what)


def show(operation: ShowSpot, context: Context, world: World) -> Outcome:
    """Write down what she has found, or that her symbol was wrong; a kiosk's to say, no person's."""
    here = next((d for d in world.devices(context.store_id) if d.device_id == context.device_id), None)
    if here is None or here.kind is not DeviceKind.KIOSK:
        return Held(HeldReason.NOT_ALLOWED)
    hunt = world.programme.hunt(operation.campaign)
    if hunt is None:
        return Held(HeldReason.CAMPAIGN_UNKNOWN, operation.campaign)
    if hunt.spot(operation.spot) is None:
        return Held(HeldReason.SPOT_UNKNOWN, operation.spot)
    start = ready(operation.member_id, context, world, even_blocked=False)
    if isinstance(start, Held):
        return start
    if not takes_part(hunt, start.member, context.store_id, operation.day, world.programme):
        return Held(HeldReason.NOT_OFFERED, operation.campaign)
    progress = start.member.progress_in(hunt.key) or Progress(hunt.key)
    refused: Held | Duplicate | None = _unproven(operation, hunt, context, world)
    if refused is None and not world.at_centre:
        refused = _not_now(operation, hunt, progress)
    if refused is not None:
        return refused
    if not operation.right:
        missed = with_steps(progress, (missed_step(context.op_id, operation.day),))
        return Applied(member=with_progress(start.member, missed), postings=start.postings)
    return Applied(member=_told(operation, hunt, progress, start.member, context), postings=start.postings)


def print_posters(operation: PrintPosters, context: Context, world: World) -> Outcome:
    """Write down who had posters printed."""
    if isinstance(may(world.programme, context.actor, Permission.PRINT_POSTERS), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.PRINT_POSTERS)
    known = world.programme.hunt(operation.campaign) is not None
    return Applied() if known else Held(HeldReason.CAMPAIGN_UNKNOWN, operation.campaign)


def _unproven(operation: ShowSpot, hunt: Hunt, context: Context, world: World) -> Held | None:
    """Check a poster's code: genuine, of this spot and this store, and hanging on that day."""
    if not operation.code:
        return Held(HeldReason.SYMBOLS_USED_UP, hunt.key) if not hunt.wrong_symbols else None
    content = world.read_spot(operation.code)
    spot = hunt.marked_spot(content.mark) if content is not None else None
    if content is None or spot is None or spot.key != operation.spot or not operation.right:
        return Held(HeldReason.SPOT_CODE_INVALID, operation.spot)
    if content.store_id != context.store_id:
        return Held(HeldReason.SPOT_ELSEWHERE, content.store_id)
    if content.period != hunt.period(operation.day):
        return Held(HeldReason.SPOT_CODE_OVER, operation.spot)
    return None


def _not_now(operation: ShowSpot, hunt: Hunt, progress: Progress) -> Held | Duplicate | None:
    known = hunt.found(progress)
    if operation.spot in known:
        by = (step.op_id for step in progress.steps if step.key.endswith(f":{operation.spot}") and step.amount)
        return Duplicate(next(by, ""))
    before = hunt.missed_before(operation.spot, known)
    if before is not None:
        return Held(HeldReason.SPOT_TOO_EARLY, before.key)
    if not operation.code and hunt.misses(progress) >= hunt.wrong_symbols:
        return Held(HeldReason.SYMBOLS_USED_UP, hunt.key)
    return None


def _told(operation: ShowSpot, hunt: Hunt, progress: Progress, member: Member, context: Context) -> Member:
    """Write the history's line; what was found at two kiosks that did not hear of each other is told once."""
    if operation.spot in hunt.found(progress):
        return member
    entry = replace(line(context, EntryKind.SPOT), campaign=hunt.key, refers_to=operation.spot)
    return with_entry(member, entry)
