"""How every program starts and ends: with its settings, folders and log, and always with a sentence."""

import argparse
import importlib.metadata
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, NoReturn

from shared.runtime.config import S, add_flags, load
from shared.runtime.folders import Folders, choose_folders, platform_config_file, prepare_folders
from shared.runtime.libraries import FOR_QT, install_sentence, missing_packages
from shared.runtime.logs import EventLog, start_logging, stop_logging
from shared.runtime.trouble import Trouble

DONE, BROKEN, REFUSED, INTERRUPTED = 0, 1, 2, 130

_log = EventLog(__name__)


@dataclass(frozen=True, slots=True)
class Program(Generic[S]):
    """A command of the package: its name, its settings, what `--help` says first and which flags it adds."""

    name: str
    settings: type[S]
    purpose: str
    add_arguments: Callable[[argparse.ArgumentParser], None] | None = None


@dataclass(frozen=True, slots=True)
class Started(Generic[S]):
    """What a program finds when it starts; `arguments` are the flags that it added itself."""

    settings: S
    folders: Folders
    arguments: argparse.Namespace


def start(program: Program[S], run: Callable[[Started[S]], int], arguments: Sequence[str] | None = None) -> int:
    """Run a program and return its exit code: 0 done, 1 our bug, 2 refused with a sentence, 130 interrupted.

    `run` imports what may be missing (Qt) itself. Whatever it raises ends as one sentence on stderr, and a bug as a
    traceback in the log.
    """
    try:
        started = _prepare(program, sys.argv[1:] if arguments is None else arguments)
        log_file = start_logging(started.folders.logs, program.settings.table)
    except Trouble as trouble:
        return _say(program, str(trouble), REFUSED)
    hooks = _Hooks()
    try:
        return run(started)
    except Trouble as trouble:
        _log.info("refused")
        return _say(program, str(trouble), REFUSED)
    except KeyboardInterrupt:
        return INTERRUPTED
    except ModuleNotFoundError as error:
        _log.error("module_missing", error)
        return _say(program, f"The Python package {error.name} is missing: uv sync", REFUSED)
    except Exception as error:  # noqa: BLE001 -- the last place where a traceback can be kept from the user
        sentence = _missing_library(error)
        if sentence is not None:
            return _say(program, sentence, REFUSED)
        _log.error("program_failed", error)
        return _say(program, f"Something went wrong inside; the details are in {log_file}", BROKEN)
    finally:
        hooks.restore()
        stop_logging()


def _prepare(program: Program[S], arguments: Sequence[str]) -> Started[S]:
    parser = _Parser(prog=program.name, description=program.purpose, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"{program.name} {_version()}")
    add_flags(parser, program.settings)
    if program.add_arguments is not None:
        program.add_arguments(parser)
    parsed = parser.parse_args(arguments)
    settings = load(program.settings, vars(parsed), os.environ, platform_config_file())
    folders = choose_folders(program.settings.table, settings.data)
    prepare_folders(folders)
    return Started(settings=settings, folders=folders, arguments=parsed)


def _version() -> str:
    try:
        return importlib.metadata.version("garapon")
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def _missing_library(error: Exception) -> str | None:
    if not isinstance(error, ImportError) or "cannot open shared object file" not in str(error):
        return None
    missing = missing_packages(FOR_QT)
    if missing:
        return install_sentence(missing)
    library = str(error).partition(":")[0]
    return f"The system library {library} is missing: install the package that brings it."


def _say(program: Program[S], sentence: str, code: int) -> int:
    print(f"{program.name}: {sentence}", file=sys.stderr)
    return code


class _Hooks:
    """Send to the log what Python would print, and let SIGTERM end a program as Ctrl-C does."""

    def __init__(self) -> None:
        self._excepthook, self._thread_hook = sys.excepthook, threading.excepthook
        sys.excepthook = _log_uncaught
        threading.excepthook = _log_uncaught_in_thread
        self._on_terminate = (
            signal.signal(signal.SIGTERM, signal.default_int_handler)
            if threading.current_thread() is threading.main_thread()
            else None
        )

    def restore(self) -> None:
        sys.excepthook, threading.excepthook = self._excepthook, self._thread_hook
        if self._on_terminate is not None:
            signal.signal(signal.SIGTERM, self._on_terminate)


def _log_uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    _log.error("uncaught_exception", error)


def _log_uncaught_in_thread(uncaught: threading.ExceptHookArgs) -> None:
    if uncaught.exc_value is not None:
        _log.error("uncaught_exception_in_thread", uncaught.exc_value)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse a command line in one sentence, without the usage that --help shows."""
        raise Trouble(f"{message} (see {self.prog} --help)")
