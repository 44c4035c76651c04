"""Processes to measure from outside: the kiosk, and the floor with the same imports and an empty window."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from tests.benchmarks.child_kiosk import CARD_FLAG
from tests.benchmarks.shop import Shop

_ROOT: Final = Path(__file__).parents[2]
_END_S: Final = 20


class Child:
    """A process that says how far it is; it ends with the `with` block."""

    def __init__(self, module: str, arguments: Sequence[str]) -> None:
        self._begun_ns = time.monotonic_ns()
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"tests.benchmarks.{module}", *arguments],
            cwd=_ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        try:
            self._process.communicate(timeout=_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.communicate()
            raise

    def wait_for(self, event: str) -> dict[str, Any]:
        """Return what the process says of an event; RuntimeError where it ends before."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            said: dict[str, Any] = json.loads(line)
            if said["event"] == event:
                return said
        raise RuntimeError(f"the process ended before it was {event}")

    def milliseconds_to(self, event: str) -> float:
        """Return how long it took from before the process to an event."""
        return (int(self.wait_for(event)["at_ns"]) - self._begun_ns) / 1e6

    @property
    def pss_mb(self) -> float:
        """Its share of memory now, in megabytes of 2^20 bytes: what is shared counts in parts."""
        rollup = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text(encoding="ascii")
        line = next(each for each in rollup.splitlines() if each.startswith("Pss:"))
        return int(line.split()[1]) / 1024


@contextmanager
def kiosk(shop: Shop, *arguments: str) -> Iterator[Child]:
    """Run the shop's kiosk upright at 1080 by 1920."""
    flags = ("--data", str(shop.kiosk), "--central", shop.central_url, "--window", "1080x1920", *arguments)
    with Child("child_kiosk", flags) as child:
        yield child


@contextmanager
def kiosk_with_card(shop: Shop, card: str) -> Iterator[Child]:
    """Run the shop's kiosk with a shopper who takes a turn."""
    with kiosk(shop, CARD_FLAG, card) as child:
        yield child


@contextmanager
def floor(imports: Path) -> Iterator[Child]:
    """Run the floor with the modules that a file lists."""
    with Child("child_floor", (str(imports),)) as child:
        yield child


def write_imports(folder: Path, said: dict[str, Any]) -> Path:
    """Write down what a kiosk had imported when it said so, for the floor to import."""
    file = folder / "imports.json"
    ours = [name for name in said["modules"] if not name.startswith(("__", "tests"))]
    file.write_text(json.dumps(ours), encoding="utf-8")
    return file
