"""Calls for staff on their way: what this device says, sent by the exchange, and what the centre tells of them."""

import threading
from collections.abc import Callable
from dataclasses import replace

from shared.domain.calls import Call, CallState, CallStep, Close, Come, Ring
from shared.sync.port import Central, Said

SAID_KEPT = 20
"""So much waits to be sent at most."""


class KnownCalls:
    """Implements `application.ports.Calls`; any thread. `own_only`: a kiosk, which asks only while it has a call."""

    def __init__(self, *, own_only: bool = True) -> None:
        self._own_only = own_only
        self._lock = threading.Lock()
        self._to_say: tuple[Said, ...] = ()
        self._rung: frozenset[str] = frozenset()
        self._coming: frozenset[str] = frozenset()
        self._calls: tuple[Call, ...] = ()
        self.on_change: Callable[[], None] = lambda: None
        """Called on the thread of the exchange when a call has changed."""

    def say(self, said_id: str, call_id: str, step: CallStep) -> None:
        """Say something about a call, with the next exchange."""
        with self._lock:
            self._to_say = (*self._to_say, Said(said_id, call_id, step))[-SAID_KEPT:]
            match step:
                case Ring():
                    self._rung |= {call_id}
                case Come():
                    self._coming |= {call_id}
                case Close():
                    self._coming -= {call_id}
                    if self.call(call_id) is None:
                        # The centre has refused it, or is away: nobody here asks for it any more.
                        self._rung -= {call_id}

    def call(self, call_id: str) -> Call | None:
        """Return a call that the centre has told of."""
        return next((call for call in self._calls if call.call_id == call_id), None)

    def known(self) -> tuple[Call, ...]:
        """Return all calls that the centre has told of, the oldest first."""
        return self._calls

    def is_coming(self, call_id: str) -> bool:
        """Tell whether somebody has said here that she comes, and the centre has not told yet who does."""
        return call_id in self._coming

    def is_waiting(self) -> bool:
        """Tell whether somebody looks at the screen for what becomes of a call: who rang, or says that she comes."""
        with self._lock:
            heard = {call.call_id for call in self._calls if call.state is not CallState.RINGING}
            return bool(self._to_say) or not (self._rung | self._coming) <= heard

    def exchange(self, central: Central) -> None:
        """Say what is to be said and read how calls stand; CentreAway, and it stays to be said."""
        for said in self._to_say:
            central.say(said)
            with self._lock:
                self._to_say = tuple(each for each in self._to_say if each is not said)
        if self._rung or not self._own_only:
            self._take(central.calls())

    def line_broke(self) -> None:
        """Say nothing late but ends: who waits is told that nobody can be called from here."""
        with self._lock:
            self._to_say = tuple(said for said in self._to_say if isinstance(said.step, Close))
            self._coming = frozenset()

    def forget(self) -> None:
        """Know of no call any more: this device was shut out."""
        with self._lock:
            self._to_say = ()
            self._rung = self._coming = frozenset()
            self._calls = ()

    def _take(self, told: tuple[Call, ...]) -> None:
        # Whose call it is a kiosk need not know any more.
        calls = tuple(replace(call, member_id="") for call in told) if self._own_only else told
        still = {call.call_id for call in calls if call.is_open}
        with self._lock:
            before, self._calls = self._calls, calls
            over = {call.call_id for call in (*before, *calls)} - still
            self._rung -= over
            self._coming -= over | {call.call_id for call in calls if call.state is CallState.COMING}
        if before != calls:
            self.on_change()
