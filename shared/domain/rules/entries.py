"""Steps that most rules share: bring the account up to date, post, and write the history line."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from shared.domain.calendar import add_months, end_of_day, end_of_month
from shared.domain.changing import replace
from shared.domain.devices import CENTRE_HOLDER, DeviceKind
from shared.domain.member import (
    WITHDRAWN_KEPT,
    Entry,
    EntryKind,
    Member,
    MemberStatus,
    ReceiptState,
    on_top,
    with_entry,
    with_receipt,
    with_redemption,
    without_settled,
)
from shared.domain.points import Bucket, Lot, Posted, Posting, PostingKind, bring_up_to_date, numbered
from shared.domain.programme import Earning
from shared.domain.redemptions import GIVE_BACK_DAYS, has_lapsed, lapse
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, World, business_day
from shared.domain.rules.resolving import resolve
from shared.domain.spread import pick
from shared.domain.values import value_class

WELCOME = "welcome"
"""The name of the lot that a newcomer is given."""


@value_class(frozen=True, slots=True)
class Ready:
    """A member whose account is up to date for the act, and the postings that time made."""

    member: Member
    postings: tuple[Posting, ...]


def ready(member_id: str, context: Context, world: World, *, even_blocked: bool = True) -> Ready | Held:
    """Look the member up, as whoever she was merged into, and post what time has done to her points."""
    member = resolve(world, member_id)
    if member is None:
        return Held(HeldReason.MEMBER_UNKNOWN, member_id)
    if member.erased_by:
        return Held(HeldReason.MEMBER_ERASED, member.erased_by)
    if member.status is MemberStatus.BLOCKED and not even_blocked:
        return Held(HeldReason.MEMBER_BLOCKED)
    return let_time_pass(member, context)


def let_time_pass(member: Member, context: Context) -> Ready:
    """Mature and expire what is due at `context.at`, with a history line for each, and let go of what is settled."""
    member, lapsed = _let_lapse(let_receipts_lapse(member, context.at), context)
    passed = bring_up_to_date(member.account, context.at)
    if passed.account is not member.account:
        member = replace(member, account=passed.account)
    member = without_settled(member, context.at)
    postings = (*lapsed, *passed.postings)
    for kind, entry_kind in (
        (PostingKind.MATURE, EntryKind.MATURITY),
        (PostingKind.EXPIRE, EntryKind.EXPIRY),
    ):
        points = sum(p.points for p in postings if p.kind is kind and p.bucket is Bucket.BALANCE)
        if points:
            line = Entry(context.op_id, entry_kind, context.at, context.store_id, context.device_id, points)
            member = with_entry(member, line)
    return Ready(member, numbered(postings))


def let_receipts_lapse(member: Member, at: datetime) -> Member:
    """Give up on receipts that no journal has confirmed in time: their points never come, their unused tickets go."""
    for each in member.receipts:
        if each.waits and each.lapses_at <= at:
            member = withdraw_tickets(member, each.ticket_ids)
            member = with_receipt(member, replace(each, state=ReceiptState.LAPSED))
    return member


def _let_lapse(member: Member, context: Context) -> tuple[Member, tuple[Posting, ...]]:
    """Give points back for rewards that nobody came for in time, with a history line that names the last of them.

    What matured or expired before does so first: which points pay a debt must not hang on when somebody looks.
    """
    due = sorted((r for r in member.redemptions if has_lapsed(r, context.at)), key=lambda r: (r.lapses_at, r.op_id))
    if not due:
        return member, ()
    postings: tuple[Posting, ...] = ()
    for each in due:
        passed = bring_up_to_date(member.account, each.lapses_at or context.at)
        settled = lapse(each, passed.account, context.op_id)
        member = with_redemption(replace(member, account=settled.step.account), settled.redemption)
        postings += (*passed.postings, *settled.step.postings)
    points = sum(each.points for each in due)
    entry = Entry(context.op_id, EntryKind.LAPSE, context.at, context.store_id, context.device_id, points)
    return with_entry(member, replace(entry, refers_to=due[-1].reward)), postings


def posted(start: Ready, member: Member, step: Posted, entry: Entry) -> Applied:
    """Close a rule: the account of `step`, the history line with its sums and postings, all postings numbered."""
    all_postings = numbered((*start.postings, *step.postings))
    own = all_postings[len(start.postings) :]
    balance = sum(p.points for p in own if p.bucket is Bucket.BALANCE)
    pending = sum(p.points for p in own if p.bucket is Bucket.PENDING)
    line = replace(entry, points=balance, pending_points=pending, postings=own)
    changed = replace(member, account=step.account, history=on_top(member.history, line))
    return Applied(member=changed, postings=all_postings)


def line(context: Context, kind: EntryKind) -> Entry:
    """Begin a history line with place and people."""
    return Entry(
        op_id=context.op_id,
        kind=kind,
        at=context.at,
        store_id=context.store_id,
        device_id=context.device_id,
        staff_id=context.actor.staff_id if context.actor else None,
        approver_id=context.approver.staff_id if context.approver else None,
    )


def fresh_lot(context: Context, world: World, points: int, *, name: str = "lot", won: bool = False) -> Lot:
    """Make a spendable lot of this operation that expires as the programme's earning rule says."""
    last_day = expiry_day(business_day(context, world), world.programme.earning)
    return Lot(
        lot_id=f"{context.op_id}:{name}",
        granted_points=points,
        left_points=points,
        expires_at=end_of_day(last_day, world.programme.time_zone),
        issuing_store=context.store_id,
        won=won,
    )


def give_back_lot(context: Context, world: World, name: str) -> Lot:
    """Make the 30-day lot for points that can't go back to where they came from."""
    last_day = business_day(context, world) + timedelta(days=GIVE_BACK_DAYS)
    ends = end_of_day(last_day, world.programme.time_zone)
    return Lot(f"{context.op_id}:{name}", 0, 0, ends, context.store_id)


def expiry_day(earned_on: date, earning: Earning) -> date:
    """Return the last day on which points earned on that day are good."""
    day = add_months(earned_on, earning.expiry_months)
    return end_of_month(day) if earning.expires_at_month_end else day


def visiting(member: Member, context: Context, world: World) -> Member:
    """Note that she was in this store on the day of the act."""
    return seen_in(member, context.store_id, business_day(context, world))


def seen_in(member: Member, store_id: str, day: date) -> Member:
    """Note a day on which a store was there for her; the latest one stays."""
    others = tuple((store, last) for store, last in member.visited if store != store_id)
    known = dict(member.visited).get(store_id, day)
    return replace(member, visited=(*others, (store_id, max(day, known))))


def ticket_holder(member: Member, store_id: str, world: World) -> str:
    """Return who holds tickets issued to the member in this store: a kiosk, or the centre where there is none."""
    return claims_kiosk(member, store_id, world) or CENTRE_HOLDER


def claims_kiosk(member: Member, store_id: str, world: World) -> str:
    """Return the kiosk that holds what is issued to the member in this store: her own one, else a steady pick.

    A store without kiosks leaves it to her own kiosk; "" when she has none either.
    """
    kiosks = [d.device_id for d in world.devices(store_id) if d.kind is DeviceKind.KIOSK and d.may_hold]
    if member.kiosk in kiosks:
        return member.kiosk
    return pick(member.member_id, kiosks) if kiosks else member.kiosk


def without_tickets(member: Member, ticket_ids: Iterable[str]) -> Member:
    """Take unused tickets away for good."""
    gone = frozenset(ticket_ids)
    return replace(
        member,
        tickets=tuple(t for t in member.tickets if t.ticket_id not in gone),
        withdrawn=tuple(t for t in member.withdrawn if t.ticket_id not in gone),
    )


def withdraw_tickets(member: Member, ticket_ids: Iterable[str]) -> Member:
    """Take unused tickets away, but remember them: their holder may have used them already and not been heard."""
    gone = frozenset(ticket_ids)
    withdrawn = tuple(t for t in member.tickets if t.ticket_id in gone)
    return replace(
        member,
        tickets=tuple(t for t in member.tickets if t.ticket_id not in gone),
        withdrawn=(*member.withdrawn, *withdrawn)[-WITHDRAWN_KEPT:],
    )
