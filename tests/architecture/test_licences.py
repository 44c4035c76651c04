"""Nothing that is GPL only is imported, and every library that comes along may come along."""

import ast
import importlib.metadata
import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.house import ROOT, SOURCE_FOLDERS, bare_copy, plant, python_files, qml_files

# Qt offers these under the GPL-3.0 or commercially, not under the LGPL; the wheels' metadata does not tell.
GPL_ONLY = re.compile(
    r"\b(QtCharts|QtGraphs\w*|QtDataVisualization|QtVirtualKeyboard|QtQuick\.VirtualKeyboard|QtCanvasPainter"
    r"|QtHttpServer|QtNetworkAuth|QtQuick\.Timeline|QtQuickTimeline|Qt\.labs\.lottieqt|QtLottie)\b"
)
ALLOWED = {
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "LGPL-3.0-only", "MIT", "MIT-0", "MIT-CMU", "PSF-2.0", "Zlib",
}  # fmt: skip
# Distributions whose metadata names their licence in words only, read in their own licence files.
READ = {"qrcode": "BSD-3-Clause", "sqlcipher3": "Zlib"}


def gpl_only_imports(root: Path) -> list[str]:
    """List the imports of Qt modules that are not available under the LGPL."""
    found = [
        f"{file.relative_to(root)}: {name}"
        for file in python_files(root, SOURCE_FOLDERS)
        for name in imported_names(file.read_text("utf-8"))
        if GPL_ONLY.search(name)
    ]
    for file in qml_files(root, SOURCE_FOLDERS):
        imports = re.findall(r"^\s*import\s+(\S+)", file.read_text("utf-8"), re.MULTILINE)
        found += [f"{file.relative_to(root)}: {name}" for name in imports if GPL_ONLY.search(name)]
    return found


def imported_names(source: str) -> list[str]:
    """List the dotted names that Python source imports, also by `import_module("…")`."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import():
                names += [alias.name for alias in node.names]
            case ast.ImportFrom(module=str(module)):
                names += [f"{module}.{alias.name}" for alias in node.names]
            case ast.Call(func=ast.Name(id="import_module" | "__import__") | ast.Attribute(attr="import_module")):
                names += [str(argument.value) for argument in node.args if isinstance(argument, ast.Constant)]
            case _:
                pass
    return names


def runtime_distributions(root: Path) -> list[importlib.metadata.Distribution]:
    """List the installed distributions that the programs need, and what those need."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"]]
    seen: dict[str, importlib.metadata.Distribution] = {}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in seen:
            continue
        seen[name] = importlib.metadata.distribution(requirement.name)
        extras = {"", *requirement.extras}
        waiting += [
            needed
            for needed in map(Requirement, seen[name].requires or ())
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    return [seen[name] for name in sorted(seen)]


def licence(distribution: importlib.metadata.Distribution) -> str:
    """Return a distribution's licence expression as its metadata has it, in the new field or the old one."""
    metadata = distribution.metadata
    written = [metadata[field] for field in ("License-Expression", "License") if field in metadata]
    return READ.get(distribution.name) or next(iter(written), "unknown")


def is_allowed(expression: str) -> bool:
    """Tell whether one of the alternatives of an SPDX expression consists of allowed licences only."""
    return any(
        all(part.strip("() ") in ALLOWED for part in alternative.split(" AND "))
        for alternative in expression.split(" OR ")
    )


def test_no_qt_module_is_gpl_only() -> None:
    assert gpl_only_imports(ROOT) == []


def test_every_runtime_library_has_an_allowed_licence() -> None:
    distributions = runtime_distributions(ROOT)
    assert {"SQLAlchemy", "PySide6_Addons", "shiboken6"} <= {each.name for each in distributions}
    refused = {each.name: licence(each) for each in distributions if not is_allowed(licence(each))}
    assert refused == {}


def test_every_dependency_is_explained_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8").lower()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    lines = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [name for name in (Requirement(line).name for line in lines) if f"`{name}`" not in readme] == []


def test_planted_faults_are_found(tmp_path: Path) -> None:
    root = bare_copy(tmp_path)
    assert gpl_only_imports(root) == []
    plant(root, "shared/qt/planted.py", "from PySide6 import (\n    QtCore,\n    QtCharts,\n)\n")
    plant(root, "kiosk/planted.py", "import importlib\n\nimportlib.import_module('PySide6.QtHttpServer')\n")
    plant(root, "staff/ui/Planted.qml", "import QtQuick\n  import QtQuick.VirtualKeyboard\n\nItem {}\n")
    assert gpl_only_imports(root) == [
        "kiosk/planted.py: PySide6.QtHttpServer",
        "shared/qt/planted.py: PySide6.QtCharts",
        "staff/ui/Planted.qml: QtQuick.VirtualKeyboard",
    ]
    assert is_allowed("LGPL-3.0-only OR GPL-2.0-only")
    assert not is_allowed("GPL-3.0-only")
    assert not is_allowed("MIT AND AGPL-3.0-only")
    assert not is_allowed("unknown")
