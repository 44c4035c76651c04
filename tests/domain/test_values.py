"""Values: frozen dataclasses to whoever reads them, and the same JSON."""

import dataclasses
import gc
from dataclasses import FrozenInstanceError, dataclass, field
from datetime import date

import msgspec
import pytest

from shared.domain.values import value_class


@value_class(frozen=True, slots=True)
class Fast:
    """Something."""

    name: str
    days: tuple[date, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> date:
        return self.days[0]


@dataclass(frozen=True, slots=True)
class Plain:
    name: str
    days: tuple[date, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)


DAY = date(2026, 11, 22)


def test_a_value_is_what_a_dataclass_would_be() -> None:
    value = Fast("a", (DAY,))
    assert (value.first, Fast.__doc__, Fast.__qualname__) == (DAY, "Something.", "Fast")
    assert value == Fast("a", days=(DAY,), counts={}) != Fast("b", (DAY,))
    assert [each.name for each in dataclasses.fields(Fast)] == ["name", "days", "counts"]
    assert dataclasses.replace(value, name="b") == Fast("b", (DAY,))
    assert repr(value) == repr(Plain("a", (DAY,))).replace("Plain", "Fast")
    assert Fast("a").counts is not Fast("a").counts
    with pytest.raises((FrozenInstanceError, AttributeError)):
        value.name = "b"  # type: ignore[misc]
    assert Fast.__match_args__ == ("name", "days", "counts")


def test_values_and_dataclasses_are_the_same_json() -> None:
    written = msgspec.json.encode(Plain("a", (DAY,), {"x": 1}), order="sorted")
    assert msgspec.json.encode(Fast("a", (DAY,), {"x": 1}), order="sorted") == written
    assert msgspec.json.decode(written, type=Fast) == Fast("a", (DAY,), {"x": 1})
    with pytest.raises(msgspec.ValidationError, match="name"):
        msgspec.json.decode(b"{}", type=Fast)


def test_values_are_not_watched_for_cycles() -> None:
    assert not gc.is_tracked(Fast("a"))


def test_a_value_says_that_it_is_frozen() -> None:
    with pytest.raises(TypeError, match="frozen"):
        value_class(frozen=False, slots=True)
