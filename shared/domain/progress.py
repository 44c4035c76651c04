"""How far a member has come in campaigns: the steps that she took, and what she has finished.

Figures are never stored: they follow from the steps. Each step and finish names the operation that it came from, so
that it can be taken back, moved with a merged member, and told apart again.
"""

from collections.abc import Collection, Iterable
from datetime import date

from shared.domain.changing import replace
from shared.domain.values import value_class

STEPS_KEPT = 200
"""Steps that are kept of a campaign, the newest; no count or streak asks for more."""
FINISHES_KEPT = 120
"""Finishes that are kept of a campaign, the newest: for longer than steps are, so that none is made twice."""
DEPARTMENT = "department:"
"""How the keys of steps begin that say what somebody bought."""


@value_class(frozen=True, slots=True)
class Step:
    """A fact that counts for a campaign: by which operation, on which day of the programme, and how much.

    What has the same `key` counts once, whoever reported it. A step that was taken back stays, with an amount of 0.
    """

    op_id: str
    key: str
    on: date
    amount: int = 1


@value_class(frozen=True, slots=True)
class Finish:
    """A campaign that she finished in one of its windows; the centre alone makes one, with what it brings.

    It is `missed` where nothing was left to bring, and `short` while part of what it was for has come back.
    """

    op_id: str
    window: str
    on: date
    missed: bool = False
    short: bool = False


@value_class(frozen=True, slots=True)
class Progress:
    """What a member has done in a campaign, steps in the order of their days, finishes in that of their making."""

    campaign: str
    steps: tuple[Step, ...] = ()
    finishes: tuple[Finish, ...] = ()

    def finish(self, window: str) -> Finish | None:
        """Return the finish of a window, or None."""
        return next((finish for finish in self.finishes if finish.window == window), None)


def with_steps(progress: Progress, steps: Iterable[Step]) -> Progress:
    """Put steps in the places of those with the same operation and key, or among the others."""
    own = {(step.op_id, step.key): step for step in (*progress.steps, *steps)}
    return replace(progress, steps=_in_order(own.values()))


def taken_back(progress: Progress, op_id: str) -> Progress:
    """Let what an operation counted for count no more."""
    steps = tuple(replace(step, amount=0) if step.op_id == op_id else step for step in progress.steps)
    return replace(progress, steps=steps) if steps != progress.steps else progress


def joined(one: Iterable[Progress], other: Iterable[Progress]) -> tuple[Progress, ...]:
    """Put together what two members have done who are one person."""
    campaigns: dict[str, Progress] = {}
    for each in (*one, *other):
        known = campaigns.get(each.campaign, Progress(each.campaign))
        finishes = (*known.finishes, *each.finishes)
        campaigns[each.campaign] = replace(with_steps(known, each.steps), finishes=finishes)
    return tuple(campaigns[key] for key in sorted(campaigns))


def operations_of(progress: Iterable[Progress]) -> tuple[str, ...]:
    """Return the operations that steps and finishes came from."""
    each = tuple(progress)
    steps = {step.op_id for one in each for step in one.steps}
    return tuple(sorted(steps | {finish.op_id for one in each for finish in one.finishes}))


def parted(progress: Iterable[Progress], op_ids: Collection[str]) -> tuple[tuple[Progress, ...], tuple[Progress, ...]]:
    """Take apart what came from these operations and what did not."""
    each = tuple(progress)
    return _only(each, op_ids, came=True), _only(each, op_ids, came=False)


def without_departments(progress: Iterable[Progress]) -> tuple[Progress, ...]:
    """Return the same, only that nobody can read in which departments she bought."""
    return tuple(_numbered(each) for each in progress)


def _only(progress: Iterable[Progress], op_ids: Collection[str], *, came: bool) -> tuple[Progress, ...]:
    parts = (
        Progress(
            each.campaign,
            tuple(step for step in each.steps if (step.op_id in op_ids) is came),
            tuple(finish for finish in each.finishes if (finish.op_id in op_ids) is came),
        )
        for each in progress
    )
    return tuple(part for part in parts if part.steps or part.finishes)


def _in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: (step.on, step.key, step.op_id)))


def _numbered(progress: Progress) -> Progress:
    said = sorted({step.key for step in progress.steps if step.key.startswith(DEPARTMENT)})
    if not said:
        return progress
    names = {key: f"{DEPARTMENT}{place}" for place, key in enumerate(said)}
    steps = (replace(step, key=names.get(step.key, step.key)) for step in progress.steps)
    return replace(progress, steps=_in_order(steps))
