"""Values that are made by the million: frozen dataclasses to whoever reads or checks them, built in C.

`@value_class(frozen=True, slots=True)` is `dataclasses.dataclass` for mypy. At run time it makes a msgspec.Struct with
the same fields, defaults and methods, which is made, read from JSON and written in a fraction of the time; `fields`
and `replace` of the standard library take it for a dataclass. The garbage collector does not watch it: a frozen value
is in no cycle.
"""

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from dataclasses import dataclass as value_class

    __all__ = ["value_class"]
else:

    def value_class(*, frozen: bool, slots: bool) -> Callable[[type[Any]], type[Any]]:
        """Make a class a value; it is always frozen and has slots, as the words say."""
        if not (frozen and slots):
            raise TypeError("a value is frozen and has slots")
        return _made


def _made(kind: type[Any]) -> type[Any]:
    plain = dataclasses.dataclass(frozen=True)(kind)
    fields = dataclasses.fields(plain)
    names = {field.name for field in fields}
    left_out = names | {"__dict__", "__weakref__", *_OF_DATACLASSES}
    namespace = {name: what for name, what in vars(plain).items() if name not in left_out}
    return msgspec.defstruct(
        kind.__name__,
        [(field.name, field.type, *_default(field)) for field in fields],
        namespace=namespace | {"__qualname__": kind.__qualname__},
        module=kind.__module__,
        frozen=True,
        gc=False,
    )


_OF_DATACLASSES = (
    *("__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__match_args__"),
    *("__annotations__", "__dataclass_params__", "__replace__"),
)


def _default(field: dataclasses.Field[Any]) -> tuple[Any, ...]:
    if field.default_factory is not dataclasses.MISSING:
        return (msgspec.field(default_factory=field.default_factory),)
    return () if field.default is dataclasses.MISSING else (field.default,)
