"""Shoppers who hunt: a poster's code or its symbol, shown at whichever kiosk, now and then wrongly or once more."""

from shared.application.find_spot import show_poster, tap_symbol
from shared.application.identify import IdentifyMember, PosterShown
from shared.domain.calendar import programme_day
from shared.domain.hunts import HuntSymbol, SpotContent, spot_mark
from shared.domain.rules.resolving import resolve
from shared.wire.enrolment import Enrolment
from shared.wire.keys import device_keys
from shared.wire.spot_code import write_spot
from tests.domain.small_shop import HUNT
from tests.simulation.people import Shopper
from tests.simulation.scene import Scene
from tests.simulation.world import SimulatedBox

MOST = 3
"""Spots that somebody shows in a row, at most."""
ONWARD = 0.7
"""How often it is the next one that she has not found, as far as this kiosk knows."""
TAPS = 0.3
OLD = 0.1


def hunt(scene: Scene, box: SimulatedBox, shopper: Shopper) -> str:
    """Let somebody who stands at a kiosk with her card show what she has found."""
    printer = next((b.enrolment for b in scene.world.boxes if not b.is_kiosk and _same_store(b, box)), None)
    if printer is None:
        return ""
    return "".join(_find(scene, box, shopper, printer) for _ in range(scene.chance.randint(0, MOST)))


def _find(scene: Scene, box: SimulatedBox, shopper: Shopper, printer: Enrolment) -> str:
    desk, chance = box.running.desk, scene.chance
    with desk.storage.read() as transaction:
        programme = transaction.programme
        member = resolve(transaction, shopper.member_id)
    played = programme.hunt(HUNT)
    if played is None or member is None:
        return ""
    today = programme_day(desk.clock.now(), programme.time_zone)
    known = played.found(member.progress_in(HUNT))
    ahead = [spot.key for spot in played.spots if spot.key not in known][:1]
    spot = ahead[0] if ahead and chance.random() < ONWARD else chance.choice(played.spots).key
    if chance.random() < TAPS:
        right = played.symbols(desk.store_id, played.period(today), desk.code_hash)[spot]
        symbol = right if chance.random() < 0.5 else chance.choice(list(HuntSymbol))
        answer = tap_symbol(desk, shopper.member_id, HUNT, spot, symbol)
        return f", taps {symbol} for {spot}: {type(answer).__name__}"
    period = played.period(today) - int(chance.random() < OLD)
    content = SpotContent(printer.number, printer.store_id, spot_mark(HUNT, spot), max(period, 0))
    seen = IdentifyMember(desk)(write_spot(content, device_keys(bytes.fromhex(printer.secret))))
    if not isinstance(seen, PosterShown):
        return f", shows a poster of {spot}: {type(seen).__name__}"
    answer = show_poster(desk, shopper.member_id, seen.poster)
    return f", shows {spot}: {type(answer).__name__}"


def _same_store(one: SimulatedBox, other: SimulatedBox) -> bool:
    return one.enrolment.store_id == other.enrolment.store_id
