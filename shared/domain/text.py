"""What a programme says to people, and how it names all stores at once."""

from dataclasses import dataclass
from typing import Final

EVERYWHERE: Final = "*"
"""In the place of a store: all of them."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the programme says, in both languages; neither may be empty."""

    en: str
    ja: str
