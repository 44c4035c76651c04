"""Settings come from file, environment and flags, and what is wrong is refused in one clear sentence."""

import argparse
from pathlib import Path

import pytest

from shared.runtime.config import (
    PROGRAMS,
    CentralSettings,
    KioskSettings,
    StaffSettings,
    add_flags,
    declared,
    load,
)
from shared.runtime.settings import DevicePrinter, FolderOfSlips, FullScreen, NetworkPrinter, WindowSize
from shared.runtime.trouble import Trouble

NOWHERE = Path("/nowhere/garapon.toml")


def flags(*words: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    add_flags(parser, KioskSettings)
    return vars(parser.parse_args(words))


def test_without_anything_a_kiosk_fills_its_screen_and_has_no_centre() -> None:
    assert load(KioskSettings, {}, {}, NOWHERE) == KioskSettings()
    assert KioskSettings().window == FullScreen()
    assert KioskSettings().central is None


def test_the_later_source_wins(tmp_path: Path) -> None:
    file = tmp_path / "garapon.toml"
    file.write_text('[kiosk]\nlocale = "en"\nwindow = "1080x1920"\ncamera = false\n[staff]\nlocale = "en"\n')
    from_file = load(KioskSettings, {}, {}, file)
    assert (from_file.locale, from_file.window, from_file.camera) == ("en", WindowSize(1080, 1920), False)
    environment = {"GARAPON_LOCALE": "ja", "GARAPON_WINDOW": "fullscreen"}
    from_environment = load(KioskSettings, {}, environment, file)
    assert (from_environment.locale, from_environment.window) == ("ja", FullScreen())
    from_flags = load(KioskSettings, flags("--window", "540x960", "--camera"), environment, file)
    assert (from_flags.locale, from_flags.window, from_flags.camera) == ("ja", WindowSize(540, 960), True)


def test_a_named_file_replaces_the_platforms(tmp_path: Path) -> None:
    platform, named, flagged = (tmp_path / name for name in ("platform", "named", "flagged"))
    for file, locale in ((platform, "en"), (named, "ja"), (flagged, "en")):
        file.write_text(f'[kiosk]\nlocale = "{locale}"\n')
    assert load(KioskSettings, {}, {"GARAPON_CONFIG": str(named)}, platform).locale == "ja"
    by_flag = load(KioskSettings, flags("--config", str(flagged)), {"GARAPON_CONFIG": str(named)}, platform)
    assert by_flag.locale == "en"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("locale =", "is not valid TOML"),
        ('[kiosks]\nlocale = "en"', "'kiosks', but only the tables [central], [demo], [kiosk], [staff]"),
        ('locale = "en"', "'locale', but only the tables"),
        ('[kiosk]\nlocal = "en"', "[kiosk] local is unknown; known are data, central, window, locale"),
        ('[kiosk]\nlocale = "fr"', "[kiosk] locale must be en or ja, not 'fr'"),
        ("[kiosk]\nlocale = [1]", "[kiosk] locale must be en or ja"),
        ('[kiosk]\nwindow = "1080"', "window must be fullscreen or a size like 1080x1920 (320 to 7680 a side)"),
        ('[kiosk]\nwindow = "1x1"', "not '1x1'"),
        ('[kiosk]\ncentral = "mysql://host/db"', "central must be an address like postgresql://host/garapon"),
        ('[kiosk]\ncentral = "sqlite:"', "central must be an address"),
        ('[kiosk]\ncamera = "maybe"', "camera must be true or false, not 'maybe'"),
        ('[kiosk]\ndata = ""', "data must be a folder"),
        ('[staff]\nwindow = "no"', "[staff] window must be"),
    ],
)
def test_a_wrong_file_is_refused_with_file_key_and_expectation(tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "garapon.toml"
    file.write_text(content)
    with pytest.raises(Trouble) as refused:
        load(KioskSettings, {}, {}, file)
    assert str(file) in str(refused.value)
    assert told in str(refused.value)


def test_a_named_file_must_be_there_and_readable(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="can't be read: No such file"):
        load(KioskSettings, {"config": str(tmp_path / "absent.toml")}, {}, NOWHERE)
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    with pytest.raises(Trouble, match="is not valid TOML"):
        load(KioskSettings, {}, {}, binary)


def test_wrong_variables_and_flags_are_refused() -> None:
    with pytest.raises(Trouble, match="GARAPON_LOCAL is unknown; known are GARAPON_CAMERA, GARAPON_CENTRAL"):
        load(KioskSettings, {}, {"GARAPON_LOCAL": "en"}, NOWHERE)
    with pytest.raises(Trouble, match="The environment variable GARAPON_LOCALE must be en or ja, not 'fr'"):
        load(KioskSettings, {}, {"GARAPON_LOCALE": "fr"}, NOWHERE)
    with pytest.raises(Trouble, match="The flag --serial-scanner must be a serial port, not ' '"):
        load(KioskSettings, {"serial_scanner": " "}, {}, NOWHERE)
    with pytest.raises(Trouble, match="The flag --key-gap-ms must be 10 to 200 milliseconds, not '5'"):
        load(KioskSettings, {"key_gap_ms": "5"}, {}, NOWHERE)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("tcp:printer.shop", NetworkPrinter("printer.shop", 9100)),
        ("tcp:192.168.0.9:9101", NetworkPrinter("192.168.0.9", 9101)),
        ("tcp:[fe80::1]", NetworkPrinter("fe80::1", 9100)),
        ("/dev/usb/lp0", DevicePrinter(Path("/dev/usb/lp0"))),
        ("/dev/ttyS0@19200", DevicePrinter(Path("/dev/ttyS0"), 19_200)),
        ("folder:/tmp/slips", FolderOfSlips(Path("/tmp/slips"))),
    ],
)
def test_a_printer_is_named_by_its_place(text: str, place: object) -> None:
    assert load(KioskSettings, {"printer": text, "paper_mm": "58"}, {}, NOWHERE).printer == place


@pytest.mark.parametrize(
    "text", ["", " ", "tcp:", "tcp::9100", "tcp:host:0", "tcp:host:x", "/dev/ttyS0@fast", "folder:"]
)
def test_what_is_no_place_of_a_printer_is_refused(text: str) -> None:
    with pytest.raises(Trouble, match="The flag --printer must be tcp:HOST, a device like /dev/usb/lp0"):
        load(KioskSettings, {"printer": text}, {}, NOWHERE)
    with pytest.raises(Trouble, match="The flag --paper-mm must be 58 or 80, not '70'"):
        load(KioskSettings, {"paper_mm": "70"}, {}, NOWHERE)


def test_a_variable_of_another_program_is_no_mistake() -> None:
    assert load(CentralSettings, {}, {"GARAPON_WINDOW": "540x960"}, NOWHERE) == CentralSettings()


def test_addresses_and_paths_are_taken_as_they_are(tmp_path: Path) -> None:
    for address in ("postgresql://u@h:5433/g", "postgresql+psycopg://h/g", "sqlite:////x/y.sqlite"):
        assert load(StaffSettings, {"central": address}, {}, NOWHERE).central == address
    assert load(StaffSettings, {"data": str(tmp_path)}, {}, NOWHERE).data == tmp_path
    home = load(StaffSettings, {"data": "~/shop"}, {}, NOWHERE).data
    assert home == Path.home() / "shop"


@pytest.mark.parametrize(
    "address", ["foo", "mysql://host/g", "postgresql://", "postgresql://host:port/g", "sqlite:///"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Trouble, match="The flag --central must be an address like postgresql://host/garapon"):
        load(StaffSettings, {"central": address}, {}, NOWHERE)


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_field_of_every_program_is_a_flag_and_explained(program: type[KioskSettings]) -> None:
    assert list(declared(program)) == [name for name in program.__dataclass_fields__ if name != "table"]
    parser = argparse.ArgumentParser()
    add_flags(parser, program)
    shown = " ".join(parser.format_help().split())
    for name, each in declared(program).items():
        assert f"--{name.replace('_', '-')}" in shown
        assert each.purpose in shown
