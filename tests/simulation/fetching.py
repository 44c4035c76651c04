"""Prizes that are collected at a tablet which does not hold them: it asks, and gives them once they have come."""

from shared.application.ask_for_voucher import VoucherComing, ask_for_voucher, has_come
from shared.application.hand_over_prize import OtherCounter, PrizeHandedOver, hand_over_prize
from shared.application.ports import Signer
from tests.simulation.facts import Given
from tests.simulation.scene import Scene
from tests.simulation.world import SimulatedBox

WAYS = ("pwhwp", "pwhwp", "pwhwp", "phwp", "pwhp", "p", "")
"""While she waits: the tablet exchanges (p), the centre works (w), the store's other boxes exchange (h)."""


def fetch(scene: Scene) -> str:
    """Let a shopper collect her prize at whatever tablet of the store, which asks for it where another one holds it."""
    world, box = scene.world, scene.tablet()
    if box is None or box.exchanging:
        return ""
    codes = [code for shopper in world.shoppers for code in shopper.vouchers]
    if not codes:
        return ""
    code, way = scene.chance.choice(codes), scene.chance.choice(WAYS)
    world.exchange(box)
    said = ""
    with world.power(box, scene.action):
        signer = world.signer(box, scene.chance.choice(scene.colleagues(box)))
        said = give(scene, box, signer, code)
        if said == OtherCounter.__name__:
            said += f", {_ask(scene, box, signer, code, way)}"
    return f"{box.name}, voucher {codes.index(code)}: {said}"


def give(scene: Scene, box: SimulatedBox, signer: Signer, code: str) -> str:
    """Hand a prize over, where it may be; return what was said."""
    answer = hand_over_prize(box.running.desk, signer, code)
    if isinstance(answer, PrizeHandedOver):
        box.promised += 1
        scene.world.note_done(box)
        scene.world.facts.given.append(Given(box.enrolment.device_id, code, answer.op_id))
        shopper = next(s for s in scene.world.shoppers if code in s.vouchers)
        box.undoable.append((shopper.member_id, answer.op_id, code))
    return type(answer).__name__


def _ask(scene: Scene, box: SimulatedBox, signer: Signer, code: str, way: str) -> str:
    world = scene.world
    coming = ask_for_voucher(box.running.desk, signer, code)
    if not isinstance(coming, VoucherComing):
        return type(coming).__name__
    world.note_own(box)
    for step in way:
        match step:
            case "p":
                world.exchange(box)
            case "h":
                for other in world.boxes:
                    if other.enrolment.store_id == box.enrolment.store_id and not (other is box or other.exchanging):
                        world.exchange(other)
            case _:
                world.settle()
    if not has_come(box.running.desk, coming):
        return f"it does not come ({way})"
    return f"it comes ({way}): {give(scene, box, signer, code)}"
