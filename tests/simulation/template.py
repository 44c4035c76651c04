"""The chain in which every history begins: made once, copied for each run."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.correct import Done, give_ticket
from shared.application.enrol_member import EnrolmentForm, MemberEnrolled, enrol_member
from shared.application.ports import Signers
from shared.application.redeem import Asked, Redeemed, TypedPin, ask_for, read_answer
from shared.central.applier import Applier
from shared.central.database import open_centre
from shared.central.housekeeping import keep_house
from shared.central.member_pins import PinDesk
from shared.central.migrate import migrate_centre
from shared.central.office import add_device, add_staff, apply_programme
from shared.central.secrets_file import ChainSecrets, make_secrets
from shared.central.storeroom import deliver_stock
from shared.domain.campaigns import Again, Brings
from shared.domain.challenges import Challenge, Goal, Measure, Of
from shared.domain.devices import DeviceKind
from shared.domain.hunts import Hunt
from shared.domain.programme import BallCount, Programme, TicketRules
from shared.sync.device import OpenDevice, open_device
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment
from tests.domain.small_shop import (
    GOLD,
    KETTLE,
    NOON,
    OTHER_STORE,
    REASON,
    RED,
    STORE,
    TOWEL,
    VISITS,
    WHEEL,
    WHITE,
    small_challenge,
    small_hunt,
    small_programme,
    with_challenges,
)
from tests.fakes import AtOnce, StillClock
from tests.simulation.people import MEMBER_PIN, PIN, Colleague, Shopper, sign_in_once

CENTRAL_FILE = "central.sqlite"
MEMBERS = 4
FIRST_TICKETS = 4
FIRST_POINTS = 200
CHALLENGE_VISITS, CHALLENGE_POINTS, CHALLENGE_PURCHASES = 2, 7, 3
HUNT_POINTS = 11
PRICES = {TOWEL: 20, KETTLE: 60}
PIN_ABOVE = 40
DEVICES = (
    ("door", STORE, DeviceKind.KIOSK, False),
    ("lift", STORE, DeviceKind.KIOSK, False),
    ("counter", STORE, DeviceKind.TABLET, True),
    ("second", STORE, DeviceKind.TABLET, False),
    ("u-kiosk", OTHER_STORE, DeviceKind.KIOSK, False),
    ("u-counter", OTHER_STORE, DeviceKind.TABLET, True),
)
PEOPLE = (("Aoki", "manager", STORE), ("Baba", "assistant", STORE), ("Chiba", "manager", OTHER_STORE))
FIRST_GOODS = ((STORE, GOLD, 4), (STORE, RED, 8), (OTHER_STORE, GOLD, 2), (OTHER_STORE, RED, 4))


@dataclass(frozen=True, slots=True)
class Template:
    """A folder with a centre and devices that know each other, and the people around them."""

    folder: Path
    secrets: ChainSecrets
    colleagues: tuple[Colleague, ...]
    shoppers: tuple[Shopper, ...]
    programme: Programme
    centre_key: str


def simulated_programme() -> Programme:
    """Return the small shop's programme with one long campaign, small drums, low prices, points that soon expire."""
    programme = small_programme()
    drum = (BallCount(GOLD, 1), BallCount(RED, 2), BallCount(WHITE, 4))
    rules = TicketRules(1000, 3, first_visit_of_day=True, exchange_points=10)
    wheels = tuple(
        replace(w, drum=drum, tickets=rules, refill_below=5, starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31))
        for w in programme.wheels
        if w.key == WHEEL
    )
    earning = replace(programme.earning, expiry_months=1)
    rewards = tuple(replace(r, points=PRICES[r.key], valid_days=3) for r in programme.rewards)
    return replace(
        with_challenges(programme, *simulated_challenges()),
        hunts=(simulated_hunt(),),
        wheels=wheels,
        earning=earning,
        rewards=rewards,
        pin_above_points=PIN_ABOVE,
        scan_cooldown_seconds=0,
    )


def simulated_challenges() -> tuple[Challenge, ...]:
    """Return what can be finished within days: visits for points, purchases for a turn."""
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    visits = Goal(Measure.COUNT, Of.VISITS, CHALLENGE_VISITS)
    purchases = Goal(Measure.COUNT, Of.PURCHASES, CHALLENGE_PURCHASES, least_yen=1000)
    return (
        small_challenge(VISITS, visits, again=Again.MONTHLY, brings=Brings(points=CHALLENGE_POINTS), **days),
        small_challenge("purchases", purchases, brings=Brings(turns=1, draw=WHEEL), **days),
    )


def simulated_hunt() -> Hunt:
    """Return an ordered hunt of three spots, whose posters change every second day."""
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2027, 12, 31)}
    return small_hunt(ordered=True, code_days=2, wrong_symbols=3, brings=Brings(points=HUNT_POINTS), **days)


def make_applier(engine: Engine, secrets: ChainSecrets, now: Callable[[], datetime]) -> Applier:
    """Make the centre's applier, which looks at PINs at once."""
    return Applier(engine, now, pins=PinDesk(engine, bytes.fromhex(secrets.member_pin_key), AtOnce()))


def apply_all(applier: Applier) -> None:
    """Apply all that has arrived; a batch of which nothing but PINs was looked at is followed by another one."""
    while applier.apply_next() or applier.apply_next():
        pass


def make_template(folder: Path) -> Template:
    """Make the chain with the centre's own functions, and let every device exchange; call it with chance held still."""
    folder.mkdir(parents=True)
    secrets = make_secrets(folder)
    url = f"sqlite:///{folder / CENTRAL_FILE}"
    programme = simulated_programme()
    engine = open_centre(url, secrets)
    migrate_centre(engine)
    centre_key = PinDesk(engine, bytes.fromhex(secrets.member_pin_key), AtOnce()).public_key
    apply_programme(engine, programme, NOON, centre_key)
    for store, prize, count in FIRST_GOODS:
        deliver_stock(engine, store, WHEEL, ((prize, count),), NOON)
    people = tuple(Colleague(add_staff(engine, secrets, person, PIN, NOON)) for person in PEOPLE)
    for name, store, kind, counter in DEVICES:
        enrolment = add_device(engine, secrets, url, (store, kind, name), NOON, counter=counter)
        (folder / name).mkdir()
        write_enrolment(folder / name / ENROLMENT_FILE, enrolment)
    devices = {name: open_device(folder / name, clock=StillClock(NOON)) for name, *_ in DEVICES}
    applier = make_applier(engine, secrets, lambda: NOON)

    def settle() -> None:
        for device in devices.values():
            device.sync.run_once()
        apply_all(applier)
        keep_house(engine, NOON)
        for device in devices.values():
            device.sync.run_once()

    settle()
    shoppers = tuple(_join(devices["counter" if n % 2 == 0 else "u-counter"], people, n) for n in range(MEMBERS))
    settle()
    asked = [_ask(devices["door" if shopper.store_id == STORE else "u-kiosk"], shopper) for shopper in shoppers[:2]]
    settle()
    for (kiosk, question), shopper in zip(asked, shoppers, strict=False):
        answer = read_answer(kiosk.desk, question)
        if not isinstance(answer, Redeemed):
            raise TypeError(answer)
        shopper.vouchers.append(answer.award.award.voucher_code or "")
    for device in devices.values():
        device.close()
    engine.dispose()
    return Template(folder, secrets, people, shoppers, programme, centre_key)


def _join(tablet: OpenDevice, people: tuple[Colleague, ...], index: int) -> Shopper:
    signer = sign_in_once(tablet, next(p for p in people if p.store_id == tablet.desk.store_id))
    joined = enrol_member(tablet.desk, signer, EnrolmentForm(f"n{index}", name=f"Name {index}", kana="ナマエ"))
    if not isinstance(joined, MemberEnrolled):
        raise TypeError(joined)
    for _ in range(FIRST_TICKETS):
        if give_ticket(tablet.desk, signer, joined.member_id, WHEEL, REASON, "") != Done():
            raise TypeError(joined)
    given = adjust_points(tablet.desk, Signers(signer), joined.member_id, FIRST_POINTS, REASON, "")
    if not isinstance(given, Adjusted):
        raise TypeError(given)
    return Shopper(joined.member_id, joined.card_code, tablet.desk.store_id)


def _ask(kiosk: OpenDevice, shopper: Shopper) -> tuple[OpenDevice, Asked]:
    """Let a shopper choose her PIN as she asks for the dear reward."""
    asked = ask_for(kiosk.desk, shopper.member_id, KETTLE, TypedPin(MEMBER_PIN, choosing=True))
    if not isinstance(asked, Asked):
        raise TypeError(asked)
    return kiosk, asked
