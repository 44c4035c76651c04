"""Every reason that rules can give for holding an operation is given, and where it should be."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pytest

from shared.domain.drums import DrumState
from shared.domain.earning import PurchaseLine
from shared.domain.joining import Told
from shared.domain.member import MemberStatus, ProfileField
from shared.domain.operations import (
    AdjustPoints,
    CancelRedemption,
    EditProfile,
    EnrolMember,
    EraseMember,
    ExchangeForTicket,
    FieldEdit,
    GiveTicket,
    HandOverPrize,
    JoinMember,
    Operation,
    PrintPosters,
    Receipt,
    RecordPurchase,
    RecordVisit,
    RenewCard,
    ResetMemberPin,
    ReturnPurchase,
    ScanReceipt,
    ShowSpot,
    Undo,
    UnmergeMember,
)
from shared.domain.programme import BallCount
from shared.domain.rules import Held, HeldReason, Outcome, apply
from shared.domain.staff import StaffMember
from shared.domain.vouchers import Voucher, make_void
from tests.domain.small_shop import (
    ASSISTANT,
    BENCH,
    COLLEAGUE,
    COUNTER,
    DESKTOP,
    FORMER_MANAGER,
    GOLD,
    HUNT,
    KETTLE,
    KIOSK,
    MANAGER,
    MEMBER,
    OTHER_COUNTER,
    OTHER_KIOSK,
    PLAIN_WHEEL,
    REASON,
    RECEIPTS,
    RED,
    SECOND_KIOSK,
    STAIRS,
    STORE,
    TRAINEE,
    WHEEL,
    WHITE,
    SmallShop,
    poster,
    purchase,
    small_hunt,
    with_joining,
    with_receipts,
    write_voucher,
)

OF_THE_APPLIER = frozenset(
    {
        HeldReason.PROGRAMME_UNKNOWN,
        HeldReason.KIND_UNKNOWN,
        HeldReason.PAYLOAD_INVALID,
        HeldReason.SIGNATURE_INVALID,
        HeldReason.STAFF_UNKNOWN,
        HeldReason.HELD_UNKNOWN,
        HeldReason.REJECTED,
        HeldReason.CORRECTED,
        HeldReason.PIN_WRONG,
        HeldReason.PIN_LOCKED,
        HeldReason.PIN_UNSET,
        HeldReason.PIN_UNREADABLE,
        HeldReason.CENTRE_RESTORED,
        HeldReason.POSSIBLE_DUPLICATE,
    }
)
"""Reasons found in an envelope, a PIN or the state of the centre, before any rule is asked."""

TODAY = date(2026, 4, 10)


@dataclass(frozen=True)
class Case:
    """What happens in plain words, the reason it is held for, and the act."""

    story: str
    reason: HeldReason
    act: Callable[[SmallShop], Outcome]


def _simply(operation: Operation) -> Callable[[SmallShop], Outcome]:
    return lambda shop: shop.act(operation)


def _by_trainee(operation: Operation) -> Callable[[SmallShop], Outcome]:
    return lambda shop: shop.act(operation, actor=TRAINEE)


def _name_based_on(base: str, value: str = "Hanako") -> EditProfile:
    return EditProfile(MEMBER, (FieldEdit(ProfileField.NAME, value, base),))


def _turn_of_who_is_forgotten(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    operation = shop.turn(ticket, shop.fill_drum())
    shop.done(EraseMember(MEMBER), actor=MANAGER)
    return shop.act(operation, KIOSK, None)


def _blocked(shop: SmallShop) -> None:
    shop.world.members[MEMBER] = replace(shop.member, status=MemberStatus.BLOCKED)


def _blocked_visit(shop: SmallShop) -> Outcome:
    _blocked(shop)
    return shop.act(RecordVisit(MEMBER, TODAY), KIOSK, None)


def _blocked_exchange(shop: SmallShop) -> Outcome:
    _blocked(shop)
    return shop.act(ExchangeForTicket(MEMBER, WHEEL), KIOSK, None)


def _blocked_question(shop: SmallShop) -> Outcome:
    _blocked(shop)
    return shop.act(shop.question(), KIOSK, None)


def _asked_with_another_kiosks_voucher(shop: SmallShop) -> Outcome:
    return shop.act(shop.question(device=SECOND_KIOSK), KIOSK, None)


def _reset_by(
    actor: StaffMember, approver: StaffMember, reason: str = REASON, member_id: str = MEMBER
) -> Callable[[SmallShop], Outcome]:
    return lambda shop: shop.act(ResetMemberPin(member_id, reason, ""), actor=actor, approver=approver)


def _turn_without_ticket(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    operation = shop.turn(replace(ticket, ticket_id="no such ticket"), shop.fill_drum())
    return shop.act(operation, KIOSK, None)


def _turn_with_ticket_of_another_campaign(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1, campaign=PLAIN_WHEEL)
    return shop.act(shop.turn(ticket, shop.fill_drum()), KIOSK, None)


def _turn_with_ticket_of_another_kiosk(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1, SECOND_KIOSK)
    return shop.act(shop.turn(ticket, shop.fill_drum()), KIOSK, None)


def _same_ticket_again(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    shop.done(shop.turn(ticket, drum), KIOSK, None)
    return shop.act(shop.turn(ticket, shop.world.drums[drum.drum_id]), KIOSK, None)


def _undo_of_used_ticket(shop: SmallShop) -> Outcome:
    shop.done(GiveTicket(MEMBER, WHEEL, REASON, ""))
    given = shop.last_op_id
    (ticket,) = shop.member.tickets
    shop.done(shop.turn(ticket, shop.fill_drum(holder=ticket.holder)), ticket.holder, None)
    return shop.act(Undo(MEMBER, given))


def _turn_of_unknown_drum(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    operation = shop.turn(ticket, shop.fill_drum())
    return shop.act(replace(operation, drum_id="no such drum"), KIOSK, None)


def _turn_of_drum_without_seed(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    shop.world.drums[drum.drum_id] = replace(drum, seed=None)
    return shop.act(shop.turn(ticket, drum), KIOSK, None)


def _turn_of_drum_elsewhere(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    return shop.act(shop.turn(ticket, shop.fill_drum(holder=SECOND_KIOSK)), KIOSK, None)


def _turn_of_closed_drum(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    shop.world.drums[drum.drum_id] = replace(drum, state=DrumState.CLOSED)
    return shop.act(shop.turn(ticket, drum), KIOSK, None)


def _turn_that_chose_its_prize(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    honest = shop.turn(ticket, shop.fill_drum())
    better = GOLD if honest.prize != GOLD else RED
    return shop.act(replace(honest, prize=better), KIOSK, None)


def _turn_of_vanished_campaign(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    operation = shop.turn(ticket, shop.fill_drum())
    shop.world.programme = replace(shop.world.programme, wheels=())
    return shop.act(operation, KIOSK, None)


def _turn_of_vanished_prize(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    operation = shop.turn(ticket, shop.fill_drum(BallCount(GOLD, 1)))
    (wheel, _) = shop.world.programme.wheels
    without_gold = replace(wheel, prizes=tuple(p for p in wheel.prizes if p.key != GOLD))
    shop.world.programme = replace(shop.world.programme, wheels=(without_gold,))
    return shop.act(operation, KIOSK, None)


def _goods_without_voucher(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    honest = shop.turn(ticket, shop.fill_drum(BallCount(RED, 1)))
    return shop.act(replace(honest, voucher_code=None), KIOSK, None)


def _voucher_for_better_prize(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    honest = shop.turn(ticket, shop.fill_drum(BallCount(RED, 1), BallCount(GOLD, 1), seed=bytes([1]) * 32))
    content = shop.world.read_voucher(honest.voucher_code or "")
    assert content is not None
    better = write_voucher(replace(content, ball=1 if content.ball == 2 else 2))
    return shop.act(replace(honest, voucher_code=better), KIOSK, None)


def _voucher_in_another_kiosks_name(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    honest = shop.turn(ticket, shop.fill_drum(BallCount(RED, 1)))
    content = shop.world.read_voucher(honest.voucher_code or "")
    assert content is not None
    borrowed = write_voucher(replace(content, device_number=2))
    return shop.act(replace(honest, voucher_code=borrowed), KIOSK, None)


def _second_voucher_for_one_turn(shop: SmallShop) -> Outcome:
    code = _won(shop)
    content = shop.world.read_voucher(code)
    assert content is not None
    return shop.act(HandOverPrize(write_voucher(replace(content, ball=2))))


def _won(shop: SmallShop) -> str:
    code = shop.win_goods().voucher_code
    assert code is not None
    return code


def _second_hand_over(shop: SmallShop) -> Outcome:
    code = _won(shop)
    shop.done(HandOverPrize(code))
    return shop.act(HandOverPrize(code), actor=COLLEAGUE)


def _lapsed_hand_over(shop: SmallShop) -> Outcome:
    code = _won(shop)
    shop.pass_time(days=21)
    return shop.act(HandOverPrize(code))


def _turn_of_a_written_off_drum(shop: SmallShop) -> Outcome:
    (ticket,) = shop.give_tickets(1)
    drum = shop.fill_drum()
    shop.world.drums[drum.drum_id] = replace(drum, state=DrumState.WRITTEN_OFF)
    return shop.act(shop.turn(ticket, drum), KIOSK, None)


def _void_hand_over(shop: SmallShop) -> Outcome:
    code = _won(shop)
    (voucher,) = shop.world.vouchers.values()
    void = make_void(voucher)
    assert isinstance(void, Voucher)
    shop.world.vouchers[voucher.voucher_id] = void
    return shop.act(HandOverPrize(code))


def _returned_too_much(shop: SmallShop) -> Outcome:
    shop.done(purchase("p", 1000, 500))
    shop.done(ReturnPurchase(MEMBER, "p", (600, 0)))
    return shop.act(ReturnPurchase(MEMBER, "p", (401, 0)))


def _return(*returned_yen: int) -> Callable[[SmallShop], Outcome]:
    def act(shop: SmallShop) -> Outcome:
        shop.done(purchase("p", 1000, 500))
        return shop.act(ReturnPurchase(MEMBER, "p", returned_yen))

    return act


def _shown(day: int = 10, amount_yen: int | None = 500, store: str = STORE) -> ScanReceipt:
    return ScanReceipt(MEMBER, Receipt(store, "1", date(2026, 4, day), "7"), amount_yen, TODAY)


def _receipt(operation: ScanReceipt) -> Callable[[SmallShop], Outcome]:
    def act(shop: SmallShop) -> Outcome:
        shop.world.programme = with_receipts(shop.world.programme)
        return shop.act(operation, KIOSK, None)

    return act


def _hunting(
    *spots: str,
    day: date = TODAY,
    code_of: date | None = TODAY,
    kiosk: str = KIOSK,
    right: bool = True,
    hunt: str = HUNT,
) -> Callable[[SmallShop], Outcome]:
    """Show spots of an ordered hunt one after the other; the answer is the last one's."""

    def act(shop: SmallShop) -> Outcome:
        played = small_hunt(ordered=True, wrong_symbols=1)
        shop.world.programme = replace(shop.world.programme, hunts=(played,))
        shop.world.at_centre = False
        codes = [poster(played, spot, code_of) if code_of else "" for spot in spots]
        shown = (ShowSpot(MEMBER, hunt, spot, day, code, right) for spot, code in zip(spots, codes, strict=True))
        return [shop.act(each, kiosk, None) for each in shown][-1]

    return act


def _receipt_too_many(shop: SmallShop) -> Outcome:
    shop.world.programme = with_receipts(shop.world.programme, replace(RECEIPTS, per_day=1))
    shop.done(_shown(9), KIOSK, None)
    return shop.act(_shown(), KIOSK, None)


def _blocked_receipt(shop: SmallShop) -> Outcome:
    _blocked(shop)
    return _receipt(_shown())(shop)


def _approved_by(points: int, approver: StaffMember | None) -> Callable[[SmallShop], Outcome]:
    return lambda shop: shop.act(AdjustPoints(MEMBER, points, REASON, ""), approver=approver)


def _exchange_of_won_points(shop: SmallShop) -> Outcome:
    for ticket in shop.give_tickets(10):
        drum = shop.fill_drum(BallCount(WHITE, 1))
        shop.done(shop.turn(ticket, drum), KIOSK, None)
    assert shop.member.account.balance_points == 50
    return shop.act(ExchangeForTicket(MEMBER, WHEEL), KIOSK, None)


def _exchange_after_the_end(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 80, REASON, ""))
    shop.pass_time(days=30)
    return shop.act(ExchangeForTicket(MEMBER, WHEEL), KIOSK, None)


def _redeemed(shop: SmallShop) -> CancelRedemption:
    shop.done(AdjustPoints(MEMBER, 90, REASON, ""))
    shop.done(shop.question(), KIOSK, None)
    return CancelRedemption(MEMBER, shop.last_op_id)


def _asked(**changes: object) -> Callable[[SmallShop], Outcome]:
    """Ask with enough points, but not quite as an honest kiosk would."""

    def act(shop: SmallShop) -> Outcome:
        shop.done(AdjustPoints(MEMBER, 90, REASON, ""))
        return shop.act(replace(shop.question(), **changes), KIOSK, None)  # type: ignore[arg-type]

    return act


def _asked_after_giving_up(shop: SmallShop) -> Outcome:
    context = shop.context(KIOSK)
    shop.done(CancelRedemption(MEMBER, context.op_id), KIOSK, None)
    shop.last_op_id = context.op_id
    return apply(shop.question(), context, shop.world)


def _taken_back_after_collecting(shop: SmallShop) -> Outcome:
    back = _redeemed(shop)
    shop.done(HandOverPrize(shop.member.awards[-1].voucher_code or ""))
    return shop.act(back)


def _taken_back_after_the_turn(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 60, REASON, ""))
    shop.done(ExchangeForTicket(MEMBER, WHEEL), KIOSK, None)
    exchanged = shop.last_op_id
    shop.done(shop.turn(shop.member.tickets[-1], shop.fill_drum()), KIOSK, None)
    return shop.act(CancelRedemption(MEMBER, exchanged), KIOSK, None)


def _undo_twice(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    undone = shop.last_op_id
    shop.done(Undo(MEMBER, undone))
    return shop.act(Undo(MEMBER, undone))


def _undo_by_colleague(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    return shop.act(Undo(MEMBER, shop.last_op_id), actor=COLLEAGUE)


def _undo_late(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    shop.pass_time(minutes=10, microseconds=1)
    return shop.act(Undo(MEMBER, shop.last_op_id))


def _undo_of_the_one_before(shop: SmallShop) -> Outcome:
    shop.done(AdjustPoints(MEMBER, 10, REASON, ""))
    first = shop.last_op_id
    shop.pass_time(minutes=1)
    shop.done(AdjustPoints(MEMBER, 20, REASON, ""))
    return shop.act(Undo(MEMBER, first))


def _undo_of_a_turn(shop: SmallShop) -> Outcome:
    shop.win_goods()
    return shop.act(Undo(MEMBER, shop.last_op_id))


def _joins(told: Told | None = None, device: str = KIOSK, **changes: object) -> Callable[[SmallShop], Outcome]:
    def act(shop: SmallShop) -> Outcome:
        shop.world.programme = with_joining(shop.world.programme)
        return shop.act(replace(JOIN, **changes), device, None, told=told)  # type: ignore[arg-type]

    return act


JOIN = JoinMember("member-new", "1", "hash", "Neko", "ja", STORE, TODAY, (("rules", 3),), "sealed")
ENROL = EnrolMember("member-new", "1", "hash", "Neko", "ja", "ginza", None)
SOMEBODY = "nobody we know"

CASES = (
    Case("a trainee enrols", HeldReason.NOT_ALLOWED, _by_trainee(ENROL)),
    Case("nobody enrols", HeldReason.NOT_ALLOWED, lambda shop: shop.act(ENROL, KIOSK, None)),
    Case("a trainee renews a card", HeldReason.NOT_ALLOWED, _by_trainee(RenewCard(MEMBER, "new"))),
    Case("a trainee records a purchase", HeldReason.NOT_ALLOWED, _by_trainee(purchase("p", 100))),
    Case("a trainee takes a return", HeldReason.NOT_ALLOWED, _by_trainee(ReturnPurchase(MEMBER, "p", (1,)))),
    Case("a trainee gives a ticket", HeldReason.NOT_ALLOWED, _by_trainee(GiveTicket(MEMBER, WHEEL, REASON, ""))),
    Case("a trainee adjusts", HeldReason.NOT_ALLOWED, _by_trainee(AdjustPoints(MEMBER, 1, REASON, ""))),
    Case("a trainee hands over", HeldReason.NOT_ALLOWED, lambda s: s.act(HandOverPrize(_won(s)), actor=TRAINEE)),
    Case(
        "a former manager adjusts",
        HeldReason.NOT_ALLOWED,
        lambda shop: shop.act(AdjustPoints(MEMBER, 1, REASON, ""), actor=FORMER_MANAGER),
    ),
    Case("joining where nobody may by herself", HeldReason.NOT_OFFERED, lambda shop: shop.act(JOIN, KIOSK, None)),
    Case("joining at the counter without staff", HeldReason.NOT_ALLOWED, _joins(device=COUNTER)),
    Case("joining as somebody who is there", HeldReason.MEMBER_EXISTS, _joins(member_id=MEMBER)),
    Case("joining in another store's name", HeldReason.PAYLOAD_INVALID, _joins(home_store="osaka")),
    Case("joining without a nickname", HeldReason.VALUE_INVALID, _joins(nickname=" ")),
    Case("joining in Klingon", HeldReason.VALUE_INVALID, _joins(locale="tlh")),
    Case("joining without the rules", HeldReason.CONSENT_NEEDED, _joins(consents=(("news", 1),))),
    Case("a word for what nobody asked", HeldReason.VALUE_INVALID, _joins(consents=(("rules", 3), ("moon", 1)))),
    Case("one word twice", HeldReason.VALUE_INVALID, _joins(consents=(("rules", 3), ("rules", 2)))),
    Case("joining as one too many", HeldReason.JOINING_LIMIT, _joins(nth=5)),
    Case("joining in no place at all", HeldReason.JOINING_LIMIT, _joins(nth=-1)),
    Case("joining too young", HeldReason.TOO_YOUNG, _joins(Told(birthday=date(2014, 4, 11)))),
    Case("joining without a guardian", HeldReason.GUARDIAN_NEEDED, _joins(Told(birthday=date(2010, 4, 11)))),
    Case("joining without the birthday", HeldReason.VALUE_INVALID, _joins(Told("+819012345678"))),
    Case("joining and telling nothing", HeldReason.VALUE_INVALID, _joins(sealed="")),
    Case("the member is there already", HeldReason.MEMBER_EXISTS, _simply(replace(ENROL, member_id=MEMBER))),
    Case("a purchase of nobody", HeldReason.MEMBER_UNKNOWN, _simply(purchase("p", 100, member_id=SOMEBODY))),
    Case("a card for nobody", HeldReason.MEMBER_UNKNOWN, _simply(RenewCard(SOMEBODY, "new"))),
    Case("a visit of nobody", HeldReason.MEMBER_UNKNOWN, _simply(RecordVisit(SOMEBODY, TODAY))),
    Case("a visit with the card of nobody", HeldReason.CARD_UNKNOWN, _simply(RecordVisit("", TODAY, card="c" * 64))),
    Case("a blocked member visits", HeldReason.MEMBER_BLOCKED, _blocked_visit),
    Case("a blocked member exchanges points", HeldReason.MEMBER_BLOCKED, _blocked_exchange),
    Case("a purchase of nothing", HeldReason.AMOUNT_INVALID, _simply(purchase("p"))),
    Case("a line that costs nothing", HeldReason.AMOUNT_INVALID, _simply(purchase("p", 0))),
    Case("a negative line", HeldReason.AMOUNT_INVALID, _simply(purchase("p", 500, -100))),
    Case("more tax than amount", HeldReason.AMOUNT_INVALID, _simply(purchase("p", 100, tax_yen=101))),
    Case("an amount that no till writes", HeldReason.AMOUNT_INVALID, _simply(purchase("p", 1_000_000_000))),
    Case(
        "negative tax",
        HeldReason.AMOUNT_INVALID,
        _simply(RecordPurchase("p", MEMBER, (PurchaseLine(100, -1),))),
    ),
    Case("a return of nothing", HeldReason.AMOUNT_INVALID, _return(0, 0)),
    Case("a negative return", HeldReason.AMOUNT_INVALID, _return(10, -1)),
    Case("a return of fewer lines", HeldReason.AMOUNT_INVALID, _return(10)),
    Case("an adjustment by nothing", HeldReason.AMOUNT_INVALID, _simply(AdjustPoints(MEMBER, 0, REASON, ""))),
    Case("a receipt where none are taken", HeldReason.RECEIPT_NOT_TAKEN, _simply(_shown())),
    Case("a receipt of another shop", HeldReason.RECEIPT_ELSEWHERE, _receipt(_shown(store="nara"))),
    Case("a receipt of last week", HeldReason.RECEIPT_TOO_OLD, _receipt(_shown(2))),
    Case("a receipt of the day after tomorrow", HeldReason.RECEIPT_TO_COME, _receipt(_shown(12))),
    Case("more receipts than a day has", HeldReason.RECEIPT_LIMIT, _receipt_too_many),
    Case("a blocked member shows a receipt", HeldReason.MEMBER_BLOCKED, _blocked_receipt),
    Case("a receipt of nothing", HeldReason.AMOUNT_INVALID, _receipt(_shown(amount_yen=0))),
    Case("a hunt that there is not", HeldReason.CAMPAIGN_UNKNOWN, _hunting(BENCH, hunt="no")),
    Case("posters by a trainee", HeldReason.NOT_ALLOWED, _by_trainee(PrintPosters(HUNT, 1))),
    Case("posters of no hunt", HeldReason.CAMPAIGN_UNKNOWN, _simply(PrintPosters(HUNT, 1))),
    Case("a spot shown at the counter", HeldReason.NOT_ALLOWED, _hunting(BENCH, kiosk=COUNTER)),
    Case("a spot that there is not", HeldReason.SPOT_UNKNOWN, _hunting("cellar")),
    Case("a spot after the hunt", HeldReason.NOT_OFFERED, _hunting(BENCH, day=date(2026, 5, 1))),
    Case("a code called wrong", HeldReason.SPOT_CODE_INVALID, _hunting(BENCH, right=False)),
    Case("yesterday's poster", HeldReason.SPOT_CODE_OVER, _hunting(BENCH, code_of=date(2026, 4, 9))),
    Case("another store's poster", HeldReason.SPOT_ELSEWHERE, _hunting(BENCH, kiosk=OTHER_KIOSK)),
    Case("the last spot first", HeldReason.SPOT_TOO_EARLY, _hunting(STAIRS)),
    Case("one symbol too many", HeldReason.SYMBOLS_USED_UP, _hunting(BENCH, BENCH, code_of=None, right=False)),
    Case("a return of no purchase", HeldReason.PURCHASE_UNKNOWN, _simply(ReturnPurchase(MEMBER, "p", (1,)))),
    Case("more comes back than was bought", HeldReason.RETURN_TOO_LARGE, _returned_too_much),
    Case("an adjustment for no reason", HeldReason.REASON_UNKNOWN, _simply(AdjustPoints(MEMBER, 1, "", ""))),
    Case("a ticket for no reason", HeldReason.REASON_UNKNOWN, _simply(GiveTicket(MEMBER, WHEEL, "", ""))),
    Case("a ticket of no campaign", HeldReason.CAMPAIGN_UNKNOWN, _simply(GiveTicket(MEMBER, "no", REASON, ""))),
    Case("an exchange for no campaign", HeldReason.CAMPAIGN_UNKNOWN, _simply(ExchangeForTicket(MEMBER, "no"))),
    Case("the campaign left the programme", HeldReason.CAMPAIGN_UNKNOWN, _turn_of_vanished_campaign),
    Case("the prize left the campaign", HeldReason.CAMPAIGN_UNKNOWN, _turn_of_vanished_prize),
    Case("the campaign sells no tickets", HeldReason.NOT_OFFERED, _simply(ExchangeForTicket(MEMBER, PLAIN_WHEEL))),
    Case("the campaign is over", HeldReason.NOT_OFFERED, _exchange_after_the_end),
    Case("too few points for a ticket", HeldReason.NOT_ENOUGH_POINTS, _simply(ExchangeForTicket(MEMBER, WHEEL))),
    Case("only points that were won", HeldReason.NOT_ENOUGH_POINTS, _exchange_of_won_points),
    Case("a turn without a ticket", HeldReason.TICKET_UNKNOWN, _turn_without_ticket),
    Case("a ticket of another campaign", HeldReason.TICKET_UNKNOWN, _turn_with_ticket_of_another_campaign),
    Case("a ticket of another kiosk", HeldReason.TICKET_ELSEWHERE, _turn_with_ticket_of_another_kiosk),
    Case("the same ticket again", HeldReason.TICKET_USED, _same_ticket_again),
    Case("a given ticket is used and undone", HeldReason.TICKET_USED, _undo_of_used_ticket),
    Case("a drum nobody filled", HeldReason.DRUM_UNKNOWN, _turn_of_unknown_drum),
    Case("a drum whose seed is not here", HeldReason.DRUM_UNKNOWN, _turn_of_drum_without_seed),
    Case("a drum of another kiosk", HeldReason.DRUM_ELSEWHERE, _turn_of_drum_elsewhere),
    Case("a drum that was taken back", HeldReason.DRUM_CLOSED, _turn_of_closed_drum),
    Case("a drum that was written off", HeldReason.WRITTEN_OFF, _turn_of_a_written_off_drum),
    Case("a kiosk that chose its prize", HeldReason.TURN_MISMATCH, _turn_that_chose_its_prize),
    Case("goods without a voucher", HeldReason.VOUCHER_INVALID, _goods_without_voucher),
    Case("a voucher for a better prize", HeldReason.VOUCHER_INVALID, _voucher_for_better_prize),
    Case("a voucher in another kiosk's name", HeldReason.VOUCHER_INVALID, _voucher_in_another_kiosks_name),
    Case("a second voucher for one turn", HeldReason.VOUCHER_INVALID, _second_voucher_for_one_turn),
    Case("a voucher nobody signed", HeldReason.VOUCHER_INVALID, lambda s: s.act(HandOverPrize(_won(s) + "0"))),
    Case("the goods were given before", HeldReason.VOUCHER_HANDED_OVER, _second_hand_over),
    Case("the voucher's last day is over", HeldReason.VOUCHER_LAPSED, _lapsed_hand_over),
    Case("the voucher is void", HeldReason.VOUCHER_VOID, _void_hand_over),
    Case("the office hands over", HeldReason.VOUCHER_ELSEWHERE, lambda s: s.act(HandOverPrize(_won(s)), DESKTOP)),
    Case(
        "another store's counter hands over",
        HeldReason.VOUCHER_ELSEWHERE,
        lambda shop: shop.act(HandOverPrize(_won(shop)), OTHER_COUNTER),
    ),
    Case("above the limit, alone", HeldReason.NEEDS_APPROVAL, _approved_by(101, None)),
    Case("above the limit downwards", HeldReason.NEEDS_APPROVAL, _approved_by(-101, None)),
    Case("approved by oneself", HeldReason.NEEDS_APPROVAL, _approved_by(101, ASSISTANT)),
    Case("approved by a colleague", HeldReason.NEEDS_APPROVAL, _approved_by(101, COLLEAGUE)),
    Case("approved by a former manager", HeldReason.NEEDS_APPROVAL, _approved_by(101, FORMER_MANAGER)),
    Case("above the approver's limit", HeldReason.NEEDS_APPROVAL, _approved_by(5001, MANAGER)),
    Case("a reward nobody offers", HeldReason.REWARD_UNKNOWN, _asked(reward="moon")),
    Case("a reward for less", HeldReason.NOT_OFFERED, _asked(points=1)),
    Case("a reward for too few points", HeldReason.NOT_ENOUGH_POINTS, lambda s: s.act(s.question(), KIOSK, None)),
    Case("a blocked member asks", HeldReason.MEMBER_BLOCKED, _blocked_question),
    Case("a question of nobody", HeldReason.MEMBER_UNKNOWN, _asked(member_id=SOMEBODY)),
    Case("a voucher for another day", HeldReason.VOUCHER_INVALID, _asked(collect_until=date(2026, 4, 11))),
    Case("a voucher for another question", HeldReason.VOUCHER_INVALID, _asked(request="another")),
    Case("a voucher that is none", HeldReason.VOUCHER_INVALID, _asked(voucher_code="none")),
    Case("another kiosk's voucher", HeldReason.VOUCHER_INVALID, _asked_with_another_kiosks_voucher),
    Case("a dear reward without a PIN", HeldReason.PIN_NEEDED, lambda s: s.act(s.question(KETTLE), KIOSK, None)),
    Case("nobody waits any more", HeldReason.REDEMPTION_CANCELLED, _asked_after_giving_up),
    Case("staff take nothing back", HeldReason.REDEMPTION_UNKNOWN, _simply(CancelRedemption(MEMBER, "nothing"))),
    Case("staff take back from nobody", HeldReason.MEMBER_UNKNOWN, _simply(CancelRedemption(SOMEBODY, "nothing"))),
    Case("a trainee takes it back", HeldReason.NOT_ALLOWED, lambda s: s.act(_redeemed(s), actor=TRAINEE)),
    Case("the office takes it back", HeldReason.VOUCHER_ELSEWHERE, lambda s: s.act(_redeemed(s), DESKTOP)),
    Case(
        "another kiosk takes it back", HeldReason.VOUCHER_ELSEWHERE, lambda s: s.act(_redeemed(s), SECOND_KIOSK, None)
    ),
    Case(
        "the counter itself takes it back", HeldReason.VOUCHER_ELSEWHERE, lambda s: s.act(_redeemed(s), COUNTER, None)
    ),
    Case("the goods are with her", HeldReason.VOUCHER_HANDED_OVER, _taken_back_after_collecting),
    Case("the turn is taken", HeldReason.TICKET_USED, _taken_back_after_the_turn),
    Case("a trainee resets a PIN", HeldReason.NOT_ALLOWED, _by_trainee(ResetMemberPin(MEMBER, REASON, ""))),
    Case("one person resets a PIN", HeldReason.NEEDS_APPROVAL, _simply(ResetMemberPin(MEMBER, REASON, ""))),
    Case("a PIN is reset by oneself twice", HeldReason.NEEDS_APPROVAL, _reset_by(MANAGER, MANAGER)),
    Case("a PIN is reset with a colleague", HeldReason.NEEDS_APPROVAL, _reset_by(ASSISTANT, COLLEAGUE)),
    Case("a PIN is reset for no reason", HeldReason.REASON_UNKNOWN, _reset_by(ASSISTANT, MANAGER, "")),
    Case("a PIN of nobody", HeldReason.MEMBER_UNKNOWN, _reset_by(ASSISTANT, MANAGER, member_id=SOMEBODY)),
    Case("an undo of nothing", HeldReason.UNDO_UNKNOWN, _simply(Undo(MEMBER, "no such operation"))),
    Case("an undo of an undone act", HeldReason.UNDO_UNKNOWN, _undo_twice),
    Case("an undo of a turn", HeldReason.UNDO_UNKNOWN, _undo_of_a_turn),
    Case("an undo of a colleague's act", HeldReason.UNDO_NOT_OWN, _undo_by_colleague),
    Case("an undo after ten minutes", HeldReason.UNDO_TOO_LATE, _undo_late),
    Case("an undo of the act before the last", HeldReason.UNDO_NOT_LAST, _undo_of_the_one_before),
    Case("an unmerge of nobody's", HeldReason.NOT_MERGED, lambda shop: shop.act(UnmergeMember(MEMBER), actor=MANAGER)),
    Case("an edit of what was edited since", HeldReason.STALE_EDIT, _simply(_name_based_on("another edit"))),
    Case("a name that is too long", HeldReason.VALUE_INVALID, _simply(_name_based_on(MEMBER, "x" * 81))),
    Case("a turn of who is forgotten", HeldReason.MEMBER_ERASED, _turn_of_who_is_forgotten),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_is_held(case: Case) -> None:
    shop = SmallShop()
    shop.enrol()

    outcome = case.act(shop)

    assert isinstance(outcome, Held)
    assert outcome.reason is case.reason


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.story)
def test_what_is_held_posts_nothing_and_claims_nothing(case: Case) -> None:
    shop = SmallShop()
    shop.enrol()

    case.act(shop)

    held = shop.last_op_id
    assert not [op_id for op_id, _ in shop.world.ledger if op_id == held]
    assert held not in shop.world.claims.values()
    assert not [entry for entry in shop.member.history if entry.op_id == held]


def test_every_reason_is_reached() -> None:
    assert {case.reason for case in CASES} | OF_THE_APPLIER == set(HeldReason)


def test_every_counter_is_refused_alike() -> None:
    """The kiosk that issued a voucher can't hand it over either: only one device holds it."""
    shop = SmallShop()
    shop.enrol()
    code = _won(shop)

    assert shop.act(HandOverPrize(code), KIOSK) == Held(HeldReason.VOUCHER_ELSEWHERE)
    shop.done(HandOverPrize(code), COUNTER)
