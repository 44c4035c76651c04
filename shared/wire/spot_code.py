"""Codes of hunt posters: `GP-H-…` with the spot, its days, and the signature of the tablet that printed it."""

import struct
from collections.abc import Callable

from shared.domain.codes import CodeKind, GaraponCode, mint, read
from shared.domain.devices import Device, DeviceKind
from shared.domain.hunts import MARK_BYTES, SpotContent
from shared.wire.keys import DeviceKeys, signature_holds

_LAYOUT = struct.Struct(f">BI{MARK_BYTES}sH")
_VERSION = 1
_SIGNATURE_BYTES = 64
_PURPOSE = b"garapon hunt spot"


def write_spot(content: SpotContent, keys: DeviceKeys) -> str:
    """Sign and write a poster's code: 15 bytes of content, 64 of signature; its store is that of the device."""
    packed = _LAYOUT.pack(_VERSION, content.device_number, bytes.fromhex(content.mark), content.period)
    return mint(CodeKind.HUNT_SPOT, packed + keys.signing.sign(_PURPOSE + packed))


def read_spot(code: str, device_by_number: Callable[[int], Device | None]) -> SpotContent | None:
    """Return the content of a code that a known staff device signed, else None; a revoked one counts as known.

    A kiosk's signature is none: whoever carries one off must not make posters with it.
    """
    parsed = read(code)
    if not (isinstance(parsed, GaraponCode) and parsed.kind is CodeKind.HUNT_SPOT):
        return None
    if len(parsed.body) != _LAYOUT.size + _SIGNATURE_BYTES:
        return None
    packed, signature = parsed.body[: _LAYOUT.size], parsed.body[_LAYOUT.size :]
    version, device_number, mark, period = _LAYOUT.unpack(packed)
    device = device_by_number(device_number)
    if version != _VERSION or device is None or device.kind is DeviceKind.KIOSK:
        return None
    if not signature_holds(device.signing_key, signature, _PURPOSE + packed):
        return None
    return SpotContent(device_number, device.store_id, mark.hex(), period)
