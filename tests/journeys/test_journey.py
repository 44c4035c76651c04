"""A member's day, by the real programs: joined, greeted, lucky, served, corrected, and the same everywhere."""

import re
from pathlib import Path

import pytest
from PIL import Image

from tests.conftest import POSTGRES_NAMES
from tests.hardware.paper_printer import PaperPrinter, on_network
from tests.journeys.frames import Pose, camera_frame
from tests.journeys.programs import Program, run, waiting
from tests.journeys.shop import CAMPAIGN, Colleague, Shop
from tests.postgres import PostgresServer, PostgresServers

POSE = Pose("rotated, blurred, small and dark", width=430, turned_deg=-33, blur_px=1.0, brightness=0.35, noise=6)
ADJUSTED_POINTS = 600


@pytest.fixture(scope="module")
def server(postgres_servers: PostgresServers) -> PostgresServer:
    """Give the pip-installed PostgreSQL: journeys are too long to repeat on each."""
    return postgres_servers.get(POSTGRES_NAMES[0])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, server: PostgresServer) -> Shop:
    """Give one shop for all journeys against PostgreSQL: each is another member's day in it."""
    return Shop(tmp_path_factory.mktemp("journeys") / "shop", server.make_database())


def test_a_member_day_with_an_embedded_centre(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop", f"sqlite:///{tmp_path / 'central.sqlite'}")
    paper = PaperPrinter()
    with (
        on_network(paper) as (host, port),
        shop.serving(),
        shop.start_staff() as staff,
        shop.start_kiosk("--printer", f"tcp:{host}:{port}") as kiosk,
    ):
        hana = Guest("Hana", shop, staff)
        hana.wait_for_turn(kiosk)
        kiosk.type_like_a_scanner(hana.card)
        hana.start_turning(kiosk)
        kiosk.tap("drum")
        hana.collect(kiosk, paper)
        hana.be_served(staff)
        hana.be_corrected(staff)
        hana.assert_same_everywhere(kiosk, staff)
        kiosk.close()
        staff.close()


def test_a_member_day(shop: Shop) -> None:
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        hana = Guest("Hana", shop, staff)
        hana.wait_for_turn(kiosk)
        kiosk.scan(hana.card)
        hana.start_turning(kiosk)
        hana.collect(kiosk)
        hana.be_served(staff)
        hana.be_corrected(staff)
        hana.assert_same_everywhere(kiosk, staff)
        kiosk.close()
        staff.close()


def test_a_member_day_while_the_server_is_away(shop: Shop, server: PostgresServer) -> None:
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        sora = Guest("Sora", shop, staff)
        sora.wait_for_turn(kiosk)
        server.stop()
        try:
            kiosk.scan(sora.card)
            sora.start_turning(kiosk)
            sora.collect(kiosk)
            sora.be_served(staff)
        finally:
            server.start()
        sora.be_corrected(staff)
        sora.assert_same_everywhere(kiosk, staff)
        kiosk.close()
        staff.close()


def test_a_member_day_with_the_power_cut_in_mid_turn(shop: Shop) -> None:
    with shop.serving(), shop.start_staff() as staff:
        with shop.start_kiosk() as kiosk:
            yuki = Guest("Yuki", shop, staff)
            yuki.wait_for_turn(kiosk)
            kiosk.scan(yuki.card)
            yuki.start_turning(kiosk)
            kiosk.see("drum", expected=True, prop="turning")
            kiosk.kill()
        with shop.start_kiosk() as kiosk:
            kiosk.see("attract-page", prop="visible")
            kiosk.scan(yuki.card)
            kiosk.see_part("subtitle", "last visit")
            yuki.collect(kiosk)
            yuki.be_served(staff)
            yuki.be_corrected(staff)
            yuki.assert_same_everywhere(kiosk, staff)
            kiosk.close()
        staff.close()


class Guest:
    """Somebody who joins at the tablet: her card is saved and read by a camera, and one turn is given to her.

    `vouchers` and `won_points` are what her turns gave.
    """

    def __init__(self, nickname: str, shop: Shop, staff: Program) -> None:
        self._nickname, self._shop = nickname, shop
        self.vouchers: list[str] = []
        self.won_points = 0
        sign_in(staff, shop.assistant)
        staff.tap("register")
        staff.write("form-nickname", nickname)
        staff.write("form-name", "花田 花子")
        staff.tap("form-en")
        staff.tap("enrol-go")
        self.number = re.sub(r"\D", "", staff.see("card-number"))
        staff.tap("card-png")
        saved = Path(staff.see_part("card-made", "Saved as").removeprefix("Saved as "))
        staff.tap("card-to-member")
        staff.tap("act-ticket")
        staff.tap(f"campaign-{CAMPAIGN}")
        staff.tap("reason-goodwill")
        staff.tap("ticket-give")
        staff.see("ticket-outcome", "One turn given", prop="title")
        staff.tap("ticket-to-member")
        staff.see("member-points", "0")
        self.card = read_by_camera(saved, shop.folder / f"frame-{nickname}.png")

    def wait_for_turn(self, kiosk: Program) -> None:
        """Wait until the kiosk knows her and the turn that she was given."""
        for _ in waiting("the member at the kiosk"):
            member = self._shop.member_on("kiosk", self.number)
            if member is not None and len(member.tickets) == 1:
                return
            kiosk.pause()

    def start_turning(self, kiosk: Program) -> None:
        """Be greeted, and turn for both tickets: the given one and the one of this visit."""
        kiosk.see("nickname", self._nickname)
        kiosk.see("turns", "2 turns")
        kiosk.tap("open-wheel")
        kiosk.tap("all-turns")
        kiosk.tap("symbol-sun")

    def collect(self, kiosk: Program, paper: PaperPrinter | None = None) -> None:
        """Look at both results, keep the vouchers, on paper where the kiosk prints, and leave."""
        for step in (1, 2):
            kiosk.see("step", f"{step} of 2")
            if kiosk.see("title") == "10 points for you":
                self.won_points += 10
            else:
                self.vouchers.append(self._printed(kiosk, paper) if paper else kiosk.see("voucher", prop="code"))
            kiosk.tap("go-on")
        kiosk.see("nickname", self._nickname)
        kiosk.tap("bar-done")
        kiosk.see("attract-page", prop="visible")

    def _printed(self, kiosk: Program, paper: PaperPrinter) -> str:
        """Print the voucher and return what a camera reads from the slip."""
        kiosk.tap("print")
        kiosk.see("print-told", "It is printed. Please take it with you.", prop="sentence")
        slip = self._shop.folder / f"slip-{len(paper.papers)}.png"
        paper.papers[-1].convert("RGB").save(slip)
        code = read_by_camera(slip, slip.with_suffix(".frame.png"))
        assert code == kiosk.see("voucher", prop="code")
        return code

    def be_served(self, staff: Program) -> None:
        """Get the goods; a second scan says when, where and by whom that was."""
        staff.scan(self.vouchers[0])
        staff.see("hand-over-outcome", "Please give the goods now", prop="title")
        staff.see("hand-over-prize", "Tea cup")
        staff.tap("hand-over-next")
        staff.see("hand-over-ready", prop="visible")
        staff.scan(self.vouchers[0])
        staff.see("hand-over-outcome", "Handed over before", prop="title")
        told = staff.see("hand-over-outcome", prop="sentence")
        assert re.search(r"\d\d:\d\d", told), told
        assert told.endswith(f"Ginza · {self._shop.assistant.name} · The tablet"), told

    def be_corrected(self, staff: Program) -> None:
        """Have her points raised by more than the assistant may; the supervisor agrees with badge and PIN."""
        staff.scan(self.card)
        staff.tap("act-adjust")
        staff.tap_digits("adjust-pad", str(ADJUSTED_POINTS))
        staff.tap("reason-goodwill")
        staff.see_part("adjust-limit", "Supervisor")
        staff.tap("adjust-go")
        staff.scan(self._shop.assistant.badge)
        staff.see_part("approval/sign-in-trouble", "Somebody else has to agree")
        staff.scan(self._shop.supervisor.badge)
        staff.tap_digits("approval/pin-pad", self._shop.supervisor.pin)
        staff.see("adjust-outcome", "Adjusted", prop="title")
        staff.tap("adjust-to-member")

    def assert_same_everywhere(self, kiosk: Program, staff: Program) -> None:
        """Wait until nothing is on its way; then screens, devices and ledger agree."""
        shop, points = self._shop, self.won_points + ADJUSTED_POINTS
        shop.converge(kiosk)
        for _ in waiting("the same balance everywhere"):
            members = [shop.member_on(module, self.number) for module in ("kiosk", "staff")]
            if [member and member.account.balance_points for member in members] == [points, points]:
                break
            kiosk.pause()
        assert members[0] is not None
        assert shop.in_ledger(members[0].member_id) == points
        status = shop.status()
        assert status["ledger_points"] == status["balance_points"]
        assert [device["waiting"] for device in status["devices"]] == [0, 0]
        assert status["held"] == 0
        (goods,) = status["stock"]
        parts = ("in_drums", "awarded", "returned", "written_off", "free")
        assert goods["delivered"] == sum(goods[part] for part in parts)
        staff.see("member-points", str(points))
        kiosk.scan(self.card)
        kiosk.see("points", points, prop="value")


def sign_in(staff: Program, colleague: Colleague) -> None:
    """Show the badge until the tablet has heard of its owner, then tap the PIN."""
    staff.see("sign-in", prop="visible")
    for _ in waiting("the roster"):
        staff.scan(colleague.badge)
        if staff.sees("pin-pad"):
            break
    staff.tap_digits("pin-pad", colleague.pin)
    staff.see("register", prop="visible")


def read_by_camera(card: Path, frame: Path) -> str:
    """Hold the card up to a camera, badly, and return what the kiosk's camera path reads."""
    with Image.open(card) as picture:
        camera_frame(picture, POSE).save(frame)
    (line,) = run("kiosk", "--data", str(frame.parent / "reader"), "--scan", str(frame)).splitlines()
    return line.removeprefix(f"{frame}: ")
