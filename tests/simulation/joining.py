"""Administrators who merge members and take them apart, and members who are looked up where they are unknown."""

from shared.application.identify import AskingForCard, Greeted, IdentifyMember
from shared.application.look_up import read_look_up
from shared.application.ports import LookedUp
from shared.runtime.trouble import Trouble
from tests.simulation.facts import Finding, FoundThere
from tests.simulation.scene import Scene, who
from tests.simulation.world import SimulatedBox

WAYS = ("pwp", "pwp", "pwp", "pw", "wp")
"""What happens while she waits: the box exchanges (p), the centre works (w)."""


def merge(scene: Scene) -> str:
    """Let an administrator find out that two members are one person."""
    kept, merged = scene.chance.sample(scene.world.shoppers, 2)
    try:
        scene.world.merge(merged.member_id, kept.member_id)
    except Trouble as refused:
        return f"{who(scene, merged)} can't be merged: {refused}"
    return f"{who(scene, merged)} is merged into {who(scene, kept)}"


def unmerge(scene: Scene) -> str:
    """Let an administrator find out that they are not."""
    shopper = scene.chance.choice(scene.world.shoppers)
    try:
        scene.world.merge(shopper.member_id, "")
    except Trouble:
        return ""
    return f"{who(scene, shopper)} is herself again"


def look_up(scene: Scene) -> str:
    """Let a member of another store show her card: she is asked for, and greeted once she is found."""
    world, box = scene.world, scene.kiosk()
    if box is None or box.exchanging:
        return ""
    others = [s for s in world.shoppers if s.store_id != box.enrolment.store_id]
    if not others:
        return ""
    shopper, way = scene.chance.choice(others), scene.chance.choice(WAYS)
    world.exchange(box)
    said = ""
    with world.power(box, scene.action):
        answer = _show(scene, box, shopper.card_code)
        said = type(answer).__name__
        if isinstance(answer, AskingForCard):
            for step in way:
                if step == "p":
                    world.exchange(box)
                else:
                    world.settle()
            found = read_look_up(box.running.desk, answer.looking)
            said = f"{found} ({way})"
            if found is LookedUp.HERE:
                again = _show(scene, box, shopper.card_code)
                said += f", {type(again).__name__}"
                if not isinstance(again, Greeted):
                    world.found.append(Finding("looked_up_unknown", f"{box.name}: {type(again).__name__}"))
                else:
                    there = FoundThere(again.home.member_id, box.enrolment.store_id, world.now)
                    world.facts.found_there.append(there)
    return f"{box.name}, {who(scene, shopper)} comes from another store: {said}"


def _show(scene: Scene, box: SimulatedBox, card_code: str) -> object:
    before = box.running.storage.head()[0]
    answer = IdentifyMember(box.running.desk)(card_code)
    box.promised += box.running.storage.head()[0] - before
    scene.world.note_done(box)
    return answer
