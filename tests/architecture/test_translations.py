"""Every sentence that a person reads exists in Japanese too, and the compiled translation is the current one."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.architecture.house import PROGRAM_FOLDERS, ROOT, plant, run_tool, tool

TRANSLATION = Path("assets/i18n/garapon_ja")
Message = tuple[str, str, str]


def messages(file: Path) -> dict[Message, ET.Element]:
    """Read a .ts file: each message's translation by context, source and comment."""
    return {
        (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", "")): translation
        for context in ET.parse(file).getroot().iter("context")
        for message in context.iter("message")
        if (translation := message.find("translation")) is not None and translation.get("type") != "vanished"
    }


def translation_faults(root: Path, scratch: Path) -> list[str]:
    """Say which sentences are not translated, no longer used, or not in the compiled file."""
    committed, fresh = root / TRANSLATION.with_suffix(".ts"), scratch / "fresh.ts"
    folders = [root / folder for folder in PROGRAM_FOLDERS]
    told = run_tool(
        root, tool("pyside6-lupdate"), "-silent", "-locations", "none", "-no-obsolete", "-extensions", "qml,py",
        *folders, "-source-language", "en", "-target-language", "ja", "-ts", fresh,
    )  # fmt: skip
    if told:
        return [told]
    used, written = messages(fresh), messages(committed)
    faults = [f"missing: {'/'.join(key)}" for key in used.keys() - written.keys()]
    faults += [f"unused: {'/'.join(key)}" for key in written.keys() - used.keys()]
    faults += [f"unfinished: {'/'.join(key)}" for key, translation in written.items() if not is_finished(translation)]
    compiled = scratch / "fresh.qm"
    told = run_tool(root, tool("pyside6-lrelease"), "-silent", committed, "-qm", compiled)
    if told:
        faults.append(told)
    elif compiled.read_bytes() != (root / TRANSLATION.with_suffix(".qm")).read_bytes():
        faults.append(f"{TRANSLATION}.qm is not compiled from {TRANSLATION}.ts: run pyside6-lrelease")
    return sorted(faults)


def is_finished(translation: ET.Element) -> bool:
    forms = [form.text for form in translation.iter("numerusform")] or [translation.text]
    return translation.get("type") is None and all(forms)


def test_the_house_speaks_japanese(tmp_path: Path) -> None:
    assert translation_faults(ROOT, tmp_path) == []


PAGE = 'import QtQuick\n\nItem {{\n    property string words: qsTr("{sentence}")\n}}\n'
TS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en"><context><name>Page</name>
<message><source>Good evening</source><translation{kind}>{japanese}</translation></message></context></TS>
"""


@pytest.fixture
def translated(tmp_path: Path) -> Path:
    for folder in PROGRAM_FOLDERS:
        (tmp_path / folder).mkdir()
    plant(tmp_path, "kiosk/Page.qml", PAGE.format(sentence="Good evening"))
    ts = plant(tmp_path, f"{TRANSLATION}.ts", TS.format(kind="", japanese="こんばんは"))
    assert run_tool(tmp_path, tool("pyside6-lrelease"), "-silent", ts, "-qm", ts.with_suffix(".qm")) == ""
    assert translation_faults(tmp_path, tmp_path) == []
    return tmp_path


def test_a_sentence_without_japanese_is_found(translated: Path) -> None:
    plant(translated, "staff/Planted.qml", PAGE.format(sentence="Hand over"))
    assert translation_faults(translated, translated) == ["missing: Planted/Hand over/"]


def test_a_sentence_that_nobody_says_is_found(translated: Path) -> None:
    plant(translated, "kiosk/Page.qml", PAGE.format(sentence="Good morning"))
    assert translation_faults(translated, translated) == ["missing: Page/Good morning/", "unused: Page/Good evening/"]


def test_an_unfinished_translation_is_found(translated: Path) -> None:
    plant(translated, f"{TRANSLATION}.ts", TS.format(kind=' type="unfinished"', japanese=""))
    assert "unfinished: Page/Good evening/" in translation_faults(translated, translated)


def test_a_stale_compiled_file_is_found(translated: Path) -> None:
    plant(translated, f"{TRANSLATION}.ts", TS.format(kind="", japanese="こんにちは"))
    faults = translation_faults(translated, translated)
    assert faults == [f"{TRANSLATION}.qm is not compiled from {TRANSLATION}.ts: run pyside6-lrelease"]
