"""What the centre writes and a restored centre believes again: its own words, sealed with a key that only it has.

Devices keep such words as they came and can neither read the seal nor make one; after a restore they show what the
backup lacks (SYNC.md, rule 6).
"""

import hashlib
import hmac

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from shared.domain.drums import Drum
from shared.wire.feed import AggregateKind
from shared.wire.json import decode, encode

KEY_BYTES = 32
SEALED = frozenset({AggregateKind.PROGRAMME, AggregateKind.DEVICE, AggregateKind.STAFF})
"""Kinds that no operation makes: what is lost of them stands on devices only."""

_FIELD = b',"seal":"'
_LOGIN = b',"login":"'
_HEX = 64
_NONCE_BYTES = 12


def sealed_body(key: bytes, kind: AggregateKind, name: str, version: int, body: bytes) -> bytes:
    """Return the body of a feed row with a last field that seals it to its kind, name and version.

    Whoever reads the aggregate passes the field over.
    """
    return body[:-1] + _FIELD + _seal(key, kind, name, str(version), body).encode() + b'"}'


def opened_body(key: bytes, kind: AggregateKind, name: str, version: int, sealed: bytes) -> bytes | None:
    """Return a body without its seal; None where there is none, or it was made with another key or for another row."""
    end = len(sealed) - len(_FIELD) - _HEX - 2
    if end < 1 or sealed[end : end + len(_FIELD)] != _FIELD:
        return None
    body = sealed[:end] + b"}"
    return body if hmac.compare_digest(sealed_body(key, kind, name, version, body), sealed) else None


def body_with_login(key: bytes, device_id: str, login: str, body: bytes) -> bytes:
    """Return the body of a device with a field that lets the centre, and nobody else, open its login again.

    Equal logins look equal: the nonce is made of them, because a row that is told twice must not tell more.
    """
    nonce = hmac.new(key, f"nonce {device_id} {login}".encode(), hashlib.sha256).digest()[:_NONCE_BYTES]
    closed = ChaCha20Poly1305(_login_key(key)).encrypt(nonce, login.encode(), device_id.encode())
    return body[:-1] + _LOGIN + (nonce + closed).hex().encode() + b'"}'


def login_in(key: bytes, device_id: str, body: bytes) -> str | None:
    """Return the login that a device's body carries; None where it has none or another centre has closed it."""
    closed = decode(dict[str, object], body).get("login")
    if not isinstance(closed, str):
        return None
    try:
        data = bytes.fromhex(closed)
        cipher = ChaCha20Poly1305(_login_key(key))
        return cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], device_id.encode()).decode()
    except (InvalidTag, ValueError):
        return None


def drum_certificate(key: bytes, drum: Drum) -> str:
    """Return the proof, for the centre itself, that it has cut this drum with these contents for this holder."""
    cut = [drum.campaign, drum.campaign_version, drum.store_id, drum.holder, drum.number, drum.commitment]
    return _seal(key, AggregateKind.DRUM, drum.drum_id, "", encode([cut, drum.contents]))


def certificate_holds(key: bytes, drum: Drum) -> bool:
    """Tell whether the centre that has the key has cut this drum, whatever was turned since."""
    return hmac.compare_digest(drum_certificate(key, drum).encode(), drum.certificate.encode())


def _login_key(key: bytes) -> bytes:
    return hmac.new(key, b"garapon-witness-login-1", hashlib.sha256).digest()


def _seal(key: bytes, kind: AggregateKind, name: str, version: str, body: bytes) -> str:
    message = encode(["garapon-witness-1", kind, name, version, hashlib.sha256(body).hexdigest()])
    return hmac.new(key, message, hashlib.sha256).hexdigest()
