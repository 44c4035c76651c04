"""Let qmllint see the types that Python gives to QML, and lint every QML file of the house with them."""

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import PySide6

PACKAGES = ("shared", "kiosk", "staff", "tests")
_TOOLS = Path(sys.executable).parent
_METATYPES = Path(PySide6.__file__).parent / "Qt" / "metatypes"
_FOREIGN = ("core", "gui", "qml", "quick")
_IMPORT_NAME = re.compile(r'^QML_IMPORT_NAME\s*=\s*"([\w.]+)"', re.MULTILINE)
_QOBJECT_CLASS = re.compile(r"^class \w+.*\((?:QObject|QAbstract\w+|QQuick\w+)", re.MULTILINE)


def lint_qml(root: Path, extra: Path | None = None) -> list[str]:
    """Return qmllint's complaints about the QML under `root` and, where given, the file or folder `extra`."""
    files = [path for package in PACKAGES for path in sorted((root / package).rglob("*.qml"))]
    if extra is not None:
        files += [extra] if extra.is_file() else sorted(extra.rglob("*.qml"))
    with tempfile.TemporaryDirectory(prefix="garapon-qmltypes-") as folder:
        generated = Path(folder)
        write_types(root, generated)
        command = [
            str(_TOOLS / "pyside6-qmllint"), "-I", str(root), "-I", str(generated), "--max-warnings", "0",
            "--json", "-", *(str(path.resolve()) for path in files),
        ]  # fmt: skip
        run = subprocess.run(command, check=False, capture_output=True, text=True)
    return _complaints(run.stdout, run.stderr)


def write_types(root: Path, target: Path) -> None:
    """Write `<uri as folders>/qmldir` and its type description under `target` for each URI that Python declares."""
    by_uri: dict[str, list[Path]] = defaultdict(list)
    bases: list[Path] = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            source = path.read_text(encoding="utf-8")
            if found := _IMPORT_NAME.search(source):
                by_uri[found[1]].append(path)
            elif package == "shared" and _QOBJECT_CLASS.search(source):
                bases.append(path)
    for uri, files in by_uri.items():
        _write_module(uri, [*bases, *files], sorted(set(by_uri) - {uri}), target)


def _write_module(uri: str, files: list[Path], others: list[str], target: Path) -> None:
    folder = target.joinpath(*uri.split("."))
    folder.mkdir(parents=True, exist_ok=True)
    metatypes = folder / "metatypes.json"
    _run("pyside6-metaobjectdump", "--quiet", "--out-file", metatypes, *files)
    foreign = ",".join(str(_METATYPES / f"qt6{name}_metatypes.json") for name in _FOREIGN)
    _run(
        "pyside6-qmltyperegistrar", "--generate-qmltypes", folder / "types.qmltypes", "--import-name", uri,
        "--major-version", "1", "--minor-version", "0", "--foreign-types", foreign,
        "-o", folder / "registration.cpp", metatypes,
    )  # fmt: skip
    depends = "".join(f"depends {other}\n" for other in others if other == "shared.qt")
    (folder / "qmldir").write_text(
        f"module {uri}\ntypeinfo types.qmltypes\ndepends QtQuick\n{depends}", encoding="utf-8"
    )


def _run(tool: str, *arguments: str | Path) -> None:
    command = [str(_TOOLS / tool), *(str(argument) for argument in arguments)]
    run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode != 0:
        raise RuntimeError(f"{tool} failed: {run.stderr or run.stdout}")


def _complaints(output: str, errors: str) -> list[str]:
    start = output.find("{")
    if start < 0:
        return [errors or output or "qmllint said nothing"]
    report = json.loads(output[start:])
    return [
        f"{Path(file['filename']).name}:{warning.get('line', 0)}: {warning['message']} [{warning.get('id', '')}]"
        for file in report["files"]
        for warning in file["warnings"]
        if warning.get("type") != "info"
    ]


if __name__ == "__main__":
    for complaint in lint_qml(Path(__file__).parents[2]):
        print(complaint)  # noqa: T201
