"""What the gates share: where the house stands, a bare copy of it for planting faults, and running a tool."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROGRAM_FOLDERS = ("kiosk", "staff", "shared")
SOURCE_FOLDERS = (*PROGRAM_FOLDERS, "tests")
TOOL_SECONDS = 300


def python_files(root: Path, folders: tuple[str, ...] = PROGRAM_FOLDERS) -> list[Path]:
    """List the Python files below the named folders of `root`."""
    return sorted(path for folder in folders for path in (root / folder).rglob("*.py"))


def qml_files(root: Path, folders: tuple[str, ...] = PROGRAM_FOLDERS) -> list[Path]:
    """List the QML files below the named folders of `root`."""
    return sorted(path for folder in folders for path in (root / folder).rglob("*.qml"))


def bare_copy(target: Path) -> Path:
    """Copy the configuration and the packages without their content to `target`, and return it."""
    shutil.copy(ROOT / "pyproject.toml", target)
    for folder in SOURCE_FOLDERS:
        for package in (ROOT / folder).rglob("__init__.py"):
            copied = target / package.relative_to(ROOT)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_text(f'"""The package {copied.parent.name}."""\n')
    return target


def plant(root: Path, name: str, text: str) -> Path:
    """Write a file with a fault into a copy of the house."""
    if root == ROOT:
        raise ValueError("Faults are planted into copies only.")
    file = root / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def run_tool(root: Path, *command: str | Path) -> str:
    """Run a command in `root` with its packages before all others; return what it printed if it failed."""
    ended = subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        timeout=TOOL_SECONDS,
        check=False,
    )
    return "" if ended.returncode == 0 else ended.stdout + ended.stderr or f"exit code {ended.returncode}"


def tool(name: str) -> Path:
    """Return the path of a command that the development dependencies installed."""
    return Path(sys.executable).parent / name
