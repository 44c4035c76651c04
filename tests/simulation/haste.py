"""What makes a run cheap and changes nothing: compiled statements outlive engines, copies are not migrated."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

from shared.central import database
from shared.storage import device_file, engine
from tests.simulation.chance import swapped

_open = engine.sqlite_engine


@cache
def _model() -> Engine:
    """Return the engine whose dialect and compiled statements all engines share; it has connected once, to learn."""
    with tempfile.TemporaryDirectory() as folder:
        model = _open(Path(folder) / "model.sqlite", bytes(engine.KEY_BYTES))
        model.connect().close()
        model.dispose()
    return model


def _sharing(path: Path, key: bytes, *, create: bool = True) -> Engine:
    """Open a database like `engine.sqlite_engine`, with the statements that others have compiled."""
    opened, model = _open(path, key, create=create), _model()
    opened.dialect = opened.pool._dialect = model.dialect
    opened._compiled_cache = model._compiled_cache
    return opened


@contextmanager
def statements_shared() -> Iterator[None]:
    """Let every engine that is opened in the block share what others compiled."""
    with ExitStack() as stack:
        for module in (database, device_file, engine):
            stack.enter_context(swapped(module, "sqlite_engine", _sharing))
        yield


@contextmanager
def already_migrated() -> Iterator[None]:
    """Open devices without asking for migrations: the template's own have run."""
    with swapped(device_file, "is_current", lambda _engine: True):
        yield
