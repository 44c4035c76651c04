"""The chain's secrets: outside every database, in one file of the centre's data folder."""

import secrets
from dataclasses import dataclass, field, replace
from pathlib import Path

from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret
from shared.wire.json import WireError, decode, encode

SECRETS_FILE = "secrets.json"
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class ChainSecrets:
    """Keys of 32 bytes as hex: for the hashes of codes, colleagues' PINs, an embedded database, and members' PINs.

    Devices get the first two, and the third where they share the file; the last stays with the centre.
    """

    code_key: str = field(repr=False)
    pepper: str = field(repr=False)
    central_key: str = field(repr=False)
    member_pin_key: str = field(repr=False, default="")


def load_secrets(data: Path) -> ChainSecrets:
    """Read the secrets; Trouble says what to do where there are none.

    A file of a release that knew no members' PINs gets a key for them.
    """
    file = data / SECRETS_FILE
    try:
        known = decode(ChainSecrets, file.read_bytes())
    except FileNotFoundError as error:
        raise Trouble(
            f"There is no {SECRETS_FILE} in {data}: name the centre's folder with --data, or begin with "
            "`garapon-central init`."
        ) from error
    except (OSError, WireError) as error:
        raise Trouble(f"The file {file} can't be read: {error}.") from error
    if not known.member_pin_key:
        known = replace(known, member_pin_key=secrets.token_hex(_KEY_BYTES))
        save_secrets(data, known)
    return known


def make_secrets(data: Path) -> ChainSecrets:
    """Return the folder's secrets, made on the first call; they can't be replaced, only lost."""
    file = data / SECRETS_FILE
    if file.exists():
        return load_secrets(data)
    fresh = ChainSecrets(*(secrets.token_hex(_KEY_BYTES) for _ in range(4)))
    save_secrets(data, fresh)
    return fresh


def save_secrets(data: Path, chain: ChainSecrets) -> None:
    """Write the secrets into the folder; Trouble where the disk refuses."""
    file = data / SECRETS_FILE
    try:
        write_secret(file, encode(chain))
    except OSError as error:
        raise Trouble(f"The file {file} can't be written: {error.strerror}.") from error
