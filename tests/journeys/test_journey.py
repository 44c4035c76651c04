"""A member's day, by the real programs: joined, greeted, lucky, served, corrected, and the same everywhere."""

import re
from pathlib import Path

from PIL import Image

from tests.journeys.frames import Pose, camera_frame
from tests.journeys.programs import Program, run, waiting
from tests.journeys.shop import CAMPAIGN, Colleague, Shop
from tests.postgres import PostgresServer

POSE = Pose("rotated, blurred, small and dark", width=430, turned_deg=-33, blur_px=1.0, brightness=0.35, noise=6)
NICKNAME = "Hana"
ADJUSTED_POINTS = 600


def test_a_member_day_with_an_embedded_centre(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop", f"sqlite:///{tmp_path / 'central.sqlite'}")
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        card, number = join(shop, staff)
        wait_for_tickets(shop, kiosk, number)
        kiosk.type_like_a_scanner(card)
        voucher, won = turn_both(kiosk)
        hand_over_twice(shop, staff, voucher)
        adjust(shop, staff, card)
        assert_same_everywhere(shop, kiosk, staff, card, number, won)
        kiosk.close()
        staff.close()


def test_a_member_day(tmp_path: Path, newest_postgres: PostgresServer) -> None:
    shop = Shop(tmp_path / "shop", newest_postgres.make_database())
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        card, number = join(shop, staff)
        wait_for_tickets(shop, kiosk, number)
        kiosk.scan(card)
        voucher, won = turn_both(kiosk)
        hand_over_twice(shop, staff, voucher)
        adjust(shop, staff, card)
        assert_same_everywhere(shop, kiosk, staff, card, number, won)
        kiosk.close()
        staff.close()


def test_a_member_day_while_the_server_is_away(tmp_path: Path, newest_postgres: PostgresServer) -> None:
    shop = Shop(tmp_path / "shop", newest_postgres.make_database())
    with shop.serving(), shop.start_staff() as staff, shop.start_kiosk() as kiosk:
        card, number = join(shop, staff)
        wait_for_tickets(shop, kiosk, number)
        newest_postgres.stop()
        try:
            kiosk.scan(card)
            voucher, won = turn_both(kiosk)
            hand_over_twice(shop, staff, voucher)
        finally:
            newest_postgres.start()
        adjust(shop, staff, card)
        assert_same_everywhere(shop, kiosk, staff, card, number, won)
        kiosk.close()
        staff.close()


def test_a_member_day_with_the_power_cut_in_mid_turn(tmp_path: Path, newest_postgres: PostgresServer) -> None:
    shop = Shop(tmp_path / "shop", newest_postgres.make_database())
    with shop.serving(), shop.start_staff() as staff:
        with shop.start_kiosk() as kiosk:
            card, number = join(shop, staff)
            wait_for_tickets(shop, kiosk, number)
            kiosk.scan(card)
            start_turning(kiosk)
            kiosk.see("drum", expected=True, prop="turning")
            kiosk.kill()
        with shop.start_kiosk() as kiosk:
            kiosk.see("attract-page", prop="visible")
            kiosk.scan(card)
            kiosk.see_part("subtitle", "last visit")
            voucher, won = collect(kiosk)
            hand_over_twice(shop, staff, voucher)
            adjust(shop, staff, card)
            assert_same_everywhere(shop, kiosk, staff, card, number, won)
            kiosk.close()
        staff.close()


def join(shop: Shop, staff: Program) -> tuple[str, str]:
    """Enrol a member, save her card, give her a turn; return what a camera reads off the card, and her number."""
    sign_in(staff, shop.assistant)
    staff.tap("register")
    staff.write("enrol-nickname", NICKNAME)
    staff.write("enrol-name", "花田 花子")
    staff.tap("enrol-en")
    staff.tap("enrol-go")
    number = re.sub(r"\D", "", staff.see("card-number"))
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
    return read_by_camera(saved, shop.folder / "frame.png"), number


def sign_in(staff: Program, colleague: Colleague) -> None:
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


def wait_for_tickets(shop: Shop, kiosk: Program, number: str) -> None:
    """Wait until the kiosk knows the member and the turn that she was given."""
    for _ in waiting("the member at the kiosk"):
        member = shop.member_on("kiosk", number)
        if member is not None and len(member.tickets) == 1:
            return
        kiosk.pause()


def start_turning(kiosk: Program) -> None:
    kiosk.see("nickname", NICKNAME)
    kiosk.see("turns", "2 turns")
    kiosk.tap("open-wheel")
    kiosk.tap("all-turns")
    kiosk.tap("symbol-sun")


def turn_both(kiosk: Program) -> tuple[str, int]:
    """Take both turns; return a voucher and the points won."""
    start_turning(kiosk)
    kiosk.see("result-page", prop="visible")
    return collect(kiosk)


def collect(kiosk: Program) -> tuple[str, int]:
    """Go through the results to the end; return a voucher and the points won."""
    vouchers, won = [], 0
    for step in (1, 2):
        kiosk.see("step", f"{step} of 2")
        title = kiosk.see("title")
        if title == "10 points for you":
            won += 10
        else:
            vouchers.append(kiosk.see("voucher", prop="code"))
        kiosk.tap("go-on")
    kiosk.see("nickname", NICKNAME)
    kiosk.tap("bar-done")
    kiosk.see("attract-page", prop="visible")
    return vouchers[0], won


def hand_over_twice(shop: Shop, staff: Program, voucher: str) -> None:
    """Give the goods; a second scan says when, where and by whom that was."""
    staff.scan(voucher)
    staff.see("hand-over-outcome", "Handed over", prop="title")
    staff.see("hand-over-prize", "Tea cup")
    staff.tap("hand-over-next")
    staff.see("hand-over-ready", prop="visible")
    staff.scan(voucher)
    staff.see("hand-over-outcome", "Handed over before", prop="title")
    told = staff.see("hand-over-outcome", prop="sentence")
    assert re.search(r"\d\d:\d\d", told), told
    assert told.endswith(f"Ginza · {shop.assistant.name} · The tablet"), told


def adjust(shop: Shop, staff: Program, card: str) -> None:
    """Correct her points by more than the assistant may; the supervisor agrees with badge and PIN."""
    staff.scan(card)
    staff.tap("act-adjust")
    staff.tap_digits("adjust-pad", str(ADJUSTED_POINTS))
    staff.tap("reason-goodwill")
    staff.see_part("adjust-limit", "Supervisor")
    staff.tap("adjust-go")
    staff.scan(shop.assistant.badge)
    staff.see_part("approval/sign-in-trouble", "Somebody else has to agree")
    staff.scan(shop.supervisor.badge)
    staff.tap_digits("approval/pin-pad", shop.supervisor.pin)
    staff.see("adjust-outcome", "Adjusted", prop="title")
    staff.tap("adjust-to-member")


def assert_same_everywhere(shop: Shop, kiosk: Program, staff: Program, card: str, number: str, won: int) -> None:
    """Wait for the outboxes to empty; then screens, devices and ledger agree."""
    points = won + ADJUSTED_POINTS
    shop.converge(kiosk)
    for _ in waiting("the same balance everywhere"):
        members = [shop.member_on(module, number) for module in ("kiosk", "staff")]
        if [member and member.account.balance_points for member in members] == [points, points]:
            break
        kiosk.pause()
    assert shop.in_ledger() == points
    status = shop.status()
    assert (status["ledger_points"], status["balance_points"], status["held"]) == (points, points, 0)
    assert [device["waiting"] for device in status["devices"]] == [0, 0]
    (goods,) = status["stock"]
    assert goods["awarded"] in (1, 2)
    assert goods["delivered"] == sum(goods[part] for part in ("in_drums", "awarded", "returned", "written_off", "free"))
    staff.see("member-points", str(points))
    kiosk.scan(card)
    kiosk.see("points", points, prop="value")
