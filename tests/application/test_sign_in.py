"""Badge, then PIN: counted before it is checked, locked out across a restart."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.application.sign_in import BadgeNeeded, BadgeSeen, BadgeUnknown, PinLocked, SignedIn, SignIn, WrongPin
from shared.domain.codes import CodeKind, code_hash, mint
from shared.domain.pins import ATTEMPTS_PER_ROUND, LOCK_MINUTES, ROUNDS
from shared.domain.staff import StaffMember
from shared.wire.badge_keys import BadgeKeyRing
from shared.wire.feed import AggregateKind
from shared.wire.json import encode
from shared.wire.keys import signature_holds
from tests.domain.small_shop import STORE
from tests.storage.solo import CODE_KEY, Solo, card

BADGE = bytes(range(16))
PIN, WRONG = "246810", "000000"
KEY = Ed25519PrivateKey.from_private_bytes(b"m" * 32)
PEPPER, SALT = bytes(32), bytes(16)
MINUTE_MS = 60_000


@pytest.fixture(scope="module")
def mori() -> StaffMember:
    """Make a person with a badge and a PIN; wrapping a key takes a moment, so once."""
    wrapped = BadgeKeyRing(PEPPER).wrap(KEY, "mori", BADGE, PIN, SALT)
    public = KEY.public_key().public_bytes_raw().hex()
    return StaffMember("mori", "Mori", "manager", STORE, code_hash(CODE_KEY, BADGE), public, wrapped.hex(), SALT.hex())


@pytest.fixture
def door(tablet: Solo, mori: StaffMember) -> Callable[[], SignIn]:
    """Open the tablet's door; each call is the program started anew."""
    tablet.tell((AggregateKind.STAFF, mori.staff_id, 1, encode(mori), None))

    def start() -> SignIn:
        tablet.device.close()
        device = tablet.open()
        return SignIn(device.desk, device.keys)

    return start


def try_pins(door: SignIn, pins: list[str]) -> list[object]:
    return [door.enter_pin("mori", pin) for pin in pins]


def test_badge_and_pin_unlock_a_key_that_signs(door: Callable[[], SignIn], mori: StaffMember) -> None:
    sign_in = door()
    assert sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE)) == BadgeSeen(mori)
    answer = sign_in.enter_pin("mori", PIN)
    assert isinstance(answer, SignedIn)
    assert signature_holds(mori.public_key, answer.signer.sign(b"hello"), b"hello")
    assert not signature_holds(mori.public_key, answer.signer.sign(b"hello"), b"hullo")


def test_the_pin_alone_is_enough_once_the_badge_was_seen_in_this_shift(
    door: Callable[[], SignIn], tablet: Solo
) -> None:
    sign_in = door()
    assert sign_in.enter_pin("mori", PIN) == BadgeNeeded()
    sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    assert isinstance(sign_in.enter_pin("mori", PIN), SignedIn)
    assert [c.badge_seen for c in sign_in.colleagues() if c.staff.staff_id == "mori"] == [True]
    tablet.clock.pass_ms(12 * 60 * MINUTE_MS - 1)
    assert isinstance(sign_in.enter_pin("mori", PIN), SignedIn)
    tablet.clock.pass_ms(1)
    assert sign_in.enter_pin("mori", PIN) == BadgeNeeded()
    assert [c.badge_seen for c in sign_in.colleagues() if c.staff.staff_id == "mori"] == [False]


@pytest.mark.parametrize("shown", [card(1), mint(CodeKind.STAFF_BADGE, bytes(16)), "https://example.com", ""])
def test_what_is_no_badge_of_this_store_is_unknown(door: Callable[[], SignIn], shown: str) -> None:
    assert door().show_badge(shown) == BadgeUnknown()


def test_somebody_who_left_gets_nowhere(door: Callable[[], SignIn], tablet: Solo, mori: StaffMember) -> None:
    sign_in = door()
    sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    tablet.tell((AggregateKind.STAFF, "mori", 2, encode(replace(mori, active=False)), None))
    assert sign_in.enter_pin("mori", PIN) == BadgeNeeded()
    assert sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE)) == BadgeUnknown()


def test_wrong_pins_lock_and_a_restart_does_not_open(door: Callable[[], SignIn], tablet: Solo) -> None:
    sign_in = door()
    sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    answers = try_pins(sign_in, [WRONG] * ATTEMPTS_PER_ROUND)
    assert answers[:-1] == [WrongPin(left) for left in range(ATTEMPTS_PER_ROUND - 1, 0, -1)]
    assert isinstance(answers[-1], PinLocked)
    again = door()
    again.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    assert isinstance(again.enter_pin("mori", PIN), PinLocked)
    tablet.clock.pass_ms(LOCK_MINUTES * MINUTE_MS)
    assert isinstance(again.enter_pin("mori", PIN), SignedIn)
    assert again.enter_pin("mori", WRONG) == WrongPin(ATTEMPTS_PER_ROUND - 1)


def test_an_attempt_counts_even_if_the_power_goes_before_the_check(door: Callable[[], SignIn], tablet: Solo) -> None:
    class PowerCut:
        def unlock(self, _staff: StaffMember, _badge: bytes, _pin: str) -> None:
            raise KeyboardInterrupt

    door()
    cut = SignIn(tablet.device.desk, PowerCut())
    cut.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    for _ in range(ATTEMPTS_PER_ROUND):
        with pytest.raises(KeyboardInterrupt):
            cut.enter_pin("mori", PIN)
    assert isinstance(cut.enter_pin("mori", PIN), PinLocked)


def test_the_last_round_ends_at_a_manager(door: Callable[[], SignIn], tablet: Solo) -> None:
    sign_in = door()
    sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    with tablet.device.desk.storage.begin() as transaction:
        nearly = replace(transaction.pin_attempts("mori"), count=ATTEMPTS_PER_ROUND * ROUNDS - 1)
        transaction.set_pin_attempts("mori", replace(nearly, last_at=tablet.clock.now()))
        transaction.commit()
    assert sign_in.enter_pin("mori", WRONG) == PinLocked(None)
    tablet.clock.pass_ms(365 * 24 * 60 * MINUTE_MS)
    sign_in.show_badge(mint(CodeKind.STAFF_BADGE, BADGE))
    assert sign_in.enter_pin("mori", PIN) == PinLocked(None)
