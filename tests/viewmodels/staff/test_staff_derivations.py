"""What each page shows, worked out from its inputs alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.application.enrol_member import EnrolmentForm, FormField
from shared.application.hand_over_prize import (
    HandedOverBefore,
    HandOverAnswer,
    HandOverRefused,
    OtherCounter,
    PrizeHandedOver,
    PrizeLapsed,
    VoucherNotValid,
)
from shared.application.views import (
    AdjustmentPreview,
    Arriving,
    Disk,
    FoundMember,
    HandOverView,
    Link,
    SyncState,
    VoucherView,
)
from shared.domain.programme import Permission, Prize, PrizeKind
from shared.domain.rules import Held, HeldReason
from shared.domain.text import Text
from shared.domain.vouchers import VoucherContent
from staff.viewmodels import adjust, app, find, hand_over, member, member_form, purchase, sign_in
from tests.viewmodels.staff.shop import NOW

CUP = Prize("cup", 3, Text("Tea cup", "湯のみ"), Text("", ""), Text("", ""), Text("", ""), PrizeKind.GOODS, 1980)
CONTENT = VoucherContent(1, 1, "0" * 32, 7, 3, date(2026, 12, 20))
VOUCHER = VoucherView(CONTENT, CUP, "Momo", "momo")
STRANGER = VoucherView(CONTENT, CUP, "", None)
FOUND = FoundMember(
    "momo", "佐藤 美咲", "サトウ ミサキ", "もも", "4821", 1240, Text("Bamboo", "竹"), date(2026, 11, 22), (0, 2)
)


@pytest.mark.parametrize(
    ("inputs", "step"),
    [
        (find.FindInputs(), "empty"),
        (find.FindInputs(found=(FOUND,)), "recent"),
        (find.FindInputs(query="さと"), "searching"),
        (find.FindInputs(query="さと", shown_query="さと"), "nothing"),
        (find.FindInputs(query="さと ", shown_query="さと", found=(FOUND,)), "found"),
        (find.FindInputs(query="さと", shown_query="さと", found=(replace(FOUND, likely=True),)), "likely"),
        (find.FindInputs(query="さとう", shown_query="さと", found=(FOUND,)), "found"),
    ],
)
def test_the_search_says_what_it_shows(inputs: find.FindInputs, step: str) -> None:
    assert find.derive(inputs).step == step


@pytest.mark.parametrize(("query", "can_ask"), [("090-9999-0000", True), ("さとー", False)])
def test_beside_those_who_may_be_meant_the_centre_can_be_asked(query: str, can_ask: bool) -> None:
    shown = find.FindInputs(query=query, shown_query=query, found=(replace(FOUND, likely=True),))
    assert find.derive(shown).can_ask is can_ask
    assert not find.derive(replace(shown, found=(FOUND,))).can_ask


def test_the_selection_stays_within_what_was_found() -> None:
    assert find.derive(find.FindInputs(found=(FOUND,), selected=4)).selected == 0


def test_the_matched_kana_stand_apart() -> None:
    row = find.found_row(FOUND, "竹", date(2026, 11, 22))
    assert (row.kanaBefore, row.kanaMatch, row.kanaAfter, row.visitedToday) == ("", "サト", "ウ ミサキ", True)
    assert find.found_row(replace(FOUND, name=""), "竹", None).name == "もも"


@pytest.mark.parametrize(
    ("answer", "step", "undoable"),
    [
        (None, "ready", False),
        (PrizeHandedOver("op", VOUCHER), "handed-over", True),
        (PrizeHandedOver("op", STRANGER), "handed-over", False),
        (HandedOverBefore(VOUCHER, HandOverView(NOW, Text("Ginza", "銀座店"), None, "Counter")), "before", False),
        (PrizeLapsed(VOUCHER, date(2026, 12, 20)), "lapsed", False),
        (VoucherNotValid(), "invalid", False),
        (OtherCounter("2F"), "other-counter", False),
        (HandOverRefused(Held(HeldReason.NOT_ALLOWED)), "refused", False),
    ],
)
def test_each_hand_over_has_its_face(answer: HandOverAnswer | None, step: str, undoable: bool) -> None:
    props = hand_over.derive(hand_over.HandOverInputs(answer=answer, locale="ja"))
    assert (props.step, props.undoable) == (step, undoable)


def test_a_prize_handed_over_before_says_where_in_the_language_of_the_screen() -> None:
    before = HandedOverBefore(VOUCHER, HandOverView(NOW, Text("Ginza", "銀座店"), None, "Counter"))
    english = hand_over.derive(hand_over.HandOverInputs(answer=before, locale="en", at="2026-11-22T17:42"))
    assert (english.prize, english.store, english.device, english.at) == (
        "Tea cup",
        "Ginza",
        "Counter",
        "2026-11-22T17:42",
    )
    assert hand_over.derive(hand_over.HandOverInputs(answer=before, locale="ja")).prize == "湯のみ"


def test_a_purchase_shows_the_sum_of_its_own_amount_only() -> None:
    typed = purchase.PurchaseInputs(member_id="momo", amount_yen=6_600)
    assert not purchase.derive(typed).shown
    assert purchase.derive(typed).ready
    assert not purchase.derive(replace(typed, amount_yen=0)).ready
    assert not purchase.derive(replace(typed, member_id="")).ready
    assert not purchase.derive(replace(typed, step="recording")).ready


@pytest.mark.parametrize(
    ("inputs", "ready"),
    [
        (adjust.AdjustInputs(), False),
        (adjust.AdjustInputs(amount_points=120, reason="goodwill"), False),
        (adjust.AdjustInputs(amount_points=120, preview=AdjustmentPreview(1240, 1360, 500, False, ())), False),
    ],
)
def test_an_adjustment_needs_figures_and_a_reason(inputs: adjust.AdjustInputs, ready: bool) -> None:
    assert adjust.derive(inputs).ready is ready


def test_an_adjustment_shows_before_change_and_after() -> None:
    preview = AdjustmentPreview(1240, 1120, 500, False, ())
    inputs = adjust.AdjustInputs(
        amount_points=120, taking=True, reason="goodwill", preview=preview, previewed_points=-120
    )
    props = adjust.derive(inputs)
    assert (props.before_points, props.change_points, props.after_points) == (1240, -120, 1120)
    assert props.ready
    assert not props.needs_approval
    assert adjust.derive(replace(inputs, preview=replace(preview, needs_approval=True))).needs_approval


def test_a_form_marks_a_field_only_after_somebody_was_there() -> None:
    typed = member_form.TypedForm(EnrolmentForm("", phone="12"), birthday_text="spring")
    assert not member_form.derive(typed).phone_fault
    assert typed.faults == {FormField.NICKNAME, FormField.PHONE, FormField.BIRTHDAY}
    left = member_form.derive(replace(typed, visited=frozenset(FormField)))
    assert (left.nickname_fault, left.phone_fault, left.email_fault, left.birthday_fault) == (True, True, False, True)
    assert not member_form.TypedForm(EnrolmentForm("Momo")).faults


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1990-04-03", date(1990, 4, 3)),
        ("1990/4/3", date(1990, 4, 3)),
        ("19900403", date(1990, 4, 3)),
        ("1990-02-30", None),
        ("spring", None),
        ("2031-01-01", None),
        ("1500-01-01", None),
        ("", None),
    ],
)
def test_a_birthday_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert member_form.read_birthday(text, date(2026, 11, 22)) == day


def test_the_pin_is_asked_once_the_badge_has_told_who_it_is() -> None:
    assert sign_in.derive(sign_in.SignInInputs()).step == "names"
    needed = sign_in.SignInInputs(fault=sign_in.SignInFault.BADGE_NEEDED)
    assert sign_in.derive(needed).step == "names"


def test_a_pin_never_stands_in_a_log() -> None:
    assert "135" not in repr(sign_in.SignInInputs(pin="135246"))


def test_no_member_no_figures() -> None:
    assert member.derive(member.MemberInputs()).step == "none"
    assert member.derive(member.MemberInputs("momo")).step == "loading"
    assert member.derive(member.MemberInputs("momo", missing=True)).step == "missing"


def test_the_frame_asks_for_a_person_before_any_page() -> None:
    inputs = app.StaffAppInputs(page=app.StaffPage.HELD)
    assert app.derive(inputs).page == "sign-in"
    assert app.derive(replace(inputs, staff_name="加藤")).page == "held"
    assert app.derive(replace(inputs, staff_name="加藤", ready=False)).page == "not-ready"
    shut_out = app.derive(replace(inputs, staff_name="加藤", ready=False, outage="revoked"))
    assert (shut_out.page, shut_out.outage) == ("not-ready", "revoked")


def test_the_age_of_the_line_never_runs_backwards() -> None:
    sync = SyncState(Link.ONLINE, datetime(2026, 11, 22, 8, 42, tzinfo=UTC), 0, 3)
    inputs = app.StaffAppInputs(sync=sync, now=NOW + timedelta(seconds=12))
    assert app.derive(inputs).contact_seconds == 12
    assert app.derive(replace(inputs, now=NOW - timedelta(seconds=9))).contact_seconds == 0
    assert app.derive(app.StaffAppInputs()).contact_seconds == -1


def test_the_line_says_how_much_of_a_working_set_is_here() -> None:
    sync = SyncState(Link.ONLINE, NOW, 0, 0)
    assert app.derive(app.StaffAppInputs(sync=sync)).arriving == -1
    for share, percent in ((0.0, 0), (0.629, 62), (1.0, 99)):
        coming = replace(sync, arriving=Arriving(share, 48_200, first=True))
        assert app.derive(app.StaffAppInputs(sync=coming)).arriving == percent


def test_the_line_says_what_is_wrong_with_the_disk() -> None:
    sync = SyncState(Link.ONLINE, NOW, 0, 0)
    fine = app.derive(app.StaffAppInputs(sync=sync))
    assert (fine.disk, fine.lost) == ("", 0)
    troubled = app.derive(app.StaffAppInputs(sync=replace(sync, disk=Disk.FULL, lost=3)))
    assert (troubled.disk, troubled.lost) == ("full", 3)


def test_the_count_of_held_operations_is_for_those_who_may_see_them() -> None:
    inputs = app.StaffAppInputs(sync=SyncState(Link.ONLINE, NOW, 0, 3))
    assert app.derive(inputs).held_count == 0
    assert app.derive(replace(inputs, permissions=frozenset({Permission.SEE_HELD}))).held_count == 3


@pytest.mark.parametrize(
    ("page", "section"),
    [("member", "find"), ("purchase", "find"), ("enrol", "find"), ("hand-over", "prizes"), ("held", "held")],
)
def test_each_page_belongs_to_an_entry_of_the_rail(page: str, section: str) -> None:
    assert app.section_of(app.StaffPage(page)) == section
