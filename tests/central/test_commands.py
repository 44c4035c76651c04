"""`garapon-central` as an administrator uses it, and the sentences she gets for what goes wrong."""

import argparse
import json
import os
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from shared.central.__main__ import main
from shared.central.commands import add_commands, run_command
from shared.central.database import open_centre
from shared.central.invitations import admit_invited
from shared.central.office import device_address, read_programme
from shared.central.secrets_file import SECRETS_FILE, load_secrets
from shared.central.serve import utc_now
from shared.domain.codes import CodeKind, GaraponCode, read
from shared.domain.devices import DeviceKind
from shared.runtime.config import CentralSettings
from shared.runtime.folders import choose_folders
from shared.runtime.start import INTERRUPTED, Started
from shared.runtime.trouble import Trouble
from shared.sync.enrolling import enrol
from shared.wire.badge_keys import BadgeKeyRing
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment

PROGRAMME = Path(__file__).parents[2] / "shared" / "demo" / "programme.toml"
STORE, CAMPAIGN = "ginza", "year-end-2026"


class Office:
    """Runs commands against one centre."""

    def __init__(self, url: str, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.url = url
        self.data = data
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str]:
        """Run a command; return its exit code and everything it said."""
        code = main([*words, "--data", str(self.data), "--central", self.url])
        said = self._capsys.readouterr()
        return code, (said.out + said.err).strip()

    def done(self, *words: str) -> str:
        """Run a command that must succeed."""
        code, said = self.run(*words)
        assert code == 0, said
        return said

    def refused(self, *words: str) -> str:
        """Run a command that must be refused; return its sentence."""
        code, said = self.run(*words)
        assert code == 2, said
        assert "Traceback" not in said
        return said


@pytest.fixture
def office(central_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(central_url, tmp_path / "centre", capsys)
    made.done("init")
    made.done("programme", "apply", str(PROGRAMME))
    return made


@pytest.fixture
def sqlite_office(sqlite_central: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    made = Office(sqlite_central, tmp_path / "centre", capsys)
    made.done("init")
    made.done("programme", "apply", str(PROGRAMME))
    return made


def test_a_chain_is_set_up_from_nothing_by_commands(office: Office, tmp_path: Path) -> None:
    (tmp_path / "pin").write_text("246810\n")
    (tmp_path / "kiosk").mkdir()
    office.done("device", "add", "--store", STORE, "--kind", "kiosk", "--label", "K", "--out", str(tmp_path / "kiosk"))
    tablet = ("device", "add", "--store", STORE, "--kind", "tablet", "--label", "T", "--counter")
    office.done(*tablet, "--out", str(tmp_path / "tablet.json"))
    if not office.url.startswith("sqlite"):
        _come_in(office, tmp_path / "kiosk" / "invitation.txt", tmp_path / "kiosk")
        (tmp_path / "tablet").mkdir()
        _come_in(office, tmp_path / "tablet.txt", tmp_path / "tablet")
    person = ("staff", "add", "--name", "加藤", "--role", "assistant", "--store", STORE)
    office.done(*person, "--pin-file", str(tmp_path / "pin"), "--badge-out", str(tmp_path))
    office.done("stock", "deliver", "--store", STORE, "--campaign", CAMPAIGN, "--prize", "tea-cup", "--count", "45")
    status = json.loads(office.done("status", "--json"))
    assert [(device["label"], device["counter"]) for device in status["devices"]] == [("K", False), ("T", True)]
    assert [(s["prize"], s["free"]) for s in status["stock"]] == [("tea-cup", 45)]
    assert "tea-cup: 45 + 0 = 0 + 0 + 0 + 0 + 45" in office.done("status")

    kiosk = read_enrolment(tmp_path / "kiosk" / ENROLMENT_FILE)
    address = device_address(office.url)
    assert (kiosk.kind, kiosk.store_id, kiosk.central_url, kiosk.epoch) == (DeviceKind.KIOSK, STORE, address, 1)
    assert bool(kiosk.central_key) is office.url.startswith("sqlite")
    (badge,) = tmp_path.glob("badge-*.txt")
    code = read(badge.read_text())
    assert isinstance(code, GaraponCode)
    assert code.kind is CodeKind.STAFF_BADGE
    for secret in (tmp_path / "kiosk" / ENROLMENT_FILE, badge, office.data / SECRETS_FILE):
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def _come_in(office: Office, invitation: Path, folder: Path) -> None:
    """Enrol an invited device, and let the centre admit it."""
    enrol(str(invitation), folder)
    engine = open_centre(office.url, load_secrets(office.data))
    assert admit_invited(engine, utc_now()) == 1
    engine.dispose()
    with pytest.raises(Trouble, match="belongs to another device"):
        enrol(str(invitation), folder)


def test_devices_are_listed_frozen_released_and_revoked(office: Office, tmp_path: Path) -> None:
    (tmp_path / "kiosk").mkdir()
    office.done("device", "add", "--store", STORE, "--kind", "kiosk", "--label", "K", "--out", str(tmp_path / "kiosk"))
    if not office.url.startswith("sqlite"):
        _come_in(office, tmp_path / "kiosk" / "invitation.txt", tmp_path / "kiosk")

    def state() -> str:
        (device,) = json.loads(office.done("device", "list", "--json"))["devices"]
        return str(device["state"])

    assert state() == "active"
    office.done("device", "freeze", "1", "--reason", "found in a bag")
    assert state() == "frozen"
    assert "found in a bag" in office.done("device", "list")
    office.done("device", "release", "1")
    assert state() == "active"
    office.done("device", "revoke", "1")
    assert state() == "revoked"
    assert "revoked already" in office.refused("device", "revoke", "1")
    assert "no device '7'" in office.refused("device", "freeze", "7")


def test_init_again_changes_nothing(office: Office) -> None:
    before = load_secrets(office.data)
    office.done("init")
    assert load_secrets(office.data) == before


def test_a_programme_must_rise_and_be_right(sqlite_office: Office, tmp_path: Path) -> None:
    office, file = sqlite_office, tmp_path / "programme.toml"
    text = PROGRAMME.read_text("utf-8")
    office.done("programme", "apply", str(PROGRAMME))
    file.write_text(text.replace('ja = "まちの雑貨店"', 'ja = "まちの店"'), "utf-8")
    assert "must be higher than 1" in office.refused("programme", "apply", str(file))
    file.write_text(text.replace("version = 1\nname", "version = 2\nname"), "utf-8")
    assert "version 2 is in use" in office.done("programme", "apply", str(file))
    file.write_text(text.replace('"machi-goods"', '"other"').replace("version = 1\nname", "version = 3\nname"), "utf-8")
    assert "this centre runs 'machi-goods'" in office.refused("programme", "apply", str(file))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('time_zone = "Asia/Tokyo"', 'time_zone = "Mars/Base"', "time_zone: 'Mars/Base' is no IANA time zone"),
        ("yen_per_point = 100", 'yen_per_point = "many"', "$.earning.yen_per_point"),
        ('kind = "coupon"', 'kind = "cheque"', "$.wheels[0].prizes[5].kind"),
        ("[earning]", "[earning", "is not valid TOML"),
        ('{ en = "Plum", ja = "梅" }', '{ en = "Plum", ja = "" }', "programme.tiers[0].name needs both"),
        ("youngest_years", "youngest_year", "joining.youngest_year: there is no such field; youngest_years was meant."),
        ('phone = "optional"', 'phone = "maybe"', "Invalid enum value 'maybe' - at `$.joining.phone`"),
        ('birthday = "required"', 'birthday = "optional"', 'asking for the birthday: say birthday = "required".'),
        ("needed = true\nmarketing = false", "needed = true", "purposes.rules: joining can't depend on marketing"),
        (
            "needed = true",
            'needed = true\nby = "email"',
            "needed = true and by = 'email' don't go together",
        ),
        ("needed = true", "needful = true", "purposes[0].needful: there is no such field; needed was meant."),
        ("[[stores]]\n", "[[stores]]\nmoon = 1\n", "stores[0].moon: there is no such field."),
    ],
)
def test_a_faulty_programme_is_refused_with_the_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    file = tmp_path / "programme.toml"
    text = PROGRAMME.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(Trouble) as refused:
        read_programme(file)
    assert said in str(refused.value)


def test_refusals_are_sentences(sqlite_office: Office, tmp_path: Path) -> None:
    office, out = sqlite_office, str(tmp_path / "d.json")
    device = ("device", "add", "--kind", "tablet", "--label", "T", "--out", out)
    assert "no store 'paris'" in office.refused(*device, "--store", "paris")
    office.done(*device, "--store", STORE, "--counter")
    assert "exists already" in office.refused(*device, "--store", STORE)
    second = (*device[:-1], str(tmp_path / "e.json"), "--store", STORE, "--counter")
    assert "has a counter already, 'T'" in office.refused(*second)
    kiosk = ("device", "add", "--kind", "kiosk", "--label", "K", "--out", str(tmp_path / "f.json"), "--counter")
    assert "A kiosk can't be the counter" in office.refused(*kiosk, "--store", STORE)
    goods = ("stock", "deliver", "--store", STORE, "--count", "1", "--campaign")
    assert "no campaign 'x'" in office.refused(*goods, "x", "--prize", "tea-cup")
    assert "no stocked prize 'points-10'" in office.refused(*goods, CAMPAIGN, "--prize", "points-10")
    assert "There is no drum" in office.refused("verify-drum", "x")
    (tmp_path / "pin").write_text("12ab")
    person = ("staff", "add", "--name", "N", "--store", STORE, "--badge-out", str(tmp_path), "--pin-file")
    assert "A PIN has 6 digits" in office.refused(*person, str(tmp_path / "pin"), "--role", "manager")
    (tmp_path / "pin").write_text("123456")
    assert "no role 'king'" in office.refused(*person, str(tmp_path / "pin"), "--role", "king")


def test_a_badge_and_its_pin_unlock_the_key_that_the_centre_knows(sqlite_office: Office, tmp_path: Path) -> None:
    from shared.central import office
    from shared.central.database import open_centre
    from shared.central.serve import utc_now

    chain = load_secrets(sqlite_office.data)
    engine = open_centre(sqlite_office.url, chain)
    badge = office.add_staff(engine, chain, ("加藤", "assistant", STORE), "246810", utc_now())
    engine.dispose()
    code = read(badge.code)
    assert isinstance(code, GaraponCode)
    ring = BadgeKeyRing(bytes.fromhex(chain.pepper))
    unlocked = ring.unlock(badge.staff, code.body, "246810")
    assert unlocked is not None
    assert unlocked.key.public_key().public_bytes_raw().hex() == badge.staff.public_key
    assert ring.unlock(badge.staff, code.body, "246811") is None


def test_without_init_or_with_other_secrets_it_says_what_to_do(
    central_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fresh = Office(central_url, tmp_path / "centre", capsys)
    assert "garapon-central init" in fresh.refused("status")
    fresh.done("init")
    if central_url.startswith("sqlite"):
        stranger = Office(central_url, tmp_path / "stranger", capsys)
        assert "does not open the embedded central database" in stranger.refused("init")
    assert "begin with `garapon-central programme apply" in fresh.refused(
        "device", "add", "--store", STORE, "--kind", "kiosk", "--label", "K", "--out", str(tmp_path / "k.json")
    )


def test_members_are_imported_by_command_and_previewed_first(office: Office, tmp_path: Path) -> None:
    file = tmp_path / "members.csv"
    file.write_text("id,name,phone,points,expires_on\n1,佐藤 美咲,090-0000-4821,180,2099-12-31\n2,,12,,\n", "utf-8")
    preview = office.done("members", "import", str(file), "--dry-run", "--store", STORE)
    assert "1 members would be imported with 180 points" in preview
    assert "Line 3 is left out. phone: is no telephone number." in preview
    assert "1 members imported with 180 points" in office.done("members", "import", str(file), "--store", STORE)
    assert "1 were there already" in office.done("members", "import", str(file), "--store", STORE)
    status = json.loads(office.done("status", "--json"))
    assert (status["members"], status["balance_points"], status["ledger_points"]) == (1, 180, 180)


def test_sales_are_imported_previewed_listed_and_undone_by_command(office: Office, tmp_path: Path) -> None:
    members, journal = tmp_path / "members.csv", tmp_path / "journal.csv"
    members.write_text("id,name,phone\n1,佐藤 美咲,090-0000-4821\n", "utf-8")
    office.done("members", "import", str(members), "--store", STORE)
    lines = [
        "売場,レジ,日付,伝票,会員,金額",
        "001,1,2026/1/5,7,090-0000-4821,1100",
        "001,1,2026/1/5,8,,500",
        "001,1,2026/1/5,9,,5x",
    ]
    journal.write_bytes("\r\n".join(lines).encode("cp932"))
    names = {"store": "売場", "register": "レジ", "business_date": "日付", "receipt": "伝票", "member": "会員"}
    flags = [
        word for name, heading in {**names, "amount": "金額"}.items() for word in ("--column", f"{name}={heading}")
    ]
    words = ("sales", "import", str(journal), *flags, "--store-code", f"001={STORE}")
    preview = office.done(*words, "--dry-run")
    assert "1 purchases would be recorded with 10 points" in preview
    assert "Line 4 left out. amount: whole yen are needed." in preview
    assert json.loads(office.done("status", "--json"))["ledger_points"] == 0
    said = office.done(*words)
    assert "1 without a member; 0 were there already; 1 left out (1 lines not understood)." in said
    assert "2 were there already" in office.done(*words)
    (batch,) = [line.split()[0] for line in office.done("sales", "list").splitlines()]
    assert "2 entries taken back, -10 points; 0 stay." in office.done("sales", "undo", batch)
    assert "undone already" in office.refused("sales", "undo", batch)
    status = json.loads(office.done("status", "--json"))
    assert (status["ledger_points"] + status["pending_points"], status["balance_points"]) == (0, 0)
    assert "'shop' is none of" in office.refused("sales", "import", str(journal), "--column", "shop=売場")
    assert "two words with = between" in office.refused("sales", "import", str(journal), "--store-code", "001")


def test_an_interrupted_import_says_how_to_go_on(sqlite_office: Office, tmp_path: Path) -> None:
    journal = tmp_path / "journal.csv"
    rows = "".join(f"1,2026-01-05,{number},100\n" for number in range(60))
    journal.write_text(f"register,business_date,receipt,amount\n{rows}")
    seen: list[str] = []

    def say(text: str) -> None:
        seen.append(text)
        if text.startswith("Line"):
            raise KeyboardInterrupt

    journal.write_text(journal.read_text() + "1,2026-01-05,x,none\n" + rows.replace("2026-01-05", "2026-01-06"))
    parser = argparse.ArgumentParser()
    add_commands(parser)
    words = ["sales", "import", str(journal), "--store", STORE]
    arguments = parser.parse_args(words)
    settings = CentralSettings(data=sqlite_office.data, central=sqlite_office.url)
    folders = choose_folders("central", sqlite_office.data)
    assert run_command(Started(settings=settings, folders=folders, arguments=arguments), say) == INTERRUPTED
    assert seen[-1].startswith("Stopped after line 62. What is recorded stays")
    assert "99 were there already" in sqlite_office.done(*words)
    assert "120 were there already" in sqlite_office.done(*words)


def test_reports_units_and_figures_are_printed(sqlite_office: Office, tmp_path: Path) -> None:
    office = sqlite_office
    assert "report_liability: a month of a store's points" in office.done("reports")
    assert set(json.loads(office.done("reports", "--json"))) >= {"report_balance", "report_held"}
    assert "Type=notify" in office.done("unit")
    office.done("status", "--prometheus", str(tmp_path / "now.prom"))
    assert "garapon_database_up 1" in (tmp_path / "now.prom").read_text()
    assert "does not exist" in office.refused("serve", "--metrics", str(tmp_path / "no" / "x.prom"))


def test_systemd_hears_when_serving_begins_and_ends(sqlite_office: Office, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "notify"))
        ear.settimeout(60)
        metrics = tmp_path / "garapon.prom"
        words = ["serve", "--data", str(sqlite_office.data), "--central", sqlite_office.url, "--metrics", str(metrics)]
        process = subprocess.Popen(
            [sys.executable, "-m", "shared.central", *words],
            stdout=subprocess.DEVNULL,
            cwd=PROGRAMME.parents[2],
            env={**os.environ, "NOTIFY_SOCKET": ear.getsockname(), "WATCHDOG_USEC": "30000000"},
        )
        assert ear.recv(100).startswith(b"READY=1\n")
        assert ear.recv(100) == b"WATCHDOG=1"
        process.send_signal(signal.SIGTERM)
        while (said := ear.recv(100)) == b"WATCHDOG=1":
            pass
        assert said == b"STOPPING=1"
        assert process.wait(60) == 0
        assert "garapon_operations_held 0" in metrics.read_text()


@pytest.mark.parametrize("words", [(), ("init",), ("serve",), ("device", "add"), ("members", "import"), ("status",)])
def test_every_command_has_help(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*words, "--help"])
    assert ended.value.code == 0
    assert "--central URL" in capsys.readouterr().out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_ends_softly_when_it_is_told_to(sqlite_office: Office, number: signal.Signals) -> None:
    words = ["serve", "--data", str(sqlite_office.data), "--central", sqlite_office.url]
    process = subprocess.Popen(
        [sys.executable, "-m", "shared.central", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=PROGRAMME.parents[2],
        env=os.environ,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "Serving. Ctrl-C ends it.\n"
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")


def test_held_operations_and_members_are_settled_by_commands(office: Office, tmp_path: Path) -> None:
    assert office.done("held", "list") == "0 operations are held."
    assert json.loads(office.done("held", "list", "--all", "--json")) == []
    for words in (("show",), ("release",), ("reject", "--note", "nobody")):
        assert "is held" in office.refused("held", words[0], "f" * 32, *words[1:])
    people = tmp_path / "members.csv"
    people.write_text(
        "id,nickname,name,phone,points,expires_on\nk1,Hana,山田 花,090-1234-5678,100,2035-12-31\n"
        "k2,Hana,山田 花,090-1234-5678,20,2035-12-31\n",
        "utf-8",
    )
    office.done("members", "import", str(people), "--store", STORE)
    (group,) = json.loads(office.done("member", "duplicates", "--json"))
    kept, merged = group["members"]
    assert "山田 花" in office.done("member", "duplicates")
    assert "one now" in office.done("member", "merge", kept, merged)
    assert "already" in office.done("member", "merge", merged, kept)
    out = tmp_path / "her.json"
    office.done("member", "export", merged, "--out", str(out))
    known = json.loads(out.read_bytes())
    assert (known["member"]["member_id"], [m["member_id"] for m in known["merged"]]) == (kept, [merged])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "herself again" in office.done("member", "unmerge", merged)
    assert "not merged" in office.refused("member", "unmerge", merged)
    assert "say --yes" in office.refused("member", "erase", merged)
    office.done("member", "erase", merged, "--yes")
    assert "forgotten" in office.refused("member", "merge", kept, merged)
    assert "no member" in office.refused("member", "export", "nobody")
    assert "山田" not in json.dumps(json.loads(office.done("member", "export", merged)), ensure_ascii=False)
