"""Frozen dataclasses and values with some fields changed: what rules do most."""

from collections.abc import Callable
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

if TYPE_CHECKING:
    # What mypy knows of it: which fields there are, and their types.
    from dataclasses import replace

    __all__ = ["replace"]
else:
    T = TypeVar("T")

    def replace(thing: T, **changes: Any) -> T:  # noqa: ANN401  as the field says
        """Return the same with these fields changed, like `dataclasses.replace` but in a fraction of the time.

        For values, and for dataclasses of two and more fields, all of which `__init__` takes by place. Raise KeyError
        for a field that there is not.
        """
        kind = type(thing)
        if issubclass(kind, msgspec.Struct):
            try:
                return msgspec.structs.replace(thing, **changes)
            except TypeError as error:
                raise KeyError(*changes) from error
        read, places = _shape(kind)
        values = list(read(thing))
        for name, value in changes.items():
            values[places[name]] = value
        return kind(*values)


@cache
def _shape(kind: Any) -> tuple[Callable[[Any], tuple[Any, ...]], dict[str, int]]:  # noqa: ANN401  any dataclass
    names = [field.name for field in fields(kind)]
    return attrgetter(*names), {name: place for place, name in enumerate(names)}
