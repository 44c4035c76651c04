"""Imports go only the way the design allows."""

from pathlib import Path

import pytest

from tests.architecture.house import ROOT, bare_copy, plant, run_tool, tool


def forbidden_imports(root: Path) -> str:
    return run_tool(root, tool("lint-imports"), "--no-logo", "--no-cache", "--config", root / "pyproject.toml")


def test_the_house_keeps_its_layers() -> None:
    assert forbidden_imports(ROOT) == ""


def test_a_bare_copy_keeps_them_too(tmp_path: Path) -> None:
    assert forbidden_imports(bare_copy(tmp_path)) == ""


@pytest.mark.parametrize(
    ("file", "line", "broken"),
    [
        ("shared/domain/planted.py", "import shared.application", "Imports go only downwards"),
        ("shared/qt/planted.py", "import shared.sync", "Imports go only downwards"),
        ("shared/sync/planted.py", "import kiosk", "Imports go only downwards"),
        ("shared/planted/__init__.py", "import shared.domain", "Every package of shared has its layer"),
        ("kiosk/viewmodels/planted.py", "import kiosk.composition", "A program is composed on top of its view models"),
        ("staff/viewmodels/planted.py", "import sqlalchemy", "Screens and hardware never reach storage"),
        ("shared/hardware/planted.py", "import shared.storage", "Screens and hardware never reach storage"),
        ("shared/application/planted.py", "from PySide6 import QtCore", "Rules know neither screens nor databases"),
        ("shared/domain/planted.py", "from time import time", "The domain has no input, output, clock or chance"),
        ("shared/runtime/planted.py", "import PySide6", "The ground stands on the standard library"),
    ],
)
def test_a_planted_import_is_found(tmp_path: Path, file: str, line: str, broken: str) -> None:
    root = bare_copy(tmp_path)
    plant(root, "kiosk/composition.py", "")
    plant(root, file, line)
    told = forbidden_imports(root)
    assert [row for row in told.splitlines() if row.startswith(broken) and row.endswith("BROKEN")], told
