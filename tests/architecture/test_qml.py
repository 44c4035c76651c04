"""QML is linted with the types that Python gives it, and formatted by one tool."""

import shutil
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("    width: Theme.papyrus\n", "papyrus"),
        ('    PillButton {\n        txet: qsTr("Done")\n    }\n', "txet"),
        ("    PillButton {\n        kind: PillButton.Gold\n    }\n", "Gold"),
        ('    SymbolButton {\n        text: qsTr("Sun")\n    }\n', "symbol"),
        ('    property int touch: "large"\n', "string"),
        ("    property int side: 4\n    Item {\n        width: side\n    }\n", "Unqualified access"),
    ],
    ids=["token", "property", "enum", "required", "type", "unqualified"],
)
def test_a_planted_fault_is_found(tmp_path: Path, body: str, told: str) -> None:
    planted = plant(tmp_path, "Planted.qml", f"{ROOT_OBJECT}{body}}}\n")
    complaints = lint_qml(ROOT, planted)
    assert [complaint for complaint in complaints if complaint.startswith("Planted.qml") and told in complaint], (
        complaints
    )


def test_a_planted_format_fault_is_found(tmp_path: Path) -> None:
    for folder in PROGRAM_FOLDERS:
        plant(tmp_path / "house", f"{folder}/Well.qml", "import QtQuick\n\nItem {\n    id: root\n}\n")
    plant(tmp_path / "house", "kiosk/Planted.qml", "import QtQuick\nItem {\n  id:root }\n")
    assert unformatted_qml(tmp_path / "house", tmp_path / "scratch") == ["kiosk/Planted.qml"]
