"""What can happen in a run: each act tells in a few words what came of it, or "" where it was impossible."""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.correct import CardIssued, Done, give_ticket, renew_card, undo_action
from shared.application.enrol_member import EnrolmentForm, MemberEnrolled, enrol_member
from shared.application.identify import Greeted, IdentifyMember
from shared.application.perform import perform
from shared.application.ports import Signers
from shared.application.record_purchase import PurchaseRecorded, record_purchase
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.central.housekeeping import keep_house
from shared.central.office import apply_programme
from shared.central.storeroom import deliver_stock
from shared.domain.calendar import programme_day
from shared.domain.member import PurchaseRecord
from shared.domain.operations import ReturnPurchase
from shared.domain.receipts import ReceiptCode
from shared.domain.rules import Applied
from tests.domain.small_shop import GOLD, REASON, RED, STORE, WHEEL
from tests.simulation.chance import stream_of
from tests.simulation.facts import Given, Won
from tests.simulation.fetching import fetch, give
from tests.simulation.history import Action
from tests.simulation.hunting import hunt
from tests.simulation.joining import look_up, merge, unmerge
from tests.simulation.people import Shopper
from tests.simulation.power import PowerCut
from tests.simulation.redeeming import redeem
from tests.simulation.scene import Scene, who
from tests.simulation.world import SimulatedBox, World

RECEIPTS = 6
LINGERS = 0.5
"""How often what was turned at a kiosk is heard of at once."""
SYMBOLS = ("sun", "star", "wave")
STALE = timedelta(minutes=1)
"""No network keeps a batch for longer."""


def perform_action(world: World, action: Action) -> None:
    """Let one thing happen."""
    world.dice.throw(world.seed, action.number)
    chance = stream_of(world.seed, action.number, action.dice)
    world.now += timedelta(seconds=chance.randint(1, 20))
    world.ether.forget(world.now - STALE)
    said = ACTS[action.kind](Scene(world, action, chance))
    if said:
        world.tell(f"[{action.number}] {said}")


def _enrol(scene: Scene) -> str:
    def act(box: SimulatedBox, signers: Signers) -> str:
        assert signers.actor is not None
        number = len(scene.world.shoppers)
        answer = enrol_member(box.running.desk, signers.actor, EnrolmentForm(f"n{number}"))
        if isinstance(answer, MemberEnrolled):
            scene.world.shoppers.append(Shopper(answer.member_id, answer.card_code, box.enrolment.store_id))
            box.promised += 1
        return f"enrol n{number}: {type(answer).__name__}"

    return scene.at_counter(act)


def _visit(scene: Scene) -> str:
    def act(box: SimulatedBox) -> str:
        shopper = scene.shopper(box)
        before = box.running.storage.head()[0]
        answer = IdentifyMember(box.running.desk)(shopper.card_code)
        found = hunt(scene, box, shopper) if isinstance(answer, Greeted) else ""
        # Only the first visit of a day is recorded.
        box.promised += box.running.storage.head()[0] - before
        return f"{who(scene, shopper)} shows her card: {type(answer).__name__}{found}"

    return scene.at_kiosk(act)


def _play(scene: Scene) -> str:
    """Let a shopper play at a kiosk whose line stands: she shows her card, waits for her turns, and takes some."""
    world, box = scene.world, scene.kiosk()
    if box is None or box.exchanging:
        return ""
    shopper, symbol = scene.shopper(box), scene.chance.choice(SYMBOLS)
    world.exchange(box)
    before = box.running.storage.head()[0]
    IdentifyMember(box.running.desk)(shopper.card_code)
    box.promised += box.running.storage.head()[0] - before
    world.note_done(box)
    world.exchange(box)
    world.settle()
    world.exchange(box)
    said = _take_turns(scene, box, shopper, symbol, scene.chance.randint(1, 3))
    world.note_done(box)
    if scene.chance.random() < LINGERS:
        world.exchange(box)
    return f"{box.name}, {said}"


def _calm(scene: Scene) -> str:
    """Let everybody hear of everything, and the centre keep house."""
    world = scene.world
    for box in world.boxes:
        if box.exchanging:
            return ""
    for _ in range(2):
        for box in world.boxes:
            world.exchange(box)
        world.settle()
        keep_house(world.engine, world.now)
        world.make_snapshots()
    return "everybody exchanges"


def _purchase(scene: Scene) -> str:
    amount = scene.chance.randint(1, 60) * 110
    number = scene.chance.randint(1, RECEIPTS) if scene.chance.random() < 0.5 else 0

    def act(box: SimulatedBox, signers: Signers) -> str:
        assert signers.actor is not None
        shopper = scene.shopper(box)
        day = programme_day(scene.world.now, scene.world.programme.time_zone)
        receipt = ReceiptCode(box.enrolment.store_id, "01", day, str(number), amount) if number else None
        answer = record_purchase(box.running.desk, signers.actor, shopper.member_id, amount, receipt)
        _can_be_undone(box, shopper, answer)
        paper = f" on receipt {number}" if number else ""
        return f"{who(scene, shopper)} buys for {amount}{paper}: {type(answer).__name__}"

    return scene.at_counter(act)


def _return(scene: Scene) -> str:
    part = scene.chance.choice((1, 1, 2, 3))

    def act(box: SimulatedBox, signers: Signers) -> str:
        desk, shopper = box.running.desk, scene.shopper(box)
        with desk.storage.begin() as transaction:
            member = transaction.member(shopper.member_id)
            left = [p for p in member.purchases if sum(p.returned_yen) < sum(p.line_yen)] if member else []
            if not left:
                return ""
            purchase = scene.chance.choice(left)
            amounts = zip(purchase.line_yen, purchase.returned_yen, strict=True)
            back = tuple(-(-(yen - was) // part) for yen, was in amounts)
            operation = ReturnPurchase(shopper.member_id, purchase.purchase_id, back)
            outcome = perform(desk, transaction, operation, signers)
            transaction.commit()
        box.promised += isinstance(outcome, Applied)
        return f"{who(scene, shopper)} brings back {sum(back)} yen: {type(outcome).__name__}"

    return scene.at_counter(act)


def _both_return(scene: Scene) -> str:
    """Let two colleagues at two tablets of a store take the same purchase back, neither knowing of the other."""
    world = scene.world
    pairs = [
        (first, second)
        for first in world.boxes
        for second in world.boxes
        if first.name < second.name and not (first.is_kiosk or second.is_kiosk)
        if first.enrolment.store_id == second.enrolment.store_id
    ]
    if not pairs:
        return ""
    pair = scene.chance.choice(pairs)
    first, second = (_kept(scene, box) for box in pair)
    both_know = [purchase_id for purchase_id in first if purchase_id in second]
    if not both_know:
        return ""
    told = []
    for box in pair:
        person = scene.colleagues(box)[0]
        desk, signers = box.running.desk, Signers(world.signer(box, person))
        member_id, purchase = first[both_know[0]]
        with desk.storage.begin() as transaction:
            operation = ReturnPurchase(member_id, purchase.purchase_id, purchase.line_yen)
            outcome = perform(desk, transaction, operation, signers)
            transaction.commit()
        box.promised += isinstance(outcome, Applied)
        world.note_done(box)
        told.append(f"{box.name} takes {sum(purchase.line_yen)} yen back: {type(outcome).__name__}")
    return ", ".join(told)


def _kept(scene: Scene, box: SimulatedBox) -> dict[str, tuple[str, PurchaseRecord]]:
    """Return the purchases of which a box knows that nothing was brought back, with their members."""
    with box.running.desk.storage.read() as transaction:
        known = [transaction.member(shopper.member_id) for shopper in scene.world.shoppers]
    kept = [(member.member_id, p) for member in known if member for p in member.purchases if sum(p.returned_yen) == 0]
    return {purchase.purchase_id: (member_id, purchase) for member_id, purchase in kept}


def _turn(scene: Scene) -> str:
    count = scene.chance.randint(1, 3)

    def act(box: SimulatedBox) -> str:
        shopper = scene.shopper(box)
        turned = _take_turns(scene, box, shopper, scene.chance.choice(SYMBOLS), count)
        before = box.running.storage.head()[0]
        found = hunt(scene, box, shopper)
        box.promised += box.running.storage.head()[0] - before
        return turned + found

    return scene.at_kiosk(act)


def _take_turns(scene: Scene, box: SimulatedBox, shopper: Shopper, symbol: str, count: int) -> str:
    answer = take_turns(box.running.desk, shopper.member_id, WHEEL, symbol, count)
    if not isinstance(answer, TurnsTaken):
        return f"{who(scene, shopper)} at the wheel: {type(answer).__name__}"
    box.promised += len(answer.turns)
    for turn in answer.turns:
        award = turn.award.award
        code = award.voucher_code
        scene.world.facts.won.append(
            Won(box.name, box.enrolment.device_id, award.award_id, award.ticket_id, award.prize, code)
        )
        if code:
            shopper.vouchers.append(code)
    return f"{who(scene, shopper)} turns: {', '.join(turn.award.award.prize for turn in answer.turns)}"


def _hand_over(scene: Scene) -> str:
    codes = [code for shopper in scene.world.shoppers for code in shopper.vouchers]
    if not codes:
        return ""
    code = scene.chance.choice(codes)

    def act(box: SimulatedBox, signers: Signers) -> str:
        assert signers.actor is not None
        return f"voucher {codes.index(code)}: {give(scene, box, signers.actor, code)}"

    return scene.at_counter(act)


def _adjust(scene: Scene) -> str:
    points = scene.chance.choice((-300, -90, -30, 20, 90, 400))

    def act(box: SimulatedBox, signers: Signers) -> str:
        shopper = scene.shopper(box)
        approver = scene.world.signer(box, scene.colleagues(box)[0])
        both = replace(signers, approver=approver) if abs(points) > 100 else signers
        answer = adjust_points(box.running.desk, both, shopper.member_id, points, REASON, "")
        if isinstance(answer, Adjusted):
            box.promised += 1
            box.undoable.append((shopper.member_id, answer.op_id, ""))
        return f"{who(scene, shopper)} gets {points} points: {type(answer).__name__}"

    return scene.at_counter(act)


def _ticket(scene: Scene) -> str:
    def act(box: SimulatedBox, signers: Signers) -> str:
        shopper = scene.shopper(box)
        assert signers.actor is not None
        answer = give_ticket(box.running.desk, signers.actor, shopper.member_id, WHEEL, REASON, "")
        box.promised += isinstance(answer, Done)
        return f"{who(scene, shopper)} gets a ticket: {type(answer).__name__}"

    return scene.at_counter(act)


def _undo(scene: Scene) -> str:
    def act(box: SimulatedBox, signers: Signers) -> str:
        assert signers.actor is not None
        if not box.undoable:
            return ""
        member_id, op_id, code = box.undoable.pop()
        answer = undo_action(box.running.desk, signers.actor, member_id, op_id)
        box.promised += isinstance(answer, Done)
        if isinstance(answer, Done) and code:
            scene.world.facts.given.append(Given(box.enrolment.device_id, code, op_id, back=True))
        return f"undo: {type(answer).__name__}"

    return scene.at_counter(act)


def _card(scene: Scene) -> str:
    def act(box: SimulatedBox, signers: Signers) -> str:
        shopper = scene.shopper(box)
        assert signers.actor is not None
        answer = renew_card(box.running.desk, signers.actor, shopper.member_id)
        if isinstance(answer, CardIssued):
            box.promised += 1
            shopper.card_code = answer.code
        return f"{who(scene, shopper)} gets a card: {type(answer).__name__}"

    return scene.at_counter(act)


def _exchange(scene: Scene) -> str:
    world, box = scene.world, scene.any_box()
    if box is None or box.exchanging:
        return ""
    inner = list(scene.action.inside)
    outside, weather = world.ether.between, world.ether.weather.chance

    def between() -> None:
        world.note_own(box)
        if inner and scene.chance.random() < 0.5:
            perform_action(world, inner.pop(0))

    said = ""
    with world.power(box, scene.action):
        if scene.action.inside:
            world.ether.between = between
        world.ether.weather.chance = scene.chance
        try:
            said = str(world.exchange(box))
        finally:
            box.exchanging = False
            world.ether.between, world.ether.weather.chance = outside, weather
    return f"{box.name} exchanges: {said}"


def _apply(scene: Scene) -> str:
    world = scene.world
    applied = 0
    batch = scene.chance.choice((1, 2, 3, 50))
    try:
        with world.socket.failing(scene.action.cut):
            for _ in range(scene.chance.randint(1, 3)):
                world.applier.batch = batch
                applied += world.applier.apply_next()
    except PowerCut:
        world.restart_centre()
        return "the centre fails while it applies"
    return f"the centre applies {applied}"


def _house(scene: Scene) -> str:
    try:
        with scene.world.socket.failing(scene.action.cut):
            done = keep_house(scene.world.engine, scene.world.now)
            scene.world.make_snapshots()
    except PowerCut:
        scene.world.restart_centre()
        return "the centre fails while it keeps house"
    return f"the centre keeps house: {done.drums_cut} drums, {done.members_brought_up} members"


def _deliver(scene: Scene) -> str:
    prize, count = scene.chance.choice((GOLD, RED)), scene.chance.randint(1, 5)
    key = (STORE, WHEEL, prize)
    deliver_stock(scene.world.engine, STORE, WHEEL, ((prize, count),), scene.world.now)
    scene.world.delivered.append((prize, count))
    scene.world.facts.delivered[key] = scene.world.facts.delivered.get(key, 0) + count
    return f"{count} {prize} arrive in {STORE}"


def _programme(scene: Scene) -> str:
    world = scene.world
    earning = replace(
        world.programme.earning,
        yen_per_point=scene.chance.choice((50, 100, 200)),
        pending_days=scene.chance.choice((0, 0, 2)),
    )
    world.programme = replace(world.programme, version=world.programme.version + 1, earning=earning)
    apply_programme(world.engine, world.programme, world.now, world.centre_key)
    return (
        f"version {world.programme.version} of the programme: {earning.yen_per_point} yen, {earning.pending_days} days"
    )


def _time(scene: Scene) -> str:
    minutes = scene.chance.randint(5, 20 * 60)
    scene.world.now += timedelta(minutes=minutes)
    return f"{minutes} minutes pass"


def _long_time(scene: Scene) -> str:
    days = scene.chance.randint(2, 40)
    scene.world.now += timedelta(days=days)
    return f"{days} days pass"


def _restart(scene: Scene) -> str:
    box = scene.any_box()
    if box is None or box.exchanging:
        return ""
    scene.world.stop(box)
    scene.world.start(box)
    return f"{box.name} restarts"


def _partition(scene: Scene) -> str:
    box = scene.any_box()
    if box is None:
        return ""
    box.cut_off = not box.cut_off
    return f"{box.name} is {'cut off' if box.cut_off else 'back'}"


def _clock(scene: Scene) -> str:
    box = scene.any_box()
    if box is None:
        return ""
    hours = scene.chance.choice((-72, -5, 0, 0, 3, 50))
    box.clock.skew = timedelta(hours=hours)
    return f"the clock of {box.name} is wrong by {hours} hours"


def _late(scene: Scene) -> str:
    arrived = scene.world.ether.deliver_late(scene.action.dice)
    return "a late batch arrives" if arrived else ""


def _centre_fails(scene: Scene) -> str:
    scene.world.restart_centre()
    return "the centre restarts"


def _back_up(scene: Scene) -> str:
    scene.world.back_up_centre()
    return "the centre is backed up"


def _centre_set_back(scene: Scene) -> str:
    scene.world.set_centre_back()
    return "the centre is restored from its backup"


def _clone(scene: Scene) -> str:
    box = scene.any_box()
    if box is None or box.exchanging or "twin" in box.name:
        return ""
    twin = scene.world.add_twin(box)
    return f"{box.name} is cloned: {twin.name}"


def _set_back(scene: Scene) -> str:
    """Keep a copy of a box's folder; the second time, put the copy in its place."""
    world, box = scene.world, scene.any_box()
    if box is None or box.exchanging:
        return ""
    if box.earlier is None:
        box.earlier = world.copy_box(box, f"{box.name}-earlier{scene.action.number}")
        return f"{box.name} is backed up"
    world.stop(box)
    fresh = world.folder / f"{box.name}-set-back{scene.action.number}"
    shutil.copytree(box.earlier, fresh)
    box.folder = fresh
    world.facts.copied.add(box.enrolment.device_id)
    world.start(box)
    return f"{box.name} is set back"


def _can_be_undone(box: SimulatedBox, shopper: Shopper, answer: object) -> None:
    if isinstance(answer, PurchaseRecorded):
        box.promised += 1
        box.undoable.append((shopper.member_id, answer.op_id, ""))


ACTS: Mapping[str, Callable[[Scene], str]] = {
    "enrol": _enrol,
    "visit": _visit,
    "play": _play,
    "calm": _calm,
    "purchase": _purchase,
    "return": _return,
    "both_return": _both_return,
    "turn": _turn,
    "hand_over": _hand_over,
    "redeem": redeem,
    "fetch": fetch,
    "look_up": look_up,
    "adjust": _adjust,
    "ticket": _ticket,
    "undo": _undo,
    "card": _card,
    "exchange": _exchange,
    "apply": _apply,
    "house": _house,
    "deliver": _deliver,
    "merge": merge,
    "unmerge": unmerge,
    "programme": _programme,
    "time": _time,
    "long_time": _long_time,
    "restart": _restart,
    "partition": _partition,
    "clock": _clock,
    "late": _late,
    "centre_fails": _centre_fails,
    "back_up": _back_up,
    "centre_set_back": _centre_set_back,
    "clone": _clone,
    "set_back": _set_back,
}
