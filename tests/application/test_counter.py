"""What an assistant does at the tablet, rightly and wrongly."""

from dataclasses import replace
from datetime import date

import pytest

from shared.application.adjust_points import Adjusted, AdjustmentRefused, adjust_points, preview_adjustment
from shared.application.correct import CardIssued, Done, Refused, give_ticket, renew_card, undo_action
from shared.application.enrol_member import (
    EnrolmentForm,
    FormField,
    FormIncomplete,
    MemberEnrolled,
    enrol_member,
    form_faults,
    phone_as_dialled,
    phone_e164,
)
from shared.application.hand_over_prize import (
    HandedOverBefore,
    HandOverRefused,
    OtherCounter,
    PrizeHandedOver,
    PrizeLapsed,
    VoucherNotValid,
    hand_over_prize,
)
from shared.application.ports import Signers, Sought
from shared.application.read_member import read_member
from shared.application.read_scan import MemberScanned, ReceiptScanned, ScanUnknown, VoucherScanned, read_scan
from shared.application.record_purchase import (
    PurchaseRecorded,
    PurchaseRefused,
    ReceiptCounted,
    preview_purchase,
    record_purchase,
)
from shared.application.views import AdjustmentPreview, PurchasePreview
from shared.domain.codes import CodeKind, mint
from shared.domain.devices import Device, DeviceKind
from shared.domain.programme import Permission
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import HeldReason
from shared.domain.staff import NotAllowed, StaffMember
from shared.domain.vouchers import VoucherContent
from shared.wire.badge_keys import UnlockedKey
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind, FeedRow
from shared.wire.json import encode
from shared.wire.keys import device_keys
from shared.wire.voucher_code import write_voucher
from tests.domain.small_shop import REASON, STORE, WHEEL, small_programme, with_receipts
from tests.storage.solo import MANAGER, SIGNERS, STAFF_KEY, Solo, a_member, card, said_member

ASSISTANT = replace(MANAGER, staff_id="abe", name="Abe", role="assistant")
TRAINEE = replace(MANAGER, staff_id="tani", name="Tani", role="trainee")
RECEIPT = ReceiptCode(STORE, "2", date(2026, 4, 10), "0042", 6_600)
KIOSK_KEYS = device_keys(b"q" * 32)
KIOSK = Device("ef" * 16, 2, STORE, DeviceKind.KIOSK, "Kiosk 1", KIOSK_KEYS.signing_public, "")


def by(staff: StaffMember) -> UnlockedKey:
    return UnlockedKey(staff, STAFF_KEY)


@pytest.fixture
def counter(tablet: Solo) -> Solo:
    """Set up the counter tablet, with a member, two colleagues and the kiosk beside it."""
    tablet.tell(
        said_member(a_member()),
        *((AggregateKind.STAFF, s.staff_id, 1, encode(s), None) for s in (ASSISTANT, TRAINEE)),
    )
    start = tablet.device.storage.position(PROGRAMME_SCOPE).position + 1
    row = FeedRow(PROGRAMME_SCOPE, start, "f" * 32, AggregateKind.DEVICE, KIOSK.device_id, 1, encode(KIOSK))
    tablet.device.storage.take_in(PROGRAMME_SCOPE, (row,))
    return tablet


def voucher(until: date = date(2026, 5, 8), turn: int = 3, keys: bytes = b"q" * 32) -> str:
    wheel = small_programme().wheels[0]
    return write_voucher(
        VoucherContent(2, wheel.number, "cd" * 16, turn, wheel.prizes[0].ball, until), device_keys(keys)
    )


def outbox(solo: Solo) -> int:
    return len(solo.device.storage.operations_after(0, 100))


def test_a_purchase_shows_what_it_earns_before_and_earns_it_after(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    preview = preview_purchase(desk, by(ASSISTANT), member_id, 6_600, RECEIPT)
    assert isinstance(preview, PurchasePreview)
    assert (preview.points, preview.explanation.base_yen, preview.explanation.tax_yen) == (60, 6_000, 600)
    assert outbox(counter) == 0
    recorded = record_purchase(desk, by(ASSISTANT), member_id, 6_600, RECEIPT)
    assert isinstance(recorded, PurchaseRecorded)
    assert recorded.earned == preview
    assert counter.member(member_id).account.balance_points == 60


def test_a_receipt_counts_once_and_says_when_it_did(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    record_purchase(desk, by(ASSISTANT), member_id, 6_600, RECEIPT)
    when = counter.clock.now()
    counter.clock.pass_ms(60_000)
    assert record_purchase(desk, by(ASSISTANT), member_id, 6_600, RECEIPT) == ReceiptCounted(when)
    assert preview_purchase(desk, by(ASSISTANT), member_id, 6_600, RECEIPT) == ReceiptCounted(when)
    assert outbox(counter) == 1


def test_a_purchase_needs_an_amount_and_a_role(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    nothing = record_purchase(desk, by(ASSISTANT), member_id, 0, None)
    assert isinstance(nothing, PurchaseRefused)
    assert nothing.held.reason is HeldReason.AMOUNT_INVALID
    denied = record_purchase(desk, by(TRAINEE), member_id, 500, None)
    assert isinstance(denied, PurchaseRefused)
    assert denied.held.reason is HeldReason.NOT_ALLOWED
    assert outbox(counter) == 0


def test_an_adjustment_above_the_limit_wants_a_second_person(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    preview = preview_adjustment(desk, by(ASSISTANT), member_id, 500)
    assert isinstance(preview, AdjustmentPreview)
    assert (preview.before_points, preview.after_points, preview.needs_approval) == (0, 500, True)
    alone = adjust_points(desk, Signers(by(ASSISTANT)), member_id, 500, REASON, "")
    assert isinstance(alone, AdjustmentRefused)
    assert alone.held.reason is HeldReason.NEEDS_APPROVAL
    myself = adjust_points(desk, Signers(by(MANAGER), by(MANAGER)), member_id, 2_000, REASON, "")
    assert isinstance(myself, AdjustmentRefused)
    together = adjust_points(desk, Signers(by(ASSISTANT), by(MANAGER)), member_id, 500, REASON, "sorry")
    assert isinstance(together, Adjusted)
    assert together.balance_points == 500
    page = read_member(desk, by(ASSISTANT), member_id)
    assert page is not None
    line = page.history[0]
    assert (line.staff_name, line.approver_name, line.entry.note) == ("Abe", "Chiba", "sorry")
    assert line.reason is not None
    assert (line.reason.code, line.confirmed) == (REASON, False)


def test_an_adjustment_names_who_may_do_it_and_a_reason_that_exists(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    assert preview_adjustment(desk, by(TRAINEE), member_id, 5) == NotAllowed(
        Permission.ADJUST, ("assistant", "manager")
    )
    unknown = adjust_points(desk, SIGNERS, member_id, 5, "because", "")
    assert isinstance(unknown, AdjustmentRefused)
    assert unknown.held.reason is HeldReason.REASON_UNKNOWN


def test_ones_own_last_action_can_be_undone_for_ten_minutes(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    done = adjust_points(desk, Signers(by(ASSISTANT)), member_id, 80, REASON, "")
    assert isinstance(done, Adjusted)
    page = read_member(desk, by(ASSISTANT), member_id)
    assert page is not None
    assert page.undoable == done.op_id
    other = read_member(desk, by(MANAGER), member_id)
    assert other is not None
    assert other.undoable is None
    stranger = undo_action(desk, by(MANAGER), member_id, done.op_id)
    assert isinstance(stranger, Refused)
    assert undo_action(desk, by(ASSISTANT), member_id, done.op_id) == Done()
    assert counter.member(member_id).account.balance_points == 0
    twice = undo_action(desk, by(ASSISTANT), member_id, done.op_id)
    assert isinstance(twice, Refused)


def test_after_ten_minutes_it_stays(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    done = adjust_points(desk, Signers(by(ASSISTANT)), member_id, 80, REASON, "")
    assert isinstance(done, Adjusted)
    counter.clock.pass_ms(10 * 60_000 + 1)
    late = undo_action(desk, by(ASSISTANT), member_id, done.op_id)
    assert isinstance(late, Refused)
    assert late.held.reason is HeldReason.UNDO_TOO_LATE
    page = read_member(desk, by(ASSISTANT), member_id)
    assert page is not None
    assert page.undoable is None


def test_a_prize_is_handed_over_before_its_turn_was_heard_of_and_only_once(counter: Solo) -> None:
    desk = counter.device.desk
    given = hand_over_prize(desk, by(ASSISTANT), voucher())
    assert isinstance(given, PrizeHandedOver)
    assert given.voucher.member_id is None
    when = counter.clock.now()
    counter.clock.pass_ms(60_000)
    again = hand_over_prize(desk, by(MANAGER), voucher())
    assert isinstance(again, HandedOverBefore)
    assert (again.act.at, again.act.device_label) == (when, "Device")
    assert again.act.staff == ASSISTANT
    assert outbox(counter) == 1


def test_a_voucher_is_refused_that_lapsed_or_that_no_kiosk_of_ours_signed(counter: Solo) -> None:
    desk = counter.device.desk
    lapsed = hand_over_prize(desk, by(ASSISTANT), voucher(until=date(2026, 4, 9)))
    assert isinstance(lapsed, PrizeLapsed)
    assert hand_over_prize(desk, by(ASSISTANT), voucher(keys=b"z" * 32)) == VoucherNotValid()
    assert hand_over_prize(desk, by(ASSISTANT), card(1)) == VoucherNotValid()
    denied = hand_over_prize(desk, by(TRAINEE), voucher())
    assert isinstance(denied, HandOverRefused)
    assert outbox(counter) == 0


def test_a_kiosk_is_no_counter(kiosk: Solo) -> None:
    start = kiosk.device.storage.position(PROGRAMME_SCOPE).position + 1
    row = FeedRow(PROGRAMME_SCOPE, start, "f" * 32, AggregateKind.DEVICE, KIOSK.device_id, 1, encode(KIOSK))
    kiosk.device.storage.take_in(PROGRAMME_SCOPE, (row,))
    assert hand_over_prize(kiosk.device.desk, by(MANAGER), voucher()) == OtherCounter("")


def test_a_newcomer_gets_a_number_and_a_card_that_is_hers(counter: Solo) -> None:
    desk = counter.device.desk
    form = EnrolmentForm("Momo", "佐藤 美咲", "サトウ ミサキ", "090-1234-5678", "momo@example.com", date(1994, 3, 12))
    joined = enrol_member(desk, by(ASSISTANT), form)
    assert isinstance(joined, MemberEnrolled)
    assert read_scan(desk, joined.card_code) == MemberScanned(joined.member_id)
    assert read_scan(desk, joined.number) == MemberScanned(joined.member_id)
    profile = counter.member(joined.member_id).profile
    assert profile is not None
    assert profile.phone_e164 == "+819012345678"
    assert isinstance(enrol_member(desk, by(TRAINEE), form), Refused)


@pytest.mark.parametrize(
    ("form", "faults"),
    [
        (EnrolmentForm(""), (FormField.NICKNAME,)),
        (EnrolmentForm("a nickname that fits no greeting"), (FormField.NICKNAME,)),
        (EnrolmentForm("Momo", phone="12"), (FormField.PHONE,)),
        (EnrolmentForm("Momo", email="momo"), (FormField.EMAIL,)),
        (EnrolmentForm("Momo", email="momo@"), (FormField.EMAIL,)),
        (EnrolmentForm("", phone="x", email="a b@c"), (FormField.NICKNAME, FormField.PHONE, FormField.EMAIL)),
        (EnrolmentForm("もも", phone="０９０－１２３４－５６７８"), ()),
    ],
)
def test_a_form_says_which_fields_need_another_look(
    counter: Solo, form: EnrolmentForm, faults: tuple[FormField, ...]
) -> None:
    assert form_faults(form) == faults
    if faults:
        assert enrol_member(counter.device.desk, by(ASSISTANT), form) == FormIncomplete(faults)
        assert outbox(counter) == 0


@pytest.mark.parametrize(
    ("typed", "e164"),
    [
        ("090-1234-5678", "+819012345678"),
        ("03 1234 5678", "+81312345678"),
        ("+44 20 7946 0958", "+442079460958"),
        ("", ""),
        ("phone", ""),
    ],
)
def test_phones_are_kept_as_e164(typed: str, e164: str) -> None:
    assert phone_e164(typed) == e164


@pytest.mark.parametrize(
    ("e164", "dialled"),
    [("+819012345678", "090-1234-5678"), ("+81312345678", "03-1234-5678"), ("+442079460958", "+44 20 7946 0958")],
)
def test_phones_are_shown_as_they_are_dialled_and_read_back_the_same(e164: str, dialled: str) -> None:
    assert phone_as_dialled(e164) == dialled
    assert phone_e164(dialled) == e164


def test_a_new_card_retires_the_old_one(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    issued = renew_card(desk, by(ASSISTANT), member_id)
    assert isinstance(issued, CardIssued)
    assert read_scan(desk, issued.code) == MemberScanned(member_id)
    assert read_scan(desk, card(1)) == MemberScanned(member_id, replaced=True)


def test_a_turn_is_given_for_a_reason(counter: Solo) -> None:
    desk, member_id = counter.device.desk, a_member().member_id
    assert give_ticket(desk, by(ASSISTANT), member_id, WHEEL, REASON, "") == Done()
    assert len(counter.member(member_id).tickets) == 1
    refused = give_ticket(desk, by(ASSISTANT), member_id, WHEEL, "because", "")
    assert isinstance(refused, Refused)


def test_scans_at_the_tablet_are_told_apart(counter: Solo) -> None:
    counter.tell_programme(replace(with_receipts(small_programme()), version=2))
    desk = counter.device.desk
    assert read_scan(desk, "T012202604100042006600") == ReceiptScanned(RECEIPT)
    assert read_scan(desk, voucher()) == VoucherScanned(voucher())
    assert read_scan(desk, mint(CodeKind.MEMBER, bytes(16))) == ScanUnknown(Sought.CARD, desk.code_hash(bytes(16)))
