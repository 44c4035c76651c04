"""A centre on another machine proves its name by a certificate, and a device talks to nobody else."""

import os
import pwd
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from sqlalchemy import make_url

from shared.central.door import DoorKeeper
from shared.central.invitation_card import draw_invitation
from shared.central.invitations import invite_device
from shared.domain.devices import DeviceKind
from shared.hardware.given_invitation import read_given
from shared.runtime.trouble import Trouble
from shared.storage.engine import is_local, is_proven
from shared.sync.enrolling import enrol
from shared.sync.identity import AUTHORITY_FILE
from shared.wire.enrolment import ENROLMENT_FILE
from shared.wire.invitation import write_invitation
from tests.domain.small_shop import STORE
from tests.postgres import PostgresServer, installations
from tests.sync.chain import Chain, exchange

NAME = "centre.test"


class Authority:
    """An authority of our own, and certificates that it signs."""

    def __init__(self) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A chain's authority")])
        self.certificate = self._sign(self.name, self.key.public_key(), None)

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def certify(self, host: str) -> tuple[bytes, bytes]:
        """Return a server's certificate and key (PEM)."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        certificate = self._sign(subject, key.public_key(), host)
        secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return certificate.public_bytes(Encoding.PEM), secret

    def _sign(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, host: str | None) -> x509.Certificate:
        now = datetime.now(UTC)
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        )
        if host is not None:
            builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        return builder.sign(self.key, hashes.SHA256())


class Guarded:
    """A centre behind a certificate for NAME."""

    def __init__(self, server: PostgresServer, authority: Authority, folder: Path) -> None:
        self.authority = authority
        self.chain = Chain(folder, server.make_database())
        place = make_url(self.chain.url)
        self._place = f"{place.port}/{place.database}?hostaddr=127.0.0.1"

    def address(self, host: str = NAME) -> str:
        return f"postgresql://{host}:{self._place}"

    def invite(self, address: str, authority: str) -> str:
        now = datetime.now(UTC)
        device = (STORE, DeviceKind.KIOSK, "Kiosk")
        invited = invite_device(self.chain.engine, self.chain.secrets, (address, authority), device, now)
        return write_invitation(invited.invitation)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


# The server that pip installs is built without TLS: this is Debian's part, and the run's summary says where it lacks.
@pytest.fixture(
    scope="module",
    params=[each for each in installations() if each.name.startswith("debian")],
    ids=lambda each: each.name,
)
def certified(request: pytest.FixtureRequest, authority: Authority) -> Iterator[PostgresServer]:
    server = PostgresServer(request.param)
    folder = server._folder / "data"
    for name, content in zip(("server.crt", "server.key"), authority.certify(NAME), strict=True):
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
        if os.geteuid() == 0:
            os.chown(folder / name, pwd.getpwnam("nobody").pw_uid, -1)
    place = make_url(server.make_database())
    with psycopg.connect(host=place.host, port=place.port, dbname="postgres", user="postgres", autocommit=True) as c:
        c.execute("ALTER SYSTEM SET ssl = on")
    server.stop()
    server.start()
    yield server
    server.close()


@pytest.fixture
def guarded(certified: PostgresServer, authority: Authority, tmp_path: Path) -> Iterator[Guarded]:
    made = Guarded(certified, authority, tmp_path / "chain")
    yield made
    made.chain.close()


def test_an_invitation_brings_the_authority_and_the_line_is_proven(guarded: Guarded, tmp_path: Path) -> None:
    written = guarded.invite(guarded.address(), guarded.authority.pem)
    picture = draw_invitation(written)
    assert picture is not None
    file = tmp_path / "invitation.png"
    file.write_bytes(picture)
    folder = tmp_path / "kiosk"
    folder.mkdir()
    enrolment = enrol(read_given(str(file)), folder)
    assert enrolment.authority == guarded.authority.pem
    DoorKeeper(guarded.chain.engine).keep(datetime.now(UTC))
    kiosk = guarded.chain.open(folder)
    exchange(kiosk)
    # Somebody tidied up: what the device needs is in its own file too.
    (folder / AUTHORITY_FILE).unlink()
    exchange(kiosk)


@pytest.mark.parametrize("host", ["elsewhere.test", "test", "a.centre.test"])
def test_a_server_of_another_name_is_refused(guarded: Guarded, tmp_path: Path, host: str) -> None:
    with pytest.raises(Trouble, match="certificate"):
        enrol(guarded.invite(guarded.address(host), guarded.authority.pem), tmp_path)
    assert not (tmp_path / ENROLMENT_FILE).exists()


def test_a_server_that_somebody_else_vouches_for_is_refused(guarded: Guarded, tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="SSL error"):
        enrol(guarded.invite(guarded.address(), Authority().pem), tmp_path)


def test_a_server_without_a_certificate_is_refused(
    postgres: PostgresServer, authority: Authority, tmp_path: Path
) -> None:
    bare = Guarded(postgres, authority, tmp_path / "chain")
    with pytest.raises(Trouble, match="SSL"):
        enrol(bare.invite(bare.address(), authority.pem), tmp_path)
    bare.chain.close()


@pytest.mark.parametrize(
    ("address", "local", "proven"),
    [
        ("postgresql://localhost/g", True, True),
        ("postgresql://127.0.0.1:5433/g", True, True),
        ("postgresql://[::1]/g", True, True),
        ("postgresql:///g", True, True),
        ("postgresql:///g?host=/run/postgresql", True, True),
        ("postgresql://db.example/g", False, True),
        ("postgresql://localhost.example/g", False, True),
        ("postgresql://db.example/g?sslmode=verify-full", False, True),
        ("postgresql://db.example/g?sslmode=require", False, False),
        ("postgresql://db.example/g?sslmode=disable", False, False),
        ("postgresql:///g?host=localhost&host=db.example", False, True),
        ("postgresql:///g?host=localhost,db.example&sslmode=prefer", False, False),
    ],
)
def test_which_lines_need_no_proof(address: str, *, local: bool, proven: bool) -> None:
    assert (is_local(make_url(address)), is_proven(make_url(address))) == (local, proven)
