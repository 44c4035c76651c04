"""Asking devices in at a PostgreSQL centre, and admitting those that came (SYNC.md, rule 15)."""

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, delete, insert, select, update

from shared.central import postgres, schema, scopes
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import CENTRE, account, note
from shared.central.office import FIRST_EPOCH, insert_device, next_number, require_no_counter
from shared.central.secrets_file import ChainSecrets
from shared.domain.devices import Device, DeviceKind
from shared.runtime.trouble import Trouble
from shared.wire.invitation import (
    INVITATION_MINUTES,
    TOKEN_BYTES,
    Invitation,
    Welcome,
    login_of,
    seal_welcome,
)
from shared.wire.login import scram_verifier

_ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Invited:
    """A device that was asked in: its number, and what it must be shown within ten minutes."""

    number: int
    invitation: Invitation = field(repr=False)


def invite_device(
    engine: Engine,
    chain: ChainSecrets,
    way: tuple[str, str],
    device: tuple[str, DeviceKind, str],
    now: datetime,
    *,
    counter: bool = False,
) -> Invited:
    """Ask a device in, given as store, kind and label; `way` is the centre's address for it, and the authority (PEM).

    Trouble for an unknown store, a kiosk as counter, or a second counter in a store.
    """
    store_id, kind, label = device
    token = secrets.token_bytes(TOKEN_BYTES)
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        directory.programme_for(store_id)
        if counter:
            require_no_counter(directory, store_id, kind)
            _require_no_invited_counter(connection, store_id, now)
        welcome = Welcome(
            device_id=secrets.token_hex(_ID_BYTES),
            number=next_number(connection),
            store_id=store_id,
            kind=kind,
            label=label,
            epoch=FIRST_EPOCH,
            code_key=chain.code_key,
            pepper=chain.pepper,
        )
        login = login_of(token)
        row = {
            "role": login.role,
            "device_id": welcome.device_id,
            "number": welcome.number,
            "store_id": store_id,
            "kind": kind,
            "label": label,
            "counter": counter,
            "sealed": seal_welcome(token, welcome),
            "expires_at": now + timedelta(minutes=INVITATION_MINUTES),
        }
        connection.execute(insert(schema.invitation).values(row))
        postgres.invite(connection, login.role, scram_verifier(login.password), INVITATION_MINUTES)
        note(connection, now, "device_invited", welcome.device_id, f"{kind} {label} in {store_id}", account())
    address, authority = way
    return Invited(welcome.number, Invitation(address, authority, token))


def admit_invited(engine: Engine, now: datetime) -> int:
    """Take the devices that came into the directory, and clear away invitations whose time is over.

    Returns how many were admitted; writes nothing where there is nothing to do.
    """
    table = schema.invitation
    came = table.c.used_at.is_not(None) & table.c.admitted_at.is_(None)
    over = (table.c.expires_at < now) & ~came
    with reading(engine) as connection:
        if connection.execute(select(table.c.role).where(came | over).limit(1)).first() is None:
            return 0
    with writing(engine) as connection:
        rows = connection.execute(select(table).where(came).order_by(table.c.number)).all()
        notes = []
        for row in rows:
            device = Device(
                device_id=row.device_id,
                number=row.number,
                store_id=row.store_id,
                kind=DeviceKind(row.kind),
                label=row.label,
                signing_key=row.signing_key,
                sealing_key=row.sealing_key,
                counter=row.counter,
            )
            insert_device(connection, device, now, CENTRE)
            connection.execute(update(table).where(table.c.role == row.role).values(admitted_at=now))
            notes.append(scopes.device_note(device, 1))
        for role in connection.execute(select(table.c.role).where(over)).scalars().all():
            postgres.uninvite(connection, role)
            connection.execute(delete(table).where(table.c.role == role))
        write_feed(connection, notes)
    return len(rows)


def _require_no_invited_counter(connection: Connection, store_id: str, now: datetime) -> None:
    table = schema.invitation
    query = select(table.c.label).where(
        table.c.store_id == store_id,
        table.c.counter,
        table.c.admitted_at.is_(None),
        (table.c.expires_at > now) | table.c.used_at.is_not(None),
    )
    label = connection.execute(query).scalars().first()
    if label is not None:
        raise Trouble(f"{label!r} is invited to be the counter of {store_id!r}: it alone will hold the vouchers.")
