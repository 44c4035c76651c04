"""`garapon-central init` and `serve`: the centre is made, and does its work."""

from shared.central.commands.command import Centre, Command, no_arguments
from shared.central.database import is_embedded
from shared.central.migrate import migrate_centre
from shared.central.serve import serve
from shared.runtime.start import DONE


def _init(centre: Centre) -> int:
    migrate_centre(centre.engine)
    place = "an encrypted file" if is_embedded(centre.url) else "a PostgreSQL database"
    centre.say(f"The centre is ready in {place}. Next: garapon-central programme apply FILE.toml")
    return DONE


def _serve(centre: Centre) -> int:
    serve(centre.engine, lambda: centre.say("Serving. Ctrl-C ends it."))
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
    no_arguments,
    _serve,
)
