"""The kiosk's memory after a turn was played, beside the same imports and an empty window."""

from typing import Final

from shared.domain.devices import DeviceKind
from tests.benchmarks.children import floor, kiosk_with_card, write_imports
from tests.benchmarks.measuring import Row, Scale, tell
from tests.benchmarks.people import card_of
from tests.benchmarks.shop import Shops

_LIMIT_MB: Final = 220.0
_MEMBERS: Final = 2_000


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Let a member scan her card and turn the wheel; weigh the process when her result is shown."""
    shop = shops.crowded(DeviceKind.KIOSK, min(scale.members, _MEMBERS))
    tell("playing a turn")
    with kiosk_with_card(shop, card_of(0)) as child:
        said = child.wait_for("result")
        ours = child.pss_mb
    with floor(write_imports(shop.folder, said)) as child:
        child.wait_for("interactive")
        weight = child.pss_mb
    return (Row("memory", "MB", ours, weight, _LIMIT_MB),)
