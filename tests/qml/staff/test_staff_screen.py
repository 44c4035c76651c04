"""A shift at the tablet with fingers and keys, over a real database."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage

from shared.qt.theme import Scheme
from tests.qml.meta_objects import with_their_own
from tests.qml.staff.tablet import Tablet
from tests.viewmodels.staff.shop import CLERK, MANAGER, PINS, RECEIPT, TRAINEE, StaffShop

LINE_PX = 64
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_person_signs_in_with_badge_and_fingers(closed_tablet: Tablet, shop: StaffShop) -> None:
    tablet = closed_tablet
    assert "Scan your badge" in tablet.texts()
    tablet.scan(shop.known.badges[CLERK])
    for digit in PINS[CLERK]:
        tablet.click(f"key-{digit}")
    assert tablet.app.page == "find"
    assert CLERK in tablet.texts()


def test_a_wrong_pin_is_told_kindly(closed_tablet: Tablet, shop: StaffShop) -> None:
    closed_tablet.scan(shop.known.badges[CLERK])
    closed_tablet.type("11111\b10")
    assert "This PIN does not fit. 4 more tries." in closed_tablet.texts()
    closed_tablet.type("\x1b")
    assert closed_tablet.sees("colleagues")


def test_a_member_is_found_by_typing_and_opened_by_enter(tablet: Tablet) -> None:
    assert tablet.focus_name() == "search"
    tablet.type("mill")
    assert "Satoko Miller" in tablet.texts()
    tablet.type("\n")
    assert (tablet.app.page, tablet.find("member-name").property("text")) == ("member", "Satoko Miller")


def test_the_search_is_one_key_away(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.type("/")
    assert (tablet.app.page, tablet.focus_name()) == ("find", "search")
    tablet.type("48")
    tablet.click("rail-prizes")
    tablet.press(Qt.Key.Key_K, CONTROL)
    assert (tablet.app.page, tablet.focus_name()) == ("find", "search")
    assert tablet.app.find.query == "48"


def test_a_slash_in_a_field_is_only_a_slash(tablet: Tablet) -> None:
    tablet.click("register")
    tablet.type("a/b")
    assert (tablet.app.page, tablet.app.enrol.form.nickname) == ("enrol", "a/b")


def test_a_purchase_by_keys_alone(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.click("act-purchase")
    tablet.type("66009\b")
    assert tablet.find("purchase-amount").property("text") == "¥6,600"
    assert "+60" in tablet.texts()
    tablet.type("\n")
    assert "Recorded" in tablet.texts()
    tablet.type("\x1b")
    assert (tablet.app.page, tablet.app.member.pendingPoints) == ("member", 120)


def test_undo_stands_in_its_row(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    row = next(row for row in tablet.app.member.history_rows if row.undoable)
    tablet.scroll("history", LINE_PX)
    tablet.click(f"undo-{row.opId}")
    tablet.scroll("history", LINE_PX)
    assert tablet.app.member.pendingPoints == 0
    assert not tablet.sees(f"undo-{row.opId}")
    assert "undone" in tablet.texts()


def test_an_adjustment_with_agreement_by_fingers(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.click("act-adjust")
    tablet.click("adjust-take")
    for digit in "800":
        tablet.click(f"key-{digit}")
    tablet.click("reason-goodwill")
    assert [tablet.find(f"adjust-{part}").property("text") for part in ("before", "change", "after")] == [
        "1,240",
        "−800",
        "440",
    ]
    tablet.click("adjust-go")
    assert "A second person agrees" in tablet.texts()
    tablet.scan(shop.known.badges[MANAGER])
    tablet.type(PINS[MANAGER])
    assert "Adjusted" in tablet.texts()
    tablet.click("adjust-to-member")
    assert tablet.find("member-points").property("text") == "440"


def test_a_prize_goes_over_the_counter_once(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.click("hand-over-0")
    assert "Please give the goods now" in tablet.texts()
    code = shop.voucher("もも")
    tablet.click("hand-over-next")
    assert tablet.sees("hand-over-ready")
    tablet.scan(code)
    assert "Handed over before" in tablet.texts()
    assert "11/22 17:42" in tablet.texts()


def test_a_newcomer_joins_by_keys_alone(tablet: Tablet) -> None:
    tablet.click("register")
    assert tablet.focus_name() == "form-nickname"
    tablet.type("\n")
    assert "One to twelve characters, please." in tablet.texts()
    tablet.type("Pon\n")
    assert tablet.app.page == "card"
    assert tablet.sees("card-qr")
    tablet.click("card-pdf")
    assert tablet.press_of_cards.made[0][0].title == "Member card"


def test_a_receipt_waits_for_its_member(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(RECEIPT)
    assert "Whose receipt is it?" in tablet.texts()
    tablet.type("mill\n")
    assert (tablet.app.page, tablet.app.purchase.amountYen) == ("purchase", 6600)
    tablet.click("purchase-record")
    assert "Recorded" in tablet.texts()


def test_a_lock_in_mid_form_leaves_nothing_personal_on_the_screen(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.click("act-adjust")
    tablet.click("adjust-note")
    tablet.type("private")
    tablet.press(Qt.Key.Key_L, CONTROL)
    assert tablet.app.page == "sign-in"
    for word in ("佐藤", "もも", "private", "1,240"):
        assert word not in tablet.texts()


def test_a_trainee_sees_only_what_she_may(closed_tablet: Tablet, shop: StaffShop) -> None:
    closed_tablet.sign_in(TRAINEE)
    assert not closed_tablet.sees("rail-prizes")
    assert not closed_tablet.sees("rail-held")
    assert not closed_tablet.sees("register")
    closed_tablet.scan(shop.card("もも"))
    for name in ("act-purchase", "act-adjust", "act-ticket", "act-card", "hand-over-0"):
        assert not closed_tablet.sees(name), name


def test_language_and_look_change_while_it_is_open(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    tablet.click("rail-language")
    assert "購入を記録" in tablet.texts()
    assert "湯のみ" in tablet.texts()
    before = tablet.window.color().name()
    tablet.click("rail-scheme")
    assert tablet.app.scheme == Scheme.DARK.value
    assert tablet.window.color().name() != before


def test_every_section_opens_and_says_when_it_is_empty(tablet: Tablet) -> None:
    tablet.click("rail-held")
    assert tablet.sees("held-empty")
    tablet.click("rail-draws")
    assert "39 of 40" in tablet.texts()
    tablet.click("rail-prizes")
    tablet.click("prizes-scan")
    assert tablet.app.page == "hand-over"
    tablet.click("back")
    assert tablet.app.page == "prizes"


def test_a_hunt_s_posters_are_saved_with_three_clicks(tablet: Tablet) -> None:
    tablet.click("rail-draws")
    tablet.click("open-posters")
    assert "Hang now: 22 Nov 2026" in tablet.texts()
    tablet.click("poster-pdf-0")
    assert "Saved as pdf of maneki-neko-2026-11-22" in tablet.texts()
    ((faces, _, _),) = tablet.press_of_posters.made
    assert len(faces) == 3
    tablet.click("back")
    assert tablet.app.page == "draws"


def test_before_the_first_programme_it_waits(tablet: Tablet) -> None:
    tablet.screen.session.troubled.emit("not-ready")
    tablet.settle()
    assert "waits for its first contact" in tablet.texts()


@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)])
def test_tab_reaches_every_act_of_a_member(shop: StaffShop, size: tuple[int, int], qapp: object) -> None:
    tablet = Tablet(shop, *size)
    try:
        tablet.sign_in(CLERK)
        tablet.scan(shop.card("もも"))
        reached = set()
        for _ in range(24):
            tablet.press(Qt.Key.Key_Tab)
            reached.add(tablet.focus_name())
        assert {"act-purchase", "act-adjust", "act-ticket", "act-card", "hand-over-0", "rail-lock"} <= reached
    finally:
        tablet.close()


def test_the_pin_is_typed_whatever_was_pressed_before(closed_tablet: Tablet, shop: StaffShop) -> None:
    tablet = closed_tablet
    tablet.click("sign-in-language")
    tablet.click("sign-in-language")
    tablet.sign_in(CLERK)
    assert tablet.app.page == "find"


def test_language_and_look_outlast_the_lock(tablet: Tablet) -> None:
    tablet.click("rail-language")
    tablet.click("rail-scheme")
    tablet.click("rail-lock")
    assert "名前を選んでください" in tablet.texts()
    assert (tablet.app.locale, tablet.app.scheme) == ("ja", Scheme.DARK.value)
    tablet.sign_in(CLERK)
    assert (tablet.app.locale, tablet.app.scheme) == ("ja", Scheme.DARK.value)


def test_the_camera_shows_what_it_sees_until_it_is_cancelled(tablet: Tablet, shop: StaffShop) -> None:
    asked: list[bool] = []
    tablet.app.cameraAsked.connect(asked.append)
    tablet.app.camera_changed(available=True, on=False)
    tablet.settle()
    assert not tablet.sees("camera-sheet")
    tablet.click("camera")
    tablet.app.camera_changed(available=True, on=True)
    tablet.app.feed.show(QImage(64, 48, QImage.Format.Format_RGB32))
    tablet.settle()
    assert (tablet.sees("camera-preview"), tablet.focus_name()) == (True, "camera-cancel")
    tablet.type("\x1b")
    tablet.click("camera-cancel")
    assert asked == [True, False, False]
    tablet.app.camera_changed(available=True, on=False)
    tablet.settle()
    assert (tablet.sees("camera-sheet"), tablet.focus_name()) == (False, "camera")
    assert tablet.app.feed.image.isNull()


def test_leaving_the_page_stops_the_camera(tablet: Tablet) -> None:
    asked: list[bool] = []
    tablet.app.cameraAsked.connect(asked.append)
    tablet.app.camera_changed(available=True, on=True)
    tablet.settle()
    tablet.click("rail-draws")
    assert asked == [False]


def test_without_a_camera_it_says_so_and_may_be_asked_again(tablet: Tablet) -> None:
    tablet.app.camera_changed(available=True, on=False)
    tablet.app.camera_missing()
    tablet.settle()
    assert "No camera was found." in tablet.texts()
    assert tablet.sees("camera")


def test_an_exchange_that_stopped_says_why_on_every_page(tablet: Tablet) -> None:
    tablet.app.exchange_halted("The central database was restored.")
    tablet.settle()
    for page in ("rail-draws", "rail-lock"):
        tablet.click(page)
        assert "Exchange stopped" in tablet.texts()
        assert "The central database was restored." in tablet.texts()
    tablet.app.exchange_halted("")
    tablet.settle()
    assert not tablet.sees("halted")


def test_the_history_of_a_narrow_page_stands_on_its_sheet(shop: StaffShop, qapp: object) -> None:
    tablet = Tablet(shop, 800, 1280)
    try:
        tablet.sign_in(CLERK)
        tablet.scan(shop.card("もも"))
        undoable = next(row for row in tablet.app.member.history_rows if row.undoable)
        (above, undo) = (tablet.find("act-card"), tablet.find(f"undo-{undoable.opId}"))
        edge = above.mapToScene(above.boundingRect().topRight()).x()
        assert tablet.find("member-name").mapToScene(QPointF()).y() > tablet.find("top-search").y()
        assert undo.mapToScene(undo.boundingRect().topRight()).x() < edge
        assert tablet.find("member-history").x() == tablet.find("member-name").mapToScene(QPointF()).x() - 88 - 24
    finally:
        tablet.close()


def test_view_models_keep_the_meta_object_of_their_class(tablet: Tablet, shop: StaffShop) -> None:
    tablet.scan(shop.card("もも"))
    assert with_their_own() == set()


def test_a_method_that_is_no_slot_is_noticed(tablet: Tablet) -> None:
    tablet.app.find.queryChanged.connect(tablet.app.find.refresh)
    assert with_their_own() == {"FindViewModel"}
