"""A new device is asked in, makes its own keys, and is a device; nobody else can use its invitation."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text, update

from shared.central import postgres, schema
from shared.central.door import DoorKeeper
from shared.central.invitation_card import draw_invitation, way_for_devices
from shared.central.invitations import admit_invited, invite_device
from shared.central.office import device_address
from shared.central.office_devices import revoke_device
from shared.domain.devices import DeviceKind
from shared.hardware.given_invitation import read_given
from shared.runtime.trouble import Trouble
from shared.sync import enrolling
from shared.sync.device import OpenDevice
from shared.sync.enrolled_central import EnrolledCentral
from shared.sync.enrolling import PENDING_FILE, enrol
from shared.sync.identity import Identity
from shared.sync.loop import Away, Exchanged, Halted, Revoked
from shared.sync.port import NotLetIn
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, read_enrolment, write_enrolment
from shared.wire.invitation import Invitation, login_of, read_invitation, write_invitation
from shared.wire.json import decode
from tests.domain.small_shop import STORE
from tests.postgres import PostgresServer
from tests.sync.chain import Chain, exchange, join, sign_in


@pytest.fixture
def served(tmp_path: Path, postgres: PostgresServer) -> Iterator[Chain]:
    """Give a chain whose centre is a server."""
    chain = Chain(tmp_path / "chain", postgres.make_database())
    yield chain
    chain.close()


def _invite(chain: Chain, *, counter: bool = False, minutes_ago: int = 0) -> str:
    way = (device_address(chain.url), "")
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    device = (STORE, DeviceKind.TABLET, "Tablet 1")
    return write_invitation(invite_device(chain.engine, chain.secrets, way, device, at, counter=counter).invitation)


def _admit(chain: Chain) -> None:
    DoorKeeper(chain.engine).keep(datetime.now(UTC))


def test_an_invited_device_makes_its_keys_and_exchanges(served: Chain, tmp_path: Path) -> None:
    text_of_it = _invite(served)
    folder = tmp_path / "tablet"
    folder.mkdir()
    enrolment = enrol(text_of_it, folder)
    assert read_enrolment(folder / ENROLMENT_FILE) == enrolment
    assert not (folder / PENDING_FILE).exists()
    assert enrolment.code_key == served.secrets.code_key
    tablet = served.open(folder)
    assert isinstance(tablet.sync.run_once(), Away)
    _admit(served)
    exchange(tablet)
    member = join(tablet, sign_in(served, tablet))
    served.settle(tablet)
    with tablet.desk.storage.read() as transaction:
        assert transaction.is_confirmed(member.member_id) or transaction.member(member.member_id) is not None
    with served.engine.connect() as connection:
        row = connection.execute(schema.invitation.select()).one()
        kept = b"|".join(bytes(v) if isinstance(v, bytes) else str(v).encode() for v in row)
        device = connection.execute(schema.device.select()).one()
    for secret in (
        enrolment.secret,
        enrolment.code_key,
        enrolment.pepper,
        enrolment.login and enrolment.login.password,
    ):
        assert str(secret).encode() not in kept + device.body


def test_an_invitation_works_once(served: Chain, tmp_path: Path) -> None:
    invitation = _invite(served)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    enrol(invitation, tmp_path / "one")
    with pytest.raises(Trouble, match="used by another device"):
        enrol(invitation, tmp_path / "two")
    assert not (tmp_path / "two" / ENROLMENT_FILE).exists()


def test_an_answer_that_was_lost_is_given_again(served: Chain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = _invite(served)

    def refuse(file: Path, _enrolment: Enrolment) -> None:
        raise OSError(28, "No space left on device", str(file))

    with monkeypatch.context() as full:
        full.setattr(enrolling, "write_enrolment", refuse)
        with pytest.raises(Trouble, match="No space left"):
            enrol(invitation, tmp_path)
    made = decode(dict[str, str], (tmp_path / PENDING_FILE).read_bytes())
    enrolment = enrol(invitation, tmp_path)
    assert enrolment.secret == made["secret"]
    assert _login_works(served, enrolment, "login")


def test_an_invitation_dies_after_ten_minutes(served: Chain, tmp_path: Path) -> None:
    invitation = _invite(served, minutes_ago=11)
    with pytest.raises(Trouble, match="is over"):
        enrol(invitation, tmp_path)
    admit_invited(served.engine, datetime.now(UTC))
    with served.engine.connect() as connection:
        assert connection.execute(schema.invitation.select()).all() == []
        known = text("SELECT count(*) FROM pg_roles WHERE rolname = :role")
        assert connection.execute(known, {"role": login_of(read_invitation(invitation).token).role}).scalar_one() == 0
    with pytest.raises(Trouble, match="is over"):
        enrol(invitation, tmp_path)


def test_a_store_invites_one_counter(served: Chain, tmp_path: Path) -> None:
    invitation = _invite(served, counter=True)
    with pytest.raises(Trouble, match="is invited to be the counter"):
        _invite(served, counter=True)
    enrol(invitation, tmp_path)
    _admit(served)
    with pytest.raises(Trouble, match="has a counter already"):
        _invite(served, counter=True)


def test_a_folder_is_one_devices(served: Chain, tmp_path: Path) -> None:
    enrol(_invite(served), tmp_path)
    with pytest.raises(Trouble, match="belongs to another device"):
        enrol(_invite(served), tmp_path)


def test_an_invitation_is_read_however_it_comes(tmp_path: Path) -> None:
    invitation = Invitation("postgresql://centre.example:5433/garapon", "", b"t" * 20)
    written = write_invitation(invitation)
    assert re.fullmatch(r"GP-E-[0-9A-Z]+-[0-9A-Z]+", written)
    for form in (written, written.lower(), f" {written[:40]}\n{written[40:]} \n"):
        assert read_invitation(form) == invitation
    picture = draw_invitation(written)
    assert picture is not None
    file = tmp_path / "invitation.png"
    file.write_bytes(picture)
    assert read_given(str(file)) == written
    assert read_given(written) == written
    for place in range(5, len(written), 7):
        changed = written[:place] + ("0" if written[place] != "0" else "1") + written[place + 1 :]
        with pytest.raises(Trouble):
            read_invitation(changed)
    for none in ("", "GP-E-", "GP-M-" + written[5:], written[:-1], written + "0", "GP-E-" + "0" * 9000):
        with pytest.raises(Trouble):
            read_invitation(none)


@pytest.mark.parametrize(
    ("address", "authority", "proven", "fault"),
    [
        ("postgresql://db.example/garapon", "", True, "--ca"),
        ("postgresql://db.example/garapon?sslmode=require", "PEM", True, "verify-full"),
        ("postgresql://office@db.example/garapon", "PEM", True, "without a user"),
        ("sqlite:///x", "", True, "postgresql://HOST"),
        ("not an address", "", True, "is none"),
    ],
)
def test_devices_are_not_sent_to_whoever_answers(address: str, authority: str, fault: str, *, proven: bool) -> None:
    with pytest.raises(Trouble, match=fault):
        way_for_devices(address, authority, proven=proven)


def test_an_administrator_may_say_that_a_line_needs_no_proof() -> None:
    assert way_for_devices("postgresql://db.example/g", "", proven=False) == (
        "postgresql://db.example/g?sslmode=prefer",
        "",
    )
    assert way_for_devices("postgresql://localhost/g", "", proven=True) == ("postgresql://localhost/g", "")


def _ask_to_renew(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(update(schema.device_login).values(opened_at=datetime.now(UTC) - timedelta(days=31)))
        assert postgres.ask_to_renew(connection) == 1
        assert postgres.ask_to_renew(connection) == 0


def _login_works(chain: Chain, enrolment: Enrolment, which: str) -> bool:
    login = getattr(enrolment, which)
    place = make_url(chain.url)
    try:
        psycopg.connect(
            host=place.host, port=place.port, dbname=place.database, user=login.role, password=login.password
        ).close()
    except psycopg.OperationalError:
        return False
    return True


def test_a_login_renews_itself(served: Chain) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    tablet = served.open(folder)
    before = read_enrolment(folder / ENROLMENT_FILE)
    for _ in range(3):
        exchange(tablet)
        _ask_to_renew(served.engine)
        exchange(tablet)
        after = read_enrolment(folder / ENROLMENT_FILE)
        assert after.login != before.login
        assert after == replace(before, login=after.login, former_login=before.login)
        assert not _login_works(served, after, "former_login")
        assert _login_works(served, after, "login")
        before = after
    join(tablet, sign_in(served, tablet))
    served.settle(tablet)
    assert not tablet.storage.has_waiting()


class PowerCut(Exception):  # noqa: N818
    """The power goes."""


class CutCentral(EnrolledCentral):
    """A line whose device loses power before its n-th call, or after it."""

    calls_left = 0
    after = False

    def _call(self, statement: str, **values: str | int) -> None:
        type(self).calls_left -= 1
        if self.calls_left == 0 and not self.after:
            raise PowerCut
        super()._call(statement, **values)
        if self.calls_left == 0:
            raise PowerCut


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("call", [1, 2])
def test_a_renewal_that_is_cut_off_leaves_a_login_that_works(served: Chain, call: int, *, after: bool) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    tablet = served.open(folder)
    exchange(tablet)
    _ask_to_renew(served.engine)
    enrolment = read_enrolment(folder / ENROLMENT_FILE)
    CutCentral.calls_left, CutCentral.after = call, after
    line = CutCentral(make_url(enrolment.central_url), Identity(folder / ENROLMENT_FILE), tablet.desk.clock)
    with pytest.raises(PowerCut):
        line.standing()
    line.close()
    _again(tablet, exchange)
    renewed = read_enrolment(folder / ENROLMENT_FILE)
    assert renewed.login != enrolment.login
    assert renewed.next_login is None


def _again(tablet: OpenDevice, act: Callable[[OpenDevice], Exchanged]) -> None:
    act(tablet)
    act(tablet)


def test_a_login_from_a_backup_lets_the_device_in_again(served: Chain) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    tablet = served.open(folder)
    exchange(tablet)
    with served.engine.connect() as connection:
        backup = [dict(row) for row in connection.execute(schema.device_login.select()).mappings()]
    _ask_to_renew(served.engine)
    exchange(tablet)
    renewed = read_enrolment(folder / ENROLMENT_FILE)
    assert renewed.login is not None
    with served.engine.begin() as connection:
        connection.execute(schema.device_login.delete())
        connection.execute(schema.device_login.insert(), backup)
        connection.execute(text(f'DROP ROLE "{renewed.login.role}"'))
        postgres.mend_logins(connection)
    exchange(tablet)
    assert read_enrolment(folder / ENROLMENT_FILE).login == renewed.former_login


def test_a_stranger_gets_no_login(served: Chain) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    enrolment = read_enrolment(folder / ENROLMENT_FILE)
    assert enrolment.login is not None
    write_enrolment(folder / ENROLMENT_FILE, replace(enrolment, login=replace(enrolment.login, password="guess")))
    tablet = served.open(folder)
    report = tablet.sync.run_once()
    assert isinstance(report, Halted)
    assert "must be enrolled" in report.sentence
    line = EnrolledCentral(make_url(enrolment.central_url), Identity(folder / ENROLMENT_FILE), tablet.desk.clock)
    with pytest.raises(NotLetIn, match="does not let this device in"):
        line.standing()


def test_a_connected_device_that_is_revoked_is_cut_at_once(served: Chain) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    tablet = served.open(folder)
    exchange(tablet)
    enrolment = tablet.enrolment
    login, place = enrolment.login, make_url(served.url)
    assert login is not None
    busy = psycopg.connect(
        host=place.host, port=place.port, dbname=place.database, user=login.role, password=login.password
    )
    started, ended = threading.Event(), threading.Event()

    def work() -> None:
        try:
            while True:
                busy.execute("SELECT count(*) FROM feed")
                started.set()
        except psycopg.Error:
            ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    assert started.wait(30)
    revoke_device(served.engine, enrolment.device_id, "stolen", datetime.now(UTC))
    # The limit is five seconds; it takes some milliseconds, and the machine may be busy.
    assert ended.wait(5)
    thread.join()
    busy.close()
    assert isinstance(tablet.sync.run_once(), Revoked)
    # It has told that it forgot everything: now the login is closed.
    assert not _login_works(served, enrolment, "login")


def test_a_revoked_device_that_never_comes_is_shut_out_after_a_week(served: Chain) -> None:
    enrolment = read_enrolment(served.enrol("tablet", DeviceKind.TABLET) / ENROLMENT_FILE)
    revoke_device(served.engine, enrolment.device_id, "", datetime.now(UTC))
    _admit(served)
    assert _login_works(served, enrolment, "login")
    with served.engine.begin() as connection:
        connection.execute(update(schema.device_status).values(since=datetime.now(UTC) - timedelta(days=8)))
    _admit(served)
    assert not _login_works(served, enrolment, "login")


def test_the_centre_ends_what_is_revoked_or_holds_a_transaction_open(
    served: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = served.enrol("tablet", DeviceKind.TABLET)
    login, place = read_enrolment(folder / ENROLMENT_FILE).login, make_url(served.url)
    assert login is not None
    with psycopg.connect(
        host=place.host, port=place.port, dbname=place.database, user=login.role, password=login.password
    ) as connection:
        connection.execute("SELECT 1")
        _admit(served)
        connection.execute("SELECT 1")
        monkeypatch.setattr(postgres, "TRANSACTION_LIMIT_S", 0)
        _admit(served)
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
