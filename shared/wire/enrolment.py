"""The enrolment file: what a device gets from the centre once, and its place on disk."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from shared.domain.devices import DeviceKind
from shared.runtime.durable import bring_to_disk
from shared.wire.json import decode, encode
from shared.wire.login import Login

ENROLMENT_FILE = "device.json"
"""The file's name in the device's data folder."""

_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a device needs to be itself; secrets as hex.

    `secret` (32 bytes) is the root of `wire.keys.device_keys`, `code_key` (32) keys `domain.codes.code_hash`, `pepper`
    (32) goes into `wire.badge_keys.BadgeKeyRing`. `central_key` (32) opens a centre at sqlite:///…, and is empty
    otherwise. At a PostgreSQL centre the device is `login`; `next_login` is to follow once it is proven, `former_login`
    is for a centre that was restored; `authority` (PEM) has signed the centre's certificate.
    """

    device_id: str
    number: int
    store_id: str
    kind: DeviceKind
    label: str
    secret: str = field(repr=False)
    code_key: str = field(repr=False)
    pepper: str = field(repr=False)
    central_url: str = field(repr=False)
    central_key: str = field(repr=False)
    epoch: int
    authority: str = field(default="", repr=False)
    login: Login | None = None
    next_login: Login | None = None
    former_login: Login | None = None


def write_enrolment(file: Path, enrolment: Enrolment) -> None:
    """Write the file, readable by its owner only, whole or not at all; OSError where the disk refuses."""
    write_secret(file, encode(enrolment))


def read_enrolment(file: Path) -> Enrolment:
    """Read the file; OSError where it can't be read, WireError where it is not an enrolment."""
    return decode(Enrolment, file.read_bytes())


def write_secret(file: Path, content: bytes) -> None:
    """Replace a file by one that only its owner can read, durably; OSError where the disk refuses."""
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    fresh.replace(file)
    bring_to_disk(file.parent)
