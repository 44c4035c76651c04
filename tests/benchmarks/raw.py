"""The raw driver on a device's database: what any code over SQLCipher costs at least."""

from pathlib import Path
from typing import Any

import sqlcipher3

from shared.storage.engine import CACHE_KIB
from shared.sync.database_key import database_key
from shared.sync.device import DATABASE_FILE


def raw_connection(folder: Path) -> Any:  # noqa: ANN401  sqlcipher3 has no types
    """Open a device's database with nothing between, as durable as the programs open it."""
    file = folder / DATABASE_FILE
    connection = sqlcipher3.connect(str(file), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{database_key(folder, file).hex()}'\"")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    return connection
