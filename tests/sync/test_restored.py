"""A centre restored to an earlier backup: devices give back what it had made itself; nothing is lost or lent twice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, update

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.correct import Done, undo_action
from shared.application.hand_over_prize import HandedOverBefore, PrizeHandedOver, hand_over_prize
from shared.application.ports import Signers
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.application.redeem import Asked, Declined, Redeemed, ask_for, read_answer
from shared.central import schema
from shared.central.database import reading
from shared.central.generations import awaited
from shared.central.lending import lending_pause
from shared.central.office import add_staff
from shared.central.office_devices import revoke_device
from shared.central.recalls import resume_device, retire_device
from shared.central.resending import end_restoring
from shared.central.stock import count_stock
from shared.central.testimonies import readmit
from shared.central.write_off import write_off_device
from shared.domain.devices import DeviceKind
from shared.domain.drums import DrumState
from shared.domain.member import Member
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import HeldReason
from shared.runtime.trouble import Trouble
from shared.storage.device_schema import aggregate
from shared.storage.device_storage import PLACE_FILE
from shared.storage.exchange import feed
from shared.sync.device import OpenDevice, SystemClock
from shared.sync.loop import Exchanged, Halted
from shared.wire.feed import PROGRAMME_SCOPE
from shared.wire.json import decode
from tests.central.test_commands import Office
from tests.domain.small_shop import REASON, STORE, TOWEL
from tests.postgres import PostgresServer
from tests.sync.chain import PIN, Chain, exchange, give, greet, join, now, sign_in, turn


class SkewedClock(SystemClock):
    """The machine's clock, wrong by `skew`."""

    skew = timedelta()

    def now(self) -> datetime:
        return super().now() + self.skew


class Shop:
    """Two kiosks, a counter and a second tablet."""

    def __init__(self, chain: Chain, folder: Path, fresh_url: Callable[[], str]) -> None:
        self.chain = chain
        self._folder = folder
        self._fresh_url = fresh_url
        self.counter = chain.open(chain.enrol("counter", DeviceKind.TABLET, counter=True))
        self.second = chain.open(chain.enrol("second", DeviceKind.TABLET))
        self.door = chain.open(chain.enrol("door", DeviceKind.KIOSK))
        self.lift = chain.open(chain.enrol("lift", DeviceKind.KIOSK))
        self.devices = [self.counter, self.second, self.door, self.lift]
        self.settle()
        self.signer = sign_in(chain, self.counter)
        self.hana = join(self.counter, self.signer)
        for _ in range(6):
            give(self.counter, self.signer, self.hana.member_id)
        self.settle()
        self.play(1)
        self.settle()
        self._file = folder / "backup"

    def settle(self, *devices: OpenDevice) -> None:
        """Let everybody hear everything that is to be heard."""
        for _ in range(2):
            self.chain.settle(*(devices or self.devices))

    def play(self, count: int) -> list[str]:
        """Turn at the kiosk that holds her tickets; return the vouchers."""
        codes = []
        for kiosk in (self.door, self.lift):
            home = greet(kiosk, self.hana.card_code)
            if any(ticket.holder == kiosk.enrolment.device_id for ticket in self.member(kiosk).tickets):
                turns = turn(kiosk, home.member_id, count)
                codes += [t.award.award.voucher_code for t in turns if t.award.award.voucher_code]
        return codes

    def member(self, device: OpenDevice, member_id: str = "") -> Member:
        with device.desk.storage.read() as transaction:
            member = transaction.member(member_id or self.hana.member_id)
            assert member is not None
            return member

    def back_up(self) -> None:
        self.chain.back_up(self._file)

    def set_back(self) -> None:
        self.chain.set_back(self._file, self._fresh_url())

    def hear(self, *devices: OpenDevice) -> None:
        self.chain.hear(*devices)

    def rows(self, table: Table) -> list[Any]:
        with reading(self.chain.engine) as connection:
            return list(connection.execute(select(table)))

    def awaited(self) -> set[str]:
        with reading(self.chain.engine) as connection:
            waits = awaited(connection)
        labels = {device.enrolment.device_id: device.enrolment.label for device in self.devices}
        return {labels[device_id] for device_id in (*waits.silent, *waits.sending)}

    def is_lending(self) -> bool:
        with reading(self.chain.engine) as connection:
            return lending_pause(connection) is None

    def truth(self) -> dict[str, Any]:
        """Return everything that a shopper or a bookkeeper would miss."""
        members = (decode(Member, row.body) for row in self.rows(schema.member))
        return {
            "inbox": {row.op_id: row.hash for row in self.rows(schema.inbox)},
            "results": {row.op_id: row.verdict for row in self.rows(schema.op_result)},
            "ledger": {(row.op_id, row.line, row.points, row.bucket) for row in self.rows(schema.ledger)},
            "turns": {(row.drum_id, row.turn, row.prize, row.ticket_id, row.op_id) for row in self.rows(schema.turn)},
            "vouchers": {(row.voucher_id, row.state) for row in self.rows(schema.voucher)},
            "drums": {(row.drum_id, row.holder, row.seed, row.balls_left) for row in self.rows(schema.drum)},
            "claims": {(row.key, row.op_id) for row in self.rows(schema.claim)},
            "staff": {row.staff_id for row in self.rows(schema.staff)},
            "devices": {row.device_id for row in self.rows(schema.device)},
            "programmes": {row.version for row in self.rows(schema.programme)},
            "members": {
                m.member_id: (
                    m.account.balance_points,
                    {t.ticket_id for t in m.tickets},
                    {a.award_id for a in m.awards},
                )
                for m in members
            },
        }

    def assert_sound(self) -> None:
        """See that goods add up and everybody shows what the centre has."""
        with reading(self.chain.engine) as connection:
            assert all(count.holds for count in count_stock(connection))
        for device in self.devices:
            assert exchange(device) == Exchanged(0, 0)
            with device.desk.storage.read() as transaction:
                assert transaction.sync_state().waiting == 0
            for row in self.rows(schema.member):
                assert self.member(device, row.member_id).account == decode(Member, row.body).account


@pytest.fixture
def shop(small_chain: Chain, tmp_path: Path) -> Shop:
    return Shop(small_chain, tmp_path, lambda: f"sqlite:///{tmp_path / 'restored.sqlite'}")


def busy_day(shop: Shop) -> list[str]:
    """Let much happen that every device hears of: people, goods, drums, a colleague, a version of the programme.

    Returns the vouchers that were handed over.
    """
    chain, signer, hana = shop.chain, shop.signer, shop.hana.member_id
    codes = shop.play(4)
    shop.settle()
    version = replace(chain.programme, version=chain.programme.version + 1)
    chain.apply(version)
    add_staff(chain.engine, chain.secrets, ("Baba", "manager", STORE), PIN, now())
    shop.settle()
    taro = join(shop.second, sign_in(chain, shop.second), "taro")
    assert isinstance(record_purchase(shop.counter.desk, signer, hana, 8_800, None), PurchaseRecorded)
    assert isinstance(
        adjust_points(shop.second.desk, Signers(sign_in(chain, shop.second)), hana, 1_000, REASON, ""), Adjusted
    )
    shop.settle()
    for _ in range(4):
        give(shop.second, sign_in(chain, shop.second), taro.member_id)
    for code in codes:
        assert isinstance(hand_over_prize(shop.counter.desk, signer, code), PrizeHandedOver)
    shop.settle()
    shop.play(3)
    shop.settle()
    return codes


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0)])
def test_nothing_is_lost_in_whatever_order_devices_come_back(shop: Shop, order: tuple[int, ...]) -> None:
    shop.back_up()
    given = busy_day(shop)
    before = shop.truth()
    shop.set_back()
    assert shop.awaited() == {"counter", "second", "door", "lift"}
    drums = len(shop.rows(schema.drum))
    names = ["counter", "second", "door", "lift"]
    for heard, place in enumerate(order, 1):
        assert not shop.is_lending()
        shop.hear(shop.devices[place])
        assert shop.awaited() == {names[other] for other in order[heard:]}
    assert drums < len(before["drums"])
    shop.settle()
    assert shop.is_lending()
    after = shop.truth()
    for what, there in before.items():
        if what == "drums":
            assert there <= after[what]
        else:
            assert after[what] == there, what
    shop.assert_sound()
    for code in given:
        assert isinstance(hand_over_prize(shop.counter.desk, shop.signer, code), HandedOverBefore)
    assert [row for row in shop.rows(schema.held) if not row.released] == []


def test_people_are_served_meanwhile(shop: Shop) -> None:
    shop.back_up()
    before = shop.member(shop.counter).account.balance_points
    codes = shop.play(1)
    assert isinstance(
        adjust_points(shop.counter.desk, Signers(shop.signer), shop.hana.member_id, 70, REASON, ""), Adjusted
    )
    shop.settle()
    shop.set_back()
    shop.hear(shop.counter)
    assert shop.awaited() == {"second", "door", "lift"}
    # Its own act waits for an answer again, and is shown all the time.
    assert shop.member(shop.counter).account.balance_points == before + 70
    codes += shop.play(1)
    for code in codes:
        assert isinstance(hand_over_prize(shop.counter.desk, shop.signer, code), PrizeHandedOver)
    shop.hear(shop.door, shop.lift, shop.second)
    shop.settle()
    assert shop.is_lending()
    shop.assert_sound()
    states = {row.state for row in shop.rows(schema.voucher)}
    assert states <= {"handed_over", "issued"}


def test_a_ticket_is_its_holders_again_whatever_the_clocks_say(small_chain: Chain, tmp_path: Path) -> None:
    chain, file = small_chain, tmp_path / "backup"
    late = SkewedClock()
    counter = chain.open(chain.enrol("counter", DeviceKind.TABLET, counter=True))
    door = chain.open(chain.enrol("door", DeviceKind.KIOSK))
    lift = chain.open(chain.enrol("lift", DeviceKind.KIOSK), late)
    everybody = (counter, door, lift)
    chain.settle(*everybody)
    hana = join(counter, sign_in(chain, counter))
    give(counter, sign_in(chain, counter), hana.member_id)
    chain.settle(*everybody)
    # It was recalled, and lies at the centre.
    for kiosk in (door, lift):
        retire_device(chain.engine, kiosk.enrolment.device_id, now(), "root")
        chain.settle(*everybody)
        chain.settle(*everybody)
        resume_device(chain.engine, kiosk.enrolment.device_id, now(), "root")
    chain.settle(*everybody)
    assert not _holds(door, hana.member_id)
    assert not _holds(lift, hana.member_id)
    chain.back_up(file)
    greet(door, hana.card_code)
    chain.settle(door)
    assert _holds(door, hana.member_id)
    # The other one asks later, and by its clock it was earlier.
    late.skew = timedelta(hours=-2)
    greet(lift, hana.card_code)
    chain.settle(lift)
    chain.set_back(file, f"sqlite:///{tmp_path / 'restored.sqlite'}")
    door.sync.run_once()
    chain.hear(counter)
    lift.sync.run_once()
    for _ in range(3):
        chain.work()
    # The door has not read anything again, and she plays there with what it was lent.
    turn(door, hana.member_id)
    for _ in range(3):
        chain.hear(*everybody)
    assert [held for held in chain.held() if not held.released] == []
    with reading(chain.engine) as connection:
        assert connection.execute(select(func.count()).select_from(schema.turn)).scalar_one() == 1
        assert lending_pause(connection) is None


def _holds(kiosk: OpenDevice, member_id: str) -> bool:
    with kiosk.desk.storage.read() as transaction:
        member = transaction.member(member_id)
        assert member is not None
        return any(ticket.holder == kiosk.enrolment.device_id for ticket in member.tickets)


def test_points_are_not_spent_before_everybody_has_been_heard(shop: Shop) -> None:
    adjust_points(shop.counter.desk, Signers(shop.signer), shop.hana.member_id, 500, REASON, "")
    shop.settle()
    shop.back_up()
    greet(shop.lift, shop.hana.card_code)
    first = ask_for(shop.lift.desk, shop.hana.member_id, TOWEL, None)
    assert isinstance(first, Asked)
    shop.settle()
    assert isinstance(read_answer(shop.lift.desk, first), Redeemed)
    balance = shop.member(shop.counter).account.balance_points
    shop.set_back()
    shop.hear(shop.door)
    greet(shop.door, shop.hana.card_code)
    second = ask_for(shop.door.desk, shop.hana.member_id, TOWEL, None)
    assert isinstance(second, Asked)
    shop.hear(shop.door)
    answer = read_answer(shop.door.desk, second)
    assert isinstance(answer, Declined)
    assert answer.reason is HeldReason.CENTRE_RESTORED
    shop.hear(shop.lift, shop.counter, shop.second)
    shop.settle()
    assert shop.member(shop.counter).account.balance_points == balance
    assert isinstance(read_answer(shop.lift.desk, first), Redeemed)
    shop.assert_sound()


def test_a_device_that_is_gone_is_given_up_and_lending_resumes(shop: Shop) -> None:
    shop.back_up()
    shop.play(1)
    shop.settle()
    shop.set_back()
    shop.hear(shop.counter, shop.second, shop.door)
    assert not shop.is_lending()
    write_off_device(shop.chain.engine, shop.lift.enrolment.device_id, now(), "root")
    shop.chain.work()
    assert shop.is_lending()
    with reading(shop.chain.engine) as connection:
        assert all(count.holds for count in count_stock(connection))


def test_a_write_off_after_the_backup_holds_again(shop: Shop) -> None:
    shop.back_up()
    gone = shop.lift.enrolment.device_id
    write_off_device(shop.chain.engine, gone, now(), "root")
    revoke_device(shop.chain.engine, gone, "stolen", now())
    shop.settle(shop.counter, shop.second, shop.door)
    shop.set_back()
    shop.hear(shop.counter)
    drums = {row.state for row in shop.rows(schema.drum) if row.holder == gone}
    assert drums == {DrumState.WRITTEN_OFF}
    shop.hear(shop.second, shop.door)
    assert shop.is_lending()


def test_a_drum_can_not_be_invented_or_altered(shop: Shop) -> None:
    shop.back_up()
    shop.play(4)
    shop.settle()
    cut = {row.drum_id for row in shop.rows(schema.drum)}
    shop.set_back()
    known = {row.drum_id for row in shop.rows(schema.drum)}
    assert known < cut
    with shop.lift.storage._writing() as connection:
        rows = connection.execute(select(aggregate).where(aggregate.c.kind == "drum")).all()
        for row in rows:
            richer = row.confirmed.replace(b'"count":1', b'"count":9')
            connection.execute(update(aggregate).where(aggregate.c.key == row.key).values(confirmed=richer))
        connection.commit()
    shop.hear(shop.lift)
    mine = {row.drum_id for row in shop.rows(schema.drum)} - known
    assert mine == set()


def test_an_early_end_by_hand_gives_every_answer(shop: Shop) -> None:
    shop.back_up()
    busy_day(shop)
    shop.set_back()
    shop.hear(shop.door)
    with shop.chain.engine.begin() as connection:
        assert end_restoring(connection, now(), "root")
    shop.hear(shop.door)
    with shop.door.desk.storage.read() as transaction:
        assert transaction.sync_state().waiting == 0
    shop.hear(shop.counter, shop.second, shop.lift)
    shop.settle()
    assert shop.awaited() == set()
    for device in shop.devices:
        with device.desk.storage.read() as transaction:
            assert transaction.sync_state().waiting == 0


def test_a_centre_set_back_behind_everybodys_back_halts_until_it_is_said(shop: Shop) -> None:
    with shop.chain.engine.begin() as connection:
        connection.execute(update(feed).where(feed.c.scope == PROGRAMME_SCOPE).values(token="0" * 32))
    report = shop.counter.sync.run_once()
    assert isinstance(report, Halted)
    assert "--set-back" in report.sentence


def test_a_server_is_restored_by_its_devices_and_the_real_commands(
    newest_postgres: PostgresServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chain = Chain(tmp_path / "chain", newest_postgres.make_centre())
    office = Office(chain.url, chain.folder, capsys)
    counter = chain.open(chain.enrol("counter", DeviceKind.TABLET, counter=True))
    door = chain.open(chain.enrol("door", DeviceKind.KIOSK))
    chain.settle(counter, door)
    signer = sign_in(chain, counter)
    hana = join(counter, signer)
    for _ in range(5):
        give(counter, signer, hana.member_id)
    chain.settle(counter, door)
    office.done("backup", str(tmp_path / "backup"))
    taro = join(counter, signer, "taro")
    late = chain.open(chain.enrol("late", DeviceKind.KIOSK))
    chain.settle(door, counter, late)
    greet(door, hana.card_code)
    chain.settle(door, counter)
    exchange(door)
    won = turn(door, hana.member_id, 5)
    greet(late, taro.card_code)
    give(counter, signer, taro.member_id)
    chain.settle(counter, door, late)
    chain.settle(counter, door, late)
    before = _truth(chain)
    assert len(before["turns"]) == 5
    chain.engine.dispose()
    again = Office(newest_postgres.make_database(), chain.folder, capsys)
    assert "Nothing is lent" in again.done("restore", str(tmp_path / "backup"))
    chain.move_to(again.url)
    # The counter has heard of it, the centre of this generation has not: it waits, and says what is going on.
    waits = late.sync.run_once()
    assert isinstance(waits, Halted)
    assert "readmit" in waits.sentence
    chain.hear(door, counter)
    assert "late" in again.done("status")
    chain.hear(late, counter, door)
    assert _truth(chain) == before
    assert "Nothing is lent" not in again.done("status")
    for code in (view.award.award.voucher_code for view in won):
        if code:
            assert isinstance(hand_over_prize(counter.desk, signer, code), PrizeHandedOver)
    chain.settle(counter)
    chain.close()


def _truth(chain: Chain) -> dict[str, set[Any]]:
    with reading(chain.engine) as connection:
        of = {table: list(connection.execute(select(table))) for table in _TABLES}
    return {
        "inbox": {row.op_id for row in of[schema.inbox]},
        "results": {(row.op_id, row.verdict) for row in of[schema.op_result]},
        "turns": {(row.drum_id, row.turn, row.prize, row.ticket_id, row.op_id) for row in of[schema.turn]},
        "ledger": {(row.op_id, row.line, row.points, row.bucket) for row in of[schema.ledger]},
        "devices": {row.device_id for row in of[schema.device]},
    }


_TABLES = (schema.inbox, schema.op_result, schema.turn, schema.ledger, schema.device)


def test_a_device_that_nobody_tells_of_brings_the_centres_word_itself(small_chain: Chain, tmp_path: Path) -> None:
    chain = small_chain
    chain.back_up(tmp_path / "backup")
    folder = chain.enrol("tablet", DeviceKind.TABLET, counter=True)
    tablet = chain.open(folder)
    chain.settle(tablet)
    hana = join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    join(tablet, sign_in(chain, tablet), "taro")
    chain.set_back(tmp_path / "backup", f"sqlite:///{tmp_path / 'restored.sqlite'}")
    report = tablet.sync.run_once()
    assert isinstance(report, Halted)
    place = folder / PLACE_FILE
    assert f"device readmit {place}" in report.sentence
    told = place.read_bytes()
    for forged in (b"{}", told.replace(b"tablet", b"tabled"), told[:-9]):
        with pytest.raises(Trouble):
            readmit(chain.engine, forged, now())
    assert readmit(chain.engine, told, now()).label == "tablet"
    with pytest.raises(Trouble, match="known"):
        readmit(chain.engine, told, now())
    chain.hear(tablet)
    with reading(chain.engine) as connection:
        assert lending_pause(connection) is None
        assert connection.execute(select(schema.op_result.c.verdict)).scalars().all() == ["applied", "applied"]
    with tablet.desk.storage.read() as transaction:
        assert transaction.member(hana.member_id) is not None
        assert transaction.sync_state().waiting == 0


def test_an_act_and_its_undoing_that_another_forestalls_behind_a_restore_ask_for_nobody(shop: Shop) -> None:
    shop.back_up()
    signer, hana = shop.signer, shop.hana.member_id
    receipt = ReceiptCode(STORE, "01", now().date(), "00042", 3_300)
    assert isinstance(record_purchase(shop.counter.desk, signer, hana, 3_300, receipt), PurchaseRecorded)
    last = shop.member(shop.counter).history[0]
    assert isinstance(undo_action(shop.counter.desk, signer, hana, last.op_id), Done)
    shop.settle()
    taro = join(shop.second, sign_in(shop.chain, shop.second), "taro").member_id
    again = record_purchase(shop.second.desk, sign_in(shop.chain, shop.second), taro, 3_300, receipt)
    assert isinstance(again, PurchaseRecorded)
    shop.settle()
    balance = shop.member(shop.counter).account.balance_points
    shop.set_back()
    shop.hear(shop.second, shop.counter, shop.door, shop.lift)
    shop.settle()
    assert [row for row in shop.rows(schema.held) if not row.released] == []
    assert shop.member(shop.counter).account.balance_points == balance
    assert [row.verdict for row in shop.rows(schema.op_result)].count("duplicate") >= 2
    shop.assert_sound()
