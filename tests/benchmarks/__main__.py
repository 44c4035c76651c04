"""`python -m tests.benchmarks [NAME…] [--json FILE]`: ours beside the floor, in one run; 1 where a limit is missed."""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.all import BENCHMARKS
from tests.benchmarks.measuring import FULL, TINY, Row, tell
from tests.benchmarks.report import as_json, as_table
from tests.benchmarks.shop import Shops


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHMARKS)}; all by default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into a file too")
    parser.add_argument("--tiny", action="store_true", help="do next to nothing: the figures then mean nothing")
    chosen = parser.parse_args(arguments)
    unknown = [name for name in chosen.names if name not in BENCHMARKS]
    if unknown:
        parser.error(f"unknown: {', '.join(unknown)}; known are {', '.join(BENCHMARKS)}")
    os.environ.update(QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software", LANG="C.UTF-8", LC_ALL="C.UTF-8")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="garapon-benchmarks-") as folder:
        shops = Shops(Path(folder))
        for name in chosen.names or BENCHMARKS:
            tell(f"== {name}")
            rows += BENCHMARKS[name](shops, TINY if chosen.tiny else FULL)
    print(as_table(rows))
    print("load of the machine, 1 5 15 minutes: {:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    if chosen.json is not None:
        chosen.json.write_text(as_json(rows), encoding="utf-8")
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
