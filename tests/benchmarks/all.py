"""Every benchmark by its name, in the order in which they run."""

from collections.abc import Callable
from typing import Final

from tests.benchmarks import camera, commit, search
from tests.benchmarks.measuring import Row, Scale
from tests.benchmarks.shop import Shops

Benchmark = Callable[[Shops, Scale], tuple[Row, ...]]

BENCHMARKS: Final[dict[str, Benchmark]] = {
    "camera": camera.measure,
    "commit": commit.measure,
    "search": search.measure,
}
