"""What the applier does with many operations at once: fair shares, one feed row an aggregate, nothing by halves."""

from collections import Counter
from dataclasses import replace

import pytest

from shared.central import schema
from shared.central.applier import Applier
from shared.domain.devices import DeviceKind
from shared.domain.earning import PurchaseLine
from shared.domain.operations import AdjustPoints, EnrolMember, Receipt, RecordPurchase
from shared.wire.feed import AggregateKind, Audience, store_scope
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances, results_in
from tests.domain.small_shop import NOON, REASON, STORE

BATCH = 12


class Tablets:
    """Some tablets of a store, somebody who works at all of them, and a member."""

    def __init__(self, chain: Chain, count: int) -> None:
        self.chain = chain
        self.tablets = [chain.device(DeviceKind.TABLET) for _ in range(count)]
        self.assistant: Person = chain.person("assistant")
        self.member_id = chain.enrol(self.tablets[0], self.assistant)
        self.applier = Applier(chain.engine, lambda: chain.now, batch=BATCH)

    def add(self, tablet: HandMadeDevice, count: int) -> list[str]:
        operation = AdjustPoints(self.member_id, 1, REASON, "")
        return [tablet.send(operation, self.assistant) for _ in range(count)]

    def applied(self) -> Counter[str]:
        """Return how many operations of each device have a result."""
        return Counter(row.device_id for row in self.chain.rows(schema.op_result))


def test_a_device_that_brings_very_much_delays_another_by_no_batch(chain: Chain) -> None:
    shop = Tablets(chain, 2)
    runaway, other = shop.tablets
    shop.add(runaway, 10 * BATCH)
    shop.add(other, 1)
    before = shop.applied()
    assert shop.applier.apply_next() == BATCH
    assert shop.applied() - before == {runaway.device_id: BATCH - 1, other.device_id: 1}


def test_waiting_devices_share_a_batch_alike(sqlite_chain: Chain) -> None:
    shop = Tablets(sqlite_chain, 4)
    for tablet, count in zip(shop.tablets, (40, 2, 40, 40), strict=True):
        shop.add(tablet, count)
    before = shop.applied()
    assert shop.applier.apply_next() == BATCH
    got = shop.applied() - before
    assert got[shop.tablets[1].device_id] == 2
    assert sorted(got.values()) == [2, 3, 3, 4]


def test_with_more_devices_than_places_each_has_its_turn(sqlite_chain: Chain) -> None:
    shop = Tablets(sqlite_chain, BATCH + 3)
    for tablet in shop.tablets:
        sqlite_chain.now = sqlite_chain.now.replace(microsecond=sqlite_chain.now.microsecond + 1)
        shop.add(tablet, 5)
    before = shop.applied()
    for _ in range(2):
        assert shop.applier.apply_next() == BATCH
    got = shop.applied() - before
    assert all(got[tablet.device_id] >= 1 for tablet in shop.tablets)


def test_a_batch_tells_a_feed_of_each_aggregate_once_with_all_its_results(chain: Chain) -> None:
    shop = Tablets(chain, 2)
    sent = [op for tablet in shop.tablets for op in shop.add(tablet, 5)]
    scope = store_scope(STORE, Audience.STAFF)
    before = len(chain.feed(scope))
    version = chain.rows(schema.member)[0].version
    assert shop.applier.apply_next() == 10
    rows = chain.feed(scope)[before:]
    assert len({row.token for row in rows}) == 1
    assert [row.version for row in rows if row.aggregate == AggregateKind.MEMBER] == [version + 1]
    assert sorted(result.op_id for result in results_in(rows)) == sorted(sent)
    assert chain.member(shop.member_id).account.balance_points == 10
    assert_all_balances(chain)


def test_later_operations_of_a_batch_see_what_earlier_ones_did(chain: Chain) -> None:
    shop = Tablets(chain, 1)
    enrolment = EnrolMember("b" * 32, "2" * 12, "c" * 64, "Ichi", "ja", STORE, None)
    sent = [
        shop.tablets[0].send(operation, shop.assistant)
        for operation in (
            enrolment,
            AdjustPoints("b" * 32, 5, REASON, ""),
            replace(enrolment, member_id="d" * 32),
            replace(enrolment, member_id="d" * 32, number="3" * 12),
            AdjustPoints("b" * 32, -2, REASON, ""),
        )
    ]
    assert shop.applier.apply_next() == len(sent)
    assert [chain.result(op_id)[0] for op_id in sent] == ["applied", "applied", "held", "held", "applied"]
    assert chain.member("b" * 32).account.balance_points == 3
    assert_all_balances(chain)


@pytest.mark.parametrize("place", [0, 4, 9])
def test_an_operation_that_a_table_refuses_takes_no_other_with_it(chain: Chain, place: int) -> None:
    shop = Tablets(chain, 1)
    # Only the table knows how long a business key may be, and only PostgreSQL's insists.
    receipt = Receipt(STORE, "01", NOON.date(), "9" * 300)
    refused = RecordPurchase("p", shop.member_id, (PurchaseLine(50, 0),), receipt)
    sent = shop.add(shop.tablets[0], place)
    odd = shop.tablets[0].send(refused, shop.assistant)
    sent += shop.add(shop.tablets[0], 9 - place)
    assert shop.applier.apply_next() == 10
    expected = "applied" if chain.engine.dialect.name == "sqlite" else "held"
    assert chain.result(odd)[0] == expected
    assert {chain.result(op_id)[0] for op_id in sent} == {"applied"}
    assert chain.member(shop.member_id).account.balance_points == 9
    assert_all_balances(chain)
