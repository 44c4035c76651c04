"""A member's points: lots, debt, and the postings that move them.

Four figures are kept per member, each the sum of its postings and nothing else: the spendable BALANCE, the PENDING
points, the points HELD for rewards that wait to be collected, and the QUALIFYING points of each programme year. Every
function here takes an account and returns the next one together with the postings that lead to it; no lot ever falls
below zero, a shortfall becomes a debt, and nobody has a debt and spendable points at once.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from shared.domain.changing import replace
from shared.domain.values import value_class


class Bucket(StrEnum):
    """The figure that a posting counts for."""

    BALANCE = "balance"
    PENDING = "pending"
    HELD = "held"
    QUALIFYING = "qualifying"


class PostingKind(StrEnum):
    """Why a posting was made."""

    GRANT = "grant"
    MATURE = "mature"
    SPEND = "spend"
    EXPIRE = "expire"
    SHORTFALL = "shortfall"
    SETTLE = "settle"
    REVERSE = "reverse"
    GIVE_BACK = "give_back"
    HOLD = "hold"
    CAPTURE = "capture"
    MOVE = "move"
    FORFEIT = "forfeit"


@value_class(frozen=True, slots=True)
class Posting:
    """One signed line of the ledger.

    `line` numbers the postings of one operation from 0. `lot_id` is None for debt and qualifying points. `reverses`
    names a line of the operation that is being reversed. `year` is set for qualifying points only.
    """

    line: int
    kind: PostingKind
    bucket: Bucket
    points: int
    lot_id: str | None = None
    reverses: int | None = None
    year: int | None = None


@value_class(frozen=True, slots=True)
class Lot:
    """Points earned together that expire together, at the instant `expires_at`.

    granted = left + spent + expired + reversed, always, and none of the five is ever negative. A lot with `matures_at`
    is pending until that instant. Points that were `won` never buy tickets.
    """

    lot_id: str
    granted_points: int
    left_points: int
    expires_at: datetime
    issuing_store: str
    matures_at: datetime | None = None
    won: bool = False
    expired_points: int = 0
    reversed_points: int = 0

    @property
    def spent_points(self) -> int:
        """Points that left this lot for something bought, a debt or a correction."""
        return self.granted_points - self.left_points - self.expired_points - self.reversed_points


@value_class(frozen=True, slots=True)
class YearPoints:
    """Qualifying points of one programme year."""

    year: int
    points: int


@value_class(frozen=True, slots=True)
class Account:
    """A member's lots and debt; the empty account owes and owns nothing."""

    lots: tuple[Lot, ...] = ()
    debt_points: int = 0
    qualifying: tuple[YearPoints, ...] = ()

    @property
    def balance_points(self) -> int:
        """Spendable points as posted; negative while there is a debt and no lot to settle it."""
        return sum(lot.left_points for lot in self.lots if lot.matures_at is None) - self.debt_points

    @property
    def pending_points(self) -> int:
        """Points that are granted but not yet spendable."""
        return sum(lot.left_points for lot in self.lots if lot.matures_at is not None)

    def qualifying_points(self, year: int) -> int:
        """Return the points that count for the tier in `year`."""
        return next((entry.points for entry in self.qualifying if entry.year == year), 0)

    def lot(self, lot_id: str) -> Lot | None:
        """Return the lot, or None."""
        return next((lot for lot in self.lots if lot.lot_id == lot_id), None)

    def open_lots(self) -> tuple[Lot, ...]:
        """Return the spendable lots that have points left, soonest-expiring first."""
        return tuple(sorted((lot for lot in self.lots if lot.left_points and lot.matures_at is None), key=_spend_order))


@value_class(frozen=True, slots=True)
class Posted:
    """The next account and the postings that lead to it; postings are unnumbered until `numbered`."""

    account: Account
    postings: tuple[Posting, ...] = ()

    def then(self, following: "Posted") -> "Posted":
        """Chain another step that started from this account."""
        return Posted(following.account, self.postings + following.postings)


@value_class(frozen=True, slots=True)
class NotEnoughPoints:
    """A spend that the balance does not cover."""

    asked_points: int
    balance_points: int


def numbered(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """Give the postings of one operation their line numbers."""
    return tuple(p if p.line == line else replace(p, line=line) for line, p in enumerate(postings))


def bring_up_to_date(account: Account, at: datetime) -> Posted:
    """Post what time alone has done until `at`: pending lots mature and settle debt, then lots expire.

    Of those that mature at once the one that expires soonest pays first, wherever it stands.
    """
    step = Posted(account)
    for lot in sorted(account.lots, key=lambda lot: (lot.matures_at or lot.expires_at, *_spend_order(lot))):
        if lot.matures_at is not None and lot.matures_at <= at:
            step = step.then(_mature(step.account, lot))
    for lot in sorted(step.account.lots, key=_spend_order):
        if lot.matures_at is None and lot.expires_at <= at and lot.left_points:
            expired = replace(lot, left_points=0, expired_points=lot.expired_points + lot.left_points)
            posting = _posting(PostingKind.EXPIRE, -lot.left_points, lot.lot_id)
            step = step.then(Posted(_with_lot(step.account, expired), (posting,)))
    return step


def grant(account: Account, lot: Lot, *, qualifying_points: int = 0, year: int = 0) -> Posted:
    """Add a fresh lot; a spendable one settles the debt first, the tier counts `qualifying_points` in `year`."""
    if lot.granted_points <= 0 or lot.left_points != lot.granted_points:
        raise ValueError(f"a fresh lot has as many points left as granted, and at least one: {lot}")
    if lot.matures_at is None:
        step = Posted(_with_lot(account, lot), (_posting(PostingKind.GRANT, lot.granted_points, lot.lot_id),))
        step = step.then(_settle_debt(step.account, lot))
    else:
        pending = _posting(PostingKind.GRANT, lot.granted_points, lot.lot_id, Bucket.PENDING)
        step = Posted(_with_lot(account, lot), (pending,))
    return step.then(_qualify(step.account, qualifying_points, year, PostingKind.GRANT))


def spend(
    account: Account, points: int, *, without_won: bool = False, kind: PostingKind = PostingKind.SPEND
) -> Posted | NotEnoughPoints:
    """Spend from the lots that expire soonest; refuse when they do not cover it.

    The account must be up to date. `without_won` leaves points alone that were won; `kind` is what the postings are
    called. Raise ValueError below one point.
    """
    _at_least_one(points)
    available = spendable_points(account, without_won=without_won)
    if points > available:
        return NotEnoughPoints(points, available)
    return _drain(account, _lots_to_spend(account, without_won=without_won), points, kind)


def spendable_points(account: Account, *, without_won: bool = False) -> int:
    """Return how many points `spend` covers, at least 0."""
    lots = _lots_to_spend(account, without_won=without_won)
    return max(sum(lot.left_points for lot in lots) - account.debt_points, 0)


def _lots_to_spend(account: Account, *, without_won: bool) -> list[Lot]:
    return [lot for lot in account.open_lots() if not (without_won and lot.won)]


def take(account: Account, points: int, kind: PostingKind = PostingKind.SPEND) -> Posted:
    """Take points whether or not they are there: soonest-expiring lots first, the shortfall becomes a debt.

    The account must be up to date; `kind` is what the postings are called. Raise ValueError below one point.
    """
    _at_least_one(points)
    lots = account.open_lots()
    covered = min(points, sum(lot.left_points for lot in lots))
    step = _drain(account, lots, covered, kind)
    return step.then(_shortfall(step.account, points - covered))


def take_back(account: Account, lot_id: str, points: int, reverses: int | None = None) -> Posted:
    """Reverse `points` of a grant: what is left of its lot, then what of it expired, then what of it was spent.

    Expired points cost the member nothing. Spent ones come out of other lots or become a debt.
    Never more than the lot has not yet had reversed. Raise ValueError without such a lot, or below one point.
    """
    _at_least_one(points)
    lot = account.lot(lot_id)
    if lot is None:
        raise ValueError(f"there is no lot {lot_id}")
    points = min(points, lot.granted_points - lot.reversed_points)
    from_left = min(points, lot.left_points)
    from_expired = min(points - from_left, lot.expired_points)
    was_spent = points - from_left - from_expired
    bucket = Bucket.BALANCE if lot.matures_at is None else Bucket.PENDING
    changed = replace(
        lot,
        left_points=lot.left_points - from_left,
        expired_points=lot.expired_points - from_expired,
        reversed_points=lot.reversed_points + points,
    )
    postings = (_posting(PostingKind.REVERSE, -from_left, lot_id, bucket, reverses),) if from_left else ()
    step = Posted(_with_lot(account, changed), postings)
    if not was_spent:
        return step
    lots = step.account.open_lots()
    covered = min(was_spent, sum(other.left_points for other in lots))
    step = step.then(_drain(step.account, lots, covered, PostingKind.REVERSE, reverses))
    return step.then(_shortfall(step.account, was_spent - covered, reverses))


def give_back(
    account: Account, lot_id: str | None, points: int, fresh: Lot, at: datetime, reverses: int | None = None
) -> Posted:
    """Undo a spend (from `lot_id`) or a shortfall (None): to its lot or the debt, else into the lot `fresh`.

    `fresh` carries its own expiry; its points are set here. It takes what can't go back because the lot has expired by
    `at` or is itself reversed, or because the debt is already settled. What may have been won stays won. Raise
    ValueError below one point.
    """
    _at_least_one(points)
    settled = min(points, account.debt_points) if lot_id is None else 0
    step = Posted(account)
    if settled:
        posting = _posting(PostingKind.GIVE_BACK, settled, None, Bucket.BALANCE, reverses)
        step = Posted(replace(account, debt_points=account.debt_points - settled), (posting,))
    lot = account.lot(lot_id) if lot_id is not None else None
    returned = min(points - settled, lot.spent_points) if lot is not None and lot.expires_at > at else 0
    if lot is not None and returned:
        refilled = replace(lot, left_points=lot.left_points + returned)
        posting = _posting(PostingKind.GIVE_BACK, returned, lot.lot_id, Bucket.BALANCE, reverses)
        step = step.then(Posted(_with_lot(step.account, refilled), (posting,)))
        step = step.then(_settle_debt(step.account, refilled))
    rest = points - settled - returned
    if rest:
        # Which lots settled a debt is not kept per point, so one that was won counts for all of them.
        won = lot.won if lot is not None else any(other.won and other.spent_points for other in account.lots)
        lot = replace(fresh, granted_points=rest, left_points=rest, won=won)
        posting = _posting(PostingKind.GIVE_BACK, rest, lot.lot_id, Bucket.BALANCE, reverses)
        step = step.then(Posted(_with_lot(step.account, lot), (posting,)))
        step = step.then(_settle_debt(step.account, lot))
    return step


def held(points: int, kind: PostingKind, reverses: int | None = None) -> Posting:
    """Make the posting that changes the held points; lots know nothing of it."""
    return _posting(kind, points, None, Bucket.HELD, reverses)


def restore(
    account: Account,
    lot_id: str,
    points: int,
    left_points: int,
    expired_points: int,
    fresh: Lot,
    at: datetime,
    reverses: int | None = None,
) -> Posted:
    """Undo a `take_back` of `points`: of them `left_points` were left in the lot, and `expired_points` had expired.

    What was left goes into its lot while that is good, else into the lot `fresh`, which carries its own expiry. The
    rest was spent, and is so again: `give_back` puts what it cost in its stead where it came from. Raise ValueError
    without such a lot, or for more than it has had reversed.
    """
    lot = account.lot(lot_id)
    if lot is None or not 0 <= left_points + expired_points <= points <= lot.reversed_points:
        raise ValueError(f"lot {lot_id} has not had {left_points} and {expired_points} of {points} points reversed")
    good = lot.expires_at > at
    whole = replace(
        lot,
        left_points=lot.left_points + (left_points if good else 0),
        expired_points=lot.expired_points + expired_points,
        reversed_points=lot.reversed_points - points,
    )
    step = Posted(_with_lot(account, whole))
    if not left_points:
        return step
    into = whole if good else replace(fresh, granted_points=left_points, left_points=left_points, won=lot.won)
    bucket = Bucket.BALANCE if into.matures_at is None else Bucket.PENDING
    posting = _posting(PostingKind.GIVE_BACK, left_points, into.lot_id, bucket, reverses)
    step = step.then(Posted(_with_lot(step.account, into), (posting,)))
    return step.then(_settle_debt(step.account, into)) if bucket is Bucket.BALANCE else step


def qualify(account: Account, points: int, year: int, reverses: int | None = None) -> Posted:
    """Count points for the tier alone, as an opening balance does, or again."""
    return _qualify(account, points, year, PostingKind.GRANT, reverses)


def unqualify(account: Account, points: int, year: int, reverses: int | None = None) -> Posted:
    """Take qualifying points back."""
    return _qualify(account, -points, year, PostingKind.REVERSE, reverses)


def move_out(account: Account, lot_ids: Iterable[str], debt_points: int, years: Iterable[YearPoints]) -> Posted:
    """Give lots, debt and qualifying points to another account; `move_in` is the other half."""
    gone = frozenset(lot_ids)
    kept = replace(account, lots=tuple(lot for lot in account.lots if lot.lot_id not in gone))
    postings = tuple(_moved(lot, -lot.left_points) for lot in account.lots if lot.lot_id in gone and lot.left_points)
    step = Posted(kept, postings)
    if debt_points:
        owing = replace(kept, debt_points=kept.debt_points - debt_points)
        step = step.then(Posted(owing, (_posting(PostingKind.MOVE, debt_points, None),)))
    for each in years:
        step = step.then(_qualify(step.account, -each.points, each.year, PostingKind.MOVE))
    return step


def move_in(account: Account, lots: Iterable[Lot], debt_points: int, years: Iterable[YearPoints]) -> Posted:
    """Take lots, debt and qualifying points over from another account; points settle debt, whoever brought which."""
    step = Posted(account)
    for lot in lots:
        postings = (_moved(lot, lot.left_points),) if lot.left_points else ()
        step = step.then(Posted(_with_lot(step.account, lot), postings))
    if debt_points:
        owing = replace(step.account, debt_points=step.account.debt_points + debt_points)
        step = step.then(Posted(owing, (_posting(PostingKind.MOVE, -debt_points, None),)))
    for each in years:
        step = step.then(_qualify(step.account, each.points, each.year, PostingKind.MOVE))
    for lot in step.account.open_lots():
        step = step.then(_settle_debt(step.account, lot))
    return step


def forfeit(account: Account) -> Posted:
    """Give up everything spendable, pending and owed; qualifying points stay as they are."""
    postings = [
        _posting(
            PostingKind.FORFEIT,
            -lot.left_points,
            lot.lot_id,
            Bucket.BALANCE if lot.matures_at is None else Bucket.PENDING,
        )
        for lot in account.lots
        if lot.left_points
    ]
    if account.debt_points:
        postings.append(_posting(PostingKind.FORFEIT, account.debt_points, None))
    return Posted(Account(qualifying=account.qualifying), tuple(postings))


def _moved(lot: Lot, points: int) -> Posting:
    bucket = Bucket.BALANCE if lot.matures_at is None else Bucket.PENDING
    return _posting(PostingKind.MOVE, points, lot.lot_id, bucket)


def _at_least_one(points: int) -> None:
    if points < 1:
        raise ValueError(f"points are moved by at least one, not by {points}")


def _spend_order(lot: Lot) -> tuple[datetime, str]:
    return lot.expires_at, lot.lot_id


def _posting(
    kind: PostingKind,
    points: int,
    lot_id: str | None,
    bucket: Bucket = Bucket.BALANCE,
    reverses: int | None = None,
) -> Posting:
    return Posting(0, kind, bucket, points, lot_id, reverses)


def _with_lot(account: Account, lot: Lot) -> Account:
    if account.lot(lot.lot_id) is None:
        return replace(account, lots=(*account.lots, lot))
    return replace(account, lots=tuple(lot if old.lot_id == lot.lot_id else old for old in account.lots))


def _mature(account: Account, lot: Lot) -> Posted:
    spendable = replace(lot, matures_at=None)
    postings: tuple[Posting, ...] = ()
    if lot.left_points:
        postings = (
            _posting(PostingKind.MATURE, -lot.left_points, lot.lot_id, Bucket.PENDING),
            _posting(PostingKind.MATURE, lot.left_points, lot.lot_id),
        )
    step = Posted(_with_lot(account, spendable), postings)
    return step.then(_settle_debt(step.account, spendable))


def _settle_debt(account: Account, lot: Lot) -> Posted:
    paid = min(account.debt_points, lot.left_points)
    if not paid:
        return Posted(account)
    settled = replace(
        _with_lot(account, replace(lot, left_points=lot.left_points - paid)),
        debt_points=account.debt_points - paid,
    )
    return Posted(settled, (_posting(PostingKind.SETTLE, -paid, lot.lot_id), _posting(PostingKind.SETTLE, paid, None)))


def _drain(
    account: Account,
    lots: Iterable[Lot],
    points: int,
    kind: PostingKind = PostingKind.SPEND,
    reverses: int | None = None,
) -> Posted:
    step = Posted(account)
    for lot in lots:
        part = min(points, lot.left_points)
        if part:
            drained = _with_lot(step.account, replace(lot, left_points=lot.left_points - part))
            step = step.then(Posted(drained, (_posting(kind, -part, lot.lot_id, Bucket.BALANCE, reverses),)))
            points -= part
    return step


def _shortfall(account: Account, points: int, reverses: int | None = None) -> Posted:
    if not points:
        return Posted(account)
    owing = replace(account, debt_points=account.debt_points + points)
    return Posted(owing, (_posting(PostingKind.SHORTFALL, -points, None, Bucket.BALANCE, reverses),))


def _qualify(account: Account, points: int, year: int, kind: PostingKind, reverses: int | None = None) -> Posted:
    if not points:
        return Posted(account)
    total = account.qualifying_points(year) + points
    others = tuple(entry for entry in account.qualifying if entry.year != year)
    changed = replace(account, qualifying=(*others, YearPoints(year, total)))
    return Posted(changed, (Posting(0, kind, Bucket.QUALIFYING, points, None, reverses, year),))
