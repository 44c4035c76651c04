"""Vouchers as codes: `GP-V-…` with content and the issuing kiosk's signature."""

import struct
from collections.abc import Callable
from datetime import date, timedelta

from shared.domain.codes import CodeKind, GaraponCode, mint, read
from shared.domain.devices import Device
from shared.domain.vouchers import VoucherContent
from shared.wire.keys import DeviceKeys, signature_holds

_LAYOUT = struct.Struct(">BIH16sHBH")
_VERSION = 1
_SIGNATURE_BYTES = 64
_FIRST_DAY = date(2020, 1, 1)
_PURPOSE = b"garapon voucher"


def write_voucher(content: VoucherContent, keys: DeviceKeys) -> str:
    """Sign and write a voucher: 28 bytes of content, 64 of signature."""
    packed = _LAYOUT.pack(
        _VERSION,
        content.device_number,
        content.wheel_number,
        bytes.fromhex(content.drum_id),
        content.turn,
        content.ball,
        (content.collect_until - _FIRST_DAY).days,
    )
    return mint(CodeKind.VOUCHER, packed + keys.signing.sign(_PURPOSE + packed))


def read_voucher(code: str, device_by_number: Callable[[int], Device | None]) -> VoucherContent | None:
    """Return the content of a voucher that a known device signed, else None; a revoked one counts as known."""
    parsed = read(code)
    if not (isinstance(parsed, GaraponCode) and parsed.kind is CodeKind.VOUCHER):
        return None
    if len(parsed.body) != _LAYOUT.size + _SIGNATURE_BYTES:
        return None
    packed, signature = parsed.body[: _LAYOUT.size], parsed.body[_LAYOUT.size :]
    version, device_number, wheel_number, drum, turn, ball, days = _LAYOUT.unpack(packed)
    device = device_by_number(device_number)
    if version != _VERSION or device is None:
        return None
    if not signature_holds(device.signing_key, signature, _PURPOSE + packed):
        return None
    until = _FIRST_DAY + timedelta(days=days)
    return VoucherContent(device_number, wheel_number, drum.hex(), turn, ball, until)
