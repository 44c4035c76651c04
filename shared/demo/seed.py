"""Makes the demo shop: a programme, devices, staff, goods, and a year of a shop's life, all through the real paths."""

import random
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from shared.application.identify import Greeted, IdentifyMember
from shared.application.turn_drum import awards_shown, take_turns
from shared.central.applier import Applier
from shared.central.database import default_url, is_embedded, open_centre
from shared.central.housekeeping import keep_house
from shared.central.member_pins import pin_key
from shared.central.migrate import migrate_centre
from shared.central.office import Badge, add_device, add_staff, apply_programme, read_programme
from shared.central.secrets_file import ChainSecrets, make_secrets
from shared.central.storeroom import deliver_stock
from shared.demo.people import COLLEAGUES, PEOPLE, Person, email_of, phone_of
from shared.domain.codes import CodeKind, GaraponCode, code_hash, member_number, mint, read
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine, tax_included
from shared.domain.member import Profile
from shared.domain.operations import EnrolMember, Operation, Receipt, RecordPurchase, RecordVisit
from shared.domain.programme import PrizeKind, Programme
from shared.domain.receipts import ReceiptCode, write_receipt
from shared.sync.device import open_device
from shared.sync.port import Sent
from shared.sync.sql_central import SqlCentral
from shared.wire.badge_keys import BadgeKeyRing, UnlockedKey
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, write_enrolment, write_secret
from shared.wire.envelope import GENESIS, Draft, Envelope, Signature, put_in_place, signed_bytes
from shared.wire.json import decode, encode
from shared.wire.operations import SCHEMA_VERSION, kind_of, write_operation

PROGRAMME_FILE: Final = Path(__file__).with_name("programme.toml")
SHOP_FILE: Final = "shop.json"
STORE: Final = "ginza"
_HISTORY_DAYS: Final = 430
_DELIVERED_DRUMS: Final = 2
_CODE_BYTES: Final = 16
_FIRST_PLAYER: Final = 8
_LAST_PLAYER: Final = 14
_BOUGHT_FROM: Final = ("kitchen", "food")
"""Two of the three departments that a challenge asks for; the receipts to be shown are from a third."""
RECEIPTS_FROM: Final = "stationery"
_SEED: Final = 20261122
_NO_CLOCK: Final = "before the demo"


@dataclass(frozen=True, slots=True)
class DemoMember:
    """A member's card, as the wallet needs it."""

    nickname: str
    name: str
    number: str
    locale: str
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoBadge:
    """A colleague's badge and PIN."""

    name: str
    role: str
    pin: str = field(repr=False)
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoReceipt:
    """A till receipt that nobody has scanned yet; not every code says the amount that stands on the paper."""

    number: str
    bought_on: date
    amount_yen: int
    barcode: str
    register: str = "01"


@dataclass(frozen=True, slots=True)
class DemoShop:
    """What the wallet holds; kept beside the centre's secrets, because codes are stored nowhere else."""

    members: tuple[DemoMember, ...]
    badges: tuple[DemoBadge, ...]
    receipts: tuple[DemoReceipt, ...]


@dataclass(frozen=True, slots=True)
class _At:
    """A clock that stands at the moment the shop was made."""

    at: datetime

    def now(self) -> datetime:
        return self.at

    def monotonic_ms(self) -> int:
        return 0


@dataclass(frozen=True, slots=True)
class _Act:
    at: datetime
    operation: Operation


def find_shop(folder: Path) -> DemoShop | None:
    """Return the shop that an earlier start made in this folder, or None."""
    file = folder / SHOP_FILE
    return decode(DemoShop, file.read_bytes()) if file.exists() else None


def make_shop(folder: Path, central_url: str | None, now: datetime, progress: Callable[[float], None]) -> DemoShop:
    """Make the shop in `folder` (with central, kiosk and staff in it); `progress` hears 0 to 1. Takes some seconds.

    Without `central_url` its centre is embedded. What a start that was cut off left behind is thrown away.
    """
    unfinished = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    (unfinished / "central").mkdir(parents=True)
    urls = (central_url or default_url(unfinished / "central"), central_url or default_url(folder / "central"))
    shop = _make(unfinished, urls, now, progress)
    unfinished.rename(folder)
    return shop


def _make(data: Path, urls: tuple[str, str], now: datetime, progress: Callable[[float], None]) -> DemoShop:
    """Make everything in `data`; the centre is at the first URL now, and at the second when the shop has moved in."""
    central_url, enrolled_url = urls
    chance = random.Random(_SEED)  # noqa: S311 - believable numbers, not secrets
    chain = make_secrets(data / "central")
    engine = open_centre(central_url, chain)
    try:
        migrate_centre(engine)
        programme = _running_now(read_programme(PROGRAMME_FILE), now)
        apply_programme(engine, programme, now, pin_key(chain.member_pin_key))
        for kind, label, folder in ((DeviceKind.KIOSK, "Kiosk 1", "kiosk"), (DeviceKind.TABLET, "Tablet 1", "staff")):
            counter = kind is DeviceKind.TABLET
            enrolment = add_device(engine, chain, enrolled_url, (STORE, kind, label), now, counter=counter)
            (data / folder).mkdir(parents=True, exist_ok=True)
            write_enrolment(data / folder / ENROLMENT_FILE, enrolment)
        badges = _hire(engine, chain, now)
        _fill_shelves(engine, programme, now)
        members, acts = _year(chance, programme, chain, now)
        office = add_device(engine, chain, central_url, (STORE, DeviceKind.DESKTOP, "Office"), now)
        _send(engine, office, programme, _signer(chain, badges[-1][0], badges[-1][1].pin), acts, now)
        _apply_all(engine, now, len(acts), progress)
        _play(engine, data / "kiosk", central_url, now, members)
    finally:
        engine.dispose()
    receipts = tuple(_receipts(chance, programme, now))
    shop = DemoShop(members, tuple(badge for _, badge in badges), receipts)
    write_secret(data / SHOP_FILE, encode(shop))
    return shop


def _running_now(programme: Programme, now: datetime) -> Programme:
    """Move the campaigns so that they run on whatever day the demo is tried."""
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    wheels = tuple(
        replace(wheel, starts_on=today - timedelta(days=10), ends_on=today + timedelta(days=39))
        for wheel in programme.wheels
    )
    days = today - timedelta(days=_HISTORY_DAYS), today + timedelta(days=_HISTORY_DAYS)
    challenges = tuple(replace(each, starts_on=days[0], ends_on=days[1]) for each in programme.challenges)
    hunts = tuple(replace(each, starts_on=today - timedelta(days=10), ends_on=days[1]) for each in programme.hunts)
    return replace(programme, wheels=wheels, challenges=challenges, hunts=hunts)


def _hire(engine: Engine, chain: ChainSecrets, now: datetime) -> list[tuple[Badge, DemoBadge]]:
    hired = []
    for colleague in COLLEAGUES:
        badge = add_staff(engine, chain, (colleague.name, colleague.role, STORE), colleague.pin, now)
        hired.append((badge, DemoBadge(colleague.name, colleague.role, colleague.pin, badge.code)))
    return hired


def _fill_shelves(engine: Engine, programme: Programme, now: datetime) -> None:
    for wheel in programme.wheels:
        stocked = {prize.key for prize in wheel.prizes if prize.kind is not PrizeKind.POINTS}
        pieces = tuple((ball.prize, ball.count * _DELIVERED_DRUMS) for ball in wheel.drum if ball.prize in stocked)
        deliver_stock(engine, STORE, wheel.key, pieces, now)


def _year(
    chance: random.Random, programme: Programme, chain: ChainSecrets, now: datetime
) -> tuple[tuple[DemoMember, ...], list[_Act]]:
    members = []
    acts: list[_Act] = []
    zone = ZoneInfo(programme.time_zone)
    for index, person in enumerate(PEOPLE):
        body = secrets.token_bytes(_CODE_BYTES)
        number = member_number(secrets.token_bytes(8))
        member_id = secrets.token_hex(16)
        joined = now - timedelta(days=_HISTORY_DAYS + chance.randrange(60))
        hashed = code_hash(bytes.fromhex(chain.code_key), body)
        acts.append(_Act(joined, _joining(index, person, member_id, number, hashed)))
        acts += _purchases(chance, programme, member_id, now, index)
        members.append(DemoMember(person.nickname, person.name, number, person.locale, mint(CodeKind.MEMBER, body)))
    acts.sort(key=lambda act: act.at.astimezone(zone))
    return tuple(members), acts


def _joining(index: int, person: Person, member_id: str, number: str, hashed: str) -> EnrolMember:
    profile = Profile(person.name, person.kana, phone_of(index), email_of(index), person.birthday)
    return EnrolMember(member_id, number, hashed, person.nickname, person.locale, STORE, profile)


def _purchases(
    chance: random.Random, programme: Programme, member_id: str, now: datetime, index: int
) -> Iterator[_Act]:
    """Yield purchases over fourteen months: what was bought first has expired, what came next soon will."""
    days = {_HISTORY_DAYS - chance.randrange(40), 355 - chance.randrange(20)}
    days |= {12 + chance.randrange(330) for _ in range(3 + chance.randrange(9))}
    for days_ago in sorted(days, reverse=True):
        yield _purchase(programme, member_id, now - timedelta(days=days_ago), 800 + 110 * chance.randrange(90))
    if index % 2 == 0:
        # A fresh one within the campaign: two turns, and points that are still pending.
        bought_at = now - timedelta(days=1, hours=chance.randrange(5))
        yield _purchase(programme, member_id, bought_at, 3600, 3000, departments=_BOUGHT_FROM)
    for days_ago in (3, 2)[index % 3 :]:
        # Days that she was here on: what is missing of a challenge is today's visit, or some more.
        yield _visit(programme, member_id, now - timedelta(days=days_ago))


def _visit(programme: Programme, member_id: str, at: datetime) -> _Act:
    return _Act(at, RecordVisit(member_id, at.astimezone(ZoneInfo(programme.time_zone)).date()))


def _purchase(
    programme: Programme, member_id: str, at: datetime, *amounts_yen: int, departments: tuple[str, ...] = ("",)
) -> _Act:
    rate = programme.earning.tax_percent
    lines = tuple(
        PurchaseLine(yen, tax_included(yen, rate), department=department)
        for yen, department in zip(amounts_yen, departments, strict=True)
    )
    local = at.astimezone(ZoneInfo(programme.time_zone))
    number = secrets.token_hex(6)
    receipt = Receipt(STORE, "01", local.date(), number)
    operation = RecordPurchase(secrets.token_hex(16), member_id, lines, receipt)
    return _Act(at, operation)


def _signer(chain: ChainSecrets, badge: Badge, pin: str) -> UnlockedKey:
    code = read(badge.code)
    if not isinstance(code, GaraponCode):
        message = "a badge's code is one of ours"
        raise TypeError(message)
    signer = BadgeKeyRing(bytes.fromhex(chain.pepper)).unlock(badge.staff, code.body, pin)
    if signer is None:
        message = "a fresh badge opens with its own PIN"
        raise ValueError(message)
    return signer


def _send(
    engine: Engine, office: Enrolment, programme: Programme, signer: UnlockedKey, acts: list[_Act], now: datetime
) -> None:
    """Report the acts as the office's own operations, through the inbox like any device's."""
    centre = SqlCentral(engine, office.device_id, office.epoch, _At(now))
    batch: list[Envelope] = []
    previous = GENESIS
    for seq, act in enumerate(acts, start=1):
        draft = Draft(
            office.device_id,
            secrets.token_hex(16),
            kind_of(act.operation),
            SCHEMA_VERSION,
            programme.version,
            write_operation(act.operation),
            act.at,
            seq,
            _NO_CLOCK,
        )
        actor = Signature(signer.staff.staff_id, signer.sign(signed_bytes(draft)).hex())
        envelope = put_in_place(draft, office.epoch, seq, previous, actor)
        previous = envelope.hash
        batch.append(envelope)
    try:
        for start in range(0, len(batch), 100):
            centre.push(tuple(batch[start : start + 100]), Sent(0, "the demo"))
    finally:
        centre.hang_up()


def _apply_all(engine: Engine, now: datetime, count: int, progress: Callable[[float], None]) -> None:
    applier = Applier(engine, lambda: now)
    applied = 0
    while step := applier.apply_next():
        applied += step
        progress(min(applied / count, 1.0))
    while keep_house(engine, now).behind:
        pass


def _play(engine: Engine, kiosk: Path, central_url: str, now: datetime, members: tuple[DemoMember, ...]) -> None:
    """Let some members use their turns at the kiosk, so that prizes wait at the counter."""
    # At a server the kiosk has a login of its own.
    device = open_device(kiosk, central_url if is_embedded(central_url) else None, _At(now - timedelta(hours=2)))
    try:
        device.sync.run_once()
        identify = IdentifyMember(device.desk)
        for member in members[_FIRST_PLAYER:_LAST_PLAYER]:
            greeted = identify(member.code)
            if isinstance(greeted, Greeted):
                home = greeted.home
                for turns in home.turns:
                    take_turns(device.desk, home.member_id, turns.wheel.key, "sun", turns.usable)
                awards_shown(device.desk, home.member_id)
        device.sync.run_once()
        _apply_all(engine, now, 1, lambda _part: None)
    finally:
        device.close()


def _receipts(chance: random.Random, programme: Programme, now: datetime) -> Iterator[DemoReceipt]:
    """Yield receipts of today: first those whose code says the amount, then some whose code does not."""
    rules, till_code = programme.receipts, next(code for code, store in programme.till_codes.items() if store == STORE)
    if rules is None:
        return
    today = now.astimezone(ZoneInfo(programme.time_zone)).date()
    priced, unpriced = rules.codes
    for index, amount_yen in enumerate((2750, 3300, 6600, 15400)):
        code = ReceiptCode(STORE, "01", today, f"{70001 + index + chance.randrange(9000):05d}", amount_yen)
        yield DemoReceipt(code.number, today, amount_yen, write_receipt(priced, till_code, code))
    for index, amount_yen in enumerate((1980, 4400)):
        code = ReceiptCode(STORE, "2", today, f"{101 + index + chance.randrange(800):03d}", None)
        yield DemoReceipt(code.number, today, amount_yen, write_receipt(unpriced, till_code, code), code.register)
