"""The programme: the versioned document by which a loyalty scheme runs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.campaigns import KEY_LENGTH, Campaign
from shared.domain.challenges import Challenge
from shared.domain.codes import fold
from shared.domain.faq import FaqEntry, with_usual
from shared.domain.hunts import Hunt
from shared.domain.joining import GUARDIAN, JoiningRules, joining_rule_faults
from shared.domain.progress import FINISHES_KEPT
from shared.domain.receipts import ReceiptCode, ReceiptElsewhere, ReceiptRules, read_receipt, receipt_faults
from shared.domain.text import EVERYWHERE, Text
from shared.domain.values import value_class

BALLS: Final = 12
"""Drawings of balls that there are (look/LOOK.md)."""
# A voucher writes campaign, turn, and the days from 2020 to its last one in 16 bits each.
WHEEL_NUMBERS: Final = 65_535
DRUM_BALLS: Final = 65_535
COLLECT_DAYS: Final = 3_650
REWARD_NUMBERS: Final = 65_535
VALID_DAYS: Final = 366


class RewardKind(StrEnum):
    """Goods are given, a coupon is taken off a bill, an experience is staff's time."""

    GOODS = "goods"
    COUPON = "coupon"
    EXPERIENCE = "experience"


class RewardPicture(StrEnum):
    """The pictures that a reward may have."""

    GIFT = "gift"
    COUPON = "coupon"
    CUP = "cup"
    BAG = "bag"
    LEAF = "leaf"
    STAR = "star"


@dataclass(frozen=True, slots=True)
class Reward:
    """What points can be spent on.

    `number` (1 to 65535, never used for another reward) names it inside vouchers. `about` is one line for the shopper.
    The voucher is good for `valid_days`, afterwards the points go back. `retail_value_yen` includes tax.
    """

    key: str
    number: int
    name: Text
    about: Text
    kind: RewardKind
    points: int
    valid_days: int
    retail_value_yen: int
    picture: RewardPicture = RewardPicture.GIFT


class Permission(StrEnum):
    """What a role may do; the applier checks it from the signature, the screen only follows."""

    FIND = "find"
    RECORD_PURCHASE = "record_purchase"
    RETURN_PURCHASE = "return_purchase"
    ADJUST = "adjust"
    APPROVE = "approve"
    HAND_OVER = "hand_over"
    GIVE_TICKET = "give_ticket"
    CONFIRM_STEP = "confirm_step"
    PRINT_POSTERS = "print_posters"
    ENROL = "enrol"
    RENEW_CARD = "renew_card"
    SEE_HELD = "see_held"
    SETTLE_HELD = "settle_held"
    RESET_PIN = "reset_pin"
    EDIT_PROFILE = "edit_profile"
    MERGE = "merge"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class Role:
    """A named set of permissions and the largest adjustment, in points, that needs nobody else."""

    key: str
    name: Text
    permissions: tuple[Permission, ...]
    adjust_limit_points: int = 0
    approve_limit_points: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """A mandatory reason for a correction; `shown` is what the member reads in her history."""

    code: str
    name: Text
    shown: Text


class Contact(StrEnum):
    """A way to reach a member."""

    NONE = ""
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a member may agree to; `version` rises with its words, `text` is what she is asked.

    `document` is what she can read before she agrees. Joining at a kiosk wants her word for what is `needed`, such as
    the club's rules; never for `marketing`. What goes `by` e-mail or phone is asked only of her who gave an address or
    a number.
    """

    key: str
    version: int
    name: Text
    text: Text
    needed: bool = False
    marketing: bool = True
    document: Text | None = None
    by: Contact = Contact.NONE


@dataclass(frozen=True, slots=True)
class Store:
    """A place of the chain; `counter` names where prizes are handed over.

    `till_code` is how its tills name it on receipts, the store_id in capitals where nothing else is said.
    """

    store_id: str
    name: Text
    counter: Text
    till_code: str = ""


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the shop, as the tills' journal names it by its key."""

    key: str
    name: Text


@dataclass(frozen=True, slots=True)
class Tier:
    """A standing reached at `threshold_points` qualifying points in a programme year."""

    key: str
    name: Text
    threshold_points: int
    bonus_percent: int = 0


@dataclass(frozen=True, slots=True)
class Earning:
    """How a purchase earns: one point per full `yen_per_point` of the explicit base."""

    yen_per_point: int
    tax_percent: int
    base_includes_tax: bool = False
    base_includes_gift_cards: bool = False
    base_includes_reward_lines: bool = False
    pending_days: int = 0
    expiry_months: int = 12
    expires_at_month_end: bool = True


class PrizeKind(StrEnum):
    """Goods and coupons are handed over and counted as stock; points are granted at once and are the white balls."""

    GOODS = "goods"
    COUPON = "coupon"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Prize:
    """What a ball stands for.

    `ball` is the drawing on it (1 to 12), `label` fits the wheel (11 Latin or 7 Japanese characters), `won` reads after
    "You won", `grade` is the headline of a big win. `retail_value_yen` includes tax, as prize law asks. With one that
    `rings` staff come to the kiosk with a bell.
    """

    key: str
    ball: int
    name: Text
    label: Text
    won: Text
    grade: Text
    kind: PrizeKind
    retail_value_yen: int
    points: int = 0
    top: bool = False
    rings: bool = False


@dataclass(frozen=True, slots=True)
class TicketRules:
    """Where tickets come from; zero switches a source off. Points that were won never buy tickets."""

    yen_per_ticket: int = 0
    max_per_purchase: int = 5
    first_visit_of_day: bool = False
    exchange_points: int = 0


@value_class(frozen=True, slots=True)
class BallCount:
    """`count` balls of one prize."""

    prize: str
    count: int


@dataclass(frozen=True, slots=True)
class Wheel:
    """A prize-wheel campaign; its drums are cut to `drum` from the stock that a store has.

    `stopped_in` names the stores in which it was stopped for good before its last day; EVERYWHERE stands for all.
    """

    key: str
    version: int
    number: int
    name: Text
    tagline: Text
    starts_on: date
    ends_on: date
    collect_days: int
    prizes: tuple[Prize, ...]
    drum: tuple[BallCount, ...]
    refill_below: int
    tickets: TicketRules
    stopped_in: tuple[str, ...] = ()

    def prize(self, key: str) -> Prize:
        """Return the prize called `key`; KeyError if the campaign has none."""
        for prize in self.prizes:
            if prize.key == key:
                return prize
        raise KeyError(key)

    def runs_on(self, day: date) -> bool:
        """Tell whether `day` of the programme is one of the campaign's."""
        return self.starts_on <= day <= self.ends_on

    def stopped(self, store_id: str) -> bool:
        """Tell whether it was stopped in a store."""
        return EVERYWHERE in self.stopped_in or store_id in self.stopped_in

    def runs_in(self, store_id: str, day: date) -> bool:
        """Tell whether turns may be taken in a store on `day` of the programme."""
        return self.runs_on(day) and not self.stopped(store_id)


StoppableT = TypeVar("StoppableT", Wheel, Challenge, Hunt)


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole document; every operation names the version under which it was decided.

    Spending more than `pin_above_points` at once asks for the member's PIN. PINs are sealed to `centre_key` (X25519,
    hex), which the centre writes into each version that it applies.
    """

    programme_id: str
    version: int
    name: Text
    time_zone: str
    legal_profile: str
    earning: Earning
    tiers: tuple[Tier, ...]
    roles: tuple[Role, ...]
    reasons: tuple[Reason, ...]
    stores: tuple[Store, ...]
    wheels: tuple[Wheel, ...]
    undo_minutes: int = 10
    scan_cooldown_seconds: int = 3
    rewards: tuple[Reward, ...] = ()
    pin_above_points: int = 0
    centre_key: str = ""
    welcome_points: int = 0
    purposes: tuple[Purpose, ...] = ()
    receipts: ReceiptRules | None = None
    joining: JoiningRules | None = None
    departments: tuple[Department, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    hunts: tuple[Hunt, ...] = ()
    faq: tuple[FaqEntry, ...] = ()

    @property
    def help(self) -> tuple[FaqEntry, ...]:
        """What can be read at a kiosk: the programme's own questions and the usual ones."""
        return with_usual(self.faq)

    @property
    def campaigns(self) -> tuple[Campaign, ...]:
        """What members take part in by steps, of every kind; a new kind is one more field, named here and below."""
        return (*self.challenges, *self.hunts)

    def with_stops(self, stops: Mapping[str, Iterable[str]]) -> "Programme":
        """Return the programme with more stores in which campaigns and draws are stopped, by key."""

        def stopped(each: StoppableT) -> StoppableT:
            return replace(each, stopped_in=tuple(sorted({*each.stopped_in, *stops.get(each.key, ())})))

        wheels, challenges = map(stopped, self.wheels), map(stopped, self.challenges)
        return replace(self, wheels=tuple(wheels), challenges=tuple(challenges), hunts=tuple(map(stopped, self.hunts)))

    def campaign(self, key: str) -> Campaign | None:
        """Return the campaign called `key`, or None; draws are `wheels`."""
        return next((campaign for campaign in self.campaigns if campaign.key == key), None)

    def hunt(self, key: str) -> Hunt | None:
        """Return the hunt called `key`, or None."""
        return next((hunt for hunt in self.hunts if hunt.key == key), None)

    @property
    def till_codes(self) -> Mapping[str, str]:
        """The stores by what their tills print."""
        return {fold(store.till_code or store.store_id): store.store_id for store in self.stores}

    @property
    def takes_receipts(self) -> bool:
        """Tell whether shoppers can show their receipts at a kiosk."""
        return self.receipts is not None and self.receipts.per_day > 0

    def read_receipt(self, text: str, today: date) -> ReceiptCode | ReceiptElsewhere | None:
        """Take a till's code apart on `today`; None where it is none, or the programme does not know receipts."""
        return read_receipt(self.receipts, self.till_codes, text, today) if self.receipts is not None else None

    @property
    def lets_join(self) -> bool:
        """Tell whether people can join at a kiosk; what they tell is sealed to the centre's key."""
        return self.joining is not None and (bool(self.centre_key) or not self.joining.asks_for_details)

    def role(self, key: str) -> Role | None:
        """Return the role called `key`, or None."""
        return next((role for role in self.roles if role.key == key), None)

    def store(self, store_id: str) -> Store | None:
        """Return the store, or None where the document does not know it."""
        return next((store for store in self.stores if store.store_id == store_id), None)

    def reason(self, code: str) -> Reason | None:
        """Return the reason with that code, or None."""
        return next((reason for reason in self.reasons if reason.code == code), None)

    def reward(self, key: str) -> Reward | None:
        """Return the reward called `key`, or None."""
        return next((reward for reward in self.rewards if reward.key == key), None)

    def wheel(self, key: str) -> Wheel | None:
        """Return the wheel campaign called `key`, or None."""
        return next((wheel for wheel in self.wheels if wheel.key == key), None)


def programme_faults(programme: Programme) -> list[str]:
    """Return what makes the document unusable, a sentence each; empty when it may be applied."""
    faults = [f"{path} needs both an English and a Japanese text." for path in _texts_missing(programme)]
    faults += [
        f"tiers: threshold_points must rise; {a.key} has {a.threshold_points}, {b.key} has {b.threshold_points}."
        for a, b in zip(programme.tiers, programme.tiers[1:], strict=False)
        if a.threshold_points >= b.threshold_points
    ]
    if not programme.tiers or programme.tiers[0].threshold_points != 0:
        faults.append("tiers: the first tier must have threshold_points = 0.")
    faults += _earning_faults(programme.earning)
    faults += [f"{name} can't be negative." for name, number in _counts(programme) if number < 0]
    if not _is_time_zone(programme.time_zone):
        faults.append(f"time_zone: {programme.time_zone!r} is no IANA time zone, such as 'Asia/Tokyo'.")
    for name, keys in _unique_keys(programme):
        faults += [f"{name}: {key!r} stands twice." for key in sorted({k for k in keys if keys.count(k) > 1})]
    for wheel in programme.wheels:
        faults += [f"wheels.{wheel.key}: {fault}" for fault in _wheel_faults(wheel)]
    for reward in programme.rewards:
        faults += [f"rewards.{reward.key}: {fault}" for fault in _reward_faults(reward)]
    for campaign in programme.campaigns:
        faults += [f"{campaign.key}: {fault}" for fault in _campaign_faults(campaign, programme)]
    faults += _receipt_faults(programme)
    faults += _joining_faults(programme)
    if programme.centre_key:
        faults.append("centre_key is the centre's to write: leave it out.")
    return faults


def _receipt_faults(programme: Programme) -> list[str]:
    codes = [fold(store.till_code or store.store_id) for store in programme.stores]
    faults = [f"stores: the till_code {c!r} stands twice." for c in sorted({c for c in codes if codes.count(c) > 1})]
    rules = programme.receipts
    if rules is None:
        return faults
    if rules.draw_without_amount and programme.wheel(rules.draw_without_amount) is None:
        faults.append(f"receipts.draw_without_amount: there is no draw {rules.draw_without_amount!r}.")
    return [*faults, *(f"receipts.{fault}" for fault in receipt_faults(rules, programme.till_codes))]


def _joining_faults(programme: Programme) -> list[str]:
    faults = [
        f"purposes.{purpose.key}: joining can't depend on marketing; needed = true wants marketing = false."
        for purpose in programme.purposes
        if purpose.needed and purpose.marketing
    ]
    faults += [
        f"purposes.{purpose.key}: needed = true and by = {purpose.by.value!r} don't go together; leave one of them out."
        for purpose in programme.purposes
        if purpose.needed and purpose.by
    ]
    if any(purpose.key == GUARDIAN for purpose in programme.purposes):
        faults.append(f"purposes: {GUARDIAN!r} is what a guardian's word is kept under; choose another key.")
    rules = programme.joining
    return [*faults, *(f"joining.{fault}" for fault in (joining_rule_faults(rules) if rules is not None else ()))]


def _campaign_faults(campaign: Campaign, programme: Programme) -> Iterator[str]:
    if not campaign.key or len(campaign.key) > KEY_LENGTH:
        yield f"key has 1 to {KEY_LENGTH} characters."
    if campaign.ends_on < campaign.starts_on:
        yield "ends_on lies before starts_on."
        return
    yield from (f"stores: there is no store {each!r}." for each in campaign.stores if programme.store(each) is None)
    tiers = {tier.key for tier in programme.tiers}
    yield from (f"tiers: there is no tier {each!r}." for each in campaign.tiers if each not in tiers)
    yield from _brings_faults(campaign, programme)
    yield from campaign.own_faults([department.key for department in programme.departments])


def _brings_faults(campaign: Campaign, programme: Programme) -> Iterator[str]:
    brings, limits = campaign.brings, campaign.limits
    counts = {
        "brings.points": brings.points,
        "brings.turns": brings.turns,
        "limits.per_day": limits.per_day,
        "limits.per_member": limits.per_member,
        "limits.in_all": limits.in_all,
        "joined_within_days": campaign.joined_within_days,
    }
    yield from (f"{name} can't be negative." for name, number in counts.items() if number < 0)
    if limits.per_member > FINISHES_KEPT:
        yield f"limits.per_member is at most {FINISHES_KEPT}."
    if bool(brings.turns) != bool(brings.draw):
        yield "brings: turns and draw stand together: how many turns, and of which draw."
    wheel = programme.wheel(brings.draw) if brings.draw else None
    if brings.draw and wheel is None:
        yield f"brings.draw: there is no draw {brings.draw!r}."
    if wheel is not None and (wheel.starts_on > campaign.starts_on or wheel.ends_on < campaign.ends_on):
        yield f"brings.draw: {brings.draw!r} does not run on all days of the campaign."


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _earning_faults(earning: Earning) -> list[str]:
    faults = []
    if earning.yen_per_point < 1:
        faults.append("earning.yen_per_point must be at least 1.")
    if earning.expiry_months < 1:
        faults.append("earning.expiry_months must be at least 1.")
    return faults


def _counts(programme: Programme) -> Iterator[tuple[str, int]]:
    """Name every number of the document that counts something."""
    yield "earning.tax_percent", programme.earning.tax_percent
    yield "earning.pending_days", programme.earning.pending_days
    yield "undo_minutes", programme.undo_minutes
    yield "welcome_points", programme.welcome_points
    yield "scan_cooldown_seconds", programme.scan_cooldown_seconds
    yield "pin_above_points", programme.pin_above_points
    if programme.receipts is not None:
        yield "receipts.oldest_days", programme.receipts.oldest_days
        yield "receipts.per_day", programme.receipts.per_day
        yield "receipts.tickets_per_day", programme.receipts.tickets_per_day
    for reward in programme.rewards:
        yield f"rewards.{reward.key}.retail_value_yen", reward.retail_value_yen
    for tier in programme.tiers:
        yield f"tiers.{tier.key}.bonus_percent", tier.bonus_percent
    for role in programme.roles:
        yield f"roles.{role.key}.adjust_limit_points", role.adjust_limit_points
        yield f"roles.{role.key}.approve_limit_points", role.approve_limit_points
    for wheel in programme.wheels:
        at = f"wheels.{wheel.key}"
        yield f"{at}.collect_days", wheel.collect_days
        yield f"{at}.refill_below", wheel.refill_below
        yield f"{at}.tickets.yen_per_ticket", wheel.tickets.yen_per_ticket
        yield f"{at}.tickets.max_per_purchase", wheel.tickets.max_per_purchase
        yield f"{at}.tickets.exchange_points", wheel.tickets.exchange_points
        for prize in wheel.prizes:
            yield f"{at}.prizes.{prize.key}.points", prize.points
            yield f"{at}.prizes.{prize.key}.retail_value_yen", prize.retail_value_yen


def _texts_missing(value: object, path: str = "programme") -> list[str]:
    if isinstance(value, Text):
        return [] if value.en.strip() and value.ja.strip() else [path]
    if isinstance(value, tuple):
        return [p for index, item in enumerate(value) for p in _texts_missing(item, f"{path}[{index}]")]
    names = [field.name for field in fields(value)] if is_dataclass(value) else []
    return [p for name in names for p in _texts_missing(getattr(value, name), f"{path}.{name}")]


def _unique_keys(programme: Programme) -> list[tuple[str, list[str]]]:
    return [
        ("tiers", [tier.key for tier in programme.tiers]),
        ("roles", [role.key for role in programme.roles]),
        ("reasons", [reason.code for reason in programme.reasons]),
        ("stores", [store.store_id for store in programme.stores]),
        ("purposes", [purpose.key for purpose in programme.purposes]),
        ("wheels", [wheel.key for wheel in programme.wheels]),
        ("wheels (number)", [str(wheel.number) for wheel in programme.wheels]),
        ("faq", [entry.key for entry in programme.faq]),
        ("departments", [department.key for department in programme.departments]),
        ("campaigns", [wheel.key for wheel in programme.wheels] + [each.key for each in programme.campaigns]),
        ("rewards", [reward.key for reward in programme.rewards]),
        ("rewards (number)", [str(reward.number) for reward in programme.rewards]),
    ]


def _reward_faults(reward: Reward) -> list[str]:
    faults = []
    if not 1 <= reward.number <= REWARD_NUMBERS:
        faults.append(f"number is one from 1 to {REWARD_NUMBERS}.")
    if reward.points < 1:
        faults.append("points must be at least 1.")
    if not 1 <= reward.valid_days <= VALID_DAYS:
        faults.append(f"valid_days is a number from 1 to {VALID_DAYS}.")
    return faults


def _wheel_faults(wheel: Wheel) -> list[str]:
    faults = []
    keys = [prize.key for prize in wheel.prizes]
    balls = [prize.ball for prize in wheel.prizes]
    if len(set(keys)) != len(keys) or len(set(balls)) != len(balls):
        faults.append("each prize needs its own key and its own ball.")
    if any(not 1 <= ball <= BALLS for ball in balls):
        faults.append(f"ball is a number from 1 to {BALLS}.")
    if not all(0 < len(key) <= KEY_LENGTH for key in (wheel.key, *keys)):
        faults.append(f"its key and those of its prizes have 1 to {KEY_LENGTH} characters.")
    unknown = [fill.prize for fill in wheel.drum if fill.prize not in keys]
    faults += [f"drum names the prize {key!r}, which the campaign does not have." for key in unknown]
    filled = [fill.prize for fill in wheel.drum]
    faults += [f"the drum names the prize {key!r} twice." for key in sorted({k for k in filled if filled.count(k) > 1})]
    if not 1 <= wheel.number <= WHEEL_NUMBERS:
        faults.append(f"number is one from 1 to {WHEEL_NUMBERS}.")
    if sum(fill.count for fill in wheel.drum) > DRUM_BALLS:
        faults.append(f"a drum holds at most {DRUM_BALLS} balls.")
    if wheel.collect_days > COLLECT_DAYS:
        faults.append(f"collect_days is at most {COLLECT_DAYS}.")
    if any(fill.count < 0 for fill in wheel.drum):
        faults.append("drum counts can't be negative.")
    white = {prize.key for prize in wheel.prizes if prize.kind is PrizeKind.POINTS}
    if not any(fill.count > 0 and fill.prize in white for fill in wheel.drum):
        faults.append("the drum needs white balls (a prize of kind 'points'), so that no turn ends in an error.")
    if wheel.ends_on < wheel.starts_on:
        faults.append("ends_on lies before starts_on.")
    return faults
