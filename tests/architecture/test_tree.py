"""The tree has the names that the design gives it, and no class name twice."""

import ast
from collections import defaultdict
from fnmatch import fnmatch
from pathlib import Path

from tests.architecture.house import PROGRAM_FOLDERS, ROOT, bare_copy, plant, python_files

FILES = {".gitignore", "LICENSE", "README.md", "pyproject.toml", "uv.lock"}
TOP_LEVEL = FILES | {".ci", "assets", "kiosk", "shared", "staff", "tests"}
LAYERS = {"application", "central", "demo", "domain", "hardware", "qt", "runtime", "storage", "sync", "wire"}
SHARED = LAYERS | {"__init__.py", "ui"}
CHANCE_AND_CLOCK = {"now", "today", "utcnow", "uuid1", "uuid4", "uuid6", "uuid7", "monotonic", "perf_counter"}


def strangers(root: Path) -> list[str]:
    """List what stands in the tree's first level, or in shared, and has no place there."""
    ignored = [*(line.strip("/") for line in (root / ".gitignore").read_text().splitlines()), ".git"]
    return [
        name
        for folder, allowed in ((root, TOP_LEVEL), (root / "shared", SHARED))
        for name in sorted(path.name for path in folder.iterdir())
        if name not in allowed and not any(fnmatch(name, pattern) for pattern in ignored)
    ]


def repeated_classes(root: Path) -> list[str]:
    """List the public class names that more than one file of the programs defines."""
    places: dict[str, list[str]] = defaultdict(list)
    for file in python_files(root):
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(str(file.relative_to(root)))
    return [f"{name}: {', '.join(files)}" for name, files in sorted(places.items()) if len(files) > 1]


def domain_clocks(root: Path) -> list[str]:
    """List the places where the domain asks a clock or chance by itself."""
    return [
        f"{file.relative_to(root)}:{node.lineno} {node.attr}"
        for file in python_files(root / "shared", ("domain",))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in CHANCE_AND_CLOCK
    ]


def packages_without_docstring(root: Path) -> list[str]:
    """List the packages that do not say what lives there."""
    return [
        str(package.relative_to(root))
        for package in python_files(root, PROGRAM_FOLDERS)
        if package.name == "__init__.py" and not ast.get_docstring(ast.parse(package.read_text("utf-8")))
    ]


def test_every_name_has_its_place() -> None:
    assert strangers(ROOT) == []


def test_class_names_are_unique() -> None:
    assert repeated_classes(ROOT) == []


def test_the_domain_is_told_time_and_chance() -> None:
    assert domain_clocks(ROOT) == []


def test_every_package_says_what_lives_there() -> None:
    assert packages_without_docstring(ROOT) == []


def test_planted_faults_are_found(tmp_path: Path) -> None:
    root = bare_copy(tmp_path)
    (root / ".gitignore").write_text("/.venv/\n*.egg-info/\n")
    (root / ".venv").mkdir()
    assert strangers(root) == []
    plant(root, "notes.txt", "")
    plant(root, "shared/helpers.py", "class Member: ...\n")
    plant(root, "shared/domain/member.py", "class Member: ...\n")
    plant(root, "shared/domain/clock.py", "from datetime import datetime\nNOW = datetime.now()\n")
    plant(root, "kiosk/planted/__init__.py", "")
    assert strangers(root) == ["notes.txt", "helpers.py"]
    assert repeated_classes(root) == ["Member: shared/domain/member.py, shared/helpers.py"]
    assert domain_clocks(root) == ["shared/domain/clock.py:2 now"]
    assert packages_without_docstring(root) == ["kiosk/planted/__init__.py"]
