"""A member's PIN on its way from a kiosk to the centre: sealed, and good for one question only."""

from dataclasses import dataclass, field

from shared.domain.pins import MEMBER_PIN_DIGITS
from shared.wire.json import WireError, decode, encode
from shared.wire.keys import DeviceKeys, seal, unseal

_PURPOSE = "garapon-member-pin-1"


@dataclass(frozen=True, slots=True)
class GivenPin:
    """What was typed, by whom, for which question; `choosing` when she typed it twice because she has none yet."""

    purpose: str
    member_id: str
    request: str
    choosing: bool
    pin: str = field(repr=False)


def seal_pin(centre_key: str, member_id: str, request: str, pin: str, *, choosing: bool) -> str:
    """Seal a PIN to the centre's public key; hex."""
    return seal(centre_key, encode(GivenPin(_PURPOSE, member_id, request, choosing, pin))).hex()


def open_pin(keys: DeviceKeys, sealed: str, member_id: str, request: str) -> GivenPin | None:
    """Open a PIN; None if it is not sealed for these keys, or was given for another member or question."""
    try:
        plain = unseal(keys, bytes.fromhex(sealed))
        given = decode(GivenPin, plain) if plain is not None else None
    except (ValueError, WireError):
        return None
    if given is None or (given.purpose, given.member_id, given.request) != (_PURPOSE, member_id, request):
        return None
    right = len(given.pin) == MEMBER_PIN_DIGITS and given.pin.isascii() and given.pin.isdecimal()
    return given if right else None
