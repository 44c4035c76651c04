"""Run work beside the screen: one lane for the database, another for the network.

A lane does one piece of work at a time, in order, on its executor's thread, and hands the outcome back on the
thread that made the lane: the GUI's. Tests make it with `InlineExecutor` and need neither threads nor waiting.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any, Final, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Qt

from shared.application.ports import DeviceNotReady
from shared.qt.qml import Signal, Slot

_LOG: Final = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_Arguments = ParamSpec("_Arguments")
_WAITING_LIMIT: Final = 64


class LaneFullError(RuntimeError):
    """More work is waiting than a lane may hold: what does it doesn't keep up, or hangs."""


class InlineExecutor(Executor):
    """Does the work at once, on the caller's thread."""

    def submit(
        self, fn: Callable[_Arguments, _Result], /, *args: _Arguments.args, **kwargs: _Arguments.kwargs
    ) -> Future[_Result]:
        future: Future[_Result] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as fault:  # noqa: BLE001 - the future carries it, as any executor's does
            future.set_exception(fault)
        return future


class Lane(QObject):
    """One worker and its bounded queue."""

    _finished = Signal(object)

    def __init__(
        self,
        name: str,
        executor: Executor | None = None,
        waiting_limit: int = _WAITING_LIMIT,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._executor = executor or ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._waiting_limit = waiting_limit
        self._waiting = 0
        self._closed = False
        # Queued, as work may be done before `run` returns: `done` must never be called from inside it.
        inline = isinstance(executor, InlineExecutor)
        kind = Qt.ConnectionType.DirectConnection if inline else Qt.ConnectionType.QueuedConnection
        self._finished.connect(self._deliver, kind)

    @property
    def waiting(self) -> int:
        """Pieces of work that haven't been delivered yet."""
        return self._waiting

    def run(
        self,
        work: Callable[[], _Result],
        done: Callable[[_Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Do `work` on the lane; then call `done` with its result or `failed` with its exception, on this thread.

        A failure is logged here with its traceback. A full lane fails at once with LaneFullError. Nothing is
        called any more after `close`.
        """
        if self._closed:
            return
        if self._waiting >= self._waiting_limit:
            fault = LaneFullError(f"{self._waiting} pieces of work already wait on the lane {self._name}")
            _LOG.error("%s", fault)
            failed(fault)
            return
        self._waiting += 1

        def settled(future: Future[_Result]) -> None:
            fault = future.exception()
            self._finished.emit(lambda: failed(_as_exception(fault)) if fault else done(future.result()))
            # A device that waits for its first programme is new, not broken.
            if fault and not isinstance(fault, DeviceNotReady):
                _LOG.error("Work on the lane %s failed", self._name, exc_info=fault)

        self._executor.submit(work).add_done_callback(settled)

    def close(self) -> None:
        """Finish what is queued, deliver nothing more, and end the worker."""
        self._closed = True
        self._executor.shutdown(wait=True)

    @Slot(object)
    def _deliver(self, call: Callable[[], Any]) -> None:
        self._waiting -= 1
        if not self._closed:
            call()


def _as_exception(fault: BaseException) -> Exception:
    return fault if isinstance(fault, Exception) else RuntimeError(repr(fault))
