"""Values as canonical JSON bytes and back, checked against their types."""

from typing import TypeVar

import msgspec

T = TypeVar("T")


class WireError(ValueError):
    """Bytes that are not what they claim to be; the message says where."""


def encode(value: object) -> bytes:
    """Write a value as JSON with sorted keys: equal values, equal bytes."""
    return msgspec.json.encode(value, order="sorted")


def decode(kind: type[T], data: bytes | str) -> T:
    """Read JSON into a dataclass; WireError names the path of what does not fit."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise WireError(str(error)) from error


def convert(kind: type[T], data: object) -> T:
    """Turn plain tables, lists and scalars (a TOML document, say) into a dataclass; WireError names the path."""
    try:
        return msgspec.convert(data, type=kind)
    except msgspec.MsgspecError as error:
        raise WireError(str(error)) from error
