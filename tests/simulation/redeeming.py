"""Shoppers who spend points: they ask at a kiosk whose line stands, wait, give up, or lose it with the power."""

from dataclasses import replace

from shared.application.redeem import (
    Asked,
    Declined,
    GaveUp,
    Redeemed,
    TurnBought,
    TypedPin,
    ask_for,
    give_up,
    read_rewards,
)
from shared.application.views import RewardView, TurnOffer
from tests.simulation.facts import Question
from tests.simulation.people import MEMBER_PIN, WRONG_PIN, Shopper
from tests.simulation.scene import Scene, who
from tests.simulation.world import SimulatedBox

WAYS = ("pwp", "pwp", "pwp", "pwp", "pwp", "pw", "pp", "wp", "")
"""What happens until nobody waits any more: the kiosk exchanges (p), the centre works (w)."""
THIEVES = 0.2
GUESSES = 7
"""How often somebody else has her card, and how many PINs he tries."""
BAD_WEATHER = 0.3


def redeem(scene: Scene) -> str:
    """Let somebody ask for a reward or a turn, once; a thief asks until he has tried several PINs."""
    world, box = scene.world, scene.kiosk()
    if box is None or box.exchanging:
        return ""
    shopper = scene.shopper(box)
    world.exchange(box)
    shown = read_rewards(box.running.desk, shopper.member_id)
    offers = [view for view in shown.rewards if view.gap_points <= 0] if shown is not None else []
    if shown is None or not offers:
        return ""
    view = scene.chance.choice(offers)
    guesses = GUESSES if view.needs_pin and shown.has_pin and scene.chance.random() < THIEVES else 0
    pin = None
    if view.needs_pin:
        pin = TypedPin(WRONG_PIN, choosing=False) if guesses else TypedPin(MEMBER_PIN, choosing=not shown.has_pin)
    said = way = ""
    with world.power(box, scene.action):
        asked = [each for _ in range(guesses or 1) if (each := _ask(scene, box, shopper, view, pin)) is not None]
        way = _wait(scene, box)
        said = ", ".join(_hear(scene, box, shopper, each) for each in asked)
    return f"{box.name}, {who(scene, shopper)} asks for {view.key} ({way}): {said}"


def _ask(
    scene: Scene, box: SimulatedBox, shopper: Shopper, view: RewardView | TurnOffer, pin: TypedPin | None
) -> Asked | None:
    asked = ask_for(box.running.desk, shopper.member_id, view.key, pin)
    if not isinstance(asked, Asked):
        return None
    typed = "" if pin is None else "wrong" if pin.digits == WRONG_PIN else "right"
    question = Question(box.name, box.enrolment.device_id, asked.op_id, view.points, typed)
    scene.world.facts.questions[asked.op_id] = question
    box.promised += 1
    scene.world.note_done(box)
    return asked


def _wait(scene: Scene, box: SimulatedBox) -> str:
    """Let things take one of their ways until nobody waits any more, and return which."""
    way = scene.chance.choice(WAYS)
    world, ether = scene.world, scene.world.ether
    weather = ether.weather.chance
    if scene.chance.random() < BAD_WEATHER:
        ether.weather.chance = scene.chance
    try:
        for step in way:
            if step == "p":
                world.exchange(box)
            else:
                world.settle()
    finally:
        box.exchanging, ether.weather.chance = False, weather
    return way


def _hear(scene: Scene, box: SimulatedBox, shopper: Shopper, asked: Asked) -> str:
    """Let her read the answer, or give up."""
    answer = give_up(box.running.desk, asked)
    questions = scene.world.facts.questions
    told = questions[asked.op_id]
    match answer:
        case Redeemed():
            code = answer.award.award.voucher_code or ""
            shopper.vouchers.append(code)
            questions[asked.op_id] = replace(told, said="yes", voucher_code=code)
        case TurnBought():
            questions[asked.op_id] = replace(told, said="yes")
        case Declined():
            questions[asked.op_id] = replace(told, said="no")
        case GaveUp():
            box.promised += 1
            scene.world.note_done(box)
            questions[asked.op_id] = replace(told, said="gave up")
    return type(answer).__name__
