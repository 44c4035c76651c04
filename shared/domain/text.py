"""What a programme says to people, how it names all stores at once, and how much people may say of themselves."""

from dataclasses import dataclass
from typing import Final

EVERYWHERE: Final = "*"
"""In the place of a store: all of them."""
VALUE_LENGTH: Final = 80
"""Characters of a detail of a person, at most."""


@dataclass(frozen=True, slots=True)
class Text:
    """What the programme says, in both languages; neither may be empty."""

    en: str
    ja: str
