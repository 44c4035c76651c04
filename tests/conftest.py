"""What every test stands on: Qt without a screen, databases of its own, an honest summary."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from shared.runtime.screen import require_qt
from shared.runtime.trouble import Trouble
from shared.wire import stretching
from tests.fakes import cheap_argon2id
from tests.postgres import PostgresServer, PostgresServers, installations

if TYPE_CHECKING:
    # Importing it would end in a traceback where Qt's system libraries are missing.
    from PySide6.QtGui import QGuiApplication

# Before any application exists: no screen, no GPU, the same style and language everywhere.
os.environ.update(
    LANG="C.UTF-8",
    LC_ALL="C.UTF-8",
    QT_QPA_PLATFORM="offscreen",
    QT_QUICK_BACKEND="software",
    QT_QUICK_CONTROLS_STYLE="Basic",
    QT_LOGGING_RULES="",
)
for inherited in [name for name in os.environ if name.startswith("GARAPON_")]:
    del os.environ[inherited]
# Hundreds of programs are started, and each would compile the whole house for itself.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Examples are the same in every run; `--hypothesis-profile=search` looks for new ones, and longer.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=2_000)
settings.load_profile("suite")

SQLITE = "sqlite"
POSTGRES_NAMES = tuple(installation.name for installation in installations())


LONG_ONES = ("journeys", "simulation", "sync", "benchmarks", "gallery", "architecture", "central")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Give `-n auto` one process more than there are processors: journeys mostly wait for the programs they start."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that nobody waits for a single process at the end."""

    def rank(item: pytest.Item) -> int:
        folder = Path(item.nodeid).parts[1]
        return LONG_ONES.index(folder) if folder in LONG_ONES else len(LONG_ONES)

    items.sort(key=rank)


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Say which system libraries are missing, before pytest-qt ends in a traceback for want of them."""
    try:
        require_qt()
    except Trouble as trouble:
        raise pytest.UsageError(str(trouble)) from trouble


@pytest.fixture(scope="session")
def qapp_cls() -> type["QGuiApplication"]:
    """Make pytest-qt create a QGuiApplication: there are no widgets here."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication


@pytest.fixture(scope="session", autouse=True)
def _pins_are_cheap() -> Iterator[None]:
    """Make guessing cheap: it is slow on purpose, and PINs come by the hundred (the price: tests.wire)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretching, "Argon2id", cheap_argon2id)
        yield


@pytest.fixture(scope="session")
def postgres_servers() -> Iterator[PostgresServers]:
    """Hold the session's PostgreSQL servers; they start when first asked for."""
    servers = PostgresServers()
    yield servers
    servers.close()


@pytest.fixture(params=POSTGRES_NAMES)
def postgres(request: pytest.FixtureRequest, postgres_servers: PostgresServers) -> PostgresServer:
    """Give each PostgreSQL there is; `make_database()` returns the URL of an empty database."""
    return postgres_servers.get(request.param)


@pytest.fixture
def newest_postgres(postgres_servers: PostgresServers) -> PostgresServer:
    """Give the pip-installed PostgreSQL alone, for journeys too long to repeat."""
    return postgres_servers.get(POSTGRES_NAMES[0])


@pytest.fixture
def sqlite_central(tmp_path: Path) -> str:
    """Return the URL of an embedded central database that does not exist yet."""
    return f"sqlite:///{tmp_path / 'central.sqlite'}"


@pytest.fixture(params=[SQLITE, *POSTGRES_NAMES])
def central_url(request: pytest.FixtureRequest) -> str:
    """Return the URL of an empty central database, for each kind that there is."""
    if request.param == SQLITE:
        return str(request.getfixturevalue("sqlite_central"))
    servers: PostgresServers = request.getfixturevalue("postgres_servers")
    return servers.get(request.param).make_database()


@pytest.fixture(params=[SQLITE, *POSTGRES_NAMES])
def laid_out_central(request: pytest.FixtureRequest) -> str:
    """Return the URL of a central database for each kind that there is, where PostgreSQL has the schema already."""
    if request.param == SQLITE:
        return str(request.getfixturevalue("sqlite_central"))
    servers: PostgresServers = request.getfixturevalue("postgres_servers")
    return servers.get(request.param).make_centre()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what did not run here, and why."""
    absent = []
    if len(POSTGRES_NAMES) == 1:
        absent.append("Debian's PostgreSQL: not installed (sudo apt install postgresql); pip's ran.")
    deselected = len(terminalreporter.stats.get("deselected", ()))
    if deselected:
        absent.append(f"{deselected} tests: deselected by the command line.")
    terminalreporter.write_sep("=", "not run here")
    terminalreporter.write_line("\n".join(absent) if absent else "Nothing: everything ran.")
