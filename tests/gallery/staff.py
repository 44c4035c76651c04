"""The staff program's pages over one evening in a real shop."""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtQuick import QQuickWindow

from shared.application.ask_for_voucher import VoucherComing
from shared.application.calls import StoreCall
from shared.application.hand_over_prize import (
    HandedOverBefore,
    HandOverAnswer,
    OtherCounter,
    PrizeHandedOver,
    PrizeLapsed,
    VoucherNotValid,
)
from shared.application.showing import as_prize
from shared.application.take_receipt import take_receipt
from shared.application.views import (
    BoughtView,
    Disk,
    HandOverView,
    HeldOperation,
    ReturnableLine,
    ReturnPreview,
    StoreDrum,
    SyncState,
    VoucherView,
)
from shared.domain.calls import Call, CallReason, CallState
from shared.domain.codes import CodeKind, mint
from shared.domain.earning import LineKind
from shared.domain.member import ProfileField
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import Clash, HeldReason
from shared.domain.staff import StaffMember
from shared.domain.text import Text
from shared.domain.vouchers import VoucherContent
from shared.hardware.cards import MemberFace
from shared.qt.jobs import InlineExecutor
from shared.qt.measures import Face
from shared.qt.sounds import Sounds
from shared.qt.theme import Appearance, Scheme
from shared.runtime.settings import WindowSize
from staff.composition import StaffGround, StaffScreen
from staff.viewmodels.app import StaffAppViewModel, StaffNotice, StaffPage
from staff.viewmodels.card import CardMade, CardNotMade, CardOutlet
from staff.viewmodels.hand_over import HandOverInputs
from staff.viewmodels.session import MENDING, REVOKED
from staff.viewmodels.sign_in import SignInFault
from tests.gallery.kiosk import COUNTS, PROGRAMME, WHEEL
from tests.gallery.pages import Gallery, Shot, View
from tests.viewmodels.staff.counter import PaperPosterPress
from tests.viewmodels.staff.shop import CLERK, MANAGER, NOW, PINS, STORE, shared_template

SIZES = ((1280, 800), (800, 1280), (1440, 900))
VIEWS = tuple(View(width, height, scheme) for width, height in SIZES for scheme in Scheme)
CARD_CODE = mint(CodeKind.MEMBER, bytes(range(16)))
CONTENT = VoucherContent(1, WHEEL.number, "0" * 32, 7, 3, date(2026, 12, 20))
VOUCHER = VoucherView(CONTENT, WHEEL.prize("tea-cup"), "もも", "momo")
REWARD = VoucherView(CONTENT, as_prize(PROGRAMME.rewards[0]), "もも", "momo")
BEFORE = HandOverView(
    at=datetime(2026, 11, 22, 8, 36, tzinfo=UTC),
    store=PROGRAMME.stores[0].name,
    staff=StaffMember("kato", "加藤", "assistant", "ginza", "", "", "", ""),
    device_label="サービスカウンター",
)
HELD = tuple(
    HeldOperation(f"held-{number}", kind, reason, "", at, device, staff, "momo", nickname)
    for number, (kind, reason, at, device, staff, nickname) in enumerate(
        (
            ("take_turn", HeldReason.TICKET_USED, datetime(2026, 11, 22, 6, 2, tzinfo=UTC), "キオスク1", "", "もも"),
            ("hand_over_prize", HeldReason.VOUCHER_HANDED_OVER, NOW, "サービスカウンター", "加藤", "ケン"),
            ("undo", HeldReason.UNDO_TOO_LATE, NOW, "サービスカウンター", "森", "はる"),
        )
    )
)


PLUM, BAMBOO = (tier.name for tier in PROGRAMME.tiers[:2])
RETURN = ReturnPreview(
    yen=3_800,
    points=28,
    pending_points=28,
    other_points=0,
    debt_points=0,
    expired_points=0,
    balance_points=420,
    tier_before=PLUM,
    tier_after=PLUM,
    turns_gone=1,
    turns_used=0,
    all_of_it=False,
)
OWED = replace(
    RETURN,
    points=120,
    pending_points=0,
    other_points=30,
    debt_points=60,
    expired_points=10,
    balance_points=-60,
    tier_before=BAMBOO,
    turns_used=2,
    all_of_it=True,
)


class IdlePress:
    """Makes no cards: pictures of the page need none."""

    def make(self, face: MemberFace, outlet: CardOutlet) -> CardMade | CardNotMade:
        return CardNotMade()


class StaffStage:
    """The staff program's window over its own copy of the shop."""

    def __init__(self, view: View) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="garapon-gallery-")
        self.shop = shared_template().copy_to(Path(self._folder.name) / "shop")
        self.shop.exchange()
        tablet = self.shop.tablet
        ground = StaffGround(self.shop.desk, tablet.search, tablet.keys, IdlePress(), PaperPosterPress())
        appearance = Appearance(face=Face.STAFF, scheme=view.scheme, reduced_motion=True)
        self._screen = StaffScreen(ground, "ja", appearance, InlineExecutor())
        sounds = self._screen._engine.singletonInstance("shared.qt", "Sounds")
        assert isinstance(sounds, Sounds)
        sounds.mute(muted=True)
        self._screen.show(WindowSize(view.width, view.height))
        self.app.camera_changed(available=True, on=False)
        self._sign_in()
        self._sync = self.app._inputs.sync

    @property
    def window(self) -> QQuickWindow:
        return self._screen.window

    @property
    def app(self) -> StaffAppViewModel:
        return self._screen.app

    def speak(self, locale: str) -> None:
        self.be_well()
        self.app.speak(locale)

    def be_well(self) -> None:
        """Undo what shots did to the line, the tablet and its camera."""
        self.app._take(replace(self.app._inputs, ready=True, outage="", sync=self._sync, halted=""))
        self.app.camera_changed(available=True, on=False)

    def close(self) -> None:
        self._screen.close()
        self.shop.close()
        self._folder.cleanup()

    def clear_table(self) -> None:
        """Go back to an open tablet with nothing on it."""
        self.app.lock()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self._sign_in()

    def open_momo(self) -> None:
        self.app.scanned(self.shop.card("もも"))

    def _sign_in(self) -> None:
        self.app.signIn.show_badge(self.shop.known.badges[CLERK])
        for digit in PINS[CLERK]:
            self.app.signIn.press(digit)


def _press(act: Callable[[str], None], text: str) -> None:
    for character in text:
        act(character)


def sign_in(stage: StaffStage) -> None:
    stage.app.lock()


def badge_first(stage: StaffStage) -> None:
    stage.app.lock()
    row = next(row for row in stage.app.signIn.rows if not row.badgeSeen)
    stage.app.signIn.choose(row.staffId)


def pin(stage: StaffStage) -> None:
    stage.app.lock()
    stage.app.signIn.choose(next(row.staffId for row in stage.app.signIn.rows if row.badgeSeen))
    _press(stage.app.signIn.press, "135")


def wrong_pin(stage: StaffStage) -> None:
    pin(stage)
    signing = stage.app.signIn
    signing._take(replace(signing._inputs, pin="", fault=SignInFault.WRONG_PIN, attempts_left=3))


def rung(number: int, why: CallReason = CallReason.HELP, goer: tuple[str, str] | None = None) -> StoreCall:
    """Return a call of a kiosk at half past five, by Momo if it is for help; `goer` comes, by id and name."""
    staff_id, name = goer or ("", "")
    state = CallState.COMING if goer else CallState.RINGING
    call = Call(f"call-{number}", f"kiosk-{number}", STORE, why, "", "", NOW, state, NOW, staff_id, name)
    member_id, nickname = ("momo", "もも") if why is CallReason.HELP else ("", "")
    prize = WHEEL.prize("rice-cooker").name if why is CallReason.PRIZE else None
    place = ("キオスク1", "2F エレベーター前", "キオスク3")[number - 1]
    return StoreCall(call, place, prize, member_id, nickname, coming_here=False)


def called(*calls: StoreCall) -> Callable[[StaffStage], None]:
    def show(stage: StaffStage) -> None:
        stage.clear_table()
        stage.app.calls._take(calls)

    return show


def called_and_answered(stage: StaffStage) -> None:
    stage.clear_table()
    signer = stage.app._session.signer
    assert signer is not None
    stage.app.calls._take((rung(2, goer=(signer.staff.staff_id, signer.staff.name)),))


def called_while_closed(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.lock()
    stage.app.calls._take((rung(2),))


def calls_none(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("calls")


def calls(stage: StaffStage) -> None:
    calls_none(stage)
    stage.app.calls._take((rung(1), rung(2, goer=("ueda", "上田")), rung(3, CallReason.PRIZE)))


def find_recent(stage: StaffStage) -> None:
    stage.clear_table()


def find_typed(stage: StaffStage) -> None:
    stage.clear_table()
    stage.open_momo()
    stage.app.find.remember("voucher", "湯のみ", "handed-over", "code")
    stage.app.find.remember("receipt", "佐藤 健一", "recorded", "ken", 6_600)
    stage.app.show("find")
    stage.app.find.search("さと")


def find_nothing(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.find.search("ぴよぴよ")


def find_likely(stage: StaffStage) -> None:
    find_recent(stage)
    stage.app.find.search("sato misami")


def find_elsewhere(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.find.search("090-9999-0000")


def find_asking(centre: str) -> Callable[[StaffStage], None]:
    def show(stage: StaffStage) -> None:
        find_elsewhere(stage)
        stage.app.find._take(replace(stage.app.find._inputs, centre=centre))

    return show


def receipt_waits(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app._notify(StaffNotice.RECEIPT_WAITS)


def member(stage: StaffStage) -> None:
    stage.clear_table()
    stage.open_momo()


def member_new(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.scanned(stage.shop.card("まこ"))


def member_receipt(stage: StaffStage) -> None:
    stage.clear_table()
    today = NOW.date()
    for number, yen in (("00123", 6_600), ("00124", None)):
        code = ReceiptCode(STORE, "02", today, number, yen)
        take_receipt(stage.shop.kiosk.desk, stage.shop.member_id("まこ"), code)
    stage.shop.exchange()
    stage.app.scanned(stage.shop.card("まこ"))


def purchase_empty(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("purchase")


def purchase_sum(stage: StaffStage) -> None:
    purchase_empty(stage)
    _press(stage.app.purchase.press, "6600")


def purchase_recorded(stage: StaffStage) -> None:
    purchase_sum(stage)
    stage.app.purchase._take(replace(stage.app.purchase._inputs, step="recorded"))


def purchase_counted(stage: StaffStage) -> None:
    purchase_empty(stage)
    counted = replace(stage.app.purchase._inputs, amount_yen=6_600, step="counted", counted_at="2026-11-22T17:31")
    stage.app.purchase._take(counted)


def return_open(stage: StaffStage) -> None:
    stage.clear_table()
    returning = stage.app.returning
    stage.app.scanned(stage.shop.card("まこ"))
    stage.app._go(StaffPage.RETURN)
    lines = (
        ReturnableLine(LineKind.GOODS, Text("Kitchen", "台所用品"), 3_300, 500),
        ReturnableLine(LineKind.GOODS, None, 2_200, 2_200),
        ReturnableLine(LineKind.GIFT_CARD, None, 1_000, 0),
    )
    bought = BoughtView("bought", NOW, "00123", lines)
    returning._take(
        replace(returning._inputs, member_name="中村 誠", bought=bought, back=(0, 0, 0), step="typing", refusal="")
    )


def returning(became: ReturnPreview, step: str = "typing") -> Callable[[StaffStage], None]:
    """Return what shows a return that would do this."""

    def show(stage: StaffStage) -> None:
        return_open(stage)
        page = stage.app.returning
        back = (2_800, 0, 1_000)
        page._take(replace(page._inputs, back=back, chosen=0, shown=(back, became), step=step))

    return show


def return_too_much(stage: StaffStage) -> None:
    return_open(stage)
    page = stage.app.returning
    page._take(replace(page._inputs, back=(9_900, 0, 0), chosen=0, changed=True))


def return_refused(stage: StaffStage) -> None:
    return_open(stage)
    page = stage.app.returning
    roles = tuple(role.name for role in PROGRAMME.roles[1:3])
    page._take(replace(page._inputs, step="refused", refusal="not_allowed", roles=roles))


def adjust_typing(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("adjust")
    stage.app.adjust.take(taking=True)
    _press(stage.app.adjust.press, "120")
    stage.app.adjust.choose("counted_twice")


def adjust_above(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("adjust")
    _press(stage.app.adjust.press, "800")
    stage.app.adjust.choose("goodwill")


def adjust_settling(stage: StaffStage) -> None:
    held_to_settle(stage)
    stage.app.held.putRight("held-0")


def adjust_approval(stage: StaffStage) -> None:
    adjust_above(stage)
    stage.app.adjust.adjust()


def adjust_done(stage: StaffStage) -> None:
    adjust_typing(stage)
    stage.app.adjust._take(replace(stage.app.adjust._inputs, step="done", after_points=1_120))


def member_challenge(stage: StaffStage) -> None:
    member(stage)
    stage.app.member.confirmStep("click-and-collect")


def give_ticket(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("give-ticket")
    stage.app.giveTicket.choose("event")


def give_ticket_done(stage: StaffStage) -> None:
    give_ticket(stage)
    stage.app.giveTicket._take(replace(stage.app.giveTicket._inputs, step="done"))


def hand_over_ready(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("hand-over")


def hand_over(answer: HandOverAnswer, at: str = "2026-11-22T17:42", ask_note: str = "") -> Callable[[StaffStage], None]:
    """Return what shows an answer."""

    def show(stage: StaffStage) -> None:
        hand_over_ready(stage)
        inputs = HandOverInputs(answer=answer, locale=stage.app.locale, at=at, ask_note=ask_note)
        stage.app.handOver._take(inputs)

    return show


def voucher_coming(stage: StaffStage) -> None:
    hand_over_ready(stage)
    stage.app.handOver._take(HandOverInputs(coming=VoucherComing("code", "voucher", 0)))


def enrol_empty(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("enrol")


def enrol_faults(stage: StaffStage) -> None:
    enrol_empty(stage)
    for name, text in (
        ("nickname", "とてもとても長い呼び名です"),
        ("phone", "12"),
        ("email", "momo"),
        ("birthday", "春"),
    ):
        stage.app.enrol.form.write(name, text)
        stage.app.enrol.form.leave(name)


def card_known(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("card")


def card_fresh(stage: StaffStage) -> None:
    card_known(stage)
    stage.app.card.begin("momo", "もも", "402177339018", CARD_CODE, fresh=True)


def card_saved(stage: StaffStage) -> None:
    card_fresh(stage)
    stage.app.card._take(replace(stage.app.card._inputs, made="png", place="/home/kato/cards/card-402177339018.png"))


def prizes(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("prizes")


def prizes_none(stage: StaffStage) -> None:
    prizes(stage)
    stage.app.prizes._show(())


def draws(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("draws")
    counts = tuple((prize, left, next(b.count for b in WHEEL.drum if b.prize == prize.key)) for prize, left in COUNTS)
    stage.app.draws._show((StoreDrum(WHEEL, 1, "キオスク1", 14, counts, sum(left for _, left in COUNTS)),))


def posters(stage: StaffStage) -> None:
    """Show the posters of the demo's hunt, now and next."""
    stage.app.show("posters")
    stage.app.posters._tell()


def posters_saved(stage: StaffStage) -> None:
    """Show that a set was saved."""
    posters(stage)
    stage.app.posters._tell(made="pdf", place="/var/lib/garapon/posters/maneki-neko-2026-11-22.pdf")


def posters_refused(stage: StaffStage) -> None:
    """Show that nobody may print them any more."""
    posters(stage)
    stage.app.posters._tell(refusal=HeldReason.NOT_OFFERED)


def posters_none(stage: StaffStage) -> None:
    """Show a store without hunts."""
    posters(stage)
    stage.app.posters._show(())


def draws_none(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("draws")
    stage.app.draws._show(())


def held(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("held")
    stage.app.held._show(HELD)


def held_to_settle(stage: StaffStage) -> None:
    """Show the manager's list: an edit from two sides, and one that is about to be rejected."""
    stage.clear_table()
    stage.app.lock()
    stage.app.signIn.show_badge(stage.shop.known.badges[MANAGER])
    for digit in PINS[MANAGER]:
        stage.app.signIn.press(digit)
    stage.app.show("held")
    clash = Clash(ProfileField.PHONE, "+819012345678", "+81355550123")
    edit = HeldOperation(
        "held-edit",
        "edit_profile",
        HeldReason.STALE_EDIT,
        "",
        NOW,
        "サービスカウンター",
        "森",
        "momo",
        "もも",
        (clash,),
    )
    twin = HeldOperation(
        "held-twin",
        "join_member",
        HeldReason.POSSIBLE_DUPLICATE,
        "x",
        NOW,
        "キオスク1",
        "",
        "momo",
        "もも",
        other="佐藤 美咲",
    )  # fmt: skip
    stage.app.held._show((twin, edit, *HELD))
    stage.app.held.ask("held-1")


def held_to_merge(stage: StaffStage) -> None:
    held_to_settle(stage)
    stage.app.held.askToMerge("held-twin")


def edit(stage: StaffStage) -> None:
    member(stage)
    stage.app.show("edit")


def edit_faults(stage: StaffStage) -> None:
    edit(stage)
    for name, text in (("phone", "12"), ("birthday", "春")):
        stage.app.edit.form.write(name, text)
        stage.app.edit.form.leave(name)


def _with_sync(stage: StaffStage, sync: SyncState) -> None:
    find_recent(stage)
    stage.app._take(replace(stage.app._inputs, sync=sync))


def disk_trouble(disk: Disk) -> Callable[[StaffStage], None]:
    return lambda stage: _with_sync(stage, replace(stage.app._inputs.sync, disk=disk))


def records_lost(stage: StaffStage) -> None:
    _with_sync(stage, replace(stage.app._inputs.sync, lost=3))


def halted(stage: StaffStage) -> None:
    stage.be_well()
    find_recent(stage)
    stage.app.exchange_halted("The centre knows other operations of this device up to number 41: it was copied.")


def camera(stage: StaffStage) -> None:
    stage.be_well()
    hand_over_ready(stage)
    stage.app.camera_changed(available=True, on=True)


def not_ready(outage: str) -> Callable[[StaffStage], None]:
    return lambda stage: stage.app._take(replace(stage.app._inputs, ready=False, outage=outage))


def held_none(stage: StaffStage) -> None:
    stage.clear_table()
    stage.app.show("held")


SHOTS = (
    Shot("sign-in", "names", sign_in),
    Shot("sign-in", "badge-first", badge_first),
    Shot("sign-in", "pin", pin),
    Shot("sign-in", "wrong-pin", wrong_pin),
    Shot("find", "recent", find_recent),
    Shot("calls", "none", calls_none),
    Shot("calls", "some", calls),
    Shot("calls", "banner", called(rung(2))),
    Shot("calls", "banner-prize", called(rung(1, CallReason.PRIZE))),
    Shot("calls", "banner-printer", called(rung(1, CallReason.PRINTER))),
    Shot("calls", "banner-going", called_and_answered),
    Shot("calls", "banner-closed", called_while_closed),
    Shot("find", "typed", find_typed),
    Shot("find", "nothing", find_nothing),
    Shot("find", "likely", find_likely),
    Shot("find", "elsewhere", find_elsewhere),
    Shot("find", "asking", find_asking("asking")),
    Shot("find", "nobody", find_asking("nobody")),
    Shot("find", "away", find_asking("away")),
    Shot("find", "receipt-waits", receipt_waits),
    Shot("member", "full", member),
    Shot("member", "challenge", member_challenge),
    Shot("member", "new", member_new),
    Shot("member", "receipt", member_receipt),
    Shot("purchase", "empty", purchase_empty),
    Shot("purchase", "sum", purchase_sum),
    Shot("purchase", "recorded", purchase_recorded),
    Shot("purchase", "counted", purchase_counted),
    Shot("return", "open", return_open),
    Shot("return", "plain", returning(RETURN)),
    Shot("return", "owed", returning(OWED)),
    Shot("return", "too-much", return_too_much),
    Shot("return", "done", returning(OWED, "done")),
    Shot("return", "undone", returning(RETURN, "undone")),
    Shot("return", "refused", return_refused),
    Shot("adjust", "typing", adjust_typing),
    Shot("adjust", "above", adjust_above),
    Shot("adjust", "settling", adjust_settling),
    Shot("adjust", "approval", adjust_approval),
    Shot("adjust", "done", adjust_done),
    Shot("give-ticket", "chosen", give_ticket),
    Shot("give-ticket", "done", give_ticket_done),
    Shot("hand-over", "ready", hand_over_ready),
    Shot("hand-over", "done", hand_over(PrizeHandedOver("op", VOUCHER))),
    Shot("hand-over", "reward", hand_over(PrizeHandedOver("op", REWARD))),
    Shot("hand-over", "before", hand_over(HandedOverBefore(VOUCHER, BEFORE), "2026-11-22T17:36")),
    Shot("hand-over", "lapsed", hand_over(PrizeLapsed(VOUCHER, CONTENT.collect_until))),
    Shot("hand-over", "invalid", hand_over(VoucherNotValid())),
    Shot("hand-over", "other-counter", hand_over(OtherCounter("2階カウンター"))),
    Shot("hand-over", "other-store", hand_over(OtherCounter("1階カウンター", Text("Ueno", "上野店")))),
    Shot("hand-over", "no-line", hand_over(OtherCounter("2階カウンター"), ask_note="no-line")),
    Shot("hand-over", "too-slow", hand_over(OtherCounter("2階カウンター"), ask_note="too-slow")),
    Shot("hand-over", "coming", voucher_coming),
    Shot("enrol", "empty", enrol_empty),
    Shot("enrol", "faults", enrol_faults),
    Shot("card", "known", card_known),
    Shot("card", "fresh", card_fresh),
    Shot("card", "saved", card_saved),
    Shot("prizes", "waiting", prizes),
    Shot("prizes", "none", prizes_none),
    Shot("draws", "drum", draws),
    Shot("draws", "none", draws_none),
    Shot("posters", "sets", posters),
    Shot("posters", "saved", posters_saved),
    Shot("posters", "refused", posters_refused),
    Shot("posters", "none", posters_none),
    Shot("held", "some", held),
    Shot("held", "none", held_none),
    Shot("held", "to-settle", held_to_settle),
    Shot("held", "to-merge", held_to_merge),
    Shot("edit", "filled", edit),
    Shot("edit", "faults", edit_faults),
    Shot("find", "disk-full", disk_trouble(Disk.FULL)),
    Shot("find", "disk-shut", disk_trouble(Disk.SHUT)),
    Shot("find", "records-lost", records_lost),
    Shot("find", "halted", halted),
    Shot("hand-over", "camera", camera),
    Shot("not-ready", "first-contact", not_ready("")),
    Shot("not-ready", "mending", not_ready(MENDING)),
    Shot("not-ready", "shut-out", not_ready(REVOKED)),
)

GALLERY = Gallery("staff", VIEWS, SHOTS, StaffStage)
