"""What a device shows a restored centre: what it holds, what it knows by the centre's word, how far its queue is."""

import zlib
from dataclasses import dataclass

from shared.domain.drums import Drum
from shared.wire.feed import AggregateKind, OperationResult
from shared.wire.json import WireError, decode, encode

PART_BYTES = 200 * 1024
MOST_PARTS = 256
MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A row of the feed as it came, with the centre's seal."""

    kind: AggregateKind
    key: str
    version: int
    body: str


@dataclass(frozen=True, slots=True)
class TicketHeld:
    """A ticket that the device holds; whose it is."""

    ticket_id: str
    member_id: str


@dataclass(frozen=True, slots=True)
class Testimony:
    """What one device knows: sealed rows, the drums that it holds or held with their seeds, tickets, and its queue.

    `seq` of `epoch` is the newest operation that it recorded before it heard of the restore. `answered` is what it had
    heard of operations that the centre has no answer to now, where that was not simply that they were applied.
    """

    epoch: int
    seq: int
    rows: tuple[Witnessed, ...]
    drums: tuple[Drum, ...]
    answered: tuple[OperationResult, ...] = ()
    tickets: tuple[TicketHeld, ...] = ()


def write_testimony(testimony: Testimony) -> tuple[bytes, ...]:
    """Pack a testimony into parts of at most PART_BYTES."""
    packed = zlib.compress(encode(testimony))
    return tuple(packed[start : start + PART_BYTES] for start in range(0, len(packed), PART_BYTES))


def read_testimony(parts: tuple[bytes, ...]) -> Testimony:
    """Read the parts in their order; WireError for what is no testimony."""
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(b"".join(parts), MOST_BYTES)
    except zlib.error as error:
        raise WireError(str(error)) from error
    if not inflater.eof:
        raise WireError("a testimony is too long or cut off")
    return decode(Testimony, plain)
