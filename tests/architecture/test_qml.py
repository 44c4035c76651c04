"""QML is linted with the types that Python gives it, and formatted by one tool."""

import shutil
from pathlib import Path

from tests.architecture.house import PROGRAM_FOLDERS, ROOT, plant, qml_files, run_tool, tool
from tests.architecture.qml_types import lint_qml

ROOT_OBJECT = "import QtQuick\nimport shared.ui\nimport shared.qt\n\nItem {\n    id: root\n\n"


def unformatted_qml(root: Path, scratch: Path) -> list[str]:
    """List the QML files that qmlformat would write differently."""
    originals = qml_files(root)
    copies = [scratch / file.relative_to(root) for file in originals]
    for original, copied in zip(originals, copies, strict=True):
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(original, copied)
    names = scratch / "files.txt"
    names.write_text("".join(f"{copied}\n" for copied in copies))
    told = run_tool(root, tool("pyside6-qmlformat"), "-F", names)
    differing = [
        str(original.relative_to(root))
        for original, copied in zip(originals, copies, strict=True)
        if original.read_bytes() != copied.read_bytes()
    ]
    return [told, *differing] if told else differing


def test_the_house_is_linted() -> None:
    assert lint_qml(ROOT) == []


def test_the_house_is_formatted(tmp_path: Path) -> None:
    assert len(qml_files(ROOT)) > len(PROGRAM_FOLDERS)
    assert unformatted_qml(ROOT, tmp_path) == []


FAULTS = {
    "UnknownToken": ("    width: Theme.papyrus\n", "papyrus"),
    "UnknownProperty": ('    PillButton {\n        txet: qsTr("Done")\n    }\n', "txet"),
    "UnknownEnum": ("    PillButton {\n        kind: PillButton.Gold\n    }\n", "Gold"),
    "MissingRequired": ('    SymbolButton {\n        text: qsTr("Sun")\n    }\n', "symbol"),
    "WrongType": ('    property int touch: "large"\n', "string"),
    "Unqualified": ("    property int side: 4\n    Item {\n        width: side\n    }\n", "Unqualified access"),
}


def test_planted_faults_are_found(tmp_path: Path) -> None:
    for name, (body, _) in FAULTS.items():
        plant(tmp_path, f"{name}.qml", f"{ROOT_OBJECT}{body}}}\n")
    complaints = lint_qml(ROOT, tmp_path)
    for name, (_, told) in FAULTS.items():
        assert [each for each in complaints if each.startswith(f"{name}.qml") and told in each], (name, complaints)


def test_a_planted_format_fault_is_found(tmp_path: Path) -> None:
    for folder in PROGRAM_FOLDERS:
        plant(tmp_path / "house", f"{folder}/Well.qml", "import QtQuick\n\nItem {\n    id: root\n}\n")
    plant(tmp_path / "house", "kiosk/Planted.qml", "import QtQuick\nItem {\n  id:root }\n")
    assert unformatted_qml(tmp_path / "house", tmp_path / "scratch") == ["kiosk/Planted.qml"]
