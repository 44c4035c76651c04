"""What a command of `garapon-central` is, and what it is given."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from shared.central.secrets_file import ChainSecrets
from shared.runtime.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Centre:
    """What a command works on; `data` is the centre's folder."""

    engine: Engine
    secrets: ChainSecrets
    url: str
    data: Path
    arguments: argparse.Namespace
    say: Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its words, its help, its own flags, what it does; `run` returns the exit code."""

    words: tuple[str, ...]
    purpose: str
    details: str
    add_arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[Centre], int]


def no_arguments(_parser: argparse.ArgumentParser) -> None:
    """Add no flags."""


def json_argument(parser: argparse.ArgumentParser) -> None:
    """Let the answer be asked for as JSON."""
    parser.add_argument("--json", action="store_true", help="print one JSON object instead")


def write_file(file: Path, write: Callable[[], None]) -> None:
    """Call `write`, which writes `file`; Trouble where the disk refuses."""
    try:
        write()
    except OSError as error:
        raise Trouble(f"{file} can't be written: {error.strerror}.") from error
