"""The first page of an encrypted database: its salt, without which no page can be deciphered, and its contents.

A copy is kept beside the file. SQLCipher 4's page format: https://www.zetetic.net/sqlcipher/design/ (4096 bytes; the
salt in clear; AES-256-CBC; at the end the initialisation vector and HMAC-SHA512 of what precedes and the page number).
"""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE_BYTES = 4096
SALT_BYTES = 16

_IV = slice(PAGE_BYTES - 80, PAGE_BYTES - 64)
_TEXT = slice(SALT_BYTES, PAGE_BYTES - 80)
_SEAL = slice(PAGE_BYTES - 64, PAGE_BYTES)
# https://www.sqlite.org/fileformat2.html#file_change_counter and, further on, the version-valid-for number.
_CHANGE_COUNTER, _VALID_FOR = 24, 92


def is_deciphered_by(page: bytes, key: bytes) -> bool:
    """Tell whether the page is whole and the key (32 bytes) is the database's."""
    return len(page) == PAGE_BYTES and hmac.compare_digest(_seal(page, key), page[_SEAL])


def sized_by_file(page: bytes, key: bytes) -> bytes:
    """Return the page so that it no longer says how long the file is: it may have grown since the copy was made.

    SQLite trusts that number only as long as two counters beside it are the same.
    """
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[_IV]))
    decryptor = cipher.decryptor()
    clear = bytearray(page[:SALT_BYTES] + decryptor.update(page[_TEXT]) + decryptor.finalize())
    counter = int.from_bytes(clear[_CHANGE_COUNTER : _CHANGE_COUNTER + 4], "big")
    clear[_VALID_FOR : _VALID_FOR + 4] = ((counter + 1) % (1 << 32)).to_bytes(4, "big")
    vector = os.urandom(SALT_BYTES)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    fresh = page[:SALT_BYTES] + encryptor.update(bytes(clear[SALT_BYTES:])) + encryptor.finalize() + vector
    return fresh + _seal(fresh, key)


def _seal(page: bytes, key: bytes) -> bytes:
    salt = bytes(each ^ 0x3A for each in page[:SALT_BYTES])
    of_seals = hashlib.pbkdf2_hmac("sha512", key, salt, 2, len(key))
    number = (1).to_bytes(4, "little")
    return hmac.digest(of_seals, page[_TEXT] + page[_IV] + number, "sha512")
