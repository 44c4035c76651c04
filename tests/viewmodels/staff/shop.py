"""A real shop for the staff program: an embedded centre, a kiosk and a counter tablet, people and members."""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Engine

import shared.demo
from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.enrol_member import EnrolmentForm, MemberEnrolled, enrol_member
from shared.application.identify import IdentifyMember
from shared.application.ports import Desk, Signer, Signers
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.application.sign_in import BadgeSeen, SignedIn, SignIn
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.central.applier import Applier
from shared.central.calls import hear_calls
from shared.central.database import default_url, open_centre
from shared.central.housekeeping import keep_house
from shared.central.look_ups import answer_look_ups
from shared.central.migrate import migrate_centre
from shared.central.office import add_device, add_staff, apply_programme, read_programme
from shared.central.secrets_file import load_secrets, make_secrets
from shared.central.storeroom import deliver_stock
from shared.domain.devices import DeviceKind
from shared.domain.programme import BallCount, Permission, Programme, Role
from shared.domain.text import Text
from shared.sync.device import OpenDevice, open_device
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment
from tests.fakes import StillClock

NOW = datetime(2026, 11, 22, 8, 42, tzinfo=UTC)
"""17:42 of a November evening in Tokyo."""
JOINED = datetime(2025, 12, 10, 1, 30, tzinfo=UTC)
ATTEMPTS = 10
COPY_FIRST_ID = 1_000_000
STORE = "ginza"
DRAW = "year-end-2026"
TEA_CUP = "tea-cup"
CLERK, CHIEF, MANAGER, TRAINEE = "加藤", "森", "上田", "新田"
PINS = {CLERK: "246810", CHIEF: "135791", MANAGER: "314159", TRAINEE: "271828"}
ROLES = {CLERK: "assistant", CHIEF: "supervisor", MANAGER: "manager", TRAINEE: "trainee"}
MEMBERS = (
    EnrolmentForm("もも", "佐藤 美咲", "サトウ ミサキ", "090-0000-4821", "", date(1994, 3, 12)),
    EnrolmentForm("ケン", "佐藤 健一", "サトウ ケンイチ", "090-0000-0937"),
    EnrolmentForm("はる", "里見 はるか", "サトミ ハルカ", "090-0000-7714"),
    EnrolmentForm("Sako", "Satoko Miller", "サトコ ミラー", "090-0000-6603", locale="en"),
    EnrolmentForm("まこ", "中村 誠", "ナカムラ マコト", "090-0000-2250"),
)
RECEIPT = "R00102202611220012300" + "06600"
"""Store 001, register 02, 22 November 2026, number 00123, ¥6,600."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the template's maker knows and nobody stores: badge codes, card codes, member ids by nickname."""

    badges: dict[str, str]
    cards: dict[str, MemberEnrolled]


class ShopIds:
    """Identifiers one after the other; a copy of a shop counts on from where no template comes."""

    def __init__(self, start: int) -> None:
        self._given = start

    def new_id(self) -> str:
        self._given += 1
        return f"{self._given:032x}"

    def random_bytes(self, count: int) -> bytes:
        self._given += 1
        return self._given.to_bytes(count, "big")


class StaffShop:
    """The shop in one folder; both devices speak to the centre only when `exchange` says so."""

    def __init__(self, folder: Path, known: Known, at: datetime = NOW, first_id: int = COPY_FIRST_ID) -> None:
        self.clock = StillClock(at)
        self.known = known
        self._url = default_url(folder / "central")
        self._centre: Engine = open_centre(self._url, load_secrets(folder / "central"))
        self.tablet = self._open(folder / "staff")
        self.kiosk = self._open(folder / "kiosk")
        self.desk: Desk = replace(self.tablet.desk, ids=ShopIds(first_id))

    def _open(self, folder: Path) -> OpenDevice:
        return open_device(folder, self._url, self.clock)

    def exchange(self) -> None:
        """Let every device and the centre hear of everything."""
        applier = Applier(self._centre, self.clock.now)
        for _ in range(2):
            for device in (self.tablet, self.kiosk):
                device.sync.run_once()
            while applier.apply_next():
                pass
            answer_look_ups(self._centre, self.clock.now())
            hear_calls(self._centre, self.clock.now())
            keep_house(self._centre, self.clock.now())
        for device in (self.tablet, self.kiosk):
            device.sync.run_once()

    def wait_until(self, at: datetime) -> None:
        """Let the shop's clock come to an instant."""
        self.clock.pass_ms(int((at - self.clock.now()).total_seconds() * 1000))

    def signer(self, name: str) -> Signer:
        """Unlock a person's key, as the sign-in page does."""
        sign_in = SignIn(self.desk, self.tablet.keys)
        seen = sign_in.show_badge(self.known.badges[name])
        assert isinstance(seen, BadgeSeen)
        answer = sign_in.enter_pin(seen.staff.staff_id, PINS[name])
        assert isinstance(answer, SignedIn)
        return answer.signer

    def member_id(self, nickname: str) -> str:
        return self.known.cards[nickname].member_id

    def card(self, nickname: str) -> str:
        return self.known.cards[nickname].card_code

    def voucher(self, nickname: str) -> str:
        """Return the code of a prize that waits for a member."""
        with self.desk.storage.begin() as transaction:
            member = transaction.member(self.member_id(nickname))
        assert member is not None
        return next(award.voucher_code for award in member.awards if award.voucher_code)

    def close(self) -> None:
        self.tablet.close()
        self.kiosk.close()
        self._centre.dispose()


def shop_programme() -> Programme:
    """Return the demo shop's programme with one more role, and a drum that gives tea cups."""
    programme = read_programme(Path(shared.demo.__file__).with_name("programme.toml"))
    trainee = Role("trainee", Text("Trainee", "研修生"), (Permission.FIND,))
    wheel = programme.wheels[0]
    drum = (BallCount(TEA_CUP, 40), BallCount("points-10", 1))
    wheel = replace(wheel, drum=drum, refill_below=5, tickets=replace(wheel.tickets, first_visit_of_day=True))
    return replace(programme, roles=(*programme.roles, trainee), wheels=(wheel,))


def make_template(folder: Path) -> Known | None:
    """Make the shop once: people, members, a year of purchases, a prize that waits; None if the turn gave no prize."""
    (folder / "central").mkdir(parents=True)
    chain = make_secrets(folder / "central")
    url = default_url(folder / "central")
    engine = open_centre(url, chain)
    migrate_centre(engine)
    apply_programme(engine, shop_programme(), JOINED)
    for kind, label, name in (
        (DeviceKind.KIOSK, "キオスク1", "kiosk"),
        (DeviceKind.TABLET, "サービスカウンター", "staff"),
    ):
        counter = kind is DeviceKind.TABLET
        enrolment = add_device(engine, chain, url, (STORE, kind, label), JOINED, counter=counter)
        (folder / name).mkdir()
        write_enrolment(folder / name / ENROLMENT_FILE, enrolment)
    badges = {name: add_staff(engine, chain, (name, ROLES[name], STORE), PINS[name], JOINED).code for name in PINS}
    deliver_stock(engine, STORE, DRAW, ((TEA_CUP, 400),), JOINED)
    engine.dispose()
    known = Known(badges, {})
    shop = StaffShop(folder, known, JOINED, 0)
    shop.exchange()
    won = _live(shop)
    shop.exchange()
    shop.close()
    return known if won == TEA_CUP else None


def _live(shop: StaffShop) -> str:
    clerk, chief, manager = (shop.signer(name) for name in (CLERK, CHIEF, MANAGER))
    desk = shop.desk
    for form in MEMBERS:
        enrolled = enrol_member(desk, clerk, form)
        assert isinstance(enrolled, MemberEnrolled)
        shop.known.cards[form.nickname] = enrolled
    momo = shop.member_id("もも")
    _bought(desk, clerk, momo, 33_000)
    for at, yen in (
        (datetime(2026, 3, 5, 2, 14, tzinfo=UTC), 46_200),
        (datetime(2026, 6, 12, 7, 51, tzinfo=UTC), 70_400),
    ):
        shop.wait_until(at)
        _bought(desk, clerk, momo, yen)
        for nickname, share in (("ケン", 3), ("はる", 1), ("Sako", 2)):
            _bought(desk, clerk, shop.member_id(nickname), yen * share)
    shop.wait_until(datetime(2026, 11, 15, 3, 5, tzinfo=UTC))
    taken = adjust_points(desk, Signers(chief, manager), momo, -120, "counted_twice", "")
    assert isinstance(taken, Adjusted)
    shop.wait_until(NOW - timedelta(minutes=4))
    _bought(desk, clerk, momo, 6_600)
    shop.exchange()
    shop.wait_until(NOW)
    IdentifyMember(shop.kiosk.desk)(shop.card("もも"))
    return _win(shop, momo)


def _win(shop: StaffShop, member_id: str) -> str:
    """Turn once and return the prize: a tea cup, or one time in forty-one the white ball."""
    turned = take_turns(shop.kiosk.desk, member_id, DRAW, "sun", 1)
    assert isinstance(turned, TurnsTaken)
    return turned.turns[0].award.prize.key


def _bought(desk: Desk, signer: Signer, member_id: str, yen: int) -> None:
    assert isinstance(record_purchase(desk, signer, member_id, yen, None), PurchaseRecorded)


class ShopTemplate:
    """A shop made once and copied for whoever wants to change it."""

    def __init__(self, folder: Path) -> None:
        for attempt in range(ATTEMPTS):
            self._folder = folder / str(attempt)
            known = make_template(self._folder)
            if known is not None:
                break
        assert known is not None
        self._known = known

    def copy_to(self, folder: Path) -> StaffShop:
        shutil.copytree(self._folder, folder)
        return StaffShop(folder, self._known)


@cache
def shared_template() -> ShopTemplate:
    """Return the one template of this run; its folder goes when the run ends."""
    folder = tempfile.TemporaryDirectory(prefix="garapon-staff-shop-")
    atexit.register(folder.cleanup)
    return ShopTemplate(Path(folder.name) / "template")
