"""A device's way into a PostgreSQL centre: who it is there, its password, and what the server keeps of it."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field

PASSWORD_BYTES = 32
_ITERATIONS = 4096
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Login:
    """A role and its password; the password is made on the device and never leaves it."""

    role: str
    password: str = field(repr=False)


def new_password() -> str:
    """Return a password of 256 random bits."""
    return secrets.token_hex(PASSWORD_BYTES)


def scram_verifier(password: str) -> str:
    """Return what PostgreSQL checks a password with, in its own form (RFC 5803, RFC 7677); it opens nothing itself."""
    salt = secrets.token_bytes(_SALT_BYTES)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ITERATIONS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    words = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${_ITERATIONS}:{words[0]}${words[1]}:{words[2]}"
