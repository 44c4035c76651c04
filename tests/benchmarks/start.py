"""Starting the kiosk: from the process to its first interactive page, beside the same imports and an empty window."""

from typing import Final

from tests.benchmarks.children import floor, kiosk, write_imports
from tests.benchmarks.measuring import Limit, Row, Scale, median, tell
from tests.benchmarks.shop import Shops

_LIMIT_RATIO: Final = 2.0


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Start both in turn, several times; the first start of each only warms the disk's cache."""
    shop = shops.fresh()
    shop.open(shop.kiosk).close()
    with kiosk(shop) as child:
        imports = write_imports(shop.folder, child.wait_for("interactive"))
    with floor(imports) as child:
        child.wait_for("interactive")
    ours, floors = [], []
    for number in range(scale.starts):
        tell(f"start {number + 1} of {scale.starts}")
        with kiosk(shop) as child:
            ours.append(child.milliseconds_to("interactive"))
        with floor(imports) as child:
            floors.append(child.milliseconds_to("interactive"))
    return (Row("start", "ms", median(ours), median(floors), _LIMIT_RATIO, Limit.RATIO),)
