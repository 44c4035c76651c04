"""A person's signing key, wrapped under badge and PIN.

The wrapping key is Argon2id over PIN and badge with the chain's pepper as secret, so neither a stolen database nor a
found badge is enough. The right PIN is the one that opens the wrapping: nothing else to compare with is stored.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from shared.domain.staff import StaffMember
from shared.wire.stretching import OFFLINE, stretch

PIN_DIGITS = 6
SALT_BYTES = 16
_ONE_USE_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class UnlockedKey:
    """A person whose key is unlocked, as `application.ports.Signer` wants it."""

    staff: StaffMember
    key: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of `message`."""
        return self.key.sign(message)


class BadgeKeyRing:
    """Unlocks wrapped keys with the chain's pepper (32 bytes, never in a database)."""

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def unlock(self, staff: StaffMember, badge: bytes, pin: str) -> UnlockedKey | None:
        """Return the key if badge and PIN open it, else None; takes a tenth of a second and more."""
        cipher = ChaCha20Poly1305(self._wrapping_key(badge, pin, bytes.fromhex(staff.salt)))
        try:
            raw = cipher.decrypt(_ONE_USE_NONCE, bytes.fromhex(staff.wrapped_key), staff.staff_id.encode())
        except InvalidTag:
            return None
        return UnlockedKey(staff, Ed25519PrivateKey.from_private_bytes(raw))

    def wrap(self, key: Ed25519PrivateKey, staff_id: str, badge: bytes, pin: str, salt: bytes) -> bytes:
        """Wrap a fresh key; `salt` is 16 random bytes used for nothing else."""
        cipher = ChaCha20Poly1305(self._wrapping_key(badge, pin, salt))
        return cipher.encrypt(_ONE_USE_NONCE, key.private_bytes_raw(), staff_id.encode())

    def _wrapping_key(self, badge: bytes, pin: str, salt: bytes) -> bytes:
        return stretch(badge + pin.encode(), salt, OFFLINE, self._pepper)
