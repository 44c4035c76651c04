"""Which feeds a changed aggregate goes to, and in which shape."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

from shared.central.feeding import FeedNote
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import Drum, DrumState
from shared.domain.member import Member, for_kiosk
from shared.domain.programme import Programme
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher
from shared.wire.feed import (
    PROGRAMME_SCOPE,
    AggregateKind,
    Audience,
    DrumRow,
    HeldRow,
    OperationResult,
    store_scope,
)
from shared.wire.json import encode
from shared.wire.keys import seal

VISITED_DAYS = 90
"""For how long a store keeps hearing of a member who visited it (SYNC.md, rule 16)."""


def member_notes(
    member: Member, body: bytes, version: int, today: date, holders: AbstractSet[str] = frozenset()
) -> Iterator[FeedNote]:
    """Tell her home store, the stores she visited lately, and those of `holders` that hold something of hers.

    Staff hear everything (`body`), kiosks what a public screen may know. That she is no more, as herself or at all,
    goes to every store that has ever known her.
    """
    bodies = {Audience.STAFF: body, Audience.KIOSK: member_body(member, Audience.KIOSK)}
    for store, until in sorted(attachments(member, holders).items()):
        if until is not None and until < today:
            continue
        for audience, shown in bodies.items():
            yield FeedNote(store_scope(store, audience), AggregateKind.MEMBER, member.member_id, version, shown)


def member_body(member: Member, audience: Audience) -> bytes:
    """Write a member as that audience's devices may know her."""
    return encode(member if audience is Audience.STAFF else for_kiosk(member))


def attachments(member: Member, holders: AbstractSet[str]) -> dict[str, date | None]:
    """Return the stores that hear of her, each with the last day of it; None: as long as things stay as they are.

    That is her home store and those of `holders`, whose devices hold something of hers; of one who is no more, every
    store that has ever known her.
    """
    until: dict[str, date | None] = {
        store: last + timedelta(days=VISITED_DAYS) if member.findable else None for store, last in member.visited
    }
    return until | dict.fromkeys((member.home_store, *holders))


def farewell_notes(store_id: str, member_id: str, version: int) -> Iterator[FeedNote]:
    """Tell a store that it hears no more of a member, who is at that version."""
    for audience in Audience:
        yield FeedNote(store_scope(store_id, audience), AggregateKind.MEMBER, member_id, version)


def drum_notes(drum: Drum, version: int, holder: Device | None) -> Iterator[FeedNote]:
    """Tell the drum's store: its seed sealed for the holder while it is out, in clear for everybody once it is closed.

    `drum` comes with its seed; what is sealed are its 32 bytes.
    """
    if drum.state in (DrumState.CLOSED, DrumState.WRITTEN_OFF):
        rows = {Audience.STAFF: DrumRow(drum), Audience.KIOSK: DrumRow(drum)}
    else:
        public = replace(drum, seed=None)
        sealed = seal(holder.sealing_key, bytes.fromhex(drum.seed)).hex() if holder and drum.seed else ""
        rows = {Audience.STAFF: DrumRow(public), Audience.KIOSK: DrumRow(public, sealed)}
    for audience, row in rows.items():
        yield FeedNote(store_scope(drum.store_id, audience), AggregateKind.DRUM, drum.drum_id, version, encode(row))


def voucher_note(voucher: Voucher, version: int, store_id: str) -> FeedNote:
    """Tell the staff of the store whose kiosk issued the voucher."""
    scope = store_scope(store_id, Audience.STAFF)
    return FeedNote(scope, AggregateKind.VOUCHER, voucher.voucher_id, version, encode(voucher))


def staff_note(staff: StaffMember, version: int) -> FeedNote:
    """Tell the staff devices of the person's store."""
    scope = store_scope(staff.store_id, Audience.STAFF)
    return FeedNote(scope, AggregateKind.STAFF, staff.staff_id, version, encode(staff))


def device_note(device: Device, version: int) -> FeedNote:
    """Tell everybody."""
    return FeedNote(PROGRAMME_SCOPE, AggregateKind.DEVICE, device.device_id, version, encode(device))


def programme_note(programme: Programme) -> FeedNote:
    """Tell everybody; each version is an aggregate of its own, because pending operations need the older ones."""
    version = programme.version
    return FeedNote(PROGRAMME_SCOPE, AggregateKind.PROGRAMME, str(version), version, encode(programme))


def held_note(held: HeldRow, version: int, store_id: str) -> FeedNote:
    """Tell the staff of the store where it happened."""
    return FeedNote(store_scope(store_id, Audience.STAFF), AggregateKind.HELD, held.op_id, version, encode(held))


def result_note(result: OperationResult, device: Device) -> FeedNote:
    """Tell the device that asked, through the scope it reads."""
    return FeedNote(own_scope(device), None, result.op_id, result=result)


def own_scope(device: Device) -> str:
    """Return the scope of the device's store and audience."""
    audience = Audience.KIOSK if device.kind is DeviceKind.KIOSK else Audience.STAFF
    return store_scope(device.store_id, audience)


def scopes_of(device: Device) -> tuple[str, ...]:
    """Return every feed that the device may read."""
    return (PROGRAMME_SCOPE, own_scope(device))
