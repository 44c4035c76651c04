"""What every flow of pages stands on: the one session, and the lane on which its use cases run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kiosk.viewmodels.session import Session, touched
from shared.application.ports import Desk
from shared.qt.jobs import Lane

_T = TypeVar("_T")


class PageModel(Protocol):
    """A page's model: it shows whatever the session says."""

    def show(self, session: Session) -> None: ...


@dataclass(frozen=True, slots=True)
class Screen:
    """The session as it is `read` now; `become` changes it, `fail` is told what went wrong with a use case."""

    desk: Desk
    lane: Lane
    read: Callable[[], Session]
    become: Callable[[Session], None]
    fail: Callable[[Exception], None]

    @property
    def session(self) -> Session:
        """The session as it is shown now."""
        return self.read()

    @property
    def touched(self) -> Session:
        """The session after a touch at this moment."""
        return touched(self.session, self.now_ms)

    @property
    def now_ms(self) -> int:
        """The monotonic clock."""
        return self.desk.clock.monotonic_ms()

    def run(self, work: Callable[[], _T], done: Callable[[_T], None]) -> None:
        """Run a use case off the screen's thread and take its answer on it."""
        self.lane.run(work, done, self.fail)

    def run_unheard(self, work: Callable[[], object]) -> None:
        """Run a use case whose answer nobody waits for; what comes of it is seen at the next visit."""
        self.lane.run(work, unheard, unheard)


def unheard(_: object) -> None:
    """Receive an answer that nobody waits for."""
