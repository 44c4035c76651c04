"""The key of the device's database: a systemd credential, or a file that only its owner can read."""

import os
import secrets
from pathlib import Path

from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret

CREDENTIAL = "garapon-database-key"
KEY_FILE = Path("keys") / "database.key"
KEY_BYTES = 32

_OWNER_ONLY = 0o700


def database_key(folder: Path, database: Path) -> bytes:
    """Return the key (32 bytes); make one on the first start, when there is no database yet.

    Raises Trouble where the key is gone or can't be read: without it nobody can open the database again.
    """
    credentials = os.environ.get("CREDENTIALS_DIRECTORY")
    credential = Path(credentials) / CREDENTIAL if credentials else None
    if credential is not None and credential.exists():
        return _read(credential)
    file = folder / KEY_FILE
    if file.exists():
        return _read(file)
    if database.exists():
        raise Trouble(f"{file}, the key of {database}, is missing: restore it from where keys are kept.")
    key = secrets.token_bytes(KEY_BYTES)
    try:
        file.parent.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        write_secret(file, key.hex().encode())
    except OSError as error:
        raise Trouble(f"{file} can't be written ({error.strerror}).") from error
    return key


def _read(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        key = content if len(content) == KEY_BYTES else bytes.fromhex(content.decode("ascii").strip())
    except OSError as error:
        raise Trouble(f"{file} can't be read ({error.strerror}).") from error
    except ValueError as error:
        raise Trouble(f"{file} holds no key: restore it from where keys are kept.") from error
    if len(key) != KEY_BYTES:
        raise Trouble(f"{file} holds no key of {KEY_BYTES} bytes: restore it from where keys are kept.")
    return key
