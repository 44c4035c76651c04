"""Members merged, edited and forgotten at the centre: tables, feeds, and what arrives late."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from shared.central import office, office_people, schema
from shared.central.database import reading
from shared.central.member_export import export_member
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.member import Member, Profile, ProfileField
from shared.domain.operations import (
    AdjustPoints,
    EditProfile,
    EnrolMember,
    EraseMember,
    FieldEdit,
    GiveTicket,
    HandOverPrize,
    MergeMembers,
    Operation,
    RecordPurchase,
    RejectHeld,
    ReleaseHeld,
    ReturnPurchase,
    UnmergeMember,
)
from shared.domain.rules import Applied, Duplicate
from shared.runtime.trouble import Trouble
from shared.wire.feed import AggregateKind, Audience, HeldRow, store_scope
from shared.wire.json import decode, encode
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances
from tests.domain.small_shop import GOLD, OTHER_STORE, REASON, RED, STORE, WHEEL, small_programme

STAFF_SCOPE = store_scope(STORE, Audience.STAFF)
KIOSK_SCOPE = store_scope(STORE, Audience.KIOSK)
SECRET = "山田 花子"


class Shop:
    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.counter = chain.device(DeviceKind.TABLET, counter=True)
        self.desktop = chain.device(DeviceKind.DESKTOP)
        self.assistant: Person = chain.person("assistant")
        self.manager: Person = chain.person("manager")
        self.first = chain.enrol(self.counter, self.assistant, 1)
        self.second = chain.enrol(self.counter, self.assistant, 2)

    def does(self, operation: Operation, by: Person | None = None, on: HandMadeDevice | None = None) -> str:
        op_id = (on or self.desktop).send(operation, by or self.manager)
        self.chain.settle()
        return op_id

    def buys(self, member_id: str, yen: int, name: str) -> str:
        return self.does(RecordPurchase(name, member_id, (PurchaseLine(yen, 0),)), self.assistant, self.counter)

    def told(self, scope: str, member_id: str) -> Member:
        rows = [r for r in self.chain.feed(scope) if (r.aggregate, r.key) == (AggregateKind.MEMBER, member_id)]
        return decode(Member, rows[-1].body)

    def aliases(self) -> dict[str, str]:
        return {row.code_hash: row.member_id for row in self.chain.rows(schema.member_alias)}

    def holdings(self) -> set[tuple[str, str]]:
        return {(row.id, row.state) for row in self.chain.rows(schema.holding) if row.kind == "ticket"}


@pytest.fixture
def shop(chain: Chain) -> Shop:
    return Shop(chain)


@pytest.fixture
def sqlite_shop(sqlite_chain: Chain) -> Shop:
    return Shop(sqlite_chain)


def test_a_merge_moves_everything_but_the_ledgers_older_lines(shop: Shop) -> None:
    chain = shop.chain
    shop.buys(shop.first, 1100, "p1")
    shop.buys(shop.second, 3300, "p2")
    before = [tuple(row) for row in chain.rows(schema.ledger)]
    merge = shop.does(MergeMembers(shop.first, shop.second))
    assert chain.result(merge) == ("applied", None)
    assert_all_balances(chain)
    assert chain.member(shop.first).account.balance_points == 44
    assert {tuple(row) for row in chain.rows(schema.ledger)} > set(before)
    assert shop.aliases() == {f"{1:064x}": shop.first, f"{2:064x}": shop.first, shop.second: shop.first}
    assert {state for _, state in shop.holdings()} == {"open"}
    for scope in (STAFF_SCOPE, KIOSK_SCOPE):
        assert shop.told(scope, shop.second).merged_into == shop.first
        assert len(shop.told(scope, shop.first).cards) == 2
    late = shop.buys(shop.second, 1100, "p3")
    assert chain.result(late) == ("applied", None)
    assert chain.member(shop.first).account.balance_points == 55
    unmerge = shop.does(UnmergeMember(shop.second))
    assert chain.result(unmerge) == ("applied", None)
    assert [chain.member(m).account.balance_points for m in (shop.first, shop.second)] == [22, 33]
    assert shop.aliases() == {f"{1:064x}": shop.first, f"{2:064x}": shop.second}
    assert {state for _, state in shop.holdings()} == {"open"}
    assert_all_balances(chain)


def test_a_return_that_names_the_merged_member_names_what_it_reverses(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    bought = shop.buys(shop.second, 1100, "p1")
    shop.does(MergeMembers(shop.first, shop.second))
    back = shop.does(ReturnPurchase(shop.second, "p1", (1100,)), shop.assistant, shop.counter)
    lines = [row for row in shop.chain.rows(schema.ledger) if row.op_id == back]
    assert lines
    assert {row.reverses_op for row in lines} == {bought}


def test_whom_a_chain_of_merges_ends_with_is_one_step_away(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    third = shop.chain.enrol(shop.counter, shop.assistant, 3)
    shop.does(MergeMembers(shop.second, shop.first))
    shop.does(MergeMembers(third, shop.second))
    aliases = shop.aliases()
    assert (aliases[shop.first], aliases[shop.second]) == (third, third)
    shop.does(UnmergeMember(shop.second))
    aliases = shop.aliases()
    assert aliases[shop.first] == shop.second
    assert shop.second not in aliases
    assert aliases[f"{1:064x}"] == shop.second
    assert_all_balances(shop.chain)


def test_a_prize_of_a_merged_member_is_handed_over_to_the_kept_one(shop: Shop) -> None:
    chain = shop.chain
    kiosk = chain.device()
    chain.deliver((GOLD, 6), (RED, 6))
    chain.settle()
    shop.buys(shop.second, 5500, "p1")
    vouchers = []
    for ticket in chain.member(shop.second).tickets:
        turn = kiosk.turn(shop.second, ticket.ticket_id)
        assert turn is not None
        kiosk.send(turn)
        vouchers += [turn.voucher_code] if turn.voucher_code else []
    chain.settle()
    shop.does(MergeMembers(shop.first, shop.second))
    given = shop.does(HandOverPrize(vouchers[0]), shop.assistant, shop.counter)
    assert chain.result(given) == ("applied", None)
    states = [award.state.value for award in chain.member(shop.first).awards if award.voucher_id]
    assert sorted(states) == ["handed_over", *["issued"] * (len(states) - 1)]
    shop.does(UnmergeMember(shop.second))
    assert len(chain.member(shop.second).awards) == 5
    assert_all_balances(chain)


def test_a_doubled_welcome_is_taken_back_once(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    programme = replace(small_programme(), version=2, welcome_points=100)
    office.apply_programme(shop.chain.engine, programme, shop.chain.now)
    members = []
    for number in (3, 4):
        operation = EnrolMember(f"{number:032x}", f"{number:012d}", f"{number:064x}", "Hana", "ja", STORE, None)
        draft = shop.counter.draft(operation, programme_version=2)
        shop.counter.send_draft(draft, shop.assistant.sign(draft))
        members.append(operation.member_id)
    shop.chain.settle()
    shop.does(MergeMembers(*members))
    assert shop.chain.member(members[0]).account.balance_points == 100
    assert f"welcome:{members[0]}:{members[1]}" in {row.key for row in shop.chain.rows(schema.claim)}
    assert_all_balances(shop.chain)


def edit(shop: Shop, field: ProfileField, value: str, base: str = "") -> EditProfile:
    return EditProfile(shop.first, (FieldEdit(field, value, base or shop.first),))


def test_a_stale_edit_waits_with_both_values_for_take_mine_or_keep_theirs(shop: Shop) -> None:
    chain = shop.chain
    shop.does(edit(shop, ProfileField.NAME, "Theirs"), shop.assistant, shop.counter)
    mine = shop.does(edit(shop, ProfileField.NAME, "Mine"), shop.assistant)
    other = shop.does(edit(shop, ProfileField.EMAIL, "hana@example.com"), shop.assistant)
    assert (chain.result(mine), chain.result(other)) == (("held", "stale_edit"), ("applied", None))
    row = decode(HeldRow, chain.body(schema.held, schema.held.c.op_id, mine))
    assert [(c.field, c.mine, c.theirs) for c in row.clashes] == [("name", "Mine", "Theirs")]
    again = shop.does(edit(shop, ProfileField.NAME, "Also mine"), shop.assistant)
    shop.does(RejectHeld(again))
    profile = chain.member(shop.first).profile
    assert profile is not None
    assert profile.name == "Theirs"
    shop.does(ReleaseHeld(mine))
    profile = chain.member(shop.first).profile
    assert profile is not None
    assert (profile.name, profile.email) == ("Mine", "hana@example.com")
    assert chain.result(mine) == ("applied", None)
    assert_all_balances(chain)


def test_an_erased_member_is_forgotten_in_every_table_and_every_older_row(shop: Shop) -> None:
    chain = shop.chain
    shop.does(edit(shop, ProfileField.NAME, SECRET), shop.assistant, shop.counter)
    stale = shop.does(edit(shop, ProfileField.NAME, f"{SECRET}様"), shop.assistant)
    assert chain.result(stale) == ("held", "stale_edit")
    shop.does(AdjustPoints(shop.first, 50, REASON, f"for {SECRET}"), shop.assistant, shop.counter)
    held_note = shop.does(AdjustPoints(shop.first, 900, REASON, f"for {SECRET}"), shop.assistant, shop.counter)
    assert chain.result(held_note) == ("held", "needs_approval")
    shop.buys(shop.first, 3300, "p1")
    assert _mentions(chain, SECRET)
    positions = [row.position for row in chain.feed(STAFF_SCOPE)]
    erasure = shop.does(EraseMember(shop.first))
    # What was recorded before anybody there had heard of it arrives now.
    late = shop.does(AdjustPoints(shop.first, 7, REASON, f"for {SECRET}"), shop.assistant, shop.counter)
    again = shop.does(edit(shop, ProfileField.NAME, SECRET), shop.assistant, shop.counter)
    twice = shop.does(EraseMember(shop.first))
    assert [chain.result(op_id) for op_id in (erasure, late, again, twice)] == [
        ("applied", None),
        ("duplicate", None),
        ("duplicate", None),
        ("duplicate", None),
    ]
    for _ in range(3):
        chain.settle()
    assert not _mentions(chain, SECRET)
    assert not _mentions(chain, "+819012345678", but=shop.second)
    assert f"{1:064x}" not in shop.aliases()
    member = chain.member(shop.first)
    assert (member.erased_by, member.account.balance_points, member.profile) == (erasure, 0, None)
    rows = chain.feed(STAFF_SCOPE)
    assert [row.position for row in rows][: len(positions)] == positions
    bodies = {row.body for row in rows if (row.aggregate, row.key) == (AggregateKind.MEMBER, shop.first)}
    assert bodies == {encode(member)}
    assert {row.points for row in chain.rows(schema.ledger) if row.member_id == shop.first} == {50, 33, -50, -33}
    assert_all_balances(chain)
    # Releasing what was held of her brings nothing back.
    shop.does(ReleaseHeld(held_note))
    assert chain.member(shop.first) == member
    assert_all_balances(chain)


def _mentions(chain: Chain, words: str, but: str = "") -> list[str]:
    """Return the tables whose rows contain some words, leaving out rows about the member `but`."""
    found = []
    with reading(chain.engine) as connection:
        for table in schema.centre.sorted_tables:
            for row in connection.execute(select(table)):
                text = "|".join(v.decode(errors="replace") if isinstance(v, bytes) else str(v) for v in row)
                if words in text and not (but and but in text):
                    found.append(table.name)
    return found


def test_a_store_that_she_visited_long_ago_hears_that_she_is_gone(sqlite_shop: Shop) -> None:
    shop, chain = sqlite_shop, sqlite_shop.chain
    elsewhere = chain.device(DeviceKind.TABLET, OTHER_STORE)
    helper = chain.person("assistant", OTHER_STORE)
    shop.does(RecordPurchase("p1", shop.first, (PurchaseLine(1100, 0),)), helper, elsewhere)
    chain.now += timedelta(days=200)
    shop.does(EraseMember(shop.first))
    assert shop.told(store_scope(OTHER_STORE, Audience.KIOSK), shop.first).erased_by


def test_the_office_merges_exports_and_forgets_by_number(sqlite_shop: Shop) -> None:
    shop, chain = sqlite_shop, sqlite_shop.chain
    engine, now = chain.engine, chain.now
    shop.buys(shop.second, 3300, "p1")
    shop.does(GiveTicket(shop.second, WHEEL, REASON, ""), shop.assistant, shop.counter)
    numbers = [f"{n:012d}" for n in (1, 2)]
    with reading(engine) as connection:
        (group,) = office_people.possible_duplicates(connection)
    assert (group.phone_e164, [m.member_id for m in group.members]) == ("+819012345678", [shop.first, shop.second])
    assert isinstance(office_people.merge_members(engine, numbers[0], numbers[1], now), Applied)
    assert isinstance(office_people.merge_members(engine, numbers[1], numbers[0], now), Duplicate)
    with reading(engine) as connection:
        assert office_people.possible_duplicates(connection) == ()
        export = export_member(connection, numbers[1])
    assert (export.member.member_id, [m.member_id for m in export.merged]) == (shop.first, [shop.second])
    assert {operation.kind for operation in export.operations} == {"enrol_member", "record_purchase", "give_ticket"}
    assert sum(int(str(line["points"])) for line in export.ledger if line["bucket"] == "balance") == 33
    assert b"\xe8\x8a\xb1" in encode(export)
    assert isinstance(office_people.unmerge_member(engine, numbers[1], now), Applied)
    with pytest.raises(Trouble, match="not merged"):
        office_people.unmerge_member(engine, numbers[1], now)
    assert_all_balances(chain)
    office_people.erase_member(engine, numbers[1], now)
    with pytest.raises(Trouble, match="forgotten"):
        office_people.merge_members(engine, numbers[0], numbers[1], now)
    with pytest.raises(Trouble, match="no member"):
        office_people.erase_member(engine, "nobody", now)
    assert_all_balances(chain)


def test_her_enrolment_that_comes_again_stays_forgotten(sqlite_shop: Shop) -> None:
    shop = sqlite_shop
    shop.does(EraseMember(shop.first))
    again = EnrolMember(shop.first, f"{1:012d}", f"{1:064x}", "Hana", "ja", STORE, Profile(SECRET, "", "", "", None))
    late = shop.does(again, shop.assistant, shop.counter)
    assert shop.chain.result(late) == ("duplicate", None)
    for _ in range(2):
        shop.chain.settle()
    assert not _mentions(shop.chain, SECRET)
