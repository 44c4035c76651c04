"""The settings of each program, from a TOML file, then the environment, then flags: the later wins."""

import argparse
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ClassVar, Protocol, TypeVar, get_type_hints

from shared.runtime import settings as kinds
from shared.runtime.settings import FullScreen, LocaleName, PrinterPlace, Setting, Window, WindowSize
from shared.runtime.trouble import Trouble

PREFIX = "GARAPON_"
CONFIG_VARIABLE = "GARAPON_CONFIG"
FULL_SCREEN = FullScreen()
TABLET = WindowSize(1280, 800)


class Settings(Protocol):
    """A frozen dataclass whose every field is annotated with the Setting that reads it."""

    table: ClassVar[str]

    @property
    def data(self) -> Path | None: ...


S = TypeVar("S", bound=Settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralSettings:
    """What garapon-central can be told."""

    table: ClassVar[str] = "central"
    data: Annotated[Path | None, kinds.DATA_FOLDER] = None
    central: Annotated[str | None, kinds.CENTRAL_ADDRESS] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoSettings:
    """What garapon-demo can be told."""

    table: ClassVar[str] = "demo"
    data: Annotated[Path | None, kinds.DATA_FOLDER] = None
    central: Annotated[str | None, kinds.CENTRAL_ADDRESS] = None
    locale: Annotated[LocaleName | None, kinds.LOCALE] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """What garapon-kiosk can be told."""

    table: ClassVar[str] = "kiosk"
    data: Annotated[Path | None, kinds.DATA_FOLDER] = None
    central: Annotated[str | None, kinds.CENTRAL_ADDRESS] = None
    window: Annotated[Window, kinds.WINDOW] = FULL_SCREEN
    locale: Annotated[LocaleName | None, kinds.LOCALE] = None
    theme: Annotated[Path | None, kinds.THEME_FILE] = None
    camera: Annotated[bool, kinds.CAMERA] = True
    keyboard_scanner: Annotated[Path | None, kinds.KEYBOARD_SCANNER] = None
    key_gap_ms: Annotated[int, kinds.KEY_GAP] = 60
    serial_scanner: Annotated[str | None, kinds.SERIAL_SCANNER] = None
    scan_socket: Annotated[str | None, kinds.SCAN_SOCKET] = None
    printer: Annotated[PrinterPlace | None, kinds.PRINTER] = None
    paper_mm: Annotated[int, kinds.PAPER] = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffSettings:
    """What garapon-staff can be told."""

    table: ClassVar[str] = "staff"
    data: Annotated[Path | None, kinds.DATA_FOLDER] = None
    central: Annotated[str | None, kinds.CENTRAL_ADDRESS] = None
    window: Annotated[Window, kinds.WINDOW] = TABLET
    locale: Annotated[LocaleName | None, kinds.LOCALE] = None
    theme: Annotated[Path | None, kinds.THEME_FILE] = None
    camera: Annotated[bool, kinds.CAMERA] = True
    serial_scanner: Annotated[str | None, kinds.SERIAL_SCANNER] = None
    scan_socket: Annotated[str | None, kinds.SCAN_SOCKET] = None


PROGRAMS: tuple[type[Settings], ...] = (CentralSettings, DemoSettings, KioskSettings, StaffSettings)


def declared(program: type[Settings]) -> dict[str, Setting]:
    """List a program's settings by name, in the order of declaration."""
    hints = get_type_hints(program, include_extras=True)
    return {
        name: metadata
        for name, hint in hints.items()
        for metadata in getattr(hint, "__metadata__", ())
        if isinstance(metadata, Setting)
    }


def add_flags(parser: argparse.ArgumentParser, program: type[Settings]) -> None:
    """Give a parser `--config` and one flag for each of the program's settings; values stay text.

    Absent flags leave no attribute, so a parser and its subparsers can all have them.
    """
    absent = argparse.SUPPRESS
    parser.add_argument(
        "--config", metavar="FILE", default=absent, help="settings file (TOML) instead of the platform's"
    )
    for name, each in declared(program).items():
        group = parser.add_mutually_exclusive_group()
        words = name.replace("_", "-")
        for flag, (text, purpose) in each.constants.items():
            group.add_argument(flag, dest=name, action="store_const", const=text, default=absent, help=purpose)
        if each.placeholder:
            group.add_argument(f"--{words}", dest=name, metavar=each.placeholder, default=absent, help=each.purpose)


def load(program: type[S], flags: Mapping[str, Any], environment: Mapping[str, str], platform_file: Path) -> S:
    """Read a program's settings; flags are argparse's names and texts, other names among them are ignored.

    The file is `--config`, else GARAPON_CONFIG, else `platform_file` where that exists.
    Raises Trouble naming the place, the key and what is expected there.
    """
    values: dict[str, Any] = {}
    named_file = flags.get("config") or environment.get(CONFIG_VARIABLE)
    file = Path(named_file).expanduser() if named_file else platform_file
    if named_file or file.exists():
        values |= _from_file(program, file)
    values |= _from_environment(program, environment)
    for name, each in declared(program).items():
        text = flags.get(name)
        if text is not None:
            values[name] = _parse(each, text, f"The flag --{name.replace('_', '-')}")
    return program(**values)


def _from_file(program: type[Settings], file: Path) -> dict[str, Any]:
    tables = {each.table: each for each in PROGRAMS}
    try:
        document = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Trouble(f"The settings file {file} can't be read: {error.strerror}.") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Trouble(f"The settings file {file} is not valid TOML: {error}.") from error
    values: dict[str, Any] = {}
    for table, content in document.items():
        if table not in tables or not isinstance(content, dict):
            known = ", ".join(f"[{name}]" for name in sorted(tables))
            raise Trouble(f"The settings file {file} has {table!r}, but only the tables {known} are known.")
        known_settings = declared(tables[table])
        for name, value in content.items():
            place = f"In the settings file {file}, [{table}] {name}"
            if name not in known_settings:
                raise Trouble(f"{place} is unknown; known are {', '.join(known_settings)}.")
            parsed = _parse(known_settings[name], _as_text(value), place)
            if tables[table] is program:
                values[name] = parsed
    return values


def _from_environment(program: type[Settings], environment: Mapping[str, str]) -> dict[str, Any]:
    known = {_variable(name) for each in PROGRAMS for name in declared(each)} | {CONFIG_VARIABLE}
    for variable in environment:
        if variable.startswith(PREFIX) and variable not in known:
            raise Trouble(f"The environment variable {variable} is unknown; known are {', '.join(sorted(known))}.")
    return {
        name: _parse(each, environment[_variable(name)], f"The environment variable {_variable(name)}")
        for name, each in declared(program).items()
        if _variable(name) in environment
    }


def _variable(name: str) -> str:
    return PREFIX + name.upper()


def _as_text(value: object) -> str:
    """Give a TOML value the form that flags and variables have; what has none becomes unparsable."""
    match value:
        case bool():
            return "true" if value else "false"
        case str() | int():
            return str(value)
        case _:
            return ""


def _parse(each: Setting, text: str, place: str) -> object:
    try:
        value: object = each.parse(text)
    except ValueError as error:
        raise Trouble(f"{place} must be {each.expected}, not {text!r}.") from error
    return value
