"""`garapon-demo` as somebody tries it: it makes its shop, opens everything, takes a scan, and ends without a trace."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.programs import Program, end_of, run, waiting

MAKING_S = 90
OPENING_S = 60
INTERRUPTED = 130
SAID = "Serving. Ctrl-C ends it.\n"
ITS_PROGRAMS = {"kiosk", "staff", "shared.central"}


def test_the_demo_makes_a_shop_takes_a_scan_ends_on_ctrl_c_and_finds_its_shop_again(tmp_path: Path) -> None:
    data = tmp_path / "demo"
    made = data / "shop" / "shop.json"
    with Program("shared.demo", "--locale", "en", data=data) as demo:
        demo.see("samples", prop="visible", within_s=MAKING_S)
        demo.see("sample-0", prop="visible", within_s=MAKING_S)
        children = _children(demo)
        assert set(children.values()) == ITS_PROGRAMS
        before = _stored_by_kiosk(data)
        _scan_first_card(demo)
        for _ in waiting("the visit at the centre", within_s=OPENING_S):
            if _stored_by_kiosk(data) > before:
                break
        shop = made.read_bytes()
        assert demo.press_ctrl_c() == INTERRUPTED
        assert demo.said == SAID
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]

    with Program("shared.demo", "--locale", "en", data=data) as demo:
        demo.see("sample-0", prop="visible")
        children = _children(demo)
        demo.ask_to_close()
        assert demo.wait() == 0
    assert made.read_bytes() == shop
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


@pytest.mark.parametrize("module", ["kiosk", "staff", "shared.demo"])
def test_without_a_screen_each_program_ends_in_one_sentence(module: str, tmp_path: Path) -> None:
    ended = end_of(module, "--data", str(tmp_path), without=("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"))
    assert ended.returncode == 2
    assert re.fullmatch(r"garapon-\w+: There is no screen here: [^\n]+\n", ended.stderr), ended.stderr
    assert ended.stdout == ""


def _scan_first_card(demo: Program) -> None:
    """Click the first card until the kiosk, which is still opening, takes it."""
    for _ in waiting("the kiosk's reader", within_s=OPENING_S):
        demo.tap("sample-0")
        if demo.see_part("toast", "", prop="text").startswith("Shown to the kiosk"):
            return


def _children(demo: Program) -> dict[int, str]:
    """Return the modules that the demo's own processes run, by process."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
            words = (stat.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if parent == demo.pid and b"-m" in words:
            found[int(stat.parent.name)] = words[words.index(b"-m") + 1].decode()
    return found


def _stored_by_kiosk(data: Path) -> int:
    central = data / "shop" / "central"
    status: dict[str, Any] = json.loads(run("shared.central", "status", "--json", "--data", str(central)))
    return sum(device["stored_seq"] for device in status["devices"] if device["kind"] == "kiosk")
