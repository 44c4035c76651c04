"""Decides which of the texts that a camera keeps seeing count as scans."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from shared.domain.codes import GaraponCode, read

DEFAULT_REARM_MS: Final = 1_500


@dataclass(slots=True)
class Sightings:
    """Let a text through once for as long as it stays in view, and again after `rearm_ms` out of view.

    Beside one of our codes nothing else in the frame counts. A text that is not ours has to be seen in two frames
    running, because bars and stripes now and then look like a short linear code.
    """

    rearm_ms: int = DEFAULT_REARM_MS
    _last_seen_ms: dict[str, int] = field(default_factory=dict, init=False)
    _unconfirmed: frozenset[str] = field(default=frozenset(), init=False)

    def see(self, texts: Iterable[str], at_ms: int) -> list[str]:
        """Take one frame's texts in order and return those that are new."""
        in_view = list(dict.fromkeys(texts))
        ours = [text for text in in_view if isinstance(read(text), GaraponCode)]
        fresh = [text for text in ours or self._confirmed(in_view) if not self._still_there(text, at_ms)]
        self._last_seen_ms = {
            text: seen_ms for text, seen_ms in self._last_seen_ms.items() if at_ms - seen_ms <= self.rearm_ms
        }
        self._last_seen_ms.update(dict.fromkeys([*fresh, *(self._last_seen_ms.keys() & set(in_view))], at_ms))
        return fresh

    def _confirmed(self, in_view: list[str]) -> list[str]:
        before, self._unconfirmed = self._unconfirmed, frozenset(in_view)
        return [text for text in in_view if text in before]

    def _still_there(self, text: str, at_ms: int) -> bool:
        seen_ms = self._last_seen_ms.get(text)
        return seen_ms is not None and at_ms - seen_ms <= self.rearm_ms
