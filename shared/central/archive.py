"""Archives of a centre: rows of tables in frames that nobody reads or changes without the chain's secrets.

A header in clear, then frames: four bytes of length, and ChaCha20-Poly1305 of the compressed content. A frame's number
is its nonce and the header its associated data, so that frames can't be swapped, left out or taken from elsewhere; the
last one says how many rows there were. The key is derived from the chain's code key and a fresh salt.
"""

import secrets
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shared.central.secrets_file import ChainSecrets
from shared.runtime.trouble import Bug, Trouble
from shared.wire.json import WireError, decode, encode
from shared.wire.stretching import OFFLINE, stretch

MAGIC = b"garapon backup 1\n"
_FRAME_LIMIT = 1 << 28
_LENGTH_BYTES, _NONCE_BYTES, _SALT_BYTES, _KEY_BYTES = 4, 12, 32, 32
_COMPRESSION = 3
_ONE_USE_NONCE = bytes(_NONCE_BYTES)


@dataclass(frozen=True, slots=True)
class ArchiveContents:
    """The first frame: the schema's revision, and each table's columns with the kind of value that each holds."""

    revision: str
    taken_at: datetime
    tables: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class ArchiveRows:
    """Some rows of a table, values in the order of its columns."""

    table: str
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class ArchiveEnd:
    """The last frame: how many rows each table had."""

    counts: dict[str, int]


_Frame = ArchiveContents | ArchiveRows | ArchiveEnd
_KINDS: Mapping[bytes, type[_Frame]] = {b"C": ArchiveContents, b"R": ArchiveRows, b"E": ArchiveEnd}
_LETTERS = {kind: letter for letter, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """The chain's secrets under a passphrase, as hex."""

    salt: str
    secrets: str


@dataclass(frozen=True, slots=True)
class _Header:
    salt: str
    wrapped: _Wrapped | None = None


class ArchiveWriter:
    """Writes frames one after the other; `passphrase` puts the chain's secrets in, wrapped under it."""

    def __init__(self, stream: BinaryIO, chain: ChainSecrets, passphrase: str | None = None) -> None:
        salt = secrets.token_bytes(_SALT_BYTES)
        header = encode(_Header(salt.hex(), _wrap(chain, passphrase) if passphrase is not None else None))
        self._stream = stream
        self._sealing = _Sealing(chain, salt, header)
        stream.write(MAGIC + len(header).to_bytes(_LENGTH_BYTES) + header)

    def add(self, frame: _Frame) -> None:
        """Write a frame."""
        plain = _LETTERS[type(frame)] + zlib.compress(msgspec.msgpack.encode(frame), _COMPRESSION)
        sealed = self._sealing.seal(plain)
        if len(sealed) > _FRAME_LIMIT:
            raise Bug(f"a frame of {len(sealed)} bytes")
        self._stream.write(len(sealed).to_bytes(_LENGTH_BYTES) + sealed)


class ArchiveReader:
    """Reads an archive frame by frame; Trouble where it is none, is another chain's, or was changed."""

    def __init__(self, file: Path, stream: BinaryIO, chain: ChainSecrets) -> None:
        header_bytes, header = _read_header(file, stream)
        self._file = file
        self._stream = stream
        self._sealing = _Sealing(chain, bytes.fromhex(header.salt), header_bytes)
        first = self._next("was changed, or is another chain's: the secrets at hand do not open it")
        if not isinstance(first, ArchiveContents):
            raise self._fault("has no beginning")
        self.contents = first

    def rows(self) -> Iterator[ArchiveRows]:
        """Return all rows; that they are all is known when the last is read."""
        counts = dict.fromkeys(self.contents.tables, 0)
        while True:
            frame = self._next("is damaged or was changed")
            match frame:
                case ArchiveRows(table=table, rows=rows):
                    columns = self.contents.tables.get(table)
                    if columns is None or any(len(row) != len(columns) for row in rows):
                        raise self._fault(f"does not fit its own description of {table!r}")
                    counts[table] += len(rows)
                    yield frame
                case ArchiveEnd():
                    if frame.counts != counts or self._stream.read(1):
                        raise self._fault("has other rows than it says")
                    return
                case ArchiveContents():
                    raise self._fault("begins twice")

    def _next(self, fault: str) -> _Frame:
        size = int.from_bytes(self._stream.read(_LENGTH_BYTES))
        sealed = self._stream.read(size) if 0 < size <= _FRAME_LIMIT else b""
        plain = self._sealing.open(sealed)
        if plain is None:
            raise self._fault(fault)
        # The seal holds: from here on it is what our own program wrote.
        return msgspec.msgpack.decode(zlib.decompress(plain[1:]), type=_KINDS[plain[:1]])

    def _fault(self, words: str) -> Trouble:
        return Trouble(f"The archive {self._file} {words}. Nothing was changed.")


class _Sealing:
    """Seals or opens the frames of one archive in their order."""

    def __init__(self, chain: ChainSecrets, salt: bytes, header: bytes) -> None:
        purpose = b"garapon backup"
        key = HKDF(hashes.SHA256(), _KEY_BYTES, salt, purpose).derive(bytes.fromhex(chain.code_key))
        self._cipher = ChaCha20Poly1305(key)
        self._header = MAGIC + header
        self._number = 0

    def seal(self, plain: bytes) -> bytes:
        return self._cipher.encrypt(self._nonce(), plain, self._header)

    def open(self, sealed: bytes) -> bytes | None:
        try:
            return self._cipher.decrypt(self._nonce(), sealed, self._header)
        except InvalidTag:
            return None

    def _nonce(self) -> bytes:
        # The key is this archive's alone, so its frames' numbers are used once.
        self._number += 1
        return self._number.to_bytes(_NONCE_BYTES)


def wrapped_secrets(file: Path, passphrase: str) -> ChainSecrets:
    """Return the secrets that an archive carries; Trouble where it carries none, or for another passphrase."""
    with open_archive(file) as stream:
        _, header = _read_header(file, stream)
    if header.wrapped is None:
        raise Trouble(f"The archive {file} carries no secrets: put the chain's secrets.json into the data folder.")
    cipher = ChaCha20Poly1305(stretch(passphrase.encode(), bytes.fromhex(header.wrapped.salt), OFFLINE))
    try:
        return decode(ChainSecrets, cipher.decrypt(_ONE_USE_NONCE, bytes.fromhex(header.wrapped.secrets), MAGIC))
    except InvalidTag as error:
        raise Trouble(f"The passphrase does not open the secrets in {file}.") from error


def open_archive(file: Path) -> BinaryIO:
    """Open an archive for reading; Trouble where the disk refuses."""
    try:
        return file.open("rb")
    except OSError as error:
        raise Trouble(f"The archive {file} can't be read: {error.strerror}.") from error


def _read_header(file: Path, stream: BinaryIO) -> tuple[bytes, _Header]:
    if stream.read(len(MAGIC)) != MAGIC:
        raise Trouble(f"The file {file} is no archive of `garapon-central backup`.")
    size = int.from_bytes(stream.read(_LENGTH_BYTES))
    header = stream.read(size) if size <= _FRAME_LIMIT else b""
    try:
        read = decode(_Header, header)
        bytes.fromhex(read.salt)
    except (WireError, ValueError) as error:
        raise Trouble(f"The archive {file} is damaged at its beginning.") from error
    return header, read


def _wrap(chain: ChainSecrets, passphrase: str) -> _Wrapped:
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = ChaCha20Poly1305(stretch(passphrase.encode(), salt, OFFLINE))
    return _Wrapped(salt.hex(), cipher.encrypt(_ONE_USE_NONCE, encode(chain), MAGIC).hex())
