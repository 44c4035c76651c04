"""What is fuzzed, and what each mutation must never do."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.central.checking import check
from shared.domain.codes import CodeKind, GaraponCode, MemberNumberTyped, code_hash, mint, read
from shared.domain.devices import Device, DeviceKind
from shared.domain.hunts import SpotContent
from shared.domain.joining import Told
from shared.domain.member import Profile
from shared.domain.operations import AdjustPoints, EnrolMember, GiveTicket, Operation, RecordVisit, ShowSpot, Undo
from shared.domain.receipts import read_receipt
from shared.domain.rules import Held
from shared.domain.staff import StaffMember
from shared.domain.vouchers import VoucherContent
from shared.storage import device_storage
from shared.storage.device_storage import FeedUnreadable, OwnDevice
from shared.wire.badge_keys import UnlockedKey
from shared.wire.enrolment import Enrolment
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature, chain_hash, put_in_place, signed_bytes
from shared.wire.feed import AggregateKind, DrumRow, FeedRow, OperationResult, Verdict
from shared.wire.joining import open_told, seal_told
from shared.wire.json import WireError, decode, encode
from shared.wire.keys import device_keys, seal, unseal
from shared.wire.member_pins import open_pin, seal_pin
from shared.wire.operations import SCHEMA_VERSION, kind_of, read_operation, write_operation
from shared.wire.snapshot import SnapshotRow, chunks, unpack
from shared.wire.spot_code import read_spot, write_spot
from shared.wire.voucher_code import read_voucher, write_voucher
from tests.domain.small_shop import NOON, RECEIPTS, STORE, purchase, small_programme
from tests.fuzz.mutating import mutated_bytes, mutated_text
from tests.storage.solo import a_member, lent_drum

CODE_KEY = b"c" * 32
KEYS = device_keys(b"d" * 32)
OTHERS = device_keys(b"o" * 32)
PEOPLE = tuple(Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
STAFF = {
    f"person-{n}": StaffMember(
        f"person-{n}", "P", "manager", STORE, "", key.public_key().public_bytes_raw().hex(), "", ""
    )
    for n, key in enumerate(PEOPLE)
}
KIOSK = Device("kiosk", 7, STORE, DeviceKind.KIOSK, "K", KEYS.signing_public, KEYS.sealing_public)
OTHER_KIOSK = Device("other", 8, STORE, DeviceKind.KIOSK, "O", OTHERS.signing_public, OTHERS.sealing_public)
TABLET = Device("tablet", 9, STORE, DeviceKind.TABLET, "T", KEYS.signing_public, KEYS.sealing_public)
OWN = OwnDevice("ab" * 16, STORE, 1, device_keys(b"s" * 32), "boot")

Target = Callable[[random.Random], str | None]
"""Mutates once; returns what went wrong, or None."""


@dataclass(frozen=True, slots=True)
class _Sealed:
    """An envelope and what its people signed."""

    envelope: Envelope
    signed: bytes


def _bodies(count: int) -> dict[str, bytes]:
    chance = random.Random(count)
    return {code_hash(CODE_KEY, body): body for body in (chance.randbytes(16) for _ in range(count))}


CARDS, BADGES = _bodies(2_000), _bodies(50)
CARD_BODIES = list(CARDS.values())
BADGE_BODIES = list(BADGES.values())


def member_code(chance: random.Random) -> str | None:
    """See that a changed card names nobody, or still her whose card it was."""
    body = chance.choice(CARD_BODIES)
    match read(mutated_text(mint(CodeKind.MEMBER, body), chance)):
        case GaraponCode(kind=CodeKind.MEMBER, body=other) if other != body and code_hash(CODE_KEY, other) in CARDS:
            return "another member's card"
        case GaraponCode(kind=CodeKind.STAFF_BADGE, body=other) if code_hash(CODE_KEY, other) in BADGES:
            return "a card that became a badge"
        case _:
            return None


def badge(chance: random.Random) -> str | None:
    """See that a changed badge opens nothing, or is still the same one."""
    body = chance.choice(BADGE_BODIES)
    match read(mutated_text(mint(CodeKind.STAFF_BADGE, body), chance)):
        case GaraponCode(body=other) if other != body and code_hash(CODE_KEY, other) in BADGES:
            return "another person's badge"
        case _:
            return None


def any_text(chance: random.Random) -> str | None:
    """See that whatever is scanned has an answer, receipts too."""
    text = mutated_text(
        chance.choice(("https://example.org/?q=1", "4901234567894", "123456789015", "GP-M-0-00")), chance
    )
    found = read(text)
    read_receipt(RECEIPTS, {"01": STORE}, text, NOON.date())
    return "a number of 12 digits" if isinstance(found, MemberNumberTyped) and len(found.number) != 12 else None


def voucher(chance: random.Random) -> str | None:
    """See that a changed voucher is worth nothing, or exactly what the kiosk has signed."""
    drum = chance.randbytes(16).hex()
    content = VoucherContent(7, 1, drum, chance.randint(1, 900), chance.randint(1, 12), date(2026, 5, 1))
    code = write_voucher(content, KEYS)
    if chance.random() < 0.3:
        parsed = read(code)
        assert isinstance(parsed, GaraponCode)
        changed = mutated_bytes(parsed.body, chance)
        code = mint(CodeKind.VOUCHER, changed) if 13 <= len(changed) <= 256 else code
    else:
        code = mutated_text(code, chance)
    found = read_voucher(code, {7: KIOSK, 8: OTHER_KIOSK}.get)
    return "another voucher" if found is not None and found != content else None


def poster(chance: random.Random) -> str | None:
    """See that a changed poster's code is worth nothing, or exactly what the tablet has signed; a kiosk signs none."""
    content = SpotContent(9, STORE, chance.randbytes(8).hex(), chance.randint(0, 60))
    own = chance.random() < 0.2
    code = write_spot(replace(content, device_number=7) if own else content, KEYS)
    found = read_spot(mutated_text(code, chance), {7: KIOSK, 9: TABLET}.get)
    return "another poster" if found is not None and (own or found != content) else None


OPERATIONS: tuple[Operation, ...] = (
    AdjustPoints("m" * 32, 50, "goodwill", "a note"),
    GiveTicket("m" * 32, "wheel", "goodwill", ""),
    RecordVisit("m" * 32, date(2026, 4, 10)),
    Undo("m" * 32, "u" * 32),
    ShowSpot("m" * 32, "hunt", "bench", date(2026, 4, 10), "GP-H-0"),
    EnrolMember("m" * 32, "123456789015", "h" * 64, "Hana", "ja", STORE, Profile("花", "ハナ", "", "", None)),
    purchase("p" * 32, 1000, 200, receipt="77"),
)


def _sealed(chance: random.Random) -> _Sealed:
    operation = chance.choice(OPERATIONS)
    payload = write_operation(operation)
    draft = Draft(
        "kiosk", f"{chance.getrandbits(128):032x}", kind_of(operation), SCHEMA_VERSION, 1, payload, NOON, 9, "b"
    )
    said = signed_bytes(draft)
    actor = Signature("person-0", UnlockedKey(STAFF["person-0"], PEOPLE[0]).sign(said).hex())
    return _Sealed(put_in_place(draft, 1, 1, GENESIS, actor), said)


def envelope(chance: random.Random) -> str | None:
    """See that an operation that was changed after it was signed is held, whoever computes the hash anew."""
    sealed = _sealed(chance)
    changed = _changed(sealed.envelope, chance)
    if chance.random() < 0.7:
        own = chain_hash(changed.draft, changed.epoch, changed.seq, changed.prev_hash, changed.actor, changed.approver)
        changed = replace(changed, hash=own)
    outcome = check(changed, GENESIS, STAFF.get)
    if isinstance(outcome, Held) or outcome.actor is None:
        return None
    genuine = signed_bytes(changed.draft) == sealed.signed and outcome.actor.staff_id == "person-0"
    return None if genuine else "an operation that nobody has signed"


def _changed(whole: Envelope, chance: random.Random) -> Envelope:
    draft = whole.draft
    match chance.randrange(9):
        case 0 | 1 | 2:
            return replace(whole, draft=replace(draft, payload=mutated_bytes(draft.payload, chance)))
        case 3:
            return replace(whole, draft=replace(draft, op_id=mutated_text(draft.op_id, chance).replace("\ud800", "")))
        case 4:
            return replace(whole, draft=replace(draft, kind=chance.choice(("adjust_points", "take_turn", "?", ""))))
        case 5:
            return replace(whole, draft=replace(draft, schema_version=chance.randint(-2, 3), programme_version=9))
        case 6:
            actor = Signature("person-1", whole.actor.signature if whole.actor else "")
            return replace(whole, actor=actor)
        case 7:
            signature = mutated_text(whole.actor.signature if whole.actor else "", chance).replace("\ud800", "")
            return replace(whole, actor=Signature("person-0", signature))
        case _:
            return replace(whole, draft=replace(draft, device_id="other"), approver=whole.actor)


def payload(chance: random.Random) -> str | None:
    """See that any bytes are an operation, an unknown or an invalid one; never an exception."""
    operation = chance.choice(OPERATIONS)
    read_operation(
        kind_of(operation), chance.choice((1, 1, 1, 0, 2)), mutated_bytes(write_operation(operation), chance)
    )
    return None


def _feed_rows() -> tuple[FeedRow, ...]:
    sealed = seal(OWN.keys.sealing_public, b"d" * 32).hex()
    drum = DrumRow(replace(lent_drum(), seed=None), sealed)
    bodies = (
        (AggregateKind.MEMBER, a_member(1), None),
        (AggregateKind.DRUM, drum, None),
        (AggregateKind.PROGRAMME, small_programme(), None),
        (AggregateKind.DEVICE, KIOSK, None),
        (AggregateKind.STAFF, STAFF["person-0"], None),
        (None, "", OperationResult("o" * 32, Verdict.APPLIED)),
    )
    return tuple(FeedRow("scope", 1, "0" * 32, kind, "key", 1, encode(value), result) for kind, value, result in bodies)


FEED_ROWS = _feed_rows()
CHUNKS = tuple(
    chunk for _, chunk in chunks(SnapshotRow(row.aggregate, row.key, 1, row.body) for row in FEED_ROWS if row.aggregate)
)


def feed_row(chance: random.Random) -> str | None:
    """See that a changed row is read, or refused as one that this program can't read."""
    row = chance.choice(FEED_ROWS)
    try:
        device_storage._read_rows((replace(row, body=mutated_bytes(row.body, chance)),), OWN)
    except FeedUnreadable:
        return None
    return None


def snapshot(chance: random.Random) -> str | None:
    """See that a changed chunk is refused, or has the rows that it had."""
    chunk = chance.choice(CHUNKS)
    try:
        rows = unpack(mutated_bytes(chunk, chance))
    except WireError:
        return None
    return None if rows == unpack(chunk) else "a snapshot that is not what was packed"


def seed(chance: random.Random) -> str | None:
    """See that what was sealed for this device opens unchanged, or not at all; for another one never."""
    plain = chance.randbytes(32)
    sealed = seal(KEYS.sealing_public, plain)
    changed = mutated_bytes(sealed, chance)
    if unseal(OTHERS, sealed) is not None:
        return "a seed for another kiosk"
    return None if unseal(KEYS, changed) in (None, plain) else "another seed"


def pin(chance: random.Random) -> str | None:
    """See that a sealed PIN is good for its own question only."""
    sealed = seal_pin(KEYS.sealing_public, "m" * 32, "r" * 32, "123456", choosing=False)
    if open_pin(KEYS, sealed, "m" * 32, "q" * 32) is not None:
        return "a PIN for another question"
    given = open_pin(KEYS, mutated_text(sealed, chance), "m" * 32, "r" * 32)
    return None if given is None or given.pin == "123456" else "another PIN"


def newcomer(chance: random.Random) -> str | None:
    """See that what a newcomer told is read as she told it, and as nobody else's."""
    told = Told("+819012345678", date(1990, 5, 3), "hana@example.com", guardian=True)
    sealed = seal_told(KEYS.sealing_public, "m" * 32, told)
    if open_told(KEYS, sealed, "n" * 32) is not None or open_told(OTHERS, sealed, "m" * 32) is not None:
        return "what somebody else told"
    return None if open_told(KEYS, mutated_text(sealed, chance), "m" * 32) in (None, told) else "something else"


def enrolment(chance: random.Random) -> str | None:
    """See that a changed enrolment file is refused, or is an enrolment; never an exception of another kind."""
    whole: dict[str, Any] = {"device_id": "d", "number": 1, "store_id": STORE, "kind": "kiosk", "label": "L"}
    whole |= {"secret": "00" * 32, "code_key": "11" * 32, "pepper": "22" * 32, "central_url": "", "central_key": ""}
    try:
        decode(Enrolment, mutated_bytes(encode(whole | {"epoch": 1}), chance))
    except WireError:
        return None
    return None


TARGETS: Mapping[str, Target] = {
    "member code": member_code,
    "badge": badge,
    "any text": any_text,
    "voucher": voucher,
    "poster": poster,
    "envelope": envelope,
    "payload": payload,
    "feed row": feed_row,
    "snapshot": snapshot,
    "sealed seed": seed,
    "sealed PIN": pin,
    "sealed newcomer": newcomer,
    "enrolment file": enrolment,
}
