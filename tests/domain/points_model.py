"""What members' points should be, by an arithmetic of its own: lots, debts, what counts for the tier.

Written from DESIGN.md ("Points") and nothing of `shared.domain` but the programme's values; the machine beside it
compares. Time passes in order here: what is due happens at its moment, whoever looks whenever.
"""

import calendar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone

from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.programme import Programme

TOKYO = timezone(timedelta(hours=9))
UNDO_FOR = timedelta(minutes=10)
BACK_FOR = timedelta(days=30)
COLLECT_GRACE = timedelta(days=14)


def day_of(at: datetime) -> date:
    return at.astimezone(TOKYO).date()


def midnight_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TOKYO).astimezone(UTC) + timedelta(days=1)


@dataclass
class Batch:
    """Points that came together: `room` is how many of them may still go back in, because they were spent."""

    place: tuple[str, int]
    left: int
    ends: datetime
    ripens: datetime | None = None
    room: int = 0
    expired: int = 0
    welcome: bool = False

    @property
    def outstanding(self) -> int:
        return self.left + self.room + self.expired


Source = tuple[Batch | None, int]
"""Points out of a batch, or as a debt (None)."""


@dataclass
class Came:
    """A return: the yen of each line, and what it cost."""

    yen: tuple[int, ...]
    sources: list[Source]


@dataclass
class Bought:
    """A purchase: yen and points of its lines, what came back of it, and its batch."""

    batch: Batch | None
    year: int
    yen: tuple[int, ...]
    points: tuple[int, ...]
    back: list[int]
    returns: dict[str, Came] = field(default_factory=dict)
    free: int = 0

    def reversed(self) -> int:
        """Return the points that are reversed by now: each line's share, a started point whole."""
        shares = zip(self.points, self.back, self.yen, strict=True)
        return sum((points * back + yen - 1) // yen for points, back, yen in shares)


@dataclass
class Wish:
    """Points put aside for a reward."""

    points: int
    sources: list[Source]
    last_day: date
    state: str = "waiting"

    @property
    def lapses(self) -> datetime:
        return midnight_after(self.last_day) + COLLECT_GRACE


@dataclass
class Act:
    """What somebody did and may take back for ten minutes."""

    op: str
    kind: str
    who: str
    at: datetime
    what: str
    sources: list[Source]
    batch: Batch | None = None
    undone: bool = False


@dataclass
class Brought:
    """What a member brought along into another."""

    batches: list[Batch]
    debt: int
    years: dict[int, int]
    purchases: dict[str, int]
    wishes: list[str]
    acts: list[Act]
    welcome: int
    pair: frozenset[str]


@dataclass
class Person:
    """One member's book."""

    batches: list[Batch] = field(default_factory=list)
    debt: int = 0
    years: dict[int, int] = field(default_factory=dict)
    purchases: dict[str, Bought] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    became: str = ""
    brought: Brought | None = None

    def spendable(self) -> list[Batch]:
        """Return what can be spent, what ends soonest first, of that what came first."""
        return sorted((b for b in self.batches if b.left and b.ripens is None), key=lambda b: (b.ends, b.place))

    def count(self, year: int, points: int) -> None:
        self.years[year] = self.years.get(year, 0) + points

    def settle(self) -> None:
        """Pay the debt out of whatever is spendable."""
        for batch in self.spendable():
            paid = min(batch.left, self.debt)
            batch.left, batch.room, self.debt = batch.left - paid, batch.room + paid, self.debt - paid

    def add(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.settle()

    def take(self, points: int) -> list[Source]:
        """Take points, the rest as a debt; return where they came from."""
        sources: list[Source] = []
        for batch in self.spendable():
            part = min(batch.left, points)
            if part:
                batch.left, batch.room, points = batch.left - part, batch.room + part, points - part
                sources.append((batch, part))
        if points:
            self.debt += points
            sources.append((None, points))
        return sources

    def reverse(self, batch: Batch, points: int) -> tuple[list[Source], int]:
        """Take granted points back: what is left, then what expired (free), then for what was spent others pay.

        Return who paid, and how many points were free.
        """
        left = min(points, batch.left)
        free = min(points - left, batch.expired)
        spent = points - left - free
        batch.left, batch.expired, batch.room = batch.left - left, batch.expired - free, batch.room - spent
        return ([(batch, left)] if left else []) + self.take(spent), free

    def put_back(self, sources: list[Source], at: datetime, ends: datetime, op: str) -> None:
        """Let points go back where they came from; to a batch until `ends` where there is no way back."""
        for place, (batch, points) in reversed(list(enumerate(sources))):
            rest = points
            if batch is None:
                paid = min(points, self.debt)
                self.debt, rest = self.debt - paid, points - paid
            elif batch.ends > at and any(each is batch for each in self.batches):
                fits = min(points, batch.room)
                batch.left, batch.room, rest = batch.left + fits, batch.room - fits, points - fits
                self.settle()
            if rest:
                self.add(Batch((op, place), rest, ends))

    def pass_time(self, until: datetime) -> None:
        """Let everything that is due happen, each at its moment."""
        while True:
            due: list[tuple[datetime, int, str]] = []
            due += [(b.ripens, 0, "") for b in self.batches if b.ripens and b.ripens <= until]
            due += [(b.ends, 1, "") for b in self.batches if b.ends <= until and b.left]
            due += [(w.lapses, 2, k) for k, w in self.wishes.items() if w.state == "waiting" and w.lapses <= until]
            if not due:
                return
            at, kind, which = min(due)
            if kind == 0:
                for batch in self.batches:
                    batch.ripens = None if batch.ripens == at else batch.ripens
                self.settle()
            elif kind == 1:
                for batch in self.batches:
                    if batch.ends <= at:
                        batch.expired, batch.left = batch.expired + batch.left, 0
            else:
                self.wishes[which].state = "given back"
                self.put_back(self.wishes[which].sources, at, at + BACK_FOR, which)


class PointsModel:
    """A programme's members."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.people: dict[str, Person] = {}
        self.pairs: set[frozenset[str]] = set()

    def join(self, who: str, op: str, at: datetime) -> None:
        person = self.people[who] = Person()
        if self.programme.welcome_points:
            person.add(Batch((op, 0), self.programme.welcome_points, self._end(at), welcome=True))

    def name(self, who: str) -> str:
        """Return whom an id stands for now."""
        while self.people[who].became:
            who = self.people[who].became
        return who

    def let_time_pass(self, now: datetime) -> None:
        for person in self.people.values():
            person.pass_time(now)

    def tier(self, person: Person, year: int) -> str:
        """Return the highest tier that this year's or last year's points reach."""
        reached = max(person.years.get(year, 0), person.years.get(year - 1, 0))
        tiers = sorted(self.programme.tiers, key=lambda tier: tier.threshold_points)
        return [tier.key for tier in tiers if tier.threshold_points <= reached or tier is tiers[0]][-1]

    def buy(self, who: str, key: str, lines: tuple[PurchaseLine, ...], op: str, at: datetime, by: str) -> None:
        person = self.people[self.name(who)]
        year = day_of(at).year
        bonus = next(t.bonus_percent for t in self.programme.tiers if t.key == self.tier(person, year))
        points, so_far, base = [], 0, 0
        for line in lines:
            base += self._base(line)
            total = base // self.programme.earning.yen_per_point * (100 + bonus) // 100
            points.append(total - so_far)
            so_far = total
        batch = None
        if so_far:
            waits = self.programme.earning.pending_days
            ripens = midnight_after(day_of(at) + timedelta(days=waits - 1)) if waits else None
            batch = Batch((op, 0), so_far, self._end(at), ripens)
            person.add(batch)
            person.count(year, so_far)
        yen = tuple(line.amount_yen for line in lines)
        person.purchases[key] = Bought(batch, year, yen, tuple(points), [0] * len(yen))
        person.acts.append(Act(op, "buy", by, at, key, []))

    def come_back(self, who: str, key: str, yen: tuple[int, ...], op: str, at: datetime, by: str) -> None:
        person = self.people[self.name(who)]
        bought = person.purchases[key]
        before = bought.reversed()
        bought.back = [known + more for known, more in zip(bought.back, yen, strict=True)]
        points, sources = bought.reversed() - before, list[Source]()
        if points and bought.batch is not None:
            sources, free = person.reverse(bought.batch, points)
            bought.free += free
            person.count(bought.year, -points)
        bought.returns[op] = Came(yen, sources)
        person.acts.append(Act(op, "return", by, at, key, sources))

    def adjust(self, who: str, points: int, op: str, at: datetime, by: str) -> None:
        person = self.people[self.name(who)]
        act = Act(op, "adjust", by, at, "", [])
        if points > 0:
            act.batch = Batch((op, 0), points, self._end(at))
            person.add(act.batch)
        else:
            act.sources = person.take(-points)
        person.acts.append(act)

    def wish(self, who: str, points: int, last_day: date, op: str, at: datetime) -> bool:
        """Put points aside; False where there are not enough."""
        person = self.people[self.name(who)]
        if sum(batch.left for batch in person.spendable()) < points:
            return False
        person.wishes[op] = Wish(points, person.take(points), last_day)
        return True

    def holder(self, wish: str) -> str:
        return next(who for who, person in self.people.items() if wish in person.wishes)

    def collect(self, wish: str, op: str, at: datetime, by: str) -> bool:
        """Give the goods; False where their time is over or they were given or given up before."""
        person = self.people[self.holder(wish)]
        wanted = person.wishes[wish]
        if wanted.state != "waiting" or day_of(at) > wanted.last_day:
            return False
        wanted.state = "collected"
        person.acts.append(Act(op, "collect", by, at, wish, []))
        return True

    def give_up(self, wish: str, op: str, at: datetime) -> bool:
        person = self.people[self.holder(wish)]
        wanted = person.wishes[wish]
        if wanted.state != "waiting":
            return False
        wanted.state = "given back"
        person.put_back(wanted.sources, at, midnight_after(day_of(at) + BACK_FOR), op)
        return True

    def last_act(self, who: str, by: str) -> Act | None:
        mine = [act for act in self.people[self.name(who)].acts if act.who == by and not act.undone]
        return max(mine, key=lambda act: (act.at, act.op), default=None)

    def undo(self, who: str, act: Act, op: str, at: datetime) -> bool:
        """Take somebody's last act back; False after ten minutes, or where it is not hers any more."""
        person = self.people[self.name(who)]
        if at - act.at > UNDO_FOR or (act.what and act.what not in {**person.purchases, **person.wishes}):
            return False
        month = midnight_after(day_of(at) + BACK_FOR)
        match act.kind:
            case "buy":
                bought = person.purchases[act.what]
                points = sum(bought.points) - bought.reversed()
                bought.back, bought.returns = list(bought.yen), {}
                if points and bought.batch is not None:
                    person.reverse(bought.batch, points)
                    person.count(bought.year, -points)
            case "return":
                if act.op not in person.purchases[act.what].returns:
                    return False
                self._undo_return(person, act, op, at, month)
            case "adjust" if act.batch is not None:
                person.reverse(act.batch, act.batch.outstanding)
            case "adjust":
                person.put_back(act.sources, at, month, op)
            case _:
                person.wishes[act.what].state = "waiting"
        act.undone = True
        return True

    def merge(self, kept: str, gone: str, op: str, at: datetime) -> bool:
        """Let one go on as the other; False where they are one already."""
        kept, gone = self.name(kept), self.name(gone)
        if kept == gone:
            return False
        one, other = self.people[kept], self.people[gone]
        pair, doubled = frozenset((kept, gone)), 0
        mine, hers = ([b for b in p.batches if b.welcome and b.outstanding and b.ends > at] for p in (one, other))
        if mine and hers and pair not in self.pairs:
            doubled = hers[0].outstanding
            other.reverse(hers[0], doubled)
            self.pairs.add(pair)
        purchases = {key: bought.reversed() for key, bought in other.purchases.items()}
        years = {year: points for year, points in other.years.items() if points}
        other.brought = Brought(
            other.batches, other.debt, years, purchases, list(other.wishes), other.acts, doubled, pair
        )
        for year, points in years.items():
            one.count(year, points)
        one.batches = one.batches + other.batches
        one.debt += other.debt
        one.settle()
        one.purchases |= other.purchases
        one.wishes |= other.wishes
        one.acts = one.acts + other.acts
        self.people[gone] = Person(became=kept, brought=other.brought)
        return True

    def part(self, gone: str, op: str, at: datetime) -> bool:
        """Tell a merged member apart again: she gets what came with her and is still there."""
        came = self.people[gone].brought
        if came is None:
            return False
        whom = self.people[gone].became
        kept = self.people[self.name(gone)]
        back = Person()
        back.batches = [batch for batch in kept.batches if any(batch is each for each in came.batches)]
        kept.batches = [batch for batch in kept.batches if all(batch is not each for each in came.batches)]
        back.debt = min(came.debt, kept.debt)
        kept.debt -= back.debt
        for year, points in came.years.items():
            lost = sum(
                kept.purchases[key].reversed() - before
                for key, before in came.purchases.items()
                if key in kept.purchases and kept.purchases[key].year == year
            )
            back.count(year, points - lost)
            kept.count(year, lost - points)
        for key in [key for key in came.purchases if key in kept.purchases]:
            back.purchases[key] = kept.purchases.pop(key)
        for key in [key for key in came.wishes if key in kept.wishes]:
            back.wishes[key] = kept.wishes.pop(key)
        back.acts = [act for act in kept.acts if any(act.op == each.op for each in came.acts)]
        kept.acts = [act for act in kept.acts if all(act.op != each.op for each in came.acts)]
        self._forget(self.people[whom], whom, kept, came, back)
        back.settle()
        if came.welcome:
            to_kept = min(came.welcome, came.debt - back.debt)
            if to_kept:
                kept.add(Batch((op, 1), to_kept, self._end(at)))
            if came.welcome > to_kept:
                back.add(Batch((op, 0), came.welcome - to_kept, self._end(at), welcome=True))
            self.pairs.discard(came.pair)
        self.people[gone] = back
        return True

    def _forget(self, on_the_way: Person, name: str, kept: Person, came: Brought, back: Person) -> None:
        """Let those who have been merged since with her among theirs not claim again what has gone back to her."""
        while on_the_way is not kept:
            brought = on_the_way.brought
            assert brought is not None
            brought.debt -= min(brought.debt, back.debt)
            for year, points in back.years.items():
                brought.years[year] = brought.years.get(year, 0) - points
            brought.purchases = {k: v for k, v in brought.purchases.items() if k not in came.purchases}
            brought.batches = [b for b in brought.batches if all(b is not each for each in came.batches)]
            brought.wishes = [wish for wish in brought.wishes if wish not in came.wishes]
            brought.acts = [act for act in brought.acts if all(act.op != each.op for each in came.acts)]
            name = on_the_way.became
            on_the_way = self.people[name]

    def _undo_return(self, person: Person, act: Act, op: str, at: datetime, month: datetime) -> None:
        bought = person.purchases[act.what]
        came = bought.returns.pop(act.op)
        before = bought.reversed()
        bought.back = [known - back for known, back in zip(bought.back, came.yen, strict=True)]
        missing = before - bought.reversed()
        if not missing or bought.batch is None:
            return
        person.count(bought.year, missing)
        batch, own, others = bought.batch, 0, list[Source]()
        for source, points in reversed(came.sources):
            part = min(points, missing)
            missing -= part
            if source is batch:
                own += part
            elif part:
                others.insert(0, (source, part))
        free = min(missing, bought.free)
        own, bought.free = own + missing - free, bought.free - free
        batch.expired += free
        batch.room += own + sum(points for _, points in others)
        person.put_back(others, at, month, f"{op}:back")
        person.put_back([(batch, own)] if own else [], at, month, op)

    def _base(self, line: PurchaseLine) -> int:
        rule = self.programme.earning
        earns = {
            LineKind.GOODS: True,
            LineKind.GIFT_CARD: rule.base_includes_gift_cards,
            LineKind.REWARD: rule.base_includes_reward_lines,
        }[line.kind]
        return (line.amount_yen - (0 if rule.base_includes_tax else line.tax_yen)) if earns else 0

    def _end(self, at: datetime) -> datetime:
        rule, day = self.programme.earning, day_of(at)
        months = day.year * 12 + day.month - 1 + rule.expiry_months
        year, month = months // 12, months % 12 + 1
        last = calendar.monthrange(year, month)[1]
        return midnight_after(date(year, month, last if rule.expires_at_month_end else min(day.day, last)))
