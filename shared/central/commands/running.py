"""`garapon-central init`, `serve` and `unit`: the centre is made, and does its work."""

import argparse
import getpass
import sys
from pathlib import Path

from shared.central import postgres
from shared.central.commands.command import Centre, Command, no_arguments, write_file
from shared.central.database import is_embedded
from shared.central.migrate import migrate_centre
from shared.central.serve import serve
from shared.central.unit_file import ENVIRONMENT_FILE, unit_text
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.enrolment import write_secret

SUPERUSER_FILE = "superuser.sql"


def _init(centre: Centre) -> int:
    migrate_centre(centre.engine)
    place = "an encrypted file" if is_embedded(centre.url) else "a PostgreSQL database"
    script = _superuser_script(centre)
    if script:
        file = centre.data / SUPERUSER_FILE
        write_file(file, lambda: write_secret(file, script.encode()))
        centre.say(f"One thing is left for a superuser of the server: psql -f {file} (README, Deploying).")
    centre.say(f"The centre is ready in {place}. Next: garapon-central programme apply FILE.toml")
    return DONE


def _superuser_script(centre: Centre) -> str:
    """Return what only a superuser may do to this database; "" where there is nothing."""
    with centre.engine.connect() as connection:
        if not postgres.is_postgres(connection):
            return ""
        ground = postgres.ground_of(connection)
        return "" if ground.superuser or postgres.is_hardened(connection) else postgres.superuser_script(ground)


def _serve(centre: Centre) -> int:
    metrics: Path | None = centre.arguments.metrics
    if metrics is not None and not metrics.absolute().parent.is_dir():
        raise Trouble(f"The folder {metrics.absolute().parent} does not exist.")
    serve(
        centre.engine,
        bytes.fromhex(centre.secrets.member_pin_key),
        lambda: centre.say("Serving. Ctrl-C ends it."),
        metrics,
    )
    return DONE


def _serve_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--metrics", metavar="FILE", type=Path, help="keep the status here for Prometheus (a text file, like x.prom)"
    )


def _unit(centre: Centre) -> int:
    program = Path(sys.argv[0]).absolute()
    centre.say(unit_text(program, centre.data, getpass.getuser()).rstrip())
    return DONE


INIT = Command(
    ("init",),
    "set up the central database and the chain's secrets",
    "Makes or upgrades the schema. The secrets go to secrets.json in the data folder, outside every database: keep a "
    "copy of that file in a safe place, without it no card can be read. Running it again changes nothing.",
    no_arguments,
    _init,
)
SERVE = Command(
    ("serve",),
    "apply what devices send, until SIGTERM or Ctrl-C",
    "Checks every operation again, posts it, answers the device, brings expiries to the ledger and fills drums ahead. "
    "When the database goes away it waits and goes on. Any number may run; one at a time writes.",
    _serve_arguments,
    _serve,
)
UNIT = Command(
    ("unit",),
    "print a systemd unit that keeps `serve` running",
    "Put it into /etc/systemd/system/garapon-central.service. The address of the database may hold a password, so it "
    f"is not in the unit: write GARAPON_CENTRAL=postgresql://... into {ENVIRONMENT_FILE}, mode 0600. systemd hears "
    "when the service is ready, and restarts it when its loop has hung for a minute.",
    no_arguments,
    _unit,
)
