"""Figures as a table for people and as JSON for programs."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict

from tests.benchmarks.measuring import Limit, Row

_HEADINGS = ("name", "ours", "floor", "ratio", "limit", "met", "spoilt", "with them")


def as_table(rows: Sequence[Row]) -> str:
    """Return the figures in columns, one row each."""
    lines = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def as_json(rows: Sequence[Row]) -> str:
    """Return the figures with the load of the machine that they were measured under."""
    figures = [asdict(row) | {"ratio": row.ratio, "met": row.met} for row in rows]
    return json.dumps({"load": os.getloadavg(), "rows": figures}, indent=2, ensure_ascii=False)


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "-" if row.ratio is None else f"{row.ratio:.2f}"
    limit = f"{row.limit:g} ×" if row.limit_on is Limit.RATIO else f"{row.limit:g} {row.unit}"
    return (
        row.name,
        f"{row.ours:.2f} {row.unit}",
        f"{row.floor:.2f} {row.unit}",
        ratio,
        limit,
        "yes" if row.met else "NO",
        "-" if row.everything is None else f"{row.spoilt_percent:.0f} %",
        "-" if row.everything is None else f"{row.everything:.2f} {row.unit}",
    )
