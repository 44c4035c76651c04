"""Power that fails at a chosen commit, just before or just after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.pool import Pool


class PowerCut(BaseException):
    """Everything stops here; no handler for errors of the program may catch it."""


class Socket:
    """The power supply of one engine."""

    def __init__(self, engine: Engine) -> None:
        self._at: int | None = None
        self._commits = 0
        self._before: Callable[[], None] = lambda: None
        _sockets[engine.pool] = self

    @contextmanager
    def failing(self, cut: int, at_the_moment: Callable[[], None] = lambda: None) -> Iterator[None]:
        """Let the power fail within the block (`history.Action.cut`); `at_the_moment` sees the disk as it is then."""
        self._commits, self._at, self._before = 0, cut or None, at_the_moment
        try:
            yield
        finally:
            self._at = None

    def commit(self, commit: Callable[[], None]) -> None:
        """Commit, or fail before or after it."""
        self._commits += 1
        if self._at is None or self._commits != (self._at + 1) // 2:
            commit()
            return
        if self._at % 2 == 0:
            commit()
        self._at = None
        self._before()
        raise PowerCut


_sockets: WeakKeyDictionary[Pool, Socket] = WeakKeyDictionary()


@contextmanager
def sockets_wired() -> Iterator[None]:
    """Let every commit of the block pass through its engine's socket, if it has one."""
    really: Callable[[DefaultDialect, Any], None] = DefaultDialect.do_commit

    def do_commit(dialect: DefaultDialect, connection: Any) -> None:  # noqa: ANN401  the pool's
        socket = _sockets.get(connection._pool)
        if socket is None:
            really(dialect, connection)
        else:
            socket.commit(lambda: really(dialect, connection))

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]
    try:
        yield
    finally:
        DefaultDialect.do_commit = really  # type: ignore[method-assign]
