"""An invitation: the text or QR code by which a new device finds the centre and proves that it was asked in.

`GP-E-<body>-<check>`: the body is a version, a token of 160 random bits, the centre's address and the certificate of
the authority that has signed the centre's own; the check are 40 bits of SHA-256. It lives ten minutes and is used once.
"""

import base64
import hashlib
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding

from shared.domain.devices import DeviceKind
from shared.runtime.trouble import Trouble
from shared.wire.json import WireError, decode, encode
from shared.wire.login import Login

TOKEN_BYTES = 20
INVITATION_MINUTES = 10
PREFIX = "GP-E-"

_VERSION = b"\x01"
_CHECK_BYTES = 5
_LONGEST = 8_000
_ROLE_BYTES = 8
_ONE_USE_NONCE = bytes(12)
# Crockford's alphabet as everywhere else in our codes; RFC 4648 has the same five bits under other letters.
_OURS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_THEIRS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_TO_OURS, _TO_THEIRS = str.maketrans(_THEIRS, _OURS), str.maketrans(_OURS, _THEIRS)


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where the centre is, whom to trust about that (PEM; "" for a line that needs no certificate), and the token."""

    address: str
    authority: str
    token: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Welcome:
    """What an invited device is told: who it is from now on, and the chain's secrets that it needs (hex)."""

    device_id: str
    number: int
    store_id: str
    kind: DeviceKind
    label: str
    epoch: int
    code_key: str = field(repr=False)
    pepper: str = field(repr=False)


def write_invitation(invitation: Invitation) -> str:
    """Write an invitation down; ValueError for an authority that is no certificate."""
    address = invitation.address.encode()
    certificate = b""
    if invitation.authority:
        certificate = x509.load_pem_x509_certificate(invitation.authority.encode()).public_bytes(Encoding.DER)
    body = _VERSION + invitation.token + len(address).to_bytes(2, "big") + address + certificate
    return f"{PREFIX}{_to_text(body)}-{_to_text(_check(body))}"


def read_invitation(written: str) -> Invitation:
    """Read an invitation, however it was wrapped or in whichever case; Trouble where it is none or damaged."""
    plain = "".join(written.split()).upper()
    if not plain.startswith(PREFIX) or len(plain) > _LONGEST:
        raise Trouble("This is no invitation to the programme: it begins with GP-E-.")
    try:
        return _read(plain.removeprefix(PREFIX))
    except ValueError as error:
        raise Trouble("This invitation is damaged or of a newer Garapon: scan or copy it again, whole.") from error


def login_of(token: bytes) -> Login:
    """Return the login that a token stands for; the token itself never travels."""
    role = f"garapon_e_{_derive(token, b'garapon invitation role')[:_ROLE_BYTES].hex()}"
    return Login(role, _derive(token, b"garapon invitation password").hex())


def seal_welcome(token: bytes, welcome: Welcome) -> bytes:
    """Encrypt the answer for whoever has the token: the database that keeps it meanwhile can't read it."""
    cipher = ChaCha20Poly1305(_derive(token, b"garapon invitation answer"))
    return cipher.encrypt(_ONE_USE_NONCE, encode(welcome), None)


def open_welcome(token: bytes, sealed: bytes) -> Welcome:
    """Decrypt the answer; Trouble where it belongs to another token or was changed."""
    try:
        plain = ChaCha20Poly1305(_derive(token, b"garapon invitation answer")).decrypt(_ONE_USE_NONCE, sealed, None)
        return decode(Welcome, plain)
    except (InvalidTag, WireError) as error:
        raise Trouble("The centre's answer does not belong to this invitation: ask for a new one.") from error


def _read(plain: str) -> Invitation:
    text, _, check = plain.partition("-")
    body = _from_text(text)
    if body[:1] != _VERSION or _from_text(check) != _check(body):
        raise ValueError(text)
    token, rest = body[1 : 1 + TOKEN_BYTES], body[1 + TOKEN_BYTES :]
    length = int.from_bytes(rest[:2], "big")
    address, certificate = rest[2 : 2 + length].decode(), rest[2 + length :]
    authority = x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM).decode() if certificate else ""
    return Invitation(address, authority, token)


def _check(body: bytes) -> bytes:
    return hashlib.sha256(body).digest()[:_CHECK_BYTES]


def _to_text(data: bytes) -> str:
    return base64.b32encode(data).decode().rstrip("=").translate(_TO_OURS)


def _from_text(text: str) -> bytes:
    """Return the bytes; ValueError for what `_to_text` does not write."""
    data = base64.b32decode(text.translate(_TO_THEIRS) + "=" * (-len(text) % 8))
    if _to_text(data) != text:
        raise ValueError(text)
    return data


def _derive(token: bytes, purpose: bytes) -> bytes:
    # The token is used with one address only and lives ten minutes: no salt is needed for it to be unique.
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(token)
