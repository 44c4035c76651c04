"""However a program starts and ends, whoever started it reads one sentence."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.runtime.config import CentralSettings, KioskSettings, add_flags
from shared.runtime.folders import choose_folders
from shared.runtime.libraries import FOR_QT, install_sentence, missing_packages
from shared.runtime.screen import require_screen
from shared.runtime.start import BROKEN, DONE, INTERRUPTED, REFUSED, Program, Started, start
from shared.runtime.trouble import Trouble

KIOSK = Program(name="garapon-kiosk", settings=KioskSettings, purpose="The shoppers' program.")


def succeed(_started: Started[KioskSettings]) -> int:
    return DONE


def one_sentence(capsys: pytest.CaptureFixture[str]) -> str:
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert told[0].startswith("garapon-kiosk: ")
    return told[0]


def test_a_program_gets_its_settings_and_folders(tmp_path: Path) -> None:
    seen: list[Started[KioskSettings]] = []

    def run(started: Started[KioskSettings]) -> int:
        seen.append(started)
        return DONE

    assert start(KIOSK, run, ["--data", str(tmp_path / "shop"), "--locale", "ja"]) == DONE
    assert seen[0].settings.locale == "ja"
    assert seen[0].folders.data == tmp_path / "shop"
    assert seen[0].folders.logs.is_dir()


@pytest.mark.parametrize("before", [True, False])
def test_a_subcommand_takes_the_same_flags_before_and_after_its_name(tmp_path: Path, *, before: bool) -> None:
    def add_commands(parser: argparse.ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        add_flags(commands.add_parser("init"), CentralSettings)

    seen: list[Started[CentralSettings]] = []

    def run(started: Started[CentralSettings]) -> int:
        seen.append(started)
        return DONE

    central = Program("garapon-central", CentralSettings, "The centre.", add_commands)
    data = ["--data", str(tmp_path)]
    assert start(central, run, [*data, "init"] if before else ["init", *data]) == DONE
    assert (seen[0].settings.data, seen[0].arguments.command) == (tmp_path, "init")


@pytest.mark.parametrize("flag", ["--help", "--version"])
def test_help_and_version_go_to_stdout(flag: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        start(KIOSK, succeed, [flag])
    assert ended.value.code == 0
    assert "garapon-kiosk" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--colour"], "unrecognized arguments: --colour (see garapon-kiosk --help)"),
        (["--locale", "fr"], "The flag --locale must be en or ja, not 'fr'."),
        (["--window", "9x9", "--fullscreen"], "not allowed with argument"),
        (["--config", "/nowhere.toml"], "The settings file /nowhere.toml can't be read: No such file"),
        (["--data", "/dev/null/shop"], "The folder /dev/null/shop can't be used (Not a directory)"),
    ],
)
def test_what_it_is_told_wrongly_is_refused(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(KIOSK, succeed, arguments) == REFUSED
    assert told in one_sentence(capsys)


def test_trouble_is_its_own_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_started: Started[KioskSettings]) -> int:
        raise Trouble("The disk is full: free some space.")

    assert start(KIOSK, run, ["--data", str(tmp_path)]) == REFUSED
    assert "garapon-kiosk: The disk is full: free some space." in capsys.readouterr().err.splitlines()


def test_a_bug_is_one_sentence_and_its_traceback_is_in_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(_started: Started[KioskSettings]) -> int:
        raise LookupError("Hanako")

    assert start(KIOSK, run, ["--data", str(tmp_path)]) == BROKEN
    told = capsys.readouterr().err
    log = tmp_path / "logs" / "kiosk.jsonl"
    assert f"garapon-kiosk: Something went wrong inside; the details are in {log}" in told
    assert "Traceback" not in told
    line = json.loads(log.read_text().splitlines()[-1])
    assert line["event"] == "program_failed"
    assert line["traceback"][0] == "LookupError"
    assert "test_start.py" in line["traceback"][-1]
    assert "Hanako" not in log.read_text() + told


def test_what_python_would_print_goes_to_the_log(tmp_path: Path) -> None:
    def fail() -> None:
        raise LookupError

    def run(_started: Started[KioskSettings]) -> int:
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        try:
            fail()
        except LookupError as error:
            sys.excepthook(LookupError, error, error.__traceback__)
        return DONE

    hooks = sys.excepthook, threading.excepthook
    assert start(KIOSK, run, ["--data", str(tmp_path)]) == DONE
    assert (sys.excepthook, threading.excepthook) == hooks
    written = (tmp_path / "logs" / "kiosk.jsonl").read_text()
    events = [json.loads(line)["event"] for line in written.splitlines()]
    assert events == ["uncaught_exception_in_thread", "uncaught_exception"]


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """Hear SIGINT: a shell starts what runs in its background deaf to it, the whole suite too."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_cleanly(number: signal.Signals, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_started: Started[KioskSettings]) -> int:
        signal.raise_signal(number)
        return DONE

    assert start(KIOSK, run, ["--data", str(tmp_path)]) == INTERRUPTED
    assert capsys.readouterr().err == ""


def test_a_missing_python_package_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_started: Started[KioskSettings]) -> int:
        raise ModuleNotFoundError("No module named 'PySide6'", name="PySide6")

    assert start(KIOSK, run, ["--data", str(tmp_path)]) == REFUSED
    assert "The Python package PySide6 is missing: uv sync" in capsys.readouterr().err


def test_a_missing_library_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(_started: Started[KioskSettings]) -> int:
        raise ImportError("libfoo.so.3: cannot open shared object file: No such file or directory")

    assert start(KIOSK, run, ["--data", str(tmp_path)]) == REFUSED
    assert "The system library libfoo.so.3 is missing" in capsys.readouterr().err


def test_every_missing_library_is_listed_at_once_with_its_package() -> None:
    absent = {"libgarapon-a.so.1": "libgarapon-a1", "libgarapon-b.so.2": "libgarapon-b2", "libc.so.6": "libc6"}
    missing = missing_packages(absent)
    assert missing == ("libgarapon-a1", "libgarapon-b2")
    assert install_sentence(missing) == (
        "Garapon needs libgarapon-a1, libgarapon-b2: sudo apt install libgarapon-a1 libgarapon-b2"
    )
    assert missing_packages(FOR_QT) == ()


def test_without_a_screen_it_says_so_before_qt_aborts(tmp_path: Path) -> None:
    for environment in (
        {},
        {"DISPLAY": ""},
        {"DISPLAY": ":4711"},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": ":4711", "QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": str(tmp_path)},
    ):
        with pytest.raises(Trouble, match="There is no screen here"):
            require_screen(environment)
    require_screen({"QT_QPA_PLATFORM": "offscreen"})


def test_a_screen_that_answers_needs_one_complete_set_of_libraries(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as compositor:
        compositor.bind(str(tmp_path / "wayland-0"))
        compositor.listen()
        for environment in (
            {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)},
            {"WAYLAND_DISPLAY": str(tmp_path / "wayland-0"), "DISPLAY": ":4711"},
        ):
            require_screen(environment, lambda _group: ())
            with pytest.raises(Trouble, match="sudo apt install libwayland-cursor0"):
                require_screen(environment, lambda _group: ("libwayland-cursor0",))


def test_folders_are_the_platforms_unless_told() -> None:
    kiosk, staff = choose_folders("kiosk", None), choose_folders("staff", None)
    assert kiosk.data != staff.data
    assert kiosk.data.name == "kiosk"
    assert choose_folders("kiosk", Path("/shop")).logs == Path("/shop/logs")


def test_a_process_ends_with_the_code_and_without_a_traceback(tmp_path: Path) -> None:
    program = (
        "import sys; from tests.runtime.test_start import KIOSK, start\n"
        "from shared.runtime.screen import require_screen; import os\n"
        "sys.exit(start(KIOSK, lambda _: require_screen(os.environ) or 0))"
    )
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    environment |= {"GARAPON_DATA": str(tmp_path), "DISPLAY": ":4711"}
    ended = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
    )
    assert ended.returncode == REFUSED
    assert "garapon-kiosk: There is no screen here" in ended.stderr
    assert "Traceback" not in ended.stderr
