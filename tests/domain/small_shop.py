"""A small chain for tests: its programme, people and devices, and a world that keeps what operations change."""

import hashlib
import hmac
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from shared.domain.calendar import programme_day
from shared.domain.campaigns import Brings
from shared.domain.challenges import Challenge, Goal, Measure, Of
from shared.domain.devices import Device, DeviceKind
from shared.domain.drums import Drum, draw, new_drum
from shared.domain.earning import LineKind, PurchaseLine
from shared.domain.hunts import Hunt, Spot, SpotContent, spot_mark
from shared.domain.joining import JoiningRules, Told, Wish
from shared.domain.member import Member, Profile, Ticket, TicketSource
from shared.domain.operations import EnrolMember, Operation, Receipt, RecordPurchase, RedeemReward, TakeTurn
from shared.domain.points import Posting
from shared.domain.programme import (
    BallCount,
    Department,
    Earning,
    Permission,
    Prize,
    PrizeKind,
    Programme,
    Purpose,
    Reason,
    Reward,
    RewardKind,
    Role,
    Store,
    TicketRules,
    Tier,
    Wheel,
)
from shared.domain.receipts import ReceiptForm, ReceiptRules, Symbology
from shared.domain.rules import Applied, Context, Duplicate, Held, Outcome, PinProof, apply
from shared.domain.staff import StaffMember
from shared.domain.text import Text
from shared.domain.vouchers import REWARDS, Voucher, VoucherContent

STORE, OTHER_STORE = "ginza", "ueno"
KIOSK, SECOND_KIOSK, COUNTER, DESKTOP = "kiosk-1", "kiosk-2", "counter", "desktop"
OTHER_KIOSK, OTHER_COUNTER = "kiosk-ueno", "counter-ueno"
DEVICES = (
    Device(KIOSK, 1, STORE, DeviceKind.KIOSK, "Kiosk by the door", "", ""),
    Device(SECOND_KIOSK, 2, STORE, DeviceKind.KIOSK, "Kiosk by the lift", "", ""),
    Device(COUNTER, 3, STORE, DeviceKind.TABLET, "Counter", "", "", counter=True),
    Device(DESKTOP, 4, STORE, DeviceKind.DESKTOP, "Office", "", ""),
    Device(OTHER_KIOSK, 5, OTHER_STORE, DeviceKind.KIOSK, "Kiosk", "", ""),
    Device(OTHER_COUNTER, 6, OTHER_STORE, DeviceKind.TABLET, "Counter", "", "", counter=True),
)
STORE_OF = {device.device_id: device.store_id for device in DEVICES}

MEMBER = "member-hana"
WHEEL, PLAIN_WHEEL = "wheel", "plain"
GOLD, RED, WHITE = "gold", "red", "white"
TOWEL, KETTLE = "towel", "kettle"
"""Rewards for 80 points, and for 300 with the member's PIN."""
REASON = "goodwill"
NOON = datetime(2026, 4, 10, 3, tzinfo=UTC)
"""Noon of 10 April 2026 in Tokyo."""

_VOUCHER_KEY = b"the small shop's only key"


def _text(words: str) -> Text:
    return Text(words, words)


def _person(staff_id: str, role: str, *, active: bool = True) -> StaffMember:
    return StaffMember(staff_id, staff_id.title(), role, STORE, "", "", "", "", active)


ASSISTANT = _person("aoki", "assistant")
COLLEAGUE = _person("baba", "assistant")
MANAGER = _person("chiba", "manager")
TRAINEE = _person("doi", "trainee")
FORMER_MANAGER = _person("endo", "manager", active=False)

_PRIZES = (
    Prize(GOLD, 1, _text("Trip"), _text("Trip"), _text("a trip"), _text("Gold"), PrizeKind.GOODS, 50_000, top=True),
    Prize(RED, 2, _text("Tea"), _text("Tea"), _text("tea"), _text("Red"), PrizeKind.COUPON, 500),
    Prize(WHITE, 3, _text("Points"), _text("Points"), _text("points"), _text("White"), PrizeKind.POINTS, 5, points=5),
)


def small_wheel(key: str = WHEEL, number: int = 1, tickets: TicketRules | None = None) -> Wheel:
    """Build a campaign of April 2026 with one gold, two red and three white balls."""
    return Wheel(
        key=key,
        version=1,
        number=number,
        name=_text("Spring draw"),
        tagline=_text("Turn and see"),
        starts_on=date(2026, 4, 1),
        ends_on=date(2026, 4, 30),
        collect_days=14,
        prizes=_PRIZES,
        drum=(BallCount(GOLD, 1), BallCount(RED, 2), BallCount(WHITE, 3)),
        refill_below=2,
        tickets=tickets or TicketRules(1000, 5, first_visit_of_day=True, exchange_points=50),
    )


def small_programme() -> Programme:
    """Build a programme in which every rule has something to say; Tokyo, one point per 100 yen before tax."""
    everything = tuple(Permission)
    managers = (Permission.APPROVE, Permission.SEE_HELD, Permission.SETTLE_HELD, Permission.MERGE, Permission.ERASE)
    work = tuple(p for p in Permission if p not in managers)
    return Programme(
        programme_id="small",
        version=1,
        name=_text("Small shop"),
        time_zone="Asia/Tokyo",
        legal_profile="none",
        earning=Earning(yen_per_point=100, tax_percent=10),
        tiers=(
            Tier("plain", _text("Member"), 0),
            Tier("silver", _text("Silver"), 100, bonus_percent=10),
            Tier("gold", _text("Gold"), 300, bonus_percent=50),
        ),
        roles=(
            Role("trainee", _text("Trainee"), (Permission.FIND,)),
            Role("assistant", _text("Assistant"), work, adjust_limit_points=100),
            Role("manager", _text("Manager"), everything, adjust_limit_points=1000, approve_limit_points=5000),
        ),
        reasons=(Reason(REASON, _text("Goodwill"), _text("A correction")),),
        stores=(
            Store(STORE, _text("Ginza"), _text("Counter, ground floor")),
            Store(OTHER_STORE, _text("Ueno"), _text("Counter")),
        ),
        wheels=(small_wheel(), small_wheel(PLAIN_WHEEL, 2, TicketRules())),
        rewards=(
            Reward(TOWEL, 7, _text("Towel"), _text("A soft one"), RewardKind.GOODS, 80, 30, 900),
            Reward(KETTLE, 8, _text("Kettle"), _text("A large one"), RewardKind.GOODS, 300, 30, 4_000),
        ),
        pin_above_points=100,
    )


JOINING = JoiningRules(
    Wish.OPTIONAL,
    Wish.REQUIRED,
    Wish.OPTIONAL,
    youngest_years=12,
    guardian_below_years=16,
    per_day=5,
    email_domains=("example.com", "example.jp"),
)
RECEIPTS = ReceiptRules(
    codes=(
        ReceiptForm((Symbology.CODE_128, Symbology.QR), "T{store:2}{register:1}{date:8}{number:4}{amount:6}"),
        ReceiptForm((Symbology.EAN_13,), "2{store:2}{date:4}{register:1}{number:4}{check:1}"),
    ),
    oldest_days=7,
    per_day=3,
    tickets_per_day=6,
    confirm_days=14,
    draw_without_amount=PLAIN_WHEEL,
)
"""Receipts as this shop's tills print them: with the amount, or as EAN-13 without it."""


def _rules(word: str) -> str:
    """Write more rules than a screen has room for."""
    return "\n\n".join(f"{word} {number}." for number in range(1, 41))


def with_joining(programme: Programme, **changes: Any) -> Programme:  # noqa: ANN401  any field of the rules
    """Let people join at its kiosks; they agree to the rules, and may agree to news."""
    purposes = (
        Purpose(
            "rules",
            3,
            Text("Rules", "規約"),
            Text("I agree.", "同意します。"),
            needed=True,
            marketing=False,
            document=Text(_rules("Rule"), _rules("規約")),
        ),
        Purpose("news", 1, Text("News", "お知らせ"), Text("Write to me.", "お知らせください。")),
    )
    rules = replace(JOINING, **changes)
    return replace(programme, joining=rules, purposes=purposes)


def with_receipts(programme: Programme, rules: ReceiptRules = RECEIPTS) -> Programme:
    """Return the programme with receipts; its tills call the stores 01 and 02."""
    stores = tuple(replace(store, till_code=f"{at:02d}") for at, store in enumerate(programme.stores, 1))
    return replace(programme, stores=stores, receipts=rules)


VISITS, DEPARTMENTS, PICK_UP = "visits", "departments", "pick-up"
"""Challenges: three days with a visit for 30 points, two departments in a month for a turn, an order picked up."""


def small_challenge(key: str, goal: Goal, **changes: Any) -> Challenge:  # noqa: ANN401  any field of a campaign
    """Build a challenge of April 2026."""
    words = {"name": _text(key), "about": _text(f"{key}, shortly"), "rules": _text(f"{key}, at length")}
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    return Challenge(**{**words, **days, "key": key, "goal": goal, **changes})


def with_challenges(programme: Programme, *challenges: Challenge) -> Programme:
    """Return the programme with challenges, the three usual ones where none are named, and three departments."""
    usual = (
        small_challenge(VISITS, Goal(Measure.COUNT, Of.VISITS, 3), brings=Brings(points=30)),
        small_challenge(DEPARTMENTS, Goal(Measure.COUNT, Of.DEPARTMENTS, 2), brings=Brings(turns=1, draw=WHEEL)),
        small_challenge(PICK_UP, Goal(Measure.COUNT, Of.PICK_UPS, 1), brings=Brings(points=10)),
    )
    departments = tuple(Department(key, _text(key)) for key in ("food", "books", "toys"))
    return replace(programme, departments=departments, challenges=challenges or usual)


def with_earning(programme: Programme, **changes: int | bool) -> Programme:
    """Return the programme with another earning rule."""
    return replace(programme, earning=replace(programme.earning, **changes))  # type: ignore[arg-type]


def write_voucher(content: VoucherContent) -> str:
    """Sign a voucher the way this shop does."""
    parts = (
        content.device_number,
        content.wheel_number,
        content.drum_id,
        content.turn,
        content.ball,
        content.collect_until,
    )
    said = "/".join(map(str, parts))
    return f"{said}/{hmac.new(_VOUCHER_KEY, said.encode(), hashlib.sha256).hexdigest()[:16]}"


BENCH, GARDEN, STAIRS = "bench", "garden", "stairs"
HUNT = "hunt"


def small_hunt(**changes: Any) -> Hunt:  # noqa: ANN401  any field of a hunt
    """Build a hunt of April 2026 with three spots and 50 points at its end."""
    words = {"name": _text("Hunt"), "about": _text("Find them all"), "rules": _text("Look around")}
    days = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
    spots = tuple(Spot(key, _text(key), _text(f"Near the {key}")) for key in (BENCH, GARDEN, STAIRS))
    return Hunt(**{**words, **days, "key": HUNT, "spots": spots, "brings": Brings(points=50), **changes})


def write_spot(content: SpotContent) -> str:
    """Sign a poster's code the way this shop does."""
    said = "/".join(map(str, ("spot", content.device_number, content.store_id, content.mark, content.period)))
    return f"{said}/{hmac.new(_VOUCHER_KEY, said.encode(), hashlib.sha256).hexdigest()[:16]}"


def poster(hunt: Hunt, spot: str, day: date, store: str = STORE) -> str:
    """Return the code that hangs at a spot on a day."""
    return write_spot(SpotContent(3, store, spot_mark(hunt.key, spot), hunt.period(day)))


class SmallWorld:
    """Keep aggregates in dictionaries, as the centre does in tables.

    `ledger` has every posting ever made by operation and line, `books` the same by member in the order of posting.
    """

    def __init__(self, programme: Programme | None = None) -> None:
        self.programme = programme or small_programme()
        self.at_centre = True
        self.members: dict[str, Member] = {}
        self.drums: dict[str, Drum] = {}
        self.vouchers: dict[str, Voucher] = {}
        self.claims: dict[str, str] = {}
        self.directory: tuple[Device, ...] = DEVICES
        self.ledger: dict[tuple[str, int], Posting] = {}
        self.books: dict[str, list[Posting]] = {}

    def member(self, member_id: str) -> Member | None:
        return self.members.get(member_id)

    def drum(self, drum_id: str) -> Drum | None:
        return self.drums.get(drum_id)

    def voucher(self, voucher_id: str) -> Voucher | None:
        return self.vouchers.get(voucher_id)

    def read_voucher(self, code: str) -> VoucherContent | None:
        match code.split("/"):
            case [device, wheel, drum_id, turn, ball, until, _]:
                content = VoucherContent(
                    int(device), int(wheel), drum_id, int(turn), int(ball), date.fromisoformat(until)
                )
                return content if write_voucher(content) == code else None
            case _:
                return None

    def read_spot(self, code: str) -> SpotContent | None:
        match code.split("/"):
            case ["spot", device, store, mark, period, _]:
                content = SpotContent(int(device), store, mark, int(period))
                return content if write_spot(content) == code else None
            case _:
                return None

    def claimed(self, key: str) -> str | None:
        return self.claims.get(key)

    def devices(self, store_id: str) -> tuple[Device, ...]:
        return tuple(device for device in self.directory if device.store_id == store_id)

    def keep(self, op_id: str, outcome: Outcome) -> None:
        """Commit what an outcome changed; a posting that overwrites another raises ValueError."""
        match outcome:
            case Applied():
                self._keep_applied(op_id, outcome)
            case Held(drum=Drum() as drum):
                self.drums[drum.drum_id] = drum
            case Held() | Duplicate():
                pass

    def _keep_applied(self, op_id: str, outcome: Applied) -> None:
        for beside in outcome.beside:
            self.members[beside.member.member_id] = beside.member
            self._book(op_id, beside.member.member_id, beside.postings)
        if outcome.member is not None:
            self.members[outcome.member.member_id] = outcome.member
            self._book(op_id, outcome.member.member_id, outcome.postings)
        if outcome.drum is not None:
            self.drums[outcome.drum.drum_id] = outcome.drum
        if outcome.voucher is not None:
            self.vouchers[outcome.voucher.voucher_id] = outcome.voucher
        self.claims |= dict.fromkeys(outcome.claims, op_id)
        for key in outcome.released:
            del self.claims[key]

    def _book(self, op_id: str, member_id: str, postings: tuple[Posting, ...]) -> None:
        for posting in postings:
            if (op_id, posting.line) in self.ledger:
                raise ValueError(f"line {posting.line} of {op_id} is already in the ledger")
            self.ledger[op_id, posting.line] = posting
        self.books.setdefault(member_id, []).extend(postings)


class SmallShop:
    """Act in a small world: give each operation the next id, apply it, keep the outcome."""

    def __init__(self, programme: Programme | None = None) -> None:
        self.world = SmallWorld(programme)
        self.now = NOON
        self.last_op_id = ""
        self.collect_until = date(2026, 4, 30)
        self._acts = 0

    @property
    def member(self) -> Member:
        """The member that most tests are about."""
        return self.world.members[MEMBER]

    def pass_time(self, **span: float) -> None:
        """Move the clock on (or back) by a timedelta's arguments."""
        self.now += timedelta(**span)

    def new_id(self, kind: str) -> str:
        """Return the next id: deterministic, never the same twice."""
        self._acts += 1
        return f"{kind}-{self._acts:04d}"

    def context(self, device: str, actor: StaffMember | None = None, approver: StaffMember | None = None) -> Context:
        """Make the context of the next operation: now, on that device."""
        return Context(self.new_id("op"), self.now, STORE_OF[device], device, actor, approver)

    def act(
        self,
        operation: Operation,
        device: str = COUNTER,
        actor: StaffMember | None = ASSISTANT,
        approver: StaffMember | None = None,
        pin: PinProof = PinProof.NONE,
        told: Told | None = None,
    ) -> Outcome:
        """Apply an operation and keep what comes of it."""
        context = replace(self.context(device, actor, approver), pin=pin, told=told)
        outcome = apply(operation, context, self.world)
        self.world.keep(context.op_id, outcome)
        self.last_op_id = context.op_id
        return outcome

    def done(
        self,
        operation: Operation,
        device: str = COUNTER,
        actor: StaffMember | None = ASSISTANT,
        approver: StaffMember | None = None,
        pin: PinProof = PinProof.NONE,
    ) -> Applied:
        """Apply an operation that must succeed."""
        outcome = self.act(operation, device, actor, approver, pin)
        assert isinstance(outcome, Applied), outcome
        return outcome

    def enrol(self, member_id: str = MEMBER) -> Member:
        """Make a member of the first store."""
        profile = Profile("山田 花", "ヤマダ ハナ", "+819012345678", "", None)
        self.done(EnrolMember(member_id, "000000000000", f"hash-{member_id}", "Hana", "ja", STORE, profile))
        return self.world.members[member_id]

    def give_tickets(self, count: int, holder: str = KIOSK, campaign: str = WHEEL) -> tuple[Ticket, ...]:
        """Put tickets into the member's hand, as if staff had given them."""
        tickets = tuple(
            Ticket(self.new_id("ticket"), campaign, TicketSource.STAFF, 0, self.now, holder, "given")
            for _ in range(count)
        )
        self.world.members[MEMBER] = replace(self.member, tickets=(*self.member.tickets, *tickets))
        return tickets

    def fill_drum(self, *balls: BallCount, holder: str = KIOSK, campaign: str = WHEEL, seed: bytes = bytes(32)) -> Drum:
        """Fill a drum for a kiosk; without balls, as the campaign says."""
        wheel = self.world.programme.wheel(campaign)
        contents = balls or (wheel.drum if wheel else ())
        drum_id = self.new_id("drum")
        drum = new_drum(drum_id, campaign, 1, STORE_OF[holder], holder, len(self.world.drums) + 1, contents, seed)
        self.world.drums[drum_id] = drum
        return drum

    def turn(self, ticket: Ticket, drum: Drum, choice: str = "star", member_id: str = MEMBER) -> TakeTurn:
        """Make the operation that an honest kiosk would append for the drum's next turn."""
        drawn = draw(drum, choice, ticket.ticket_id)
        wheel = self.world.programme.wheel(drum.campaign)
        assert wheel is not None
        prize = wheel.prize(drawn.prize)
        code, until = None, None
        if prize.kind is not PrizeKind.POINTS:
            until = self.collect_until
            number = next(d.number for d in DEVICES if d.device_id == drum.holder)
            code = write_voucher(VoucherContent(number, wheel.number, drum.drum_id, drawn.turn, prize.ball, until))
        return TakeTurn(
            member_id, ticket.ticket_id, drum.drum_id, drawn.turn, choice, drawn.prize, drawn.proof, code, until
        )

    def question(self, reward: str = TOWEL, device: str = KIOSK, member_id: str = MEMBER) -> RedeemReward:
        """Make the operation that an honest kiosk would append to ask for a reward."""
        wanted = self.world.programme.reward(reward)
        assert wanted is not None
        request = self.new_id("request")
        number = next(d.number for d in DEVICES if d.device_id == device)
        until = programme_day(self.now, self.world.programme.time_zone) + timedelta(days=wanted.valid_days)
        code = write_voucher(VoucherContent(number, REWARDS, request, wanted.number, 0, until))
        answer_by = self.now + timedelta(seconds=2)
        return RedeemReward(member_id, reward, wanted.points, request, code, until, None, answer_by)

    def win_goods(self, holder: str = KIOSK) -> TakeTurn:
        """Take a turn in a drum that holds goods only; return the operation that won."""
        (ticket,) = self.give_tickets(1, holder)
        operation = self.turn(ticket, self.fill_drum(BallCount(GOLD, 1), holder=holder))
        self.done(operation, holder, None)
        return operation


def purchase(
    purchase_id: str, *amounts_yen: int, receipt: str = "", member_id: str = MEMBER, tax_yen: int = 0
) -> RecordPurchase:
    """Describe a purchase of goods lines; a receipt number makes it claim that receipt."""
    lines = tuple(PurchaseLine(amount_yen, tax_yen, LineKind.GOODS) for amount_yen in amounts_yen)
    till = Receipt(STORE, "1", date(2026, 4, 10), receipt) if receipt else None
    return RecordPurchase(purchase_id, member_id, lines, till)
