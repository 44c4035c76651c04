"""Where an act takes place: the world, and the act's own choices in it."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from shared.application.ports import Signers
from tests.simulation.history import Action
from tests.simulation.people import Colleague, Shopper
from tests.simulation.world import SimulatedBox, World

STAYS_HOME = 0.9
"""How often a member of a store is the one who comes."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The world, the action, and the action's own choices."""

    world: World
    action: Action
    chance: random.Random

    def kiosk(self) -> SimulatedBox | None:
        return self._one_of([box for box in self.world.boxes if box.is_kiosk])

    def tablet(self) -> SimulatedBox | None:
        return self._one_of([box for box in self.world.boxes if not box.is_kiosk])

    def any_box(self) -> SimulatedBox | None:
        return self._one_of(self.world.boxes)

    def shopper(self, box: SimulatedBox) -> Shopper:
        """Choose somebody: mostly one of the store's own members."""
        own = [s for s in self.world.shoppers if s.store_id == box.enrolment.store_id]
        return self.chance.choice(own if self.chance.random() < STAYS_HOME else self.world.shoppers)

    def colleagues(self, box: SimulatedBox) -> list[Colleague]:
        return [p for p in self.world.colleagues if p.store_id == box.enrolment.store_id]

    def at_counter(self, act: Callable[[SimulatedBox, Signers], str]) -> str:
        """Let a colleague act on a tablet; the power may fail."""
        box = self.tablet()
        if box is None:
            return ""
        said = ""
        with self.world.power(box, self.action):
            person = self.chance.choice(self.colleagues(box))
            said = act(box, Signers(self.world.signer(box, person)))
            self.world.note_done(box)
        return f"{box.name}, {said}" if said else ""

    def at_kiosk(self, act: Callable[[SimulatedBox], str]) -> str:
        """Let a shopper act on a kiosk; the power may fail."""
        box = self.kiosk()
        if box is None:
            return ""
        said = ""
        with self.world.power(box, self.action):
            said = act(box)
            self.world.note_done(box)
        return f"{box.name}, {said}" if said else ""

    def _one_of(self, boxes: list[SimulatedBox]) -> SimulatedBox | None:
        return self.chance.choice(boxes) if boxes else None


def who(scene: Scene, shopper: Shopper) -> str:
    """Return what the story calls a shopper."""
    return f"n{scene.world.shoppers.index(shopper)}"
