"""A scope at one position, cut into chunks that each travel and are stored alone."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from shared.wire.feed import AggregateKind
from shared.wire.json import WireError

CHUNK_BYTES = 256 * 1024
"""What a chunk may take on the line; a single larger aggregate gets a chunk of its own."""
PLAIN_BYTES = 1024 * 1024
"""What is gathered before it is packed: members take about a fifth of it then."""
MOST_PLAIN_BYTES = 16 * 1024 * 1024
_LEVEL = 1


class SnapshotRow(NamedTuple):
    """An aggregate at its newest version; `body` is what a feed row would carry."""

    aggregate: AggregateKind
    key: str
    version: int
    body: bytes


_Packed = list[tuple[AggregateKind, str, int, msgspec.Raw]]
_READER: "msgspec.json.Decoder[_Packed]" = msgspec.json.Decoder(_Packed)


def chunks(rows: Iterable[SnapshotRow]) -> Iterator[tuple[int, bytes]]:
    """Cut rows into chunks, in order: how many rows each has, and its bytes."""
    gathered: list[SnapshotRow] = []
    size = 0
    for row in rows:
        gathered.append(row)
        size += len(row.body)
        if size >= PLAIN_BYTES:
            yield from _pack(gathered)
            gathered, size = [], 0
    if gathered:
        yield from _pack(gathered)


def unpack(chunk: bytes) -> list[SnapshotRow]:
    """Return a chunk's rows; WireError for what is none."""
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(chunk, MOST_PLAIN_BYTES)
        if not inflater.eof:
            raise WireError("a snapshot's chunk is too long or cut off")
        return [SnapshotRow(kind, key, version, bytes(body)) for kind, key, version, body in _READER.decode(plain)]
    except (zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise WireError(str(error)) from error


def _pack(rows: Sequence[SnapshotRow]) -> Iterator[tuple[int, bytes]]:
    plain = msgspec.json.encode([(row.aggregate, row.key, row.version, msgspec.Raw(row.body)) for row in rows])
    packed = zlib.compress(plain, _LEVEL)
    if len(packed) <= CHUNK_BYTES or len(rows) == 1:
        yield len(rows), packed
        return
    middle = len(rows) // 2
    yield from _pack(rows[:middle])
    yield from _pack(rows[middle:])
