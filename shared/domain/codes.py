"""Codes that people carry: how they are written, how they are read back, how they are stored.

A code is ``GP-<kind>-<body>-<check>``. Only ``A-Z 0-9 -`` occurs: input methods and foreign keyboard layouts
mangle lower case, ``:`` and ``_``, and QR's alphanumeric mode keeps the symbol small.
"""

import hashlib
import hmac
import re
import unicodedata
from base64 import b32encode
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MIN_BODY_BYTES: Final = 13
MAX_BODY_BYTES: Final = 256
MAX_TEXT_CHARACTERS: Final = 512
MEMBER_NUMBER_DIGITS: Final = 12
MAX_AMOUNT_YEN: Final = 999_999_999

_PREFIX: Final = "GP"
_CHECK_CHARACTERS: Final = 2
_BODY_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BODY_LETTERS: Final = frozenset(_BODY_ALPHABET)
_FROM_RFC_4648: Final = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _BODY_ALPHABET.encode())
_TO_PYTHON: Final = str.maketrans(_BODY_ALPHABET, "0123456789abcdefghijklmnopqrstuv")
_CHECK_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CHECK_VALUES: Final = {character: value for value, character in enumerate(_CHECK_ALPHABET)}
_CHECK_MODULUS: Final = 1271
_ASCII_UPPER: Final = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_AIM_IDENTIFIER: Final = re.compile(r"\][A-Z][0-9A-Z]")
_SEPARATOR: Final = re.compile(r"[^A-Z0-9]")
_TYPED_NUMBER: Final = re.compile(r"[0-9]{4}([ -]?)[0-9]{4}\1[0-9]{4}")
_MEMBER_SERIALS: Final = 10 ** (MEMBER_NUMBER_DIGITS - 1)
_MIN_SEED_BYTES: Final = 8
_DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


class CodeKind(StrEnum):
    """Say what a code stands for; the value is the letter printed in it."""

    MEMBER = "M"
    VOUCHER = "V"
    HUNT_SPOT = "H"
    STAFF_BADGE = "S"


_KINDS: Final = {kind.value: kind for kind in CodeKind}


@dataclass(frozen=True, slots=True)
class GaraponCode:
    """Carry an undamaged code of ours; whether anybody has it is another question."""

    kind: CodeKind
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class MemberNumberTyped:
    """Carry a member number, 12 digits without spaces, whose check digit is right."""

    number: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ForeignCode:
    """Carry text that is none of ours, folded to plain capitals, to try against the programme's aliases."""

    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DamagedCode:
    """Say that the text was meant to be ours but arrived incomplete or altered."""


ReadCode = GaraponCode | MemberNumberTyped | ForeignCode | DamagedCode


def mint(kind: CodeKind, body: bytes) -> str:
    """Write the code of `kind` that carries `body`, 13 to 256 bytes; raise ValueError for other lengths."""
    if not MIN_BODY_BYTES <= len(body) <= MAX_BODY_BYTES:
        raise ValueError(f"a code carries {MIN_BODY_BYTES} to {MAX_BODY_BYTES} bytes, not {len(body)}")
    written = _write_body(body)
    return f"{_PREFIX}-{kind.value}-{written}-{_check_of(kind.value + written)}"


def read(text: str) -> ReadCode:
    """Tell what a scan or typed text is; any string has an answer.

    Forgives what scanners and keyboards do to a whole code: lower case, full-width characters, spaces around,
    an AIM symbology identifier in front, hyphens all swallowed or all turned into another mark.
    """
    if len(text) > MAX_TEXT_CHARACTERS:
        return ForeignCode(text[:MAX_TEXT_CHARACTERS])
    plain = fold(text)
    if _TYPED_NUMBER.fullmatch(plain):
        number = "".join(character for character in plain if character.isdigit())
        return MemberNumberTyped(number) if _damm(number) == 0 else DamagedCode()
    if not plain.startswith(_PREFIX):
        return ForeignCode(plain)
    return _read_ours(plain)


def code_hash(key: bytes, body: bytes) -> str:
    """Return HMAC-SHA256 of a code's body under `key` as 64 hex digits: the form in which it is stored."""
    return hmac.new(key, body, hashlib.sha256).hexdigest()


def member_number(serial: int | bytes) -> str:
    """Return the 12-digit member number for a serial below 10**11, or for at least 8 random bytes.

    The last digit is Damm's check digit, which catches every single wrong digit and every swap of neighbours
    (H. M. Damm, Total anti-symmetrische Quasigruppen, Marburg 2004). Raise ValueError when out of range.
    """
    if isinstance(serial, bytes):
        if len(serial) < _MIN_SEED_BYTES:
            raise ValueError(f"a member number needs {_MIN_SEED_BYTES} random bytes, not {len(serial)}")
        return member_number(int.from_bytes(serial, "big") % _MEMBER_SERIALS)
    if not 0 <= serial < _MEMBER_SERIALS:
        raise ValueError(f"member serial {serial} is outside 0 to {_MEMBER_SERIALS - 1}")
    digits = f"{serial:0{MEMBER_NUMBER_DIGITS - 1}d}"
    return f"{digits}{_damm(digits)}"


def format_number(number: str) -> str:
    """Return a member number in groups of four, as it is printed and said."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def fold(text: str) -> str:
    """Return what a scanner read as plain capitals, without what it put around and in front."""
    folded = _folded(text)
    identifier = _AIM_IDENTIFIER.match(folded)
    return folded[identifier.end() :] if identifier else folded


def symbology_letter(text: str) -> str:
    """Return the letter by which a scanner named the kind of symbol (AIM, ISO/IEC 15424); "" where it named none."""
    identifier = _AIM_IDENTIFIER.match(_folded(text))
    return identifier[0][1] if identifier else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().strip("\x00\x1d").translate(_ASCII_UPPER)


def _read_ours(plain: str) -> ReadCode:
    fields = _fields(plain)
    if fields is None:
        return DamagedCode()
    letter, written, check = fields
    kind = _KINDS.get(letter)
    body = _read_body(written)
    if kind is None or body is None or _remainder(letter + written + check) != 1:
        return DamagedCode()
    return GaraponCode(kind, body)


def _fields(plain: str) -> tuple[str, str, str] | None:
    # Either every hyphen arrived (as some mark) or none did. Anything between would let one wrong character
    # become a separator and change the length, which the check does not promise to notice.
    marks = _SEPARATOR.findall(plain)
    if not marks:
        start = len(_PREFIX)
        return plain[start : start + 1], plain[start + 1 : -_CHECK_CHARACTERS], plain[-_CHECK_CHARACTERS:]
    match _SEPARATOR.split(plain):
        case [prefix, letter, written, check] if prefix == _PREFIX and len(check) == _CHECK_CHARACTERS:
            return letter, written, check
        case _:
            return None


def _write_body(body: bytes) -> str:
    return b32encode(body).rstrip(b"=").translate(_FROM_RFC_4648).decode()


def _read_body(written: str) -> bytes | None:
    length = len(written) * 5 // 8
    if not MIN_BODY_BYTES <= length <= MAX_BODY_BYTES or not _BODY_LETTERS.issuperset(written):
        return None
    value = int(written.translate(_TO_PYTHON), 32)
    body = (value >> (len(written) * 5 - length * 8)).to_bytes(length, "big")
    return body if _write_body(body) == written else None


def _check_of(content: str) -> str:
    # ISO/IEC 7064, MOD 1271-36: two characters that catch any single substitution and any swap of neighbours.
    remainder = _remainder(content) * 36**2 % _CHECK_MODULUS
    value = (1 - remainder) % _CHECK_MODULUS
    return _CHECK_ALPHABET[value // 36] + _CHECK_ALPHABET[value % 36]


def _remainder(content: str) -> int:
    remainder = 0
    for character in content:
        remainder = (remainder * 36 + _CHECK_VALUES[character]) % _CHECK_MODULUS
    return remainder


def _damm(digits: str) -> int:
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return interim
