"""Two members who are one person, and the way back.

What both own belongs to the kept one from the merge on: lots with what is left in them, debt, qualifying points,
tickets, awards, purchases, redemptions, cards, history. The ledger says so by postings that move points; older lines
keep their member. An unmerge gives back what came with a member and is still there: what was spent stays spent, a debt
that was settled stays settled, and what has come since stays with the kept one.
"""

from collections.abc import Iterable, Iterator

from shared.domain.changing import replace
from shared.domain.member import (
    HISTORY_KEPT,
    PARTED_KEPT,
    WITHDRAWN_KEPT,
    Consent,
    EntryKind,
    Member,
    MemberStatus,
    Moved,
    PurchaseRecord,
    with_entry,
)
from shared.domain.operations import MergeMembers, UnmergeMember
from shared.domain.points import (
    Account,
    Lot,
    Posted,
    Posting,
    PostingKind,
    YearPoints,
    grant,
    held,
    move_in,
    move_out,
    numbered,
    take_back,
)
from shared.domain.programme import Permission
from shared.domain.progress import joined, operations_of, parted
from shared.domain.rules.entries import WELCOME, fresh_lot, line, ready
from shared.domain.rules.outcome import (
    Applied,
    Beside,
    Context,
    Duplicate,
    Held,
    HeldReason,
    Outcome,
    World,
    business_day,
)
from shared.domain.staff import NotAllowed, may


def merge(operation: MergeMembers, context: Context, world: World) -> Outcome:
    """Let one member go on as another; who is part of the other already is a duplicate, whichever way it was said."""
    if isinstance(may(world.programme, context.actor, Permission.MERGE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.MERGE)
    return put_together(operation, context, world)


def put_together(operation: MergeMembers, context: Context, world: World) -> Outcome:
    """Merge for somebody who may."""
    if operation.kept == operation.merged:
        return Held(HeldReason.VALUE_INVALID, "A member can't be merged into herself.")
    kept = ready(operation.kept, context, world)
    if isinstance(kept, Held):
        return kept
    gone = ready(operation.merged, context, world)
    if isinstance(gone, Held):
        return gone
    if kept.member.member_id == gone.member.member_id:
        return Duplicate(_merged_by(operation, world))
    claim = welcome_claim(kept.member.member_id, gone.member.member_id)
    bonus = _doubled_welcome(kept.member, gone.member, context) if world.claimed(claim) is None else None
    reversal = Posted(gone.member.account)
    if bonus is not None:
        reversal = take_back(reversal.account, bonus.lot_id, _outstanding(bonus))
    brought = reversal.account
    years = tuple(each for each in brought.qualifying if each.points)
    given = move_out(brought, [lot.lot_id for lot in brought.lots], brought.debt_points, years)
    taken = move_in(kept.member.account, brought.lots, brought.debt_points, years)
    given, taken = _with_held(given, taken, gone.member.held_points)
    moved = Moved(
        op_id=context.op_id,
        lots=tuple(lot.lot_id for lot in brought.lots),
        debt_points=brought.debt_points,
        qualifying=years,
        tickets=tuple(ticket.ticket_id for ticket in (*gone.member.tickets, *gone.member.withdrawn)),
        awards=tuple(award.award_id for award in gone.member.awards),
        purchases=tuple((p.purchase_id, sum(p.reversed_points)) for p in gone.member.purchases),
        cards=tuple(card.code_hash for card in gone.member.cards),
        redemptions=tuple(each.op_id for each in gone.member.redemptions),
        receipts=tuple(each.op_id for each in gone.member.receipts),
        history=tuple(entry.op_id for entry in gone.member.history),
        progress=operations_of(gone.member.progress),
        welcome_points=_outstanding(bonus) if bonus else 0,
        welcome_claim=claim if bonus else "",
    )
    tombstone = replace(
        without_belongings(gone.member), merged_into=kept.member.member_id, moved=moved, account=Account()
    )
    whole = _joined(kept.member, gone.member, taken.account, context, world)
    entry = replace(line(context, EntryKind.MERGE), refers_to=gone.member.member_id)
    own, others = _lines((*kept.postings, *taken.postings), (*gone.postings, *reversal.postings, *given.postings))
    return Applied(
        member=with_entry(whole, entry),
        postings=own,
        claims=(claim,) if bonus else (),
        beside=(Beside(tombstone, others),),
    )


def unmerge(operation: UnmergeMember, context: Context, world: World) -> Outcome:
    """Give a merged member back what came with her and is still there."""
    if isinstance(may(world.programme, context.actor, Permission.MERGE), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.MERGE)
    return take_apart(operation, context, world)


def take_apart(operation: UnmergeMember, context: Context, world: World) -> Outcome:
    """Unmerge for somebody who may."""
    named = world.member(operation.member_id)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held) or named is None:
        return start if isinstance(start, Held) else Held(HeldReason.MEMBER_UNKNOWN, operation.member_id)
    if named.moved is None:
        return Held(HeldReason.NOT_MERGED, operation.member_id)
    moved, kept = named.moved, start.member
    lots = tuple(lot for lot in kept.account.lots if lot.lot_id in moved.lots)
    debt_points = min(moved.debt_points, kept.account.debt_points)
    years = _years_back(moved, kept)
    given = move_out(kept.account, [lot.lot_id for lot in lots], debt_points, years)
    taken = move_in(Account(), lots, debt_points, years)
    rest, back = _parted(kept, named, moved)
    given, taken = _with_held(given, taken, back.held_points)
    # The bonus goes back to whom its reversal cost something: the kept one as far as she settled the debt it left.
    to_kept = min(moved.welcome_points, moved.debt_points - debt_points)
    given = given.then(_bonus(given.account, to_kept, f"{WELCOME}-paid", context, world))
    taken = taken.then(_bonus(taken.account, moved.welcome_points - to_kept, WELCOME, context, world))
    entry = replace(line(context, EntryKind.UNMERGE), refers_to=named.member_id)
    rest = with_entry(replace(rest, account=given.account), entry)
    back = with_entry(replace(back, account=taken.account), replace(entry, refers_to=kept.member_id))
    own, others = _lines(taken.postings, (*start.postings, *given.postings))
    between = tuple(
        Beside(replace(each, moved=_less(each.moved, moved, debt_points, years)))
        for each in _on_the_way(named, kept, world)
        if each.moved is not None
    )
    return Applied(
        member=back,
        postings=own,
        released=(moved.welcome_claim,) if moved.welcome_claim else (),
        beside=(Beside(rest, others), *between),
    )


def welcome_claim(one: str, other: str) -> str:
    """Return the business key under which a pair's doubled welcome bonus is reversed once."""
    first, second = sorted((one, other))
    return f"{WELCOME}:{first}:{second}"


def without_belongings(member: Member) -> Member:
    """Return who she is, without anything that can be used, looked up or read."""
    return replace(
        member,
        tickets=(),
        withdrawn=(),
        awards=(),
        purchases=(),
        redemptions=(),
        receipts=(),
        progress=(),
        counted=(),
        cards=(),
        history=(),
    )


def _on_the_way(named: Member, kept: Member, world: World) -> Iterator[Member]:
    """Yield those who were merged with her among theirs: what has gone back to her is not theirs to take along."""
    member = world.member(named.merged_into)
    while member is not None and member.member_id != kept.member_id and member.merged_into:
        yield member
        member = world.member(member.merged_into)


def _less(moved: Moved, gone: Moved, debt_points: int, years: tuple[YearPoints, ...]) -> Moved:
    """Return what somebody brought along without what has gone back to one of hers."""
    back = {each.year: each.points for each in years}

    def others(mine: tuple[str, ...], hers: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(each for each in mine if each not in hers)

    hers = {purchase_id for purchase_id, _ in gone.purchases}
    return replace(
        moved,
        lots=others(moved.lots, gone.lots),
        debt_points=max(moved.debt_points - debt_points, 0),
        qualifying=tuple(YearPoints(each.year, each.points - back.get(each.year, 0)) for each in moved.qualifying),
        tickets=others(moved.tickets, gone.tickets),
        awards=others(moved.awards, gone.awards),
        purchases=tuple(each for each in moved.purchases if each[0] not in hers),
        cards=others(moved.cards, gone.cards),
        redemptions=others(moved.redemptions, gone.redemptions),
        receipts=others(moved.receipts, gone.receipts),
        history=others(moved.history, gone.history),
        progress=others(moved.progress, gone.progress),
    )


def _with_held(given: Posted, taken: Posted, points: int) -> tuple[Posted, Posted]:
    """Move points that are held for rewards along with their redemptions."""
    if not points:
        return given, taken
    gives, takes = (held(sign * points, PostingKind.MOVE) for sign in (-1, 1))
    return given.then(Posted(given.account, (gives,))), taken.then(Posted(taken.account, (takes,)))


def _merged_by(operation: MergeMembers, world: World) -> str:
    for member_id in (operation.merged, operation.kept):
        member = world.member(member_id)
        if member is not None and member.moved is not None:
            return member.moved.op_id
    return ""


def _doubled_welcome(kept: Member, gone: Member, context: Context) -> Lot | None:
    """Return the merged member's bonus if both were given one that is still good."""
    first, second = _welcome(kept, context), _welcome(gone, context)
    return second if first is not None else None


def _welcome(member: Member, context: Context) -> Lot | None:
    lots = (lot for lot in member.account.lots if lot.lot_id.endswith(f":{WELCOME}") and _outstanding(lot))
    return next((lot for lot in lots if lot.expires_at > context.at), None)


def _outstanding(lot: Lot) -> int:
    return lot.granted_points - lot.reversed_points


def _bonus(account: Account, points: int, name: str, context: Context, world: World) -> Posted:
    if not points:
        return Posted(account)
    return grant(account, fresh_lot(context, world, points, name=name))


def _years_back(moved: Moved, kept: Member) -> tuple[YearPoints, ...]:
    """Return the qualifying points that came along, less what returns of her purchases have taken since."""
    before = dict(moved.purchases)
    lost: dict[int, int] = {}
    for purchase in kept.purchases:
        if purchase.purchase_id in before:
            reversed_since = sum(purchase.reversed_points) - before[purchase.purchase_id]
            lost[purchase.year] = lost.get(purchase.year, 0) + reversed_since
    back = (YearPoints(each.year, each.points - lost.get(each.year, 0)) for each in moved.qualifying)
    return tuple(each for each in back if each.points)


def _joined(kept: Member, gone: Member, account: Account, context: Context, world: World) -> Member:
    day = business_day(context, world)
    visited = dict(kept.visited)
    # Her cards are read where she was known: those stores hear of the kept one from now on.
    for store, last in (*gone.visited, (gone.home_store, day)):
        visited[store] = max(last, visited.get(store, last))
    last_visits = [each for each in (kept.last_visit_on, gone.last_visit_on) if each is not None]
    blocked = MemberStatus.BLOCKED in (kept.status, gone.status)
    history = sorted((*kept.history, *gone.history), key=lambda entry: entry.at, reverse=True)
    consents = joined_consents((*kept.consents, *gone.consents))
    whole = replace(
        kept,
        account=account,
        tickets=(*kept.tickets, *gone.tickets),
        withdrawn=(*gone.withdrawn, *kept.withdrawn)[-WITHDRAWN_KEPT:],
        awards=tuple(sorted((*gone.awards, *kept.awards), key=lambda award: award.won_at)),
        purchases=(*gone.purchases, *kept.purchases),
        redemptions=tuple(sorted((*gone.redemptions, *kept.redemptions), key=lambda each: each.asked_at)),
        receipts=(*gone.receipts, *kept.receipts),
        progress=joined(kept.progress, gone.progress),
        cards=(*kept.cards, *gone.cards),
        visited=tuple(sorted(visited.items())),
        last_visit_on=max(last_visits, default=None),
        status=MemberStatus.BLOCKED if blocked else kept.status,
        history=tuple(history)[:HISTORY_KEPT],
        consents=consents,
        merged=(*kept.merged, gone.member_id, *gone.merged),
    )
    return with_standing_consents(whole)


def _parted(kept: Member, named: Member, moved: Moved) -> tuple[Member, Member]:
    """Take the two apart by what the tombstone remembers; what both can't tell stays with the kept one."""

    def came(purchase: PurchaseRecord) -> bool:
        return purchase.purchase_id in purchases

    purchases = {purchase_id for purchase_id, _ in moved.purchases}
    rejoined = tuple(each for each in named.merged if each in kept.merged)
    hers, others = parted(kept.progress, frozenset(moved.progress))
    back = replace(
        named,
        merged_into="",
        moved=None,
        merged=rejoined,
        tickets=tuple(t for t in kept.tickets if t.ticket_id in moved.tickets),
        withdrawn=tuple(t for t in kept.withdrawn if t.ticket_id in moved.tickets),
        awards=tuple(a for a in kept.awards if a.award_id in moved.awards),
        purchases=tuple(p for p in kept.purchases if came(p)),
        cards=tuple(c for c in kept.cards if c.code_hash in moved.cards),
        redemptions=tuple(r for r in kept.redemptions if r.op_id in moved.redemptions),
        receipts=tuple(r for r in kept.receipts if r.op_id in moved.receipts),
        progress=hers,
        history=tuple(e for e in kept.history if e.op_id in moved.history),
    )
    rest = replace(
        kept,
        merged=tuple(each for each in kept.merged if each != named.member_id and each not in rejoined),
        parted=(*(each for each in kept.parted if each != named.member_id), named.member_id)[-PARTED_KEPT:],
        tickets=tuple(t for t in kept.tickets if t.ticket_id not in moved.tickets),
        withdrawn=tuple(t for t in kept.withdrawn if t.ticket_id not in moved.tickets),
        awards=tuple(a for a in kept.awards if a.award_id not in moved.awards),
        purchases=tuple(p for p in kept.purchases if not came(p)),
        cards=tuple(c for c in kept.cards if c.code_hash not in moved.cards),
        redemptions=tuple(r for r in kept.redemptions if r.op_id not in moved.redemptions),
        receipts=tuple(r for r in kept.receipts if r.op_id not in moved.receipts),
        progress=others,
        history=tuple(e for e in kept.history if e.op_id not in moved.history),
    )
    return rest, back


def joined_consents(consents: Iterable[Consent]) -> tuple[Consent, ...]:
    """Put together what was said about each purpose, from whichever side: a withdrawal wins."""
    by_key: dict[str, Consent] = {}
    for each in consents:
        known = by_key.get(each.key, Consent(each.key))
        by_key[each.key] = Consent(
            each.key,
            max(known.version, each.version),
            tuple(sorted({*known.given, *each.given})),
            tuple(sorted({*known.withdrawn, *each.withdrawn})),
            tuple(sorted({*known.answered, *each.answered})),
        )
    return tuple(by_key[key] for key in sorted(by_key))


def with_standing_consents(member: Member) -> Member:
    """Let the profile name the purposes that she agrees to."""
    if member.profile is None:
        return member
    said = {consent.key: consent.stands for consent in member.consents}
    kept = {key for key in member.profile.consents if said.get(key, True)}
    standing = kept | {key for key, stands in said.items() if stands}
    return replace(member, profile=replace(member.profile, consents=tuple(sorted(standing))))


def _lines(own: Iterable[Posting], others: Iterable[Posting]) -> tuple[tuple[Posting, ...], tuple[Posting, ...]]:
    first = tuple(own)
    everything = numbered((*first, *others))
    return everything[: len(first)], everything[len(first) :]
