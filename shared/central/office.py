"""What administrators do at the centre: programme, devices, staff."""

import secrets
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import URL, Connection, Engine, func, insert, make_url, select

from shared.central import postgres, schema, scopes
from shared.central.campaigns import carry_stops_over, is_in_use, require_as_started
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.journal import account, note
from shared.central.lending import PauseReason, lending_pause
from shared.central.secrets_file import ChainSecrets
from shared.central.standing import admit
from shared.central.write_off import hold_vouchers
from shared.domain.codes import CodeKind, code_hash, mint
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import OUT, Drum
from shared.domain.prize_law import prize_law_faults
from shared.domain.programme import Programme, programme_faults
from shared.domain.staff import StaffMember
from shared.runtime.trouble import Trouble
from shared.wire.badge_keys import PIN_DIGITS, SALT_BYTES, BadgeKeyRing
from shared.wire.enrolment import Enrolment
from shared.wire.envelope import GENESIS
from shared.wire.json import WireError, convert, decode, encode, strangers
from shared.wire.keys import SECRET_BYTES, device_keys
from shared.wire.login import Login, new_password, scram_verifier

FIRST_EPOCH = 1
BADGE_BYTES = 16
GAP_AFTER_RESTORE = 1_000
"""Numbers that devices may have which were enrolled after the backup and have not been heard of yet."""
_ID_BYTES = 16
_DEVICE_OPTIONS = frozenset({"host", "hostaddr", "port", "sslmode"})
"""What a device may be told of an address's options; others name the administrator's own files."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A new colleague; the badge's code exists nowhere else, so draw or save it now."""

    staff: StaffMember
    code: str = field(repr=False)


def read_programme(file: Path) -> Programme:
    """Read and check a programme's TOML document; Trouble lists every fault with its place."""
    try:
        document = tomllib.loads(file.read_text("utf-8"))
        if "receipt_pattern" in document:
            raise Trouble(f"The programme {file} has receipt_pattern: say it in [[receipts.codes]], as the demo does.")
        programme = convert(Programme, document)
    except OSError as error:
        raise Trouble(f"The programme {file} can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"The programme {file} is not valid TOML: {error}.") from error
    except WireError as error:
        raise Trouble(f"The programme {file} does not fit: {error}.") from error
    faults = [*_misspelt(programme, document), *programme_faults(programme), *prize_law_faults(programme)]
    if faults:
        raise Trouble(f"The programme {file} can't be applied:\n  " + "\n  ".join(faults))
    return programme


def _misspelt(programme: Programme, document: dict[str, object]) -> Iterator[str]:
    for path, names in strangers(programme, document):
        meant = get_close_matches(path.rsplit(".", 1)[-1], names, 1)
        yield f"{path}: there is no such field{f'; {meant[0]} was meant' if meant else ''}."


def apply_programme(engine: Engine, programme: Programme, now: datetime, centre_key: str = "") -> None:
    """Make a version of the programme the current one; Trouble unless its version rises.

    `centre_key` goes with it to the devices: what they seal for the centre is sealed to this public key.
    A prize that lies in a kiosk's drum can't be taken out of its campaign: a turn that draws it would end in an error.
    What was stopped stays stopped (`campaigns.stop_campaign`), what has started stays as it is.
    """
    programme = replace(programme, centre_key=centre_key)
    with writing(engine) as connection:
        latest = ChainDirectory(connection).latest_programme()
        if latest is not None:
            if is_in_use(replace(latest, centre_key=centre_key), programme):
                return
            programme = carry_stops_over(latest, programme)
        if latest is not None and programme.version <= latest.version:
            raise Trouble(
                f"version: {programme.version} must be higher than {latest.version}, which is in use; devices decide "
                "by the version they have."
            )
        if latest is not None and programme.programme_id != latest.programme_id:
            raise Trouble(f"programme_id: this centre runs {latest.programme_id!r}, not {programme.programme_id!r}.")
        if latest is not None:
            require_as_started(latest, programme, now)
        _require_prizes_in_drums(connection, programme)
        row = {"version": programme.version, "body": encode(programme), "applied_at": now}
        connection.execute(insert(schema.programme).values(row))
        note(connection, now, "programme_applied", programme.programme_id, str(programme.version), account())
        write_feed(connection, [scopes.programme_note(programme)])


def add_device(
    engine: Engine,
    chain: ChainSecrets,
    central_url: str,
    device: tuple[str, DeviceKind, str],
    now: datetime,
    *,
    counter: bool = False,
) -> Enrolment:
    """Enrol a device here and now, given as store, kind and label; what is returned goes to it and nowhere else.

    This is the way of an embedded centre, of the demo and of tests: at a server, devices make their keys themselves
    (`invitations`). Trouble for an unknown store, a kiosk as counter, or a second counter in a store.
    """
    store_id, kind, label = device
    secret = secrets.token_bytes(SECRET_BYTES)
    keys = device_keys(secret)
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        directory.programme_for(store_id)
        if counter:
            require_no_counter(directory, store_id, kind)
        fresh = Device(
            device_id=secrets.token_hex(_ID_BYTES),
            number=next_number(connection),
            store_id=store_id,
            kind=kind,
            label=label,
            signing_key=keys.signing_public,
            sealing_key=keys.sealing_public,
            counter=counter,
        )
        insert_device(connection, fresh, now, account())
        login = _open_login(connection, fresh.device_id)
        write_feed(connection, [scopes.device_note(fresh, 1)])
    return Enrolment(
        device_id=fresh.device_id,
        number=fresh.number,
        store_id=store_id,
        kind=kind,
        label=label,
        secret=secret.hex(),
        code_key=chain.code_key,
        pepper=chain.pepper,
        central_url=device_address(central_url),
        central_key=chain.central_key if central_url.startswith("sqlite") else "",
        epoch=FIRST_EPOCH,
        login=login,
    )


def add_staff(engine: Engine, chain: ChainSecrets, person: tuple[str, str, str], pin: str, now: datetime) -> Badge:
    """Add a colleague, given as name, role and store, with a fresh key and badge; takes a tenth of a second and more.

    Trouble for an unknown role or store, or a PIN that is not six digits.
    """
    name, role, store_id = person
    if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdecimal()):
        raise Trouble(f"A PIN has {PIN_DIGITS} digits.")
    body = secrets.token_bytes(BADGE_BYTES)
    salt = secrets.token_bytes(SALT_BYTES)
    key = Ed25519PrivateKey.generate()
    staff_id = secrets.token_hex(_ID_BYTES)
    ring = BadgeKeyRing(bytes.fromhex(chain.pepper))
    fresh = StaffMember(
        staff_id=staff_id,
        name=name,
        role=role,
        store_id=store_id,
        badge_hash=code_hash(bytes.fromhex(chain.code_key), body),
        public_key=key.public_key().public_bytes_raw().hex(),
        wrapped_key=ring.wrap(key, staff_id, body, pin, salt).hex(),
        salt=salt.hex(),
    )
    admit_staff(engine, fresh, now)
    return Badge(fresh, mint(CodeKind.STAFF_BADGE, body))


def admit_staff(engine: Engine, person: StaffMember, now: datetime) -> None:
    """Let a person whose badge and key exist sign in at their store; Trouble for an unknown role or store."""
    with writing(engine) as connection:
        programme = ChainDirectory(connection).programme_for(person.store_id)
        if programme.role(person.role) is None:
            roles = ", ".join(known.key for known in programme.roles)
            raise Trouble(f"The programme has no role {person.role!r}; it has {roles}.")
        row = {
            "staff_id": person.staff_id,
            "badge_hash": person.badge_hash,
            "store_id": person.store_id,
            "version": 1,
            "body": encode(person),
        }
        connection.execute(insert(schema.staff).values(row))
        note(connection, now, "staff_added", person.staff_id, f"{person.role} in {person.store_id}", account())
        write_feed(connection, [scopes.staff_note(person, 1)])


def _require_prizes_in_drums(connection: Connection, programme: Programme) -> None:
    """See that every ball that can still be drawn has its prize."""
    bodies = connection.execute(select(schema.drum.c.body).where(schema.drum.c.state.in_(OUT))).scalars()
    for drum in (decode(Drum, body) for body in bodies):
        wheel = programme.wheel(drum.campaign)
        known = {prize.key for prize in wheel.prizes} if wheel is not None else None
        lost = next(
            (ball.prize for ball in drum.left if known is not None and ball.count and ball.prize not in known), ""
        )
        if lost:
            raise Trouble(
                f"wheels.{drum.campaign}: the prize {lost!r} is still in drum no. {drum.number} of {drum.store_id!r}: "
                "it stays in the programme until the last such ball is drawn."
            )


def device_address(central_url: str) -> str:
    """Return where a device finds the centre: the address without whoever looks after the centre."""
    address = make_url(central_url)
    if address.get_backend_name() == "sqlite":
        return central_url
    query = {name: value for name, value in address.query.items() if name in _DEVICE_OPTIONS}
    return URL.create("postgresql", None, None, address.host, address.port, address.database, query).render_as_string()


def _open_login(connection: Connection, device_id: str) -> Login | None:
    if not postgres.is_postgres(connection):
        return None
    password = new_password()
    return Login(postgres.open_login(connection, device_id, scram_verifier(password)), password)


def require_no_counter(directory: ChainDirectory, store_id: str, kind: DeviceKind) -> None:
    """See that a device may be its store's counter; Trouble says why not."""
    if kind is DeviceKind.KIOSK:
        raise Trouble("A kiosk can't be the counter: prizes are handed over by a tablet or desktop.")
    there = next((device for device in directory.devices(store_id) if device.holds_vouchers), None)
    if there is not None:
        raise Trouble(f"The store {store_id!r} has a counter already, {there.label!r}: it alone holds the vouchers.")


def next_number(connection: Connection) -> int:
    """Return the number of the next device; invited ones have theirs already."""
    known = (select(func.max(table.c.number)).scalar_subquery() for table in (schema.device, schema.invitation))
    pause = lending_pause(connection)
    lost = GAP_AFTER_RESTORE if pause is not None and pause.reason is PauseReason.RESTORED else 0
    return max(number or 0 for number in connection.execute(select(*known)).one()) + lost + 1


def insert_device(connection: Connection, device: Device, now: datetime, actor: str) -> None:
    """Take a device into the directory and open its queue."""
    row = {
        "device_id": device.device_id,
        "number": device.number,
        "store_id": device.store_id,
        "version": 1,
        "body": encode(device),
    }
    connection.execute(insert(schema.device).values(row))
    start = {"device_id": device.device_id, "epoch": FIRST_EPOCH, "applied_seq": 0, "applied_hash": GENESIS}
    connection.execute(insert(schema.progress).values(start))
    admit(connection, device, FIRST_EPOCH, now)
    note(connection, now, "device_added", device.device_id, f"{device.kind} {device.label} in {device.store_id}", actor)
    if device.counter:
        hold_vouchers(connection, device.store_id, device.device_id)
