"""What is installed from the built wheel is all of the programs, and nothing of the tests."""

import configparser
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.architecture.house import PROGRAM_FOLDERS, ROOT, TOOL_SECONDS, run_tool

COMMANDS = ("garapon-kiosk", "garapon-staff", "garapon-central", "garapon-demo")
NOT_SHIPPED = {"__pycache__", ".qmlls.ini"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    assert run_tool(ROOT, sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder) == ""
    (built,) = folder.glob("*.whl")
    return built


def wheel_faults(wheel: Path) -> list[str]:
    """Say which files of the programs a wheel lacks, and which it has that are none of theirs."""
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    expected = {
        str(path.relative_to(ROOT))
        for folder in (*PROGRAM_FOLDERS, "assets")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not NOT_SHIPPED & set(path.parts)
    }
    metadata = {name for name in shipped if name.partition("/")[0].endswith(".dist-info")}
    return [
        *(f"missing: {name}" for name in sorted(expected - shipped)),
        *(f"stranger: {name}" for name in sorted(shipped - expected - metadata)),
    ]


@pytest.fixture(scope="module")
def empty_environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in an environment of its own, with the libraries beside but not this tree."""
    environment = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True, timeout=TOOL_SECONDS)
    (packages,) = (environment / "lib").glob("python*/site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # A .pth file adds the libraries' folder; the .pth files in there, this tree's own among them, are not followed.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"))
    return environment


def run_installed(environment: Path, code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [environment / "bin" / "python", "-c", code, *arguments],
        cwd=environment,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
        check=False,
    )


def test_the_wheel_has_everything_and_nothing_else(wheel: Path) -> None:
    assert wheel_faults(wheel) == []


def test_the_wheel_names_every_command(wheel: Path) -> None:
    entry_points = configparser.ConfigParser()
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        entry_points.read_string(archive.read(name).decode())
    assert set(entry_points["console_scripts"]) == set(COMMANDS)


def test_it_runs_from_the_wheel_and_knows_no_tests(empty_environment: Path) -> None:
    code = "import importlib.util as u, kiosk; print(kiosk.__file__, u.find_spec('tests'))"
    told = run_installed(empty_environment, code).stdout.split()
    assert Path(told[0]).is_relative_to(empty_environment)
    assert told[1] == "None"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_installed_command_helps(empty_environment: Path, command: str) -> None:
    code = (
        "import sys; from importlib.metadata import entry_points; name = sys.argv[1]; sys.argv[0] = name; "
        "(found,) = entry_points(group='console_scripts', name=name); del sys.argv[1]; sys.exit(found.load()())"
    )
    ended = run_installed(empty_environment, code, command, "--help")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert f"usage: {command}" in ended.stdout
    assert "--data" in ended.stdout


def test_a_planted_fault_is_found(wheel: Path, tmp_path: Path) -> None:
    planted = tmp_path / wheel.name
    with zipfile.ZipFile(wheel) as good, zipfile.ZipFile(planted, "w") as bad:
        for name in good.namelist():
            if name != "shared/ui/Drum.qml":
                bad.writestr(name, good.read(name))
        bad.writestr("tests/__init__.py", "")
    assert wheel_faults(planted) == ["missing: shared/ui/Drum.qml", "stranger: tests/__init__.py"]
