"""Central databases for tests, quicker than by all migrations each time."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, make_url

from shared.central.database import default_url, is_embedded, open_centre
from shared.central.migrate import migrate_centre
from shared.central.secrets_file import ChainSecrets, make_secrets
from shared.storage.engine import sqlite_engine


def found_centre(url: str, data: Path) -> tuple[ChainSecrets, Engine]:
    """Make a centre with the newest schema and nothing in it; `data` is to keep its secrets."""
    secrets = make_secrets(data)
    if is_embedded(url):
        _lay_out(Path(make_url(url).database or ""), secrets)
    engine = open_centre(url, secrets)
    try:
        migrate_centre(engine)
    except BaseException:
        engine.dispose()
        raise
    return secrets, engine


def _lay_out(file: Path, secrets: ChainSecrets) -> None:
    """Put a copy of an embedded centre there, under this chain's key."""
    folder, key = _template()
    shutil.copyfile(make_url(default_url(Path(folder.name))).database or "", file)
    engine = sqlite_engine(file, key, create=False)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"PRAGMA rekey = \"x'{secrets.central_key}'\"")
    engine.dispose()


@cache
def _template() -> tuple[TemporaryDirectory[str], bytes]:
    folder = TemporaryDirectory(prefix="garapon-centre-")
    secrets = make_secrets(Path(folder.name))
    engine = open_centre(default_url(Path(folder.name)), secrets)
    migrate_centre(engine)
    engine.dispose()
    return folder, bytes.fromhex(secrets.central_key)
