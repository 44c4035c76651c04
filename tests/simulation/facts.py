"""What the people and the wires of a run have seen: all that the checker knows besides the databases.

Plain values only: the checker shares no type with the program.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Recorded:
    """An operation of which a device has said that it is done; `copy` names the box that said so."""

    copy: str
    device_id: str
    seq: int
    op_id: str
    kind: str
    hash: str
    true_time: datetime
    boot_id: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A head of which the centre has told a device that everything up to it is stored."""

    device_id: str
    epoch: int
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class PageSeen:
    """The end of a page of a feed that a device was given."""

    scope: str
    position: int
    token: str


@dataclass(frozen=True, slots=True)
class Won:
    """A turn that was shown to a shopper."""

    copy: str
    device_id: str
    award_id: str
    ticket_id: str
    prize: str
    voucher_code: str | None


@dataclass(frozen=True, slots=True)
class Given:
    """Goods that went over a counter for a voucher, or (`back`) came back to it."""

    device_id: str
    voucher_code: str
    op_id: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Points that a shopper asked for something; `pin` is "right", "wrong" or "" where none was typed.

    `said` is what she was told in the end: "yes", "no", "gave up", or "" where the power failed before.
    """

    copy: str
    device_id: str
    op_id: str
    points: int
    pin: str
    said: str = ""
    voucher_code: str = ""


@dataclass(frozen=True, slots=True)
class FoundThere:
    """A member whom the centre has found for a store that did not know her."""

    member_id: str
    store_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Heard:
    """What a device had been told of an operation."""

    device_id: str
    verdict: str


@dataclass(slots=True)
class Facts:
    """Everything seen, in order. `copied` are devices that were cloned or set back, `centre_set_back` is the centre.

    `questions` are by operation. `delivered` counts goods by store, campaign and prize. `told` are rows of feeds by
    scope and position, noted before the centre cleared any away. Of a centre that was set back: `forgotten` was
    acknowledged before, and `heard` is the verdict that a device had of an operation, by its id.
    """

    recorded: list[Recorded] = field(default_factory=list)
    acknowledged: list[Acknowledged] = field(default_factory=list)
    pages: list[PageSeen] = field(default_factory=list)
    won: list[Won] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    found_there: list[FoundThere] = field(default_factory=list)
    questions: dict[str, Question] = field(default_factory=dict)
    delivered: dict[tuple[str, str, str], int] = field(default_factory=dict)
    copied: set[str] = field(default_factory=set)
    told: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)
    forgotten: list[Acknowledged] = field(default_factory=list)
    heard: dict[str, Heard] = field(default_factory=dict)
    centre_set_back: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A device's folder at the end of a run; `halted` says that the exchange waits for a person."""

    name: str
    device_id: str
    store_id: str
    kind: str
    database: str
    key: bytes
    epoch: int
    halted: bool
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Remains:
    """What is left of a run for the checker to look at."""

    central: str
    central_key: bytes
    boxes: tuple[Box, ...]
    facts: Facts
    now: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be: the name of the check, and what it saw."""

    check: str
    saw: str
