"""Structured logs: an event's name and allowed fields, one JSON object a line, rotated, no personal data."""

import io
import json
import logging
import os
import re
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final, TypedDict, Unpack

from shared.runtime.trouble import Bug, Trouble

FILE_BYTES: Final = 4_000_000
FILES_KEPT: Final = 5
OWNER_ONLY: Final = 0o600
LIBRARY_TEXT_LENGTH: Final = 1_000
# Types whose messages speak of code and machines; every other exception may quote a row of data.
SPEAKING_EXCEPTIONS: Final = (Trouble, Bug, ImportError, AttributeError, NameError, TypeError, MemoryError)

_IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,64}")
_WORD = re.compile(r"[a-z][a-z_.-]{0,63}")
_EVENT = re.compile(r"[a-z][a-z_]{1,63}")
_NUMBER_LIMIT = 10**9
_PERSONAL = re.compile(
    r"'[^']*'|\"[^\"]*\"|\([^()]*=\S[^()]*\)"  # quoted or bracketed values
    r"|\S+@\S+|GP-\S+|\+?\d[\d -]{5,}\d|[^\x00-\x7f]+"  # addresses, our codes, phones, other scripts
)


class Fields(TypedDict, total=False):
    """The only fields that a log line may carry.

    `*_id` are UUIDs or hex digests (never a member number or code), the rest plain numbers and lower-case words.
    """

    operation_id: str
    drum_id: str
    voucher_id: str
    ticket_id: str
    device_id: str
    store_id: str
    campaign_id: str
    job: str
    kind: str
    outcome: str
    page: str
    reason: str
    scope: str
    source: str
    state: str
    attempt: int
    count: int
    duration_ms: float
    epoch: int
    port: int
    position: int
    sequence: int
    size_bytes: int
    turn: int
    version: int


class EventLog:
    """What a module logs with: an event's name in snake_case and allowed fields, never free text."""

    def __init__(self, module: str) -> None:
        self._logger = logging.getLogger(module)

    def debug(self, event: str, **fields: Unpack[Fields]) -> None:
        self._write(logging.DEBUG, event, fields)

    def info(self, event: str, **fields: Unpack[Fields]) -> None:
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Unpack[Fields]) -> None:
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, cause: BaseException | None = None, **fields: Unpack[Fields]) -> None:
        """Log a failure; `cause` adds its traceback, without values of variables."""
        self._write(logging.ERROR, event, fields, cause)

    def _write(self, level: int, event: str, fields: Fields, cause: BaseException | None = None) -> None:
        if self._logger.isEnabledFor(level):
            extra = {"garapon_fields": dict(fields)}
            self._logger.log(level, event, extra=extra, exc_info=cause, stacklevel=3)


def start_logging(folder: Path, program: str, *, console_level: int = logging.WARNING) -> Path:
    """Send all logging to `<folder>/<program>.jsonl` and, from `console_level`, to stderr as readable lines.

    Returns the file. Raises Trouble where it can't be written. A second call replaces the first.
    """
    file = folder / f"{program}.jsonl"
    try:
        to_file = _QuietFileHandler(file, maxBytes=FILE_BYTES, backupCount=FILES_KEPT, encoding="utf-8")
    except OSError as error:
        raise Trouble(f"The log {file} can't be written: {error.strerror}.") from error
    to_file.setFormatter(_JsonLine())
    to_console = _ConsoleHandler()
    to_console.setFormatter(_ReadableLine())
    to_console.setLevel(console_level)
    stop_logging()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(to_file)
    root.addHandler(to_console)
    # Statements at INFO carry their parameters, and those are members' data.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    return file


def stop_logging() -> None:
    """Close what `start_logging` opened."""
    root = logging.getLogger()
    for handler in list(root.handlers):
        if isinstance(handler.formatter, _JsonLine | _ReadableLine):
            root.removeHandler(handler)
            handler.close()
    logging.captureWarnings(capture=False)


def without_personal_data(text: str) -> str:
    """Blank out of a library's message everything that could be a value: quotes, numbers, other scripts."""
    return _PERSONAL.sub("…", text)[:LIBRARY_TEXT_LENGTH]


def describe_exception(error: BaseException) -> list[str]:
    """Render a traceback as lines: files, functions, types; messages only of types that quote no data."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        if lines:
            lines.append("caused by")
        lines.append(_describe_one(cause))
        lines.extend(
            f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(cause.__traceback__)
        )
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)
    return lines


def _describe_one(error: BaseException) -> str:
    name = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    if isinstance(error, SPEAKING_EXCEPTIONS):
        return f"{name}: {error}"
    if isinstance(error, OSError) and error.strerror:
        return f"{name}: {error.strerror}"
    return name


def _allowed(fields: dict[str, object]) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in fields.items():
        if name in Fields.__annotations__ and _is_harmless(name, value):
            kept[name] = value
        else:
            kept.setdefault("refused", []).append(name if name.isidentifier() and name.isascii() else "?")  # type: ignore[attr-defined]
    return kept


def _is_harmless(name: str, value: object) -> bool:
    match value:
        case bool():
            return True
        case int() | float():
            return abs(value) < _NUMBER_LIMIT
        case str() if name.endswith("_id"):
            return _IDENTIFIER.fullmatch(value) is not None
        case str():
            return _WORD.fullmatch(value) is not None
        case _:
            return False


def _parts(record: logging.LogRecord) -> tuple[str, dict[str, object]]:
    """Split a record into its event or library text, and its fields."""
    fields = record.__dict__.get("garapon_fields")
    if isinstance(fields, dict):
        event = str(record.msg)
        return (event if _EVENT.fullmatch(event) else "unnamed_event"), _allowed(fields)
    return without_personal_data(record.getMessage()), {}


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text, fields = _parts(record)
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "module": record.name,
            "event" if "garapon_fields" in record.__dict__ else "text": text,
            **fields,
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["traceback"] = describe_exception(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


class _ReadableLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        text, fields = _parts(record)
        clock = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        words = [clock, record.levelname.lower(), record.name, text.replace("\n", " ")]
        return " ".join([*words, *(f"{name}={value}" for name, value in fields.items())])


class _ConsoleHandler(logging.Handler):
    """Writes to whatever stderr is at the moment; a closed one is no reason to stop."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            print(self.format(record), file=sys.stderr)


class _QuietFileHandler(RotatingFileHandler):
    """Makes files for their owner only, and keeps going on a full disk, where its base would print the record."""

    def _open(self) -> io.TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
        return io.TextIOWrapper(io.FileIO(descriptor, "a"), encoding=self.encoding, write_through=True)

    def handleError(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            print(f"A log line of {record.name} could not be written.", file=sys.stderr)
