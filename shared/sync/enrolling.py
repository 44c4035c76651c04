"""How a device takes its place: by an embedded centre's file, or by an invitation to a server (SYNC.md, rule 15)."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from shared.runtime.trouble import Trouble
from shared.storage.engine import postgres_engine
from shared.storage.faults import CentreAway, central_line
from shared.sync.identity import AUTHORITY_FILE
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment, write_enrolment, write_secret
from shared.wire.invitation import PREFIX, Invitation, Welcome, login_of, open_welcome, read_invitation
from shared.wire.json import WireError, decode, encode
from shared.wire.keys import SECRET_BYTES, device_keys
from shared.wire.login import Login, new_password, scram_verifier

PENDING_FILE = "enrolling.json"
"""What a device has made for itself and the centre has perhaps not heard of yet."""

_REFUSED = "The invitation is over or was used by another device: make a new one with `garapon-central device add`."


@dataclass(frozen=True, slots=True)
class _Pending:
    """A device's own secrets for one invitation: the same ones again when the line broke before the answer."""

    role: str
    secret: str = field(repr=False)
    password: str = field(repr=False)
    verifier: str = field(repr=False)


def enrol(given: str, folder: Path) -> Enrolment:
    """Take the device's place in `folder`: `given` is an invitation's text, or a file with one or with an enrolment.

    Raises Trouble: one sentence where it can't be taken, or the folder belongs to another device.
    """
    own = folder / ENROLMENT_FILE
    if given.strip().upper().startswith(PREFIX):
        return _accept(read_invitation(given), folder)
    file = Path(given).expanduser()
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Trouble(f"The enrolment file {file} can't be taken: {error.strerror}.") from error
    if content.strip()[: len(PREFIX)].upper() == PREFIX.encode():
        return _accept(read_invitation(content.decode("ascii", "replace")), folder)
    try:
        enrolment = decode(Enrolment, content)
        _require_own(folder, enrolment.device_id)
        write_enrolment(own, enrolment)
    except (OSError, WireError) as error:
        raise Trouble(f"The enrolment file {file} can't be taken: {error}.") from error
    return enrolment


def _accept(invitation: Invitation, folder: Path) -> Enrolment:
    """Make this device's keys, show the public ones to the centre, and keep what it answers."""
    _require_own(folder, None)
    pending = _pending(folder, login_of(invitation.token).role)
    welcome = open_welcome(invitation.token, _ask(invitation, folder, pending))
    _require_own(folder, welcome.device_id)
    enrolment = _enrolment(invitation, welcome, pending)
    try:
        write_enrolment(folder / ENROLMENT_FILE, enrolment)
        (folder / PENDING_FILE).unlink()
    except OSError as error:
        raise Trouble(f"The folder {folder} can't be written: {error.strerror}.") from error
    return enrolment


def _pending(folder: Path, role: str) -> _Pending:
    file = folder / PENDING_FILE
    try:
        if file.exists():
            before = decode(_Pending, file.read_bytes())
            if before.role == role:
                return before
        password = new_password()
        pending = _Pending(role, secrets.token_bytes(SECRET_BYTES).hex(), password, scram_verifier(password))
        write_secret(file, encode(pending))
    except (OSError, WireError) as error:
        raise Trouble(f"The file {file} can't be used: {error}.") from error
    return pending


def _ask(invitation: Invitation, folder: Path, pending: _Pending) -> bytes:
    keys = device_keys(bytes.fromhex(pending.secret))
    login = login_of(invitation.token)
    authority = None
    if invitation.authority:
        authority = folder / AUTHORITY_FILE
        authority.write_text(invitation.authority, "ascii")
    try:
        address = make_url(invitation.address).set(username=login.role, password=login.password)
    except (ArgumentError, ValueError) as error:
        raise Trouble("The invitation names no centre: ask for a new one.") from error
    engine = postgres_engine(address, authority)
    given = {"signing": keys.signing_public, "sealing": keys.sealing_public, "verifier": pending.verifier}
    try:
        with central_line(), engine.begin() as connection:
            query = text("SELECT garapon_enrol(:signing, :sealing, :verifier)")
            return bytes(connection.execute(query, given).scalar_one())
    except CentreAway as away:
        cause = away.__cause__
        words = str(cause.orig).strip().splitlines()[0] if isinstance(cause, DBAPIError) else ""
        raise Trouble(_REFUSED if _is_refusal(words) else f"{away} {words}") from away
    finally:
        engine.dispose()


def _is_refusal(words: str) -> bool:
    # A role that is gone, or whose ten minutes are over, fails to log in; one that was used is refused by the function.
    return "garapon: refused" in words or "password authentication failed" in words or 'role "garapon_e_' in words


def _enrolment(invitation: Invitation, welcome: Welcome, pending: _Pending) -> Enrolment:
    return Enrolment(
        device_id=welcome.device_id,
        number=welcome.number,
        store_id=welcome.store_id,
        kind=welcome.kind,
        label=welcome.label,
        secret=pending.secret,
        code_key=welcome.code_key,
        pepper=welcome.pepper,
        central_url=invitation.address,
        central_key="",
        epoch=welcome.epoch,
        authority=invitation.authority,
        login=Login(f"garapon_d_{welcome.device_id}_a", pending.password),
    )


def _require_own(folder: Path, device_id: str | None) -> None:
    """See that no other device lives in the folder; None stands for one that nobody knows yet."""
    own = folder / ENROLMENT_FILE
    try:
        other = own.exists() and read_enrolment(own).device_id != device_id
    except (OSError, WireError) as error:
        raise Trouble(f"{own} can't be read: {error}.") from error
    if other:
        raise Trouble(f"{folder} belongs to another device already: name a new folder with --data DIR.")
