"""What an import says while it goes along: a table of the first members, every line left out, the totals."""

import unicodedata
from collections.abc import Iterator

from shared.central.import_members import Fate, ImportedLine
from shared.domain.codes import format_number
from shared.domain.rules.imports import ImportedMember

PREVIEW_LINES = 20
_NAME_WIDTH, _STORE_WIDTH = 22, 12


class ImportReport:
    """Counts fates and writes about them."""

    def __init__(self, *, dry_run: bool) -> None:
        self._dry_run = dry_run
        self._counts = dict.fromkeys(Fate, 0)
        self._points = 0
        self._shown = 0

    def lines_about(self, imported: ImportedLine) -> Iterator[str]:
        """Write what people should see of one line."""
        self._counts[imported.fate] += 1
        if imported.fate is Fate.LEFT_OUT:
            yield from (f"Line {imported.line} is left out. {sentence}" for sentence in imported.sentences)
        elif imported.member is not None:
            points = sum(lot.points for lot in imported.member.lots)
            self._points += points if imported.fate is Fate.NEW else 0
            if self._shown < PREVIEW_LINES:
                if not self._shown:
                    yield _row("Line", "Number", "Name", "Store", "Points", "Good until", "")
                self._shown += 1
                yield _member_row(imported.line, imported.member, points, imported.fate)

    def summary(self) -> str:
        """Write the totals."""
        new, there, left_out = (self._counts[fate] for fate in (Fate.NEW, Fate.THERE, Fate.LEFT_OUT))
        did = "would be imported" if self._dry_run else "imported"
        return f"{new} members {did} with {self._points} points; {there} were there already; {left_out} lines left out."


def _member_row(line: int, member: ImportedMember, points: int, fate: Fate) -> str:
    soonest = min((lot.expires_on for lot in member.lots), default=None)
    name = member.profile.name or member.nickname
    until = soonest.isoformat() if soonest else ""
    known = "" if fate is Fate.NEW else "there already"
    return _row(str(line), format_number(member.number), name, member.home_store, str(points), until, known)


def _row(line: str, number: str, name: str, store: str, points: str, until: str, known: str) -> str:
    cells = (
        line.rjust(6),
        number.ljust(14),
        _padded(name, _NAME_WIDTH),
        store.ljust(_STORE_WIDTH),
        points.rjust(8),
        until.ljust(10),
        known,
    )
    return "  ".join(cells).rstrip()


def _padded(text: str, width: int) -> str:
    """Fill up to `width` columns of a terminal, where East Asian characters take two."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(width - taken, 0)
