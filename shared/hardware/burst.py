"""Tells a scanner's burst of keys from a person typing, by time alone."""

from dataclasses import dataclass, field
from typing import Final

from shared.domain.codes import MAX_TEXT_CHARACTERS

DEFAULT_GAP_MS: Final = 60
MIN_BURST_CHARACTERS: Final = 6
_OWN_PREFIX: Final = "GP"


@dataclass(slots=True)
class Burst:
    """Collect characters that follow each other within `gap_ms`; times are the keyboard's own, in milliseconds.

    Other programs use 20 to 120 ms and at least 6 characters. People need 80 ms a character at their fastest,
    and can't keep that up.
    """

    gap_ms: int = DEFAULT_GAP_MS
    min_characters: int = MIN_BURST_CHARACTERS
    _text: str = field(default="", init=False)
    _last_ms: int = field(default=0, init=False)
    _ended_ms: int | None = field(default=None, init=False)
    _longest_gap_ms: int = field(default=0, init=False)

    @property
    def begun(self) -> bool:
        """Tell whether characters are being held."""
        return bool(self._text)

    @property
    def longest_gap_ms(self) -> int:
        """Return the longest pause between two characters of what was held last."""
        return self._longest_gap_ms

    def is_over(self, at_ms: int) -> bool:
        """Tell whether a character at `at_ms` can't belong to what is held."""
        return self.begun and (not self._follows(at_ms, self._last_ms) or len(self._text) >= MAX_TEXT_CHARACTERS)

    def add(self, character: str, at_ms: int) -> None:
        """Hold one more character."""
        self._longest_gap_ms = max(self._longest_gap_ms, at_ms - self._last_ms) if self._text else 0
        self._text += character
        self._last_ms = at_ms
        self._ended_ms = None

    def end(self, at_ms: int) -> str | None:
        """Take Enter or Tab; return the scan that it ends, or None when a person typed it."""
        text, self._text = self._text, ""
        if len(text) < self.min_characters or not self._follows(at_ms, self._last_ms):
            return None
        self._ended_ms = at_ms
        return text

    def repeats_end(self, at_ms: int) -> bool:
        """Tell whether an Enter or Tab is the second half of a scanner's two-character ending."""
        return self._ended_ms is not None and self._follows(at_ms, self._ended_ms)

    def expire(self) -> str | None:
        """Take a pause; return the text if it looks like ours, from a scanner that sends no Enter."""
        text, self._text = self._text, ""
        return text if len(text) >= self.min_characters and text.upper().startswith(_OWN_PREFIX) else None

    def _follows(self, at_ms: int, earlier_ms: int) -> bool:
        # A window system's clock starts anywhere and wraps: backwards is no gap that can be judged.
        return 0 <= at_ms - earlier_ms <= self.gap_ms
