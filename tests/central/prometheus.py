"""A strict reader of Prometheus' text format, written from its description and from nothing of ours."""

import re
from collections.abc import Iterator

_NAME = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')
_ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def read_metrics(text: str) -> Samples:
    """Return each sample's value; ValueError for a line that is not as the format wants it."""
    samples: Samples = {}
    kinds: dict[str, str] = {}
    helped: set[str] = set()
    current = ""
    if not text.endswith("\n"):
        raise ValueError("the last line must end")
    for line in text[:-1].split("\n"):
        if line.startswith("# HELP "):
            current, _, meaning = line[7:].partition(" ")
            if not _NAME.fullmatch(current) or not meaning or current in helped:
                raise ValueError(line)
            helped.add(current)
        elif line.startswith("# TYPE "):
            name, kind = line[7:].split(" ")
            if name != current or name in kinds or kind not in {"gauge", "counter"}:
                raise ValueError(line)
            kinds[name] = kind
        else:
            matched = _SAMPLE.fullmatch(line)
            if matched is None or matched["name"] != current or current not in kinds:
                raise ValueError(line)
            key = current, frozenset(_labels(matched["labels"] or ""))
            if key in samples:
                raise ValueError(f"twice: {line}")
            samples[key] = float(matched["value"])
    return samples


def _labels(text: str) -> Iterator[tuple[str, str]]:
    place = 0
    while place < len(text):
        matched = _LABEL.match(text, place)
        if matched is None:
            raise ValueError(text)
        yield matched[1], re.sub(r'\\["\\n]', lambda escape: _ESCAPES[escape[0]], matched[2])
        place = matched.end()
