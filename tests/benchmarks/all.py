"""Every benchmark by its name, in the order in which they run."""

from collections.abc import Callable
from typing import Final

from tests.benchmarks import (
    apply,
    bootstrap,
    camera,
    commit,
    greeting,
    memory,
    pull,
    redemption,
    search,
    start,
    wheel,
)
from tests.benchmarks.measuring import Row, Scale
from tests.benchmarks.shop import Shops

Benchmark = Callable[[Shops, Scale], tuple[Row, ...]]

BENCHMARKS: Final[dict[str, Benchmark]] = {
    "start": start.measure,
    "memory": memory.measure,
    "camera": camera.measure,
    "commit": commit.measure,
    "search": search.measure,
    "greeting": greeting.measure,
    "pull": pull.measure,
    "bootstrap": bootstrap.measure,
    "wheel": wheel.measure,
    "apply": apply.measure,
    "redemption": redemption.measure,
}
