"""Device keys: signing what a device gives, sealing what is lent to it; signatures of people."""

from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SECRET_BYTES = 32
KEYS_KEPT = 1_024
"""Public keys that are ready for the next signature; reading one takes as long as checking with it."""
_PUBLIC_BYTES = 32
_ONE_USE_NONCE = bytes(12)


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """A device's two private keys, both derived from one 32-byte secret."""

    signing: Ed25519PrivateKey
    sealing: X25519PrivateKey

    @property
    def signing_public(self) -> str:
        """The Ed25519 public key as hex."""
        return self.signing.public_key().public_bytes_raw().hex()

    @property
    def sealing_public(self) -> str:
        """The X25519 public key as hex."""
        return self.sealing.public_key().public_bytes_raw().hex()


def device_keys(secret: bytes) -> DeviceKeys:
    """Derive a device's keys from its secret."""
    return DeviceKeys(
        Ed25519PrivateKey.from_private_bytes(_derive(secret, b"garapon device signing")),
        X25519PrivateKey.from_private_bytes(_derive(secret, b"garapon device sealing")),
    )


def seal(to_public: str, plain: bytes) -> bytes:
    """Encrypt for the holder of an X25519 key (hex): a fresh public key, then ChaCha20-Poly1305."""
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(bytes.fromhex(to_public)))
    # The key is fresh for each message, so a constant nonce is used once only.
    cipher = ChaCha20Poly1305(_derive(shared, b"garapon seal" + public))
    return public + cipher.encrypt(_ONE_USE_NONCE, plain, public)


def unseal(keys: DeviceKeys, sealed: bytes) -> bytes | None:
    """Decrypt what was sealed for this device; None if it was not, or was changed."""
    public, data = sealed[:_PUBLIC_BYTES], sealed[_PUBLIC_BYTES:]
    try:
        shared = keys.sealing.exchange(X25519PublicKey.from_public_bytes(public))
        return ChaCha20Poly1305(_derive(shared, b"garapon seal" + public)).decrypt(_ONE_USE_NONCE, data, public)
    except (InvalidTag, ValueError):
        return None


def signature_holds(public: str, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature by the public key (hex) is genuine."""
    try:
        _public_key(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=KEYS_KEPT)
def _public_key(public: str) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))


def _derive(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=SECRET_BYTES, salt=None, info=purpose).derive(secret)
