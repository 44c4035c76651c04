"""What is shown = confirmed state folded with own operations without a result, however the centre's news arrive."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from shared.application.correct import Done, undo_action
from shared.application.enrol_member import EnrolmentForm, MemberEnrolled, enrol_member
from shared.application.identify import AskingForCard, Greeted, IdentifyMember
from shared.application.record_purchase import PurchaseRecorded, ReceiptCounted, record_purchase
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.domain.member import Member, for_kiosk
from shared.domain.points import Account, Lot
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import HeldReason
from shared.storage.device_storage import DeviceStorage
from shared.wire.feed import AggregateKind, HeldRow, OperationResult, Verdict
from shared.wire.json import encode
from tests.domain.small_shop import NOON, STORE, WHEEL
from tests.storage.solo import DRUM, MANAGER, SIGNERS, Said, Solo, a_member, card, said_drum, said_member, said_result

RECEIPT = ReceiptCode(STORE, "01", NOON.date(), "77", 2200)


def _lot(points: int) -> Account:
    return Account(lots=(Lot("from elsewhere", points, points, NOON.replace(year=2027), STORE),))


def _op_ids(storage: DeviceStorage) -> list[str]:
    return [envelope.draft.op_id for envelope in storage.operations_after(0, 100)]


def _turn(kiosk: Solo, member: Member, count: int = 1) -> None:
    answer = take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", count)
    assert isinstance(answer, TurnsTaken)
    assert len(answer.turns) == count


def _applied(op_id: str) -> Said:
    return said_result(OperationResult(op_id, Verdict.APPLIED))


def test_another_device_changes_the_member_while_a_turn_waits(kiosk: Solo) -> None:
    member = a_member(tickets=2)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    _turn(kiosk, member)
    before = kiosk.member(member.member_id)
    kiosk.tell(said_member(replace(member, account=_lot(100)), 2, kiosk=True))
    after = kiosk.member(member.member_id)
    assert after.awards == before.awards
    assert after.tickets == before.tickets
    assert after.account.balance_points == before.account.balance_points + 100
    kiosk.device.close()
    kiosk.open()
    assert kiosk.member(member.member_id) == after


def test_result_and_state_in_one_page_end_the_waiting(kiosk: Solo) -> None:
    member = a_member(tickets=2)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    _turn(kiosk, member)
    shown = kiosk.member(member.member_id)
    with kiosk.device.desk.storage.read() as transaction:
        drum = transaction.drum(DRUM)
        assert drum is not None
        assert transaction.sync_state().waiting == 1
    (op_id,) = _op_ids(kiosk.device.storage)
    kiosk.tell(said_member(shown, 2, kiosk=True), said_drum(drum, 2), _applied(op_id))
    assert kiosk.member(member.member_id) == for_kiosk(shown)
    with kiosk.device.desk.storage.read() as transaction:
        assert transaction.drum(DRUM) == drum
        assert transaction.sync_state().waiting == 0
        assert transaction.is_confirmed(op_id)
    _turn(kiosk, member)


def test_the_drum_goes_on_where_it_stood_whatever_part_is_confirmed(kiosk: Solo) -> None:
    member, other = a_member(1, tickets=3), a_member(2, tickets=3)
    kiosk.tell(said_member(member, kiosk=True), said_member(other, kiosk=True), said_drum())
    _turn(kiosk, member)
    with kiosk.device.desk.storage.read() as transaction:
        drum = transaction.drum(DRUM)
    first = kiosk.member(member.member_id)
    _turn(kiosk, other, 2)
    _turn(kiosk, member)
    shown = kiosk.member(member.member_id), kiosk.member(other.member_id)
    op_ids = _op_ids(kiosk.device.storage)
    kiosk.tell(said_member(first, 2, kiosk=True), said_drum(drum, 2), _applied(op_ids[0]))
    assert (kiosk.member(member.member_id).awards, kiosk.member(other.member_id).awards) == (
        shown[0].awards,
        shown[1].awards,
    )
    with kiosk.device.desk.storage.read() as transaction:
        turned = transaction.drum(DRUM)
        assert turned is not None
        assert turned.turns == 4


def test_a_held_award_leaves_the_screen_but_its_ball_stays_out(kiosk: Solo) -> None:
    member = a_member(tickets=1)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    _turn(kiosk, member)
    with kiosk.device.desk.storage.read() as transaction:
        drum = transaction.drum(DRUM)
    (op_id,) = _op_ids(kiosk.device.storage)
    gone = replace(member, tickets=())
    held = said_result(OperationResult(op_id, Verdict.HELD, HeldReason.TICKET_UNKNOWN))
    kiosk.tell(said_member(gone, 2, kiosk=True), said_drum(drum, 2), held)
    assert kiosk.member(member.member_id).awards == ()
    with kiosk.device.desk.storage.read() as transaction:
        left = transaction.drum(DRUM)
        assert left is not None
        assert left.turns == 1


def test_the_free_ticket_of_a_visit_survives_news_about_the_member(kiosk: Solo) -> None:
    member = a_member()
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    identify = IdentifyMember(kiosk.device.desk)
    assert isinstance(identify(card(1)), Greeted)
    assert len(kiosk.member(member.member_id).tickets) == 1
    kiosk.tell(said_member(replace(member, account=_lot(7)), 2, kiosk=True))
    assert len(kiosk.member(member.member_id).tickets) == 1
    assert isinstance(identify(card(1)), Greeted)
    assert len(kiosk.member(member.member_id).tickets) == 1
    assert kiosk.device.storage.head()[0] == 1


def test_older_news_change_nothing(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(replace(member, nickname="new"), 5))
    tablet.tell(said_member(member, 4))
    assert tablet.member(member.member_id).nickname == "new"


def test_a_member_whose_enrolment_is_held_is_gone_with_her_card(tablet: Solo) -> None:
    answer = enrol_member(tablet.device.desk, SIGNERS.actor, EnrolmentForm("hana", phone="090-1234-5678"))  # type: ignore[arg-type]
    assert isinstance(answer, MemberEnrolled)
    assert tablet.device.search.find("hana", 5)
    (op_id,) = _op_ids(tablet.device.storage)
    held = HeldRow(op_id, "enrol_member", HeldReason.MEMBER_EXISTS, "", NOON, "x", MANAGER.staff_id, None)
    tablet.tell(
        said_result(OperationResult(op_id, Verdict.HELD, HeldReason.MEMBER_EXISTS)),
        (AggregateKind.HELD, op_id, 1, encode(held), None),
    )
    assert isinstance(IdentifyMember(tablet.device.desk)(answer.card_code), AskingForCard)
    assert tablet.device.search.find("hana", 5) == ()
    with tablet.device.desk.storage.read() as transaction:
        assert transaction.member(answer.member_id) is None
        assert transaction.member_by_number(answer.number) is None
        assert [h.staff_name for h in transaction.held_operations()] == ["Chiba"]
        assert transaction.sync_state().held == 1
    tablet.tell((AggregateKind.HELD, op_id, 2, encode(replace(held, released=True)), None))
    with tablet.device.desk.storage.read() as transaction:
        assert transaction.held_operations() == ()


def test_a_receipt_counts_once_and_again_after_its_undo(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(member))
    desk, signer = tablet.device.desk, SIGNERS.actor
    assert signer is not None
    first = record_purchase(desk, signer, member.member_id, 2200, RECEIPT)
    assert isinstance(first, PurchaseRecorded)
    assert isinstance(record_purchase(desk, signer, member.member_id, 2200, RECEIPT), ReceiptCounted)
    (purchase,) = _op_ids(tablet.device.storage)
    assert isinstance(undo_action(desk, signer, member.member_id, purchase), Done)
    assert isinstance(record_purchase(desk, signer, member.member_id, 2200, RECEIPT), PurchaseRecorded)
    tablet.tell(said_member(replace(member, nickname="new"), 2))
    after = tablet.member(member.member_id)
    assert after.account.balance_points == 20
    assert [entry.kind for entry in after.history] == ["purchase", "undo", "purchase"]
    undo = _op_ids(tablet.device.storage)[1]
    tablet.tell(said_result(OperationResult(undo, Verdict.HELD, HeldReason.UNDO_TOO_LATE)))
    with desk.storage.read() as transaction:
        assert transaction.claimed(f"receipt:{STORE}:01:{NOON.date()}:77") is not None


def test_the_directory_of_a_page_that_failed_is_forgotten(tablet: Solo) -> None:
    people = [replace(MANAGER, staff_id=name, name=name) for name in ("doi", "endo")]
    rows: list[Said] = [(AggregateKind.STAFF, p.staff_id, 1, encode(p), None) for p in people]
    engine = tablet.device.storage._engine

    def fail(*arguments: object) -> None:
        if "INTO cursor" in str(arguments[2]):
            raise KeyboardInterrupt

    event.listen(engine, "before_cursor_execute", fail)
    with pytest.raises(KeyboardInterrupt):
        tablet.tell(*rows[:1])
    event.remove(engine, "before_cursor_execute", fail)
    tablet.tell(*rows)
    with tablet.device.desk.storage.read() as transaction:
        assert {person.name for person in transaction.roster()} == {"Chiba", "doi", "endo"}
