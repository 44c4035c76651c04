"""Questions about members on their way: put by screens, sent and answered by the exchange."""

import threading
from collections.abc import Mapping

from shared.application.ports import LookedUp, LookUp
from shared.sync.port import Central

QUESTIONS_KEPT = 20
"""A screen asks one at a time; what is older than so many, nobody waits for."""


class PendingLookUps:
    """Implements `application.ports.LookUps`; any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: dict[str, LookUp] = {}
        self._said: dict[str, LookedUp] = {}

    def ask(self, look_up: LookUp) -> None:
        """Put a question, to be sent with the next exchange."""
        with self._lock:
            self._asked[look_up.question] = look_up
            for oldest in list(self._asked)[:-QUESTIONS_KEPT]:
                self._forget(oldest)

    def answer(self, question: str) -> LookedUp:
        """Return how a question stands; `AWAY` for one that is not known (any more)."""
        with self._lock:
            if question not in self._asked:
                return LookedUp.AWAY
            return self._said.get(question, LookedUp.ASKING)

    def drop(self, question: str) -> None:
        """Forget a question that nobody waits for any more."""
        with self._lock:
            self._forget(question)

    def is_asking(self) -> bool:
        """Tell whether a question has no answer yet."""
        with self._lock:
            return len(self._said) < len(self._asked)

    def send(self, central: Central) -> Mapping[str, LookedUp]:
        """Ask the centre what has no answer yet; `tell` its answers once all that they speak of is here; CentreAway."""
        with self._lock:
            open_ = [look_up for question, look_up in self._asked.items() if question not in self._said]
        answers = {look_up.question: central.look_up(look_up) for look_up in open_}
        return {question: answer for question, answer in answers.items() if answer is not LookedUp.ASKING}

    def tell(self, answers: Mapping[str, LookedUp]) -> None:
        """Let whoever asked know."""
        with self._lock:
            self._said |= {question: answer for question, answer in answers.items() if question in self._asked}

    def line_broke(self) -> None:
        """Answer everything that is open: the centre can't be reached."""
        with self._lock:
            self._said = dict.fromkeys(self._asked, LookedUp.AWAY) | self._said

    def _forget(self, question: str) -> None:
        self._asked.pop(question, None)
        self._said.pop(question, None)
