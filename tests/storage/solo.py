"""One device without a centre: what it knows is put into its database as feed rows."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.application.ports import Signers
from shared.domain.codes import CodeKind, code_hash, member_number, mint
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import Drum, new_drum
from shared.domain.member import Card, CardState, Member, Profile, Ticket, TicketSource, for_kiosk
from shared.domain.programme import BallCount, Programme
from shared.domain.staff import StaffMember
from shared.sync.device import OpenDevice, open_device
from shared.wire.badge_keys import UnlockedKey
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, write_enrolment
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind, Audience, DrumRow, FeedRow, OperationResult, store_scope
from shared.wire.json import encode
from shared.wire.keys import device_keys, seal
from tests.domain.small_shop import GOLD, NOON, RED, STORE, WHEEL, WHITE, small_programme
from tests.fakes import StillClock

DEVICE = "ab" * 16
DRUM = "cd" * 16
SECRET = b"s" * 32
SEED = b"d" * 32
CODE_KEY = b"c" * 32
STAFF_KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
MANAGER = StaffMember(
    "chiba", "Chiba", "manager", STORE, "", STAFF_KEY.public_key().public_bytes_raw().hex(), "", "", active=True
)
SIGNERS = Signers(UnlockedKey(MANAGER, STAFF_KEY))

Said = tuple[AggregateKind | None, str, int, bytes, OperationResult | None]


@dataclass(slots=True)
class Solo:
    """A device of the small shop's first store; `tell` is what the centre says."""

    folder: Path
    kind: DeviceKind
    clock: StillClock = field(default_factory=lambda: StillClock(NOON))
    device: OpenDevice = field(init=False)

    def __post_init__(self) -> None:
        """Enrol and open it, with programme, directory and staff."""
        self.folder.mkdir(parents=True)
        fields = (DEVICE, 1, STORE, self.kind, "Device", SECRET.hex(), CODE_KEY.hex(), "00" * 32, "", "", 1)
        write_enrolment(self.folder / ENROLMENT_FILE, Enrolment(*fields))
        self.device = self.open()
        self.tell_programme(small_programme())
        self.tell(
            (AggregateKind.STAFF, MANAGER.staff_id, 1, encode(MANAGER), None),
        )

    def open(self) -> OpenDevice:
        """Open it (again)."""
        self.device = open_device(self.folder, clock=self.clock)
        return self.device

    @property
    def scope(self) -> str:
        """The scope of its store and kind."""
        return store_scope(STORE, Audience.KIOSK if self.kind is DeviceKind.KIOSK else Audience.STAFF)

    def tell_programme(self, programme: Programme) -> None:
        """Let a version of the programme and the directory arrive."""
        keys = device_keys(SECRET)
        own = Device(DEVICE, 1, STORE, self.kind, "Device", keys.signing_public, keys.sealing_public)
        own = replace(own, counter=self.kind is not DeviceKind.KIOSK)
        rows: list[Said] = [
            (AggregateKind.PROGRAMME, programme.programme_id, programme.version, encode(programme), None),
            (AggregateKind.DEVICE, DEVICE, programme.version, encode(own), None),
        ]
        self._take_in(PROGRAMME_SCOPE, rows)

    def tell(self, *said: Said) -> None:
        """Let rows of its store's scope arrive in one page."""
        self._take_in(self.scope, said)

    def _take_in(self, scope: str, said: Sequence[Said]) -> None:
        start = self.device.storage.position(scope).position + 1
        token = secrets.token_hex(16)
        rows = (
            FeedRow(scope, start + index, token, kind, key, version, body, result)
            for index, (kind, key, version, body, result) in enumerate(said)
        )
        self.device.storage.take_in(scope, tuple(rows))

    def member(self, member_id: str) -> Member:
        """Return the member as shown."""
        with self.device.desk.storage.read() as transaction:
            member = transaction.member(member_id)
            assert member is not None
            return member


def said_member(member: Member, version: int = 1, *, kiosk: bool = False) -> Said:
    """Say how a member stands."""
    return (AggregateKind.MEMBER, member.member_id, version, encode(for_kiosk(member) if kiosk else member), None)


def said_result(result: OperationResult) -> Said:
    """Say what became of an operation."""
    return (None, result.op_id, 0, b"", result)


def lent_drum() -> Drum:
    """Make a drum of six balls for the device, its seed in clear."""
    contents = (BallCount(GOLD, 1), BallCount(RED, 2), BallCount(WHITE, 3))
    return new_drum(DRUM, WHEEL, 1, STORE, DEVICE, 1, contents, SEED)


def said_drum(drum: Drum | None = None, version: int = 1) -> Said:
    """Say how the drum stands; its seed travels sealed for the device."""
    sealed = seal(device_keys(SECRET).sealing_public, SEED).hex()
    row = DrumRow(replace(drum or lent_drum(), seed=None), sealed)
    return (AggregateKind.DRUM, DRUM, version, encode(row), None)


def card_body(serial: int) -> bytes:
    """Return what the card of a member carries."""
    return serial.to_bytes(16, "big")


def card(serial: int) -> str:
    """Return the code on a member's card."""
    return mint(CodeKind.MEMBER, card_body(serial))


def a_member(serial: int = 1, tickets: int = 0, **changes: object) -> Member:
    """Make a member with a card and tickets at the device."""
    at = datetime(2026, 4, 1, tzinfo=UTC)
    member_id = f"{serial:032x}"
    member = Member(
        member_id=member_id,
        number=member_number(serial),
        nickname="hana",
        locale="ja",
        home_store=STORE,
        kiosk=DEVICE,
        enrolled_at=at,
        cards=(Card(code_hash(CODE_KEY, card_body(serial)), CardState.CURRENT),),
        profile=Profile("花田 花子", "ハナダ ハナコ", "+819012345678", "hana@example.org", date(1990, 4, 1)),
        tickets=tuple(
            Ticket(f"{member_id}-{index}", WHEEL, TicketSource.STAFF, 0, at, DEVICE, "given")
            for index in range(tickets)
        ),
    )
    return replace(member, **changes)  # type: ignore[arg-type]
