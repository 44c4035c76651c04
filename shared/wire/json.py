"""Values as canonical JSON bytes and back, checked against their types."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODERS: dict[type[Any], msgspec.json.Decoder[Any]] = {}


class WireError(ValueError):
    """Bytes that are not what they claim to be; the message says where."""


def encode(value: object) -> bytes:
    """Write a value as JSON with sorted keys: equal values, equal bytes."""
    return _ENCODER.encode(value)


def decode(kind: type[T], data: bytes | str) -> T:
    """Read JSON into a dataclass; WireError names the path of what does not fit."""
    try:
        value: T = _decoder(kind).decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(str(error)) from error
    return value


def convert(kind: type[T], data: object) -> T:
    """Turn plain tables, lists and scalars (a TOML document, say) into a dataclass; WireError names the path."""
    try:
        return msgspec.convert(data, type=kind)
    except msgspec.MsgspecError as error:
        raise WireError(str(error)) from error


def strangers(value: object, data: object, path: str = "") -> Iterator[tuple[str, frozenset[str]]]:
    """Find the keys of plain tables that what was made of them does not have: each path, with the names that there are.

    Devices pass over what they don't know yet; a person who has misspelt a name wants to hear of it.
    """
    if isinstance(data, dict) and is_dataclass(value):
        names = frozenset(field.name for field in fields(value))
        for key, inner in data.items():
            if key in names:
                yield from strangers(getattr(value, key), inner, f"{path}{key}.")
            else:
                yield f"{path}{key}", names
    elif isinstance(data, list) and isinstance(value, tuple):
        for at, (one, inner) in enumerate(zip(value, data, strict=True)):
            yield from strangers(one, inner, f"{path.removesuffix('.')}[{at}].")


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    known = _DECODERS.get(kind)
    if known is None:
        known = _DECODERS[kind] = msgspec.json.Decoder(kind)
    return known
