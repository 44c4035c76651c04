"""Reading files of comma-separated cells: opening them, and a sentence for each cell that is not understood."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from shared.domain.programme import Programme
from shared.runtime.trouble import Trouble

TOO_MANY_CELLS = "There are more cells than columns."
_DATE = re.compile(r"(\d{4})([-/.]?)(\d{1,2})\2(\d{1,2})")

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


class UnclearCellError(ValueError):
    """A cell that is not understood; its text is a sentence that goes on after the column's name."""


@contextmanager
def open_csv(file: Path, encoding: str, delimiters: str, misread: str) -> Iterator["csv.DictReader[str]"]:
    """Open a file with a header, separated by whichever of `delimiters` the header has most of.

    Cells beyond the header stand under "". Trouble for what can't be read, is no CSV, or (`misread`, a sentence's end)
    is not in that encoding; while the rows are read, too.
    """
    try:
        with file.open(encoding=encoding, newline="") as stream:
            delimiter = max(delimiters, key=stream.readline().count)
            stream.seek(0)
            yield csv.DictReader(stream, restkey="", strict=True, delimiter=delimiter)
    except OSError as error:
        raise Trouble(f"The file {file} can't be read: {error.strerror}.") from error
    except UnicodeError as error:
        raise Trouble(f"The file {file} is not {misread}.") from error
    except csv.Error as error:
        raise Trouble(f"The file {file} is no CSV: {error}.") from error


class Cells:
    """One line's cells by column, read one by one; what is not understood becomes a sentence."""

    def __init__(self, row: Mapping[str, str | None]) -> None:
        self.cells = {name: unicodedata.normalize("NFKC", value or "").strip() for name, value in row.items()}
        self.faults: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], otherwise: T) -> T:
        """Parse a cell; `otherwise` stands in where it is not understood."""
        try:
            return parse(self.cells.get(name, ""))
        except UnclearCellError as unclear:
            self.faults.append(f"{name}: {unclear}")
            return otherwise

    def has(self, name: str) -> bool:
        """Tell whether something stands there."""
        return bool(self.cells.get(name))


def read_day(text: str) -> date:
    """Read 2027-03-31, 2027/3/31, 2027.3.31 or 20270331."""
    matched = _DATE.fullmatch(text)
    if matched is not None:
        with suppress(ValueError):
            return date(int(matched[1]), int(matched[3]), int(matched[4]))
    raise UnclearCellError("a date like 2027-03-31, 2027/3/31 or 20270331 is needed.")


def read_choice(kind: type[Choice], text: str, otherwise: Choice) -> Choice:
    """Read one of a few words in any case; `otherwise` for an empty cell."""
    if not text:
        return otherwise
    try:
        return kind(text.lower())
    except ValueError as error:
        raise UnclearCellError(f"{text!r} is none of {', '.join(kind)}.") from error


def read_store(store_id: str, programme: Programme, advice: str) -> str:
    """Check that it is a store of the programme; `advice` says how else it could be named."""
    if programme.store(store_id) is None:
        known = ", ".join(store.store_id for store in programme.stores)
        raise UnclearCellError(f"{store_id!r} is no store of the programme ({known}); {advice}.")
    return store_id
