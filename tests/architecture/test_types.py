"""Types hold everywhere, strictly."""

import sys
from pathlib import Path

from tests.architecture.house import ROOT, bare_copy, plant, run_tool


def type_faults(root: Path) -> str:
    return run_tool(root, sys.executable, "-m", "mypy", "--no-error-summary")


def test_the_house_is_typed() -> None:
    assert type_faults(ROOT) == ""


def test_planted_faults_are_found(tmp_path: Path) -> None:
    root = bare_copy(tmp_path)
    plant(root, "shared/domain/planted.py", "def points(lot): return lot\n")
    plant(root, "tests/test_planted.py", "from kiosk import nothing\n\nPOINTS: int = '7'\n")
    plant(
        root,
        "shared/domain/matched.py",
        "def name(outcome: int | str) -> str:\n"
        "    match outcome:\n        case int():\n            return 'n'\n    return ''\n",
    )
    told = type_faults(root)
    assert "shared/domain/planted.py:1: error: Function is missing a type annotation" in told
    assert "shared/domain/matched.py:2: error: Match statement has unhandled case" in told
    assert "tests/test_planted.py:3: error: Incompatible types in assignment" in told
