"""What the programme lets a person choose from: reasons, campaigns, departments."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """One of several, by its key."""

    key: str
    name: str
