"""Values as canonical JSON bytes and back, checked against their types."""

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


def _decoder(kind: type[Any]) -> msgspec.json.Decoder[Any]:
    known = _DECODERS.get(kind)
    if known is None:
        known = _DECODERS[kind] = msgspec.json.Decoder(kind)
    return known
