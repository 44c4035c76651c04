"""The chain's secrets: outside every database, in one file of the centre's data folder."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret
from shared.wire.json import WireError, decode, encode

SECRETS_FILE = "secrets.json"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class ChainSecrets:
    """Three keys of 32 bytes as hex: for the hashes of codes, for people's PINs, and of an embedded database."""

    code_key: str = field(repr=False)
    pepper: str = field(repr=False)
    central_key: str = field(repr=False)


def load_secrets(data: Path) -> ChainSecrets:
    """Read the secrets; Trouble says what to do where there are none."""
    file = data / SECRETS_FILE
    try:
        return decode(ChainSecrets, file.read_bytes())
    except FileNotFoundError as error:
        raise Trouble(
            f"There is no {SECRETS_FILE} in {data}: name the centre's folder with --data, or begin with "
            "`garapon-central init`."
        ) from error
    except (OSError, WireError) as error:
        raise Trouble(f"The file {file} can't be read: {error}.") from error


def make_secrets(data: Path) -> ChainSecrets:
    """Return the folder's secrets, made on the first call; they can't be replaced, only lost."""
    file = data / SECRETS_FILE
    if file.exists():
        return load_secrets(data)
    fresh = ChainSecrets(*(secrets.token_hex(_KEY_BYTES) for _ in range(3)))
    try:
        write_secret(file, encode(fresh))
    except OSError as error:
        raise Trouble(f"The file {file} can't be written: {error.strerror}.") from error
    return fresh
