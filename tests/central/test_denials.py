"""Every kind of operation × every role, sent by a client that asks nobody; the answers stand here by hand.

Roles beside the programme's own have one permission alone, or all but one, so that no permission stands for another.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from shared.central import schema
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.member import ProfileField
from shared.domain.operations import (
    AdjustPoints,
    AskForTickets,
    AskForVoucher,
    CancelRedemption,
    ConfirmStep,
    EditProfile,
    EnrolMember,
    EraseMember,
    ExchangeForTicket,
    FieldEdit,
    GiveConsent,
    GiveTicket,
    HandOverPrize,
    JoinMember,
    MergeMembers,
    Operation,
    PrintPosters,
    Receipt,
    RecordPurchase,
    RecordVisit,
    RejectHeld,
    ReleaseDrum,
    ReleaseHeld,
    ReleaseTickets,
    ReleaseVoucher,
    RenewCard,
    ResetMemberPin,
    ReturnPurchase,
    ScanReceipt,
    ShowSpot,
    TakeTurn,
    Undo,
    UnmergeMember,
    WithdrawConsent,
)
from shared.domain.programme import Permission, Programme, Role
from shared.domain.text import Text
from shared.domain.vouchers import VoucherContent
from shared.wire.envelope import Signature
from shared.wire.operations import KINDS, kind_of
from shared.wire.voucher_code import write_voucher
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances
from tests.central.questions import question
from tests.domain.small_shop import (
    BENCH,
    HUNT,
    NOON,
    PICK_UP,
    REASON,
    STORE,
    TOWEL,
    WHEEL,
    small_hunt,
    small_programme,
    with_challenges,
    with_joining,
    with_receipts,
)

LIMIT = 100
NOT_ALLOWED = ("held", "not_allowed")
APPLIED = ("applied", None)

NEEDED = {
    "enrol_member": "enrol",
    "record_purchase": "record_purchase",
    "return_purchase": "return_purchase",
    "adjust_points": "adjust",
    "give_ticket": "give_ticket",
    "confirm_step": "confirm_step",
    "print_posters": "print_posters",
    "renew_card": "renew_card",
    "hand_over_prize": "hand_over",
    "ask_for_voucher": "hand_over",
    "cancel_redemption": "hand_over",
    "edit_profile": "edit_profile",
    "give_consent": "edit_profile",
    "withdraw_consent": "edit_profile",
    "merge_members": "merge",
    "unmerge_member": "merge",
    "erase_member": "erase",
    "release_held": "settle_held",
    "reject_held": "settle_held",
}
"""The permission that each kind asks of its one signer."""
OF_DEVICES = {
    "join_member": NOT_ALLOWED,
    "record_visit": APPLIED,
    "scan_receipt": APPLIED,
    "show_spot": NOT_ALLOWED,
    "take_turn": ("held", "ticket_elsewhere"),
    "exchange_for_ticket": ("declined", "not_enough_points"),
    "redeem_reward": ("declined", "voucher_invalid"),
    "ask_for_tickets": NOT_ALLOWED,
    "release_tickets": ("duplicate", None),
    "release_drum": ("held", "drum_unknown"),
    "release_voucher": ("held", "voucher_invalid"),
}
"""What a tablet gets for acts of kiosks; people have no say in them, whoever signs."""
ALONE = {"undo", "reset_member_pin"}
"""Kinds with a table of their own below: one's own act, and a second person."""

ASSISTANTS = {
    "find", "record_purchase", "return_purchase", "adjust", "hand_over", "give_ticket", "confirm_step", "enrol",
    "renew_card", "reset_pin", "edit_profile", "print_posters",
}  # fmt: skip
MAY = (
    {
        "trainee": {"find"},
        "assistant": ASSISTANTS,
        "manager": ASSISTANTS | {"approve", "see_held", "settle_held", "merge", "erase"},
        "leaver": set[str](),
    }
    | {f"only-{one}": {str(one)} for one in Permission}
    | {f"but-{one}": {str(each) for each in Permission if each is not one} for one in Permission}
)
"""What each role may do; who has left may do nothing."""
OWN_ROLES = ("trainee", "assistant", "manager", "leaver")


def chain_programme() -> Programme:
    """Return a programme in which each kind of operation is possible, with a role for each permission."""
    programme = replace(with_receipts(with_joining(with_challenges(small_programme()))), hunts=(small_hunt(),))
    made = tuple(
        Role(key, Text(key, key), tuple(p for p in Permission if p in allowed), LIMIT, 5_000)
        for key, allowed in MAY.items()
        if key not in OWN_ROLES
    )
    return replace(programme, roles=(*programme.roles, *made))


class Store:
    """A store whose counter tablet runs a modified program."""

    def __init__(self, chain: Chain, roles: tuple[str, ...]) -> None:
        self.chain = chain
        self.kiosk: HandMadeDevice = chain.device()
        self.tablet = chain.device(DeviceKind.TABLET, counter=True)
        self.second = chain.device(DeviceKind.TABLET)
        self.boss: Person = chain.person("manager")
        self.people = {
            role: chain.person("manager", active=False) if role == "leaver" else chain.person(role) for role in roles
        }
        self._made = 100

    def number(self) -> int:
        self._made += 1
        return self._made

    def enrolment(self) -> EnrolMember:
        number = self.number()
        return EnrolMember(f"{number:032x}", f"{number:012d}", f"{number:064x}", "Hana", "ja", STORE, None)

    def member(self) -> str:
        """Let a newcomer join by the manager; nothing is applied yet."""
        operation = self.enrolment()
        self.tablet.send(operation, self.boss)
        return operation.member_id

    def rich_member(self) -> str:
        member_id = self.member()
        self.tablet.send(AdjustPoints(member_id, 500, REASON, ""), self.boss)
        return member_id

    def returned(self) -> ReturnPurchase:
        bought = RecordPurchase(f"{self.number():032x}", self.member(), (PurchaseLine(1_000, 0),))
        self.tablet.send(bought, self.boss)
        return ReturnPurchase(bought.member_id, bought.purchase_id, (400,))

    def edited(self) -> EditProfile:
        member_id = self.member()
        return EditProfile(member_id, (FieldEdit(ProfileField.NICKNAME, "Momo", member_id),))

    def held(self) -> str:
        """Let something be held: a purchase that nobody signed."""
        return self.tablet.send(RecordPurchase(f"{self.number():032x}", self.member(), (PurchaseLine(1_000, 0),)))

    def voucher(self) -> str:
        content = VoucherContent(self.kiosk.enrolment.number, 1, f"{self.number():032x}", 1, 1, date(2026, 4, 30))
        return write_voucher(content, self.kiosk.keys)

    def redemption(self) -> CancelRedemption:
        member_id = self.rich_member()
        self.chain.settle()
        return CancelRedemption(member_id, self.kiosk.send(question(self.kiosk, member_id, reward=TOWEL)))

    def merged(self) -> str:
        gone = self.member()
        self.tablet.send(MergeMembers(self.member(), gone), self.boss)
        return gone

    def sender(self, kind: str) -> HandMadeDevice:
        """Return where a kind is tried: a voucher is asked for by who does not hold it."""
        return self.second if kind == "ask_for_voucher" else self.tablet

    def state(self) -> list[tuple[object, ...]]:
        """Return everything that an operation could have changed."""
        tables = (schema.member, schema.voucher, schema.ledger, schema.claim, schema.drum)
        return sorted((tuple(row) for table in tables for row in self.chain.rows(table)), key=repr)


MAKE: dict[str, Callable[[Store], Operation]] = {
    "enrol_member": Store.enrolment,
    "record_purchase": lambda s: RecordPurchase(f"{s.number():032x}", s.member(), (PurchaseLine(900, 0),)),
    "return_purchase": Store.returned,
    "adjust_points": lambda s: AdjustPoints(s.member(), LIMIT, REASON, ""),
    "give_ticket": lambda s: GiveTicket(s.member(), WHEEL, REASON, ""),
    "confirm_step": lambda s: ConfirmStep(s.member(), PICK_UP),
    "print_posters": lambda _: PrintPosters(HUNT, 9),
    "renew_card": lambda s: RenewCard(s.member(), f"{s.number():064x}"),
    "hand_over_prize": lambda s: HandOverPrize(s.voucher()),
    "ask_for_voucher": lambda s: AskForVoucher(s.voucher()),
    "cancel_redemption": Store.redemption,
    "edit_profile": Store.edited,
    "give_consent": lambda s: GiveConsent(s.member(), "news", 1, NOON),
    "withdraw_consent": lambda s: WithdrawConsent(s.member(), "news", NOON),
    "merge_members": lambda s: MergeMembers(s.member(), s.member()),
    "unmerge_member": lambda s: UnmergeMember(s.merged()),
    "erase_member": lambda s: EraseMember(s.member()),
    "release_held": lambda s: ReleaseHeld(s.held()),
    "reject_held": lambda s: RejectHeld(s.held()),
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """An operation that somebody has sent, and the answer that stands for it in the table."""

    what: str
    op_id: str
    expected: tuple[str, str | None]


def judge(store: Store, attempts: list[Attempt]) -> None:
    """Settle, and hold every answer against the table."""
    store.chain.settle()
    said = {row.op_id: (row.verdict, row.reason) for row in store.chain.rows(schema.op_result)}
    wrong = {a.what: said[a.op_id] for a in attempts if said[a.op_id] != a.expected}
    assert not wrong


def stranger(person: Person) -> Person:
    """Return somebody with a name that the chain does not know."""
    return Person(replace(person.staff, staff_id="9" * 32), person.key)


def forgeries(store: Store, kind: str, operation: Operation) -> list[Attempt]:
    """Send without her what the manager may do: unsigned, in her name, with what she has signed otherwise."""
    device, thief = store.sender(kind), store.people["trainee"]
    sent = [Attempt(f"{kind} by nobody", device.send(operation), NOT_ALLOWED)]
    if kind == "cancel_redemption":
        # A device may take back what it has asked itself; the tablet has not.
        sent = [Attempt(f"{kind} by nobody", sent[0].op_id, ("held", "voucher_elsewhere"))]
    boss = store.boss.staff.staff_id
    draft = device.draft(operation)
    sent.append(
        Attempt(
            f"{kind} in the manager's name",
            device.send_draft(draft, Signature(boss, thief.sign(draft).signature)),
            ("held", "signature_invalid"),
        )
    )
    other = store.boss.sign(device.draft(AdjustPoints("nobody", 1, REASON, "")))
    forged = device.send_draft(device.draft(operation), other)
    sent.append(Attempt(f"{kind} with another act's signature", forged, ("held", "signature_invalid")))
    unknown = device.send(operation, stranger(store.boss))
    sent.append(Attempt(f"{kind} by a stranger", unknown, ("held", "staff_unknown")))
    approved = device.send(operation, thief, store.boss)
    sent.append(Attempt(f"{kind} with the manager as the second person", approved, NOT_ALLOWED))
    return sent


def try_everybody(store: Store, kind: str, roles: tuple[str, ...]) -> None:
    """Let everybody who may not try one thing, which stays untouched, then everybody who may one of their own."""
    able = [role for role in roles if NEEDED[kind] in MAY[role]]
    target, *others = [MAKE[kind](store) for _ in range(len(able) + 1)]
    store.chain.settle()
    before, device = store.state(), store.sender(kind)
    denied = [
        Attempt(f"{kind} by {role}", device.send(target, store.people[role]), NOT_ALLOWED)
        for role in roles
        if role not in able
    ]
    judge(store, [*denied, *forgeries(store, kind, target)])
    assert store.state() == before
    allowed = [
        Attempt(f"{kind} by {role}", device.send(operation, store.people[role]), APPLIED)
        for role, operation in zip(able, others, strict=True)
    ]
    judge(store, allowed)


def test_every_kind_has_its_line() -> None:
    assert set(NEEDED) == set(MAKE)
    assert sorted((*NEEDED, *OF_DEVICES, *ALONE)) == sorted(KINDS)


@pytest.fixture
def everywhere(laid_out_central: str, tmp_path: Path) -> Iterator[Store]:
    """Give a store with the programme's own roles, on each kind of database there is."""
    chain = Chain(laid_out_central, tmp_path / "centre", chain_programme())
    yield Store(chain, OWN_ROLES)
    assert_all_balances(chain)
    chain.close()


def test_each_permission_opens_its_own_acts_and_nothing_else(sqlite_central: str, tmp_path: Path) -> None:
    chain = Chain(sqlite_central, tmp_path / "centre", chain_programme())
    store = Store(chain, tuple(role for role in MAY if role not in OWN_ROLES))
    store.people["trainee"] = chain.person("trainee")
    for kind in NEEDED:
        try_everybody(store, kind, tuple(store.people))
    assert_all_balances(chain)
    chain.close()


def test_every_kind_answers_every_role_as_the_table_says(everywhere: Store) -> None:
    for kind in NEEDED:
        try_everybody(everywhere, kind, OWN_ROLES)


def test_what_is_a_kiosks_to_say_no_person_on_a_tablet_can(everywhere: Store) -> None:
    store = everywhere
    member_id = store.member()
    store.tablet.send(GiveTicket(member_id, WHEEL, REASON, ""), store.boss)
    store.chain.settle()
    (ticket,) = store.chain.member(member_id).tickets
    acts: dict[str, Callable[[], Operation]] = {
        "join_member": lambda: JoinMember(
            f"{store.number():032x}",
            f"{store.number():012d}",
            f"{store.number():064x}",
            "Momo",
            "ja",
            STORE,
            NOON.date(),
        ),
        "record_visit": lambda: RecordVisit(store.member(), NOON.date()),
        "scan_receipt": lambda: ScanReceipt(
            store.member(), Receipt(STORE, "1", NOON.date(), str(store.number())), 1_000, NOON.date()
        ),
        "show_spot": lambda: ShowSpot(store.member(), HUNT, BENCH, NOON.date()),
        "take_turn": lambda: TakeTurn(member_id, ticket.ticket_id, "d" * 32, 1, "star", "gold", "f" * 64, None, None),
        "exchange_for_ticket": lambda: ExchangeForTicket(member_id, WHEEL),
        "redeem_reward": lambda: question(store.kiosk, member_id, reward=TOWEL),
        "ask_for_tickets": lambda: AskForTickets(member_id),
        "release_tickets": lambda: ReleaseTickets(member_id, (ticket.ticket_id,)),
        "release_drum": lambda: ReleaseDrum("d" * 32, 0),
        "release_voucher": lambda: ReleaseVoucher("v" * 32),
    }
    assert set(acts) == set(OF_DEVICES)
    attempts = []
    for kind, make in acts.items():
        for who in (None, *store.people.values()):
            operation = make()
            assert kind_of(operation) == kind
            role = who.staff.role if who else "nobody"
            attempts.append(Attempt(f"{kind} by {role}", store.tablet.send(operation, who), OF_DEVICES[kind]))
    judge(store, attempts)
    assert store.chain.member(member_id).tickets == (ticket,)


def test_only_who_did_it_undoes_it(everywhere: Store) -> None:
    store = everywhere
    member_id = store.member()
    done = store.tablet.send(AdjustPoints(member_id, 10, REASON, ""), store.people["assistant"])
    store.chain.settle()
    undo, not_own = Undo(member_id, done), ("held", "undo_not_own")
    others = [role for role in OWN_ROLES if role != "assistant"]
    attempts = [Attempt(f"by {role}", store.tablet.send(undo, store.people[role]), not_own) for role in others]
    attempts += [Attempt("by nobody", store.tablet.send(undo), not_own)]
    draft = store.tablet.draft(undo)
    name = store.people["assistant"].staff.staff_id
    stolen = store.tablet.send_draft(draft, Signature(name, store.people["trainee"].sign(draft).signature))
    attempts += [Attempt("in her name", stolen, ("held", "signature_invalid"))]
    judge(store, attempts)
    assert store.chain.member(member_id).account.balance_points == 10
    judge(store, [Attempt("by herself", store.tablet.send(undo, store.people["assistant"]), APPLIED)])


def test_a_second_person_is_somebody_else_who_may_approve_so_much(everywhere: Store) -> None:
    """An adjustment above one's limit, and a new PIN at any time."""
    store = everywhere
    people, boss = store.people, store.boss
    missing = ("held", "needs_approval")
    approvers: dict[str, tuple[Person | None, tuple[str, str | None]]] = {
        "without anybody": (None, missing),
        "with herself": (people["assistant"], missing),
        "with a trainee": (people["trainee"], missing),
        "with who has left": (people["leaver"], missing),
        "with a stranger": (stranger(boss), ("held", "staff_unknown")),
        "with a manager": (boss, APPLIED),
    }
    attempts = []
    for reset in (True, False):
        for how, (approver, expected) in approvers.items():
            member_id = store.member()
            above = AdjustPoints(member_id, LIMIT + 1, REASON, "")
            operation = ResetMemberPin(member_id, REASON, "") if reset else above
            op_id = store.tablet.send(operation, people["assistant"], approver)
            attempts.append(Attempt(f"{kind_of(operation)} {how}", op_id, expected))
        draft = store.tablet.draft(operation)
        actor = people["assistant"].sign(draft)
        forged = store.tablet.send_draft(draft, actor, Signature(boss.staff.staff_id, actor.signature))
        attempts.append(Attempt(f"{kind_of(operation)} with a forged manager", forged, ("held", "signature_invalid")))
        for role in ("trainee", "leaver"):
            op_id = store.tablet.send(operation, people[role], boss)
            attempts.append(Attempt(f"{kind_of(operation)} by {role}", op_id, NOT_ALLOWED))
        unsigned = store.tablet.send(operation, None, boss)
        attempts.append(Attempt(f"{kind_of(operation)} by nobody", unsigned, NOT_ALLOWED))
    manager = people["manager"]
    for points, approver, expected in (
        (1_000, None, APPLIED),
        (1_001, None, missing),
        (5_000, boss, APPLIED),
        (5_001, boss, missing),
        (-5_001, boss, missing),
    ):
        op_id = store.tablet.send(AdjustPoints(store.member(), points, REASON, ""), manager, approver)
        attempts.append(Attempt(f"{points} by the manager", op_id, expected))
    judge(store, attempts)
