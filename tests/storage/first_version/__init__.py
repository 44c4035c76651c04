"""A centre, a tablet and a kiosk as the first version left them, with full queues.

The rows were written by the code of that version (commit bc97495), the tables come from its migrations, which never
change. Part of each queue has been answered, one operation is stored and not applied, the rest is known here alone.
"""

import json
import shutil
from pathlib import Path

import sqlcipher3

from shared.central.database import default_url, open_centre
from shared.central.migrate import migrate_empty
from shared.central.secrets_file import load_secrets
from shared.storage.engine import sqlite_engine
from shared.storage.migrate import migrate
from shared.sync.database_key import KEY_FILE
from shared.sync.device import DATABASE_FILE
from shared.wire.enrolment import ENROLMENT_FILE

KEY = b"first version's database key 32b"
OPERATIONS = {"tablet": 11, "kiosk": 3}

CLEARED = ("writer",)
"""Tables into which the first migration itself has put rows."""

_HERE = Path(__file__).parent


def lay_out_device(folder: Path, kind: str) -> Path:
    """Make the data folder of a device as its last start left it; return it."""
    home = folder / kind
    (home / KEY_FILE).parent.mkdir(parents=True)
    (home / KEY_FILE).write_text(KEY.hex())
    shutil.copy(_HERE / f"{kind}.json", home / ENROLMENT_FILE)
    engine = sqlite_engine(home / DATABASE_FILE, KEY)
    migrate(engine, "0001")
    engine.dispose()
    fill(home / DATABASE_FILE, KEY, kind)
    return home


def fill(file: Path, key: bytes, name: str) -> None:
    """Insert rows as they were written."""
    connection = sqlcipher3.connect(str(file))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.executescript((_HERE / f"{name}.sql").read_text(encoding="utf-8"))
        connection.commit()
    finally:
        connection.close()


def lay_out_centre(folder: Path) -> Path:
    """Make the data folder of the centre, its embedded database and secrets; return it."""
    home = folder / "centre"
    home.mkdir(parents=True)
    shutil.copy(_HERE / "secrets.json", home)
    chain = load_secrets(home)
    engine = open_centre(default_url(home), chain)
    with engine.begin() as connection:
        migrate_empty(connection, "0001")
        for table in CLEARED:
            connection.exec_driver_sql(f"DELETE FROM {table}")
    engine.dispose()
    fill(home / "central.sqlite", bytes.fromhex(chain.central_key), "centre")
    return home


def known_members() -> dict[str, int]:
    """Return the points that each member has in the end, by member."""
    known: dict[str, int] = json.loads((_HERE / "known.json").read_text(encoding="utf-8"))
    return known
