"""What a newcomer tells at a kiosk on its way to the centre: sealed, and good for the one who joined."""

from dataclasses import dataclass, field

from shared.domain.joining import Told
from shared.wire.json import WireError, decode, encode
from shared.wire.keys import DeviceKeys, seal, unseal

_PURPOSE = "garapon-newcomer-1"


@dataclass(frozen=True, slots=True)
class _Sealed:
    purpose: str
    member_id: str
    told: Told = field(repr=False)


def seal_told(centre_key: str, member_id: str, told: Told) -> str:
    """Seal what she told to the centre's public key; hex."""
    return seal(centre_key, encode(_Sealed(_PURPOSE, member_id, told))).hex()


def open_told(keys: DeviceKeys, sealed: str, member_id: str) -> Told | None:
    """Open what a newcomer told; None if it is not sealed for these keys, or was told by somebody else."""
    try:
        plain = unseal(keys, bytes.fromhex(sealed))
        opened = decode(_Sealed, plain) if plain is not None else None
    except (ValueError, WireError):
        return None
    if opened is None or (opened.purpose, opened.member_id) != (_PURPOSE, member_id):
        return None
    return opened.told
