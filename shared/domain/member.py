"""A member: the aggregate that operations change and feeds carry."""

import hashlib
from dataclasses import field
from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.changing import replace
from shared.domain.earning import Explanation, LineKind
from shared.domain.points import Account, Posting, YearPoints
from shared.domain.progress import Progress, without_departments
from shared.domain.redemptions import Redemption, RedemptionState
from shared.domain.values import value_class
from shared.domain.vouchers import VoucherState

HISTORY_KEPT = 100
"""Entries that travel with the aggregate; older ones stay in the central ledger."""

WITHDRAWN_KEPT = 50
"""Withdrawn tickets that a late turn may still name."""

PARTED_KEPT = 8
"""People taken apart from a member whose tickets a late turn may still name."""

PURCHASES_KEPT = 200
"""Purchases that may still come back; of older ones a manager takes returns by an adjustment."""

RETURNS_KEPT = 10
"""Returns of one purchase that may still be undone."""

AWARDS_KEPT = 200
"""Awards beside the ones that wait to be handed over."""

COUNTED_KEPT = 10
"""Receipts that kiosks know to be counted: who was served at the counter may show hers at the kiosk, too."""

KEPT_AFTER_END = timedelta(days=90)
"""How long an empty lot or an uncollected award stays after its last day, for what is heard of late."""


REDEMPTIONS_KEPT = timedelta(days=400)
"""How long a settled redemption stays for what is heard of late: longer than any voucher is good."""


class MemberStatus(StrEnum):
    """Blocked members are greeted kindly and sent to the counter."""

    ACTIVE = "active"
    BLOCKED = "blocked"


class CardState(StrEnum):
    """Only the current card identifies; the others say kindly that there is a newer one."""

    CURRENT = "current"
    REPLACED = "replaced"
    BLOCKED = "blocked"


@value_class(frozen=True, slots=True)
class Card:
    """A card, known only by the keyed hash of its code."""

    code_hash: str
    state: CardState


@value_class(frozen=True, slots=True)
class Profile:
    """What identifies the person; never on a kiosk. `phone_e164` may be empty; `birthday` may be unknown."""

    name: str
    kana: str
    phone_e164: str
    email: str
    birthday: date | None
    consents: tuple[str, ...] = ()


class ProfileField(StrEnum):
    """A detail of the person that can be changed by itself."""

    NICKNAME = "nickname"
    LOCALE = "locale"
    NAME = "name"
    KANA = "kana"
    PHONE = "phone"
    EMAIL = "email"
    BIRTHDAY = "birthday"


@value_class(frozen=True, slots=True)
class Consent:
    """What the member has said about a purpose, in whatever order it was heard: ids of operations, sorted.

    She agrees when she has and every withdrawal is answered by a consent that knew of it.
    """

    key: str
    version: int = 0
    given: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        """Tell whether she agrees."""
        return bool(self.given) and not self.unanswered

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The withdrawals that no later consent knew of."""
        return tuple(op_id for op_id in self.withdrawn if op_id not in self.answered)


class TicketSource(StrEnum):
    """Where a ticket came from, as prize law asks."""

    PURCHASE = "purchase"
    VISIT = "visit"
    STAFF = "staff"
    EXCHANGE = "exchange"
    CAMPAIGN = "campaign"


@value_class(frozen=True, slots=True)
class Ticket:
    """A right to one turn. `holder` is the one device that may use it; `value_yen` the transaction it came from.

    `asked_by` is the kiosk that wants to hold it next: the holder gives it back unless it has used it.
    """

    ticket_id: str
    campaign: str
    source: TicketSource
    value_yen: int
    issued_at: datetime
    holder: str
    op_id: str
    asked_by: str = ""


@value_class(frozen=True, slots=True)
class Award:
    """What a turn won, or points were spent on. Points prizes have no voucher; `voucher_code` is the signed code.

    Without a `campaign` it is a reward and `prize` its key; it came from no ticket.
    """

    award_id: str
    campaign: str
    prize: str
    won_at: datetime
    store_id: str
    ticket_id: str
    voucher_id: str | None = None
    voucher_code: str | None = None
    collect_until: date | None = None
    state: VoucherState = VoucherState.ISSUED


@value_class(frozen=True, slots=True)
class PurchaseRecord:
    """A purchase as later returns need it: yen and points per line, and how much of each came back.

    `receipt_key` is the business key it claimed. `grant_line` and `qualifying_line` number the postings of `op_id` that
    a return reverses. `returns` has the latest returns that may be undone: operation, yen per line. Of the reversed
    points `expired_points` had expired before and cost her nothing.
    """

    purchase_id: str
    op_id: str
    lot_id: str | None
    line_kinds: tuple[LineKind, ...]
    line_yen: tuple[int, ...]
    line_points: tuple[int, ...]
    returned_yen: tuple[int, ...]
    reversed_points: tuple[int, ...]
    year: int
    ticket_ids: tuple[str, ...] = ()
    receipt_key: str | None = None
    grant_line: int | None = None
    qualifying_line: int | None = None
    line_departments: tuple[str, ...] = ()
    returns: tuple[tuple[str, tuple[int, ...]], ...] = ()
    expired_points: int = 0


class ReceiptState(StrEnum):
    """What the till's journal has said about a receipt, or that it said nothing in time."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    LAPSED = "lapsed"


@value_class(frozen=True, slots=True)
class ScannedReceipt:
    """A receipt that she showed at a kiosk on `day`, by its business key; it waits for the journal until `lapses_at`.

    `points` are what its amount will earn; a receipt that is not `priced` says no amount, and its tickets are the only
    ones that do not follow from one.
    """

    key: str
    op_id: str
    day: date
    lapses_at: datetime
    points: int = 0
    priced: bool = False
    ticket_ids: tuple[str, ...] = ()
    state: ReceiptState = ReceiptState.WAITING

    @property
    def waits(self) -> bool:
        """Tell whether the journal is still expected."""
        return self.state is ReceiptState.WAITING


class EntryKind(StrEnum):
    """What a line of the history tells."""

    ENROLLED = "enrolled"
    VISIT = "visit"
    PURCHASE = "purchase"
    RECEIPT = "receipt"
    RETURN = "return"
    TURN = "turn"
    HAND_OVER = "hand_over"
    ADJUSTMENT = "adjustment"
    TICKET = "ticket"
    EXCHANGE = "exchange"
    EXPIRY = "expiry"
    MATURITY = "maturity"
    CARD = "card"
    UNDO = "undo"
    REDEMPTION = "redemption"
    GIVEN_BACK = "given_back"
    LAPSE = "lapse"
    PIN_RESET = "pin_reset"
    PROFILE = "profile"
    CONSENT = "consent"
    MERGE = "merge"
    UNMERGE = "unmerge"
    STEP = "step"
    SPOT = "spot"
    FINISH = "finish"


@value_class(frozen=True, slots=True)
class Entry:
    """A line of the member's history with its cause, place, device and people.

    `points` is what it did to the balance, `pending_points` what it put aside until `pending_until`. `refers_to` names
    the prize, campaign, purchase or undone operation, by kind. `undone_by` names the reversing operation.
    """

    op_id: str
    kind: EntryKind
    at: datetime
    store_id: str
    device_id: str
    points: int = 0
    pending_points: int = 0
    pending_until: datetime | None = None
    amount_yen: int = 0
    refers_to: str = ""
    campaign: str = ""
    reason: str = ""
    note: str = ""
    staff_id: str | None = None
    approver_id: str | None = None
    explanation: Explanation | None = None
    postings: tuple[Posting, ...] = ()
    ticket_ids: tuple[str, ...] = ()
    undone_by: str | None = None


@value_class(frozen=True, slots=True)
class Moved:
    """What a merged member brought along under operation `op_id`, by identifier, so that it can be told apart again.

    `purchases` come with the points of each that were reversed by then, `progress` names the operations of steps and
    finishes; `welcome_points` were reversed as doubled under the key `welcome_claim`.
    """

    op_id: str
    lots: tuple[str, ...] = ()
    debt_points: int = 0
    qualifying: tuple[YearPoints, ...] = ()
    tickets: tuple[str, ...] = ()
    awards: tuple[str, ...] = ()
    purchases: tuple[tuple[str, int], ...] = ()
    cards: tuple[str, ...] = ()
    redemptions: tuple[str, ...] = ()
    receipts: tuple[str, ...] = ()
    history: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    welcome_points: int = 0
    welcome_claim: str = ""


@value_class(frozen=True, slots=True)
class Member:
    """A person in the programme. `kiosk` holds her once-only claims, such as the ticket for a visit.

    `visited` says when she was last in which store; her state goes to the feeds of those stores. `withdrawn` keeps the
    latest tickets that a return or an undo took away while a kiosk held them: a turn that their holder had already
    taken, unheard of, still stands. `has_pin` says that she has chosen a PIN; what it is, only the centre can check.
    `edits` names the operation that last changed each edited field. `counted` is for kiosks, which hold no purchases:
    the hashes (`receipt_hash`) of the latest receipts that need not be shown again.

    A member who was merged points at another (`merged_into`) and owns nothing but who she was; `moved` is what she
    brought along. `merged` names all who are part of this one, `parted` those who were lately and are themselves again:
    a kiosk that has not heard of it turns their tickets for her. An erased member is a tombstone that says by which
    operation (`erased_by`).
    """

    member_id: str
    number: str
    nickname: str
    locale: str
    home_store: str
    kiosk: str
    enrolled_at: datetime
    cards: tuple[Card, ...]
    status: MemberStatus = MemberStatus.ACTIVE
    profile: Profile | None = None
    account: Account = field(default_factory=Account)
    tickets: tuple[Ticket, ...] = ()
    withdrawn: tuple[Ticket, ...] = ()
    awards: tuple[Award, ...] = ()
    purchases: tuple[PurchaseRecord, ...] = ()
    visited: tuple[tuple[str, date], ...] = ()
    last_visit_on: date | None = None
    history: tuple[Entry, ...] = ()
    redemptions: tuple[Redemption, ...] = ()
    receipts: tuple[ScannedReceipt, ...] = ()
    progress: tuple[Progress, ...] = ()
    counted: tuple[str, ...] = ()
    has_pin: bool = False
    edits: tuple[tuple[ProfileField, str], ...] = ()
    consents: tuple[Consent, ...] = ()
    merged_into: str = ""
    moved: Moved | None = None
    merged: tuple[str, ...] = ()
    parted: tuple[str, ...] = ()
    erased_by: str = ""

    @property
    def findable(self) -> bool:
        """Tell whether she is to be found under her own name: not a tombstone."""
        return not self.merged_into and not self.erased_by

    @property
    def held_points(self) -> int:
        """Points put aside for rewards that wait to be collected."""
        return sum(each.points for each in self.redemptions if each.state is RedemptionState.WAITING)

    def counted_by(self, key: str) -> str | None:
        """Return the operation by which a receipt counts for her already ("" where it is not known which), or None."""
        scanned = next((each.op_id for each in self.receipts if each.key == key), None)
        if scanned is not None:
            return scanned
        bought = next((each.op_id for each in self.purchases if each.receipt_key == key), None)
        return "" if bought is None and receipt_hash(key) in self.counted else bought

    @property
    def expected_points(self) -> int:
        """The points that receipts will bring once the till's journal confirms them."""
        return sum(each.points for each in self.receipts if each.waits)

    def redemption(self, op_id: str) -> Redemption | None:
        """Return what the member spent points on by that operation, or None."""
        return next((each for each in self.redemptions if each.op_id == op_id), None)

    def progress_in(self, campaign: str) -> Progress | None:
        """Return what she has done in a campaign, or None."""
        return next((each for each in self.progress if each.campaign == campaign), None)

    def ticket(self, ticket_id: str) -> Ticket | None:
        """Return the unused ticket, or None."""
        return next((ticket for ticket in self.tickets if ticket.ticket_id == ticket_id), None)

    def entry(self, op_id: str, kind: EntryKind | None = None) -> Entry | None:
        """Return the history line of an operation (of that kind, if given), or None."""
        return next((e for e in self.history if e.op_id == op_id and kind in (None, e.kind)), None)

    def waiting_awards(self, today: date) -> tuple[Award, ...]:
        """Return the prizes that wait to be handed over, not yet lapsed on `today`."""
        return tuple(
            award
            for award in self.awards
            if award.collect_until is not None and award.state is VoucherState.ISSUED and today <= award.collect_until
        )


def with_entry(member: Member, entry: Entry) -> Member:
    """Put a line on top of the history, newest first, and let the oldest fall off."""
    return replace(member, history=on_top(member.history, entry))


def on_top(history: tuple[Entry, ...], entry: Entry) -> tuple[Entry, ...]:
    """Return the history with a line on top, newest first, without the oldest that are too many."""
    return (entry, *history)[:HISTORY_KEPT]


def with_progress(member: Member, progress: Progress) -> Member:
    """Put progress in the place of the one in the same campaign, or behind the others."""
    if member.progress_in(progress.campaign) is None:
        return replace(member, progress=(*member.progress, progress))
    kept = tuple(progress if each.campaign == progress.campaign else each for each in member.progress)
    return replace(member, progress=kept)


def with_redemption(member: Member, redemption: Redemption) -> Member:
    """Put a redemption in the place of the one with the same operation, or behind the others."""
    if member.redemption(redemption.op_id) is None:
        return replace(member, redemptions=(*member.redemptions, redemption))
    kept = tuple(redemption if each.op_id == redemption.op_id else each for each in member.redemptions)
    return replace(member, redemptions=kept)


def with_receipt(member: Member, receipt: ScannedReceipt) -> Member:
    """Put a scanned receipt in the place of the one with the same key, or behind the others."""
    if all(each.key != receipt.key for each in member.receipts):
        return replace(member, receipts=(*member.receipts, receipt))
    kept = tuple(receipt if each.key == receipt.key else each for each in member.receipts)
    return replace(member, receipts=kept)


def receipt_hash(key: str) -> str:
    """Return how a kiosk knows a receipt that it never saw: enough to recognise it, nothing to read."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def redemption_of(member: Member, voucher_id: str) -> Redemption | None:
    """Return what the member spent on a reward by its voucher; None for a prize."""
    return next((each for each in member.redemptions if each.voucher_id == voucher_id), None)


def without_settled(member: Member, at: datetime) -> Member:
    """Let go of what nothing can touch any more, so that the aggregate stays small however long she is a member.

    That is: old purchases, old awards that do not wait, and lots that are empty, long expired and of no kept purchase.
    The central ledger has them for ever.
    """
    purchases = member.purchases[-PURCHASES_KEPT:]
    newest = len(member.awards) - AWARDS_KEPT
    awards = tuple(a for place, a in enumerate(member.awards) if place >= newest or _may_be_collected(a, at))
    returnable = {purchase.lot_id for purchase in purchases}
    lots = tuple(
        lot
        for lot in member.account.lots
        if lot.left_points or lot.expires_at + KEPT_AFTER_END > at or lot.lot_id in returnable
    )
    redemptions = tuple(
        each
        for each in member.redemptions
        if each.state is RedemptionState.WAITING or each.asked_at + REDEMPTIONS_KEPT > at
    )
    receipts = tuple(each for each in member.receipts if each.waits or each.lapses_at + KEPT_AFTER_END > at)
    kept = len(purchases), len(awards), len(lots), len(redemptions), len(receipts)
    own = member.purchases, member.awards, member.account.lots, member.redemptions, member.receipts
    if kept == tuple(map(len, own)):
        return member
    account = replace(member.account, lots=lots)
    return replace(
        member, purchases=purchases, awards=awards, account=account, redemptions=redemptions, receipts=receipts
    )


def _may_be_collected(award: Award, at: datetime) -> bool:
    if award.collect_until is None or award.state is not VoucherState.ISSUED:
        return False
    return award.collect_until + KEPT_AFTER_END > at.date()


def for_kiosk(member: Member) -> Member:
    """Return what a public screen's device may know: no profile, no purchases, no history, no ticket that is gone."""
    counted = tuple(receipt_hash(each.receipt_key) for each in member.purchases if each.receipt_key)
    return replace(
        member,
        progress=without_departments(member.progress),
        counted=counted[-COUNTED_KEPT:] or member.counted,
        profile=None,
        purchases=(),
        history=(),
        withdrawn=(),
        redemptions=(),
        edits=(),
        consents=(),
        moved=None,
        merged=(),
    )
