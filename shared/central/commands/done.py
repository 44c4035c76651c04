"""Which commands were done, beside the database: what a restore can't get back from the devices is done again by hand.

The file lies in the centre's folder, readable by its owner only, because what a command was given may name somebody.
"""

import argparse
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.central.journal import account
from shared.runtime.trouble import Trouble
from shared.wire.json import WireError, decode, encode

DONE_FILE = "done.jsonl"
AGAIN = frozenset(
    {
        *(("stock", word) for word in ("deliver", "return", "count", "withdraw")),
        *(("held", word) for word in ("release", "reject")),
        *(("member", word) for word in ("merge", "unmerge", "erase")),
        ("members", "import"),
        *(("sales", word) for word in ("import", "undo")),
    }
)
"""Commands whose effects stand in the central database alone. Programmes, devices, colleagues: devices know them."""
_OWNER_ONLY = 0o600
_BESIDE = frozenset({"command", "central", "data", "config", "dry_run"})


@dataclass(frozen=True, slots=True)
class _Done:
    at: datetime
    account: str
    line: str


def remember(data: Path, words: tuple[str, ...], given: argparse.Namespace, now: datetime) -> None:
    """Write down a command that was done, if a restore would have to ask for it; Trouble where the disk refuses."""
    if words not in AGAIN or getattr(given, "dry_run", False):
        return
    told = [f"{name}={_said(value)}" for name, value in sorted(vars(given).items()) if name not in _BESIDE and value]
    line = encode(_Done(now, account(), " ".join([*words, *told])))
    file = data / DONE_FILE
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, _OWNER_ONLY)
        with os.fdopen(descriptor, "ab") as stream:
            stream.write(line + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        raise Trouble(f"It is done, but {file} can't be written: {error.strerror}.") from error


def done_since(data: Path, since: datetime) -> tuple[str, ...]:
    """Return the commands that were done after an instant, in order; a line that was cut off is passed over."""
    try:
        lines = (data / DONE_FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise Trouble(f"{data / DONE_FILE} can't be read: {error.strerror}.") from error
    found = []
    for line in lines:
        try:
            done = decode(_Done, line)
        except WireError:
            continue
        if done.at > since:
            found.append(f"{done.at:%Y-%m-%d %H:%M:%S UTC}  {done.line}  ({done.account})")
    return tuple(found)


def _said(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
