"""Python is linted with all rules and formatted by one tool."""

from pathlib import Path

from tests.architecture.house import ROOT, bare_copy, plant, run_tool, tool


def style_faults(root: Path) -> str:
    return run_tool(root, tool("ruff"), "check", "--output-format=concise", ".")


def format_faults(root: Path) -> str:
    return run_tool(root, tool("ruff"), "format", "--check", ".")


def test_the_house_is_linted() -> None:
    assert style_faults(ROOT) == ""


def test_the_house_is_formatted() -> None:
    assert format_faults(ROOT) == ""


def test_a_planted_style_fault_is_found(tmp_path: Path) -> None:
    root = bare_copy(tmp_path)
    assert style_faults(root) == ""
    plant(root, "shared/domain/planted.py", 'import os\n\n\ndef Points():\n    """Points."""\n    print(eval("1"))\n')
    told = style_faults(root)
    for rule in ("F401", "N802", "ANN201", "T201", "S307"):
        assert f" {rule} " in told


def test_a_planted_format_fault_is_found(tmp_path: Path) -> None:
    root = bare_copy(tmp_path)
    assert format_faults(root) == ""
    plant(root, "shared/domain/planted.py", "POINTS=[1,2]\n")
    assert "--> shared/domain/planted.py:1" in format_faults(root)
