"""What guessing a PIN or a passphrase costs, which the rest of the suite does not pay."""

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from shared.wire import stretching
from shared.wire.stretching import COUNTED, OFFLINE, Cost, stretch

SALT, PEPPER = bytes(range(16)), bytes(range(32))


@pytest.fixture(autouse=True)
def _at_full_price(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretching, "Argon2id", Argon2id)


@pytest.mark.parametrize(("cost", "memory_kib", "passes"), [(OFFLINE, 65_536, 3), (COUNTED, 19_456, 2)])
def test_a_guess_costs_what_the_standards_ask_for(cost: Cost, memory_kib: int, passes: int) -> None:
    slow = Argon2id(salt=SALT, length=32, iterations=passes, lanes=1, memory_cost=memory_kib, secret=PEPPER)
    assert stretch(b"2580", SALT, cost, PEPPER) == slow.derive(b"2580")


def test_every_part_of_it_matters() -> None:
    small = Cost(64, 1)
    keys = {
        stretch(b"2580", SALT, small, PEPPER),
        stretch(b"2581", SALT, small, PEPPER),
        stretch(b"2580", SALT[::-1], small, PEPPER),
        stretch(b"2580", SALT, small),
        stretch(b"2580", SALT, Cost(128, 1), PEPPER),
        stretch(b"2580", SALT, Cost(64, 2), PEPPER),
    }
    assert len(keys) == 6
    assert {len(key) for key in keys} == {32}
