"""Does anything at all to a kiosk, and says what must not be: a crash, a dead end, a page that stays, a name left."""

import gc
import random
import string
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.viewmodels.session import KioskPage, Session
from tests.monkey.cage import SIZE, Cage
from tests.monkey.listening import complaints_heard

ALONE_EVERY, LOOK_EVERY = 100, 10
ALONE_MS, BEAT_MS = 240_000, 2_000
"""Longer than any page stays for somebody who does nothing, the easy view's included."""
GROWTH_MOST = 0.05
_KEYS = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_0, Qt.Key.Key_9, Qt.Key.Key_A),
    *(Qt.Key.Key_F4, Qt.Key.Key_Q, Qt.Key.Key_Delete, Qt.Key.Key_Home),
)
_ALWAYS = {"bar-language", "bar-easy"}
"""They lead nowhere."""
_RESTING = {KioskPage.ATTRACT, KioskPage.SETUP}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was wrong after so many acts."""

    act: int
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one seed; memory in KiB, after the first tenth and in the end."""

    seed: int
    acts: int
    pages: frozenset[str]
    early_kib: int
    late_kib: int
    findings: tuple[Finding, ...]

    @property
    def growth(self) -> float:
        """How much more memory it holds in the end, as a share."""
        return self.late_kib / self.early_kib - 1


class Monkey:
    """Acts by its seed; `complaints` are what QML and Python have said since it was looked at last."""

    def __init__(self, cage: Cage, seed: int, complaints: list[str]) -> None:
        self._cage = cage
        self._seed = seed
        self._chance = random.Random(seed)
        self._complaints = complaints
        self._online = True
        self._findings: list[Finding] = []
        self._pages: set[str] = set()
        self._page = ""
        self._acts: dict[Callable[[], str], float] = {
            self._tap: 50,
            self._poke: 12,
            self._press: 12,
            self._scan: 10,
            self._wait: 8,
            self._exchange: 6,
            self._cut: 1,
        }

    def play(self, acts: int) -> Told:
        """Do so many acts, and leave the kiosk alone again and again."""
        early = late = 0
        for at in range(1, acts + 1):
            (act,) = self._chance.choices(tuple(self._acts), tuple(self._acts.values()))
            done = act()
            self._cage.look()
            self._judge(at, done)
            if at % ALONE_EVERY == 0:
                self._leave_alone(at)
            if at == max(acts // 10, 1):
                early = _memory_kib()
        late = _memory_kib()
        return Told(self._seed, acts, frozenset(self._pages), early, late, tuple(self._findings))

    def _tap(self) -> str:
        items = self._cage.items()
        if not items:
            return "nothing to tap"
        item = self._chance.choice(items)
        return self._touch(_middle(item), item.objectName())

    def _poke(self) -> str:
        return self._touch(QPoint(self._chance.randrange(SIZE[0]), self._chance.randrange(SIZE[1])), "somewhere")

    def _touch(self, at: QPoint, name: str) -> str:
        QTest.mouseClick(self._cage.window, Qt.MouseButton.LeftButton, pos=at)
        return f"tap {name} at {at.x()}, {at.y()}"

    def _press(self) -> str:
        key = self._chance.choice(_KEYS)
        shift = self._chance.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier))
        QTest.keyClick(self._cage.window, key, shift)
        return f"press {key.name}"

    def _scan(self) -> str:
        shop = self._cage.shop
        known = [member.code for member in shop.members[:12]] * 3
        known += [badge.code for badge in shop.badges] + [receipt.barcode for receipt in shop.receipts]
        codes = (
            *known,
            known[0][:-1],
            known[0][:-1] + "0",
            "",
            "".join(self._chance.choices(string.printable, k=self._chance.randrange(1, 60))),
            "9" * 5_000,
            "https://example.com/😀",
        )
        code = self._chance.choice(codes)
        self._cage.app.scan(code)
        return f"scan {code[:12]}"

    def _wait(self) -> str:
        ms = self._chance.choice((100, 1_000, 5_000, 20_000, 40_000))
        self._cage.pass_time(ms)
        return f"wait {ms} ms"

    def _exchange(self) -> str:
        if self._online:
            self._cage.exchange()
            return "exchange"
        self._cage.cut()
        return "no line"

    def _cut(self) -> str:
        self._online = not self._online
        return self._exchange()

    def _judge(self, at: int, done: str) -> None:
        page = self._cage.app.page
        is_new, self._page = page != self._page, page
        self._pages.add(page)
        for complaint in self._complaints:
            self._find(at, f"{page}, after {done}: {complaint}")
        self._complaints.clear()
        # Looking for all that can be tapped takes longer than the act.
        if page in _RESTING or not (is_new or at % LOOK_EVERY == 0):
            return
        if not {item.objectName() for item in self._cage.items()} - _ALWAYS:
            self._find(at, f"a dead end on {page}, after {done}")

    def _leave_alone(self, at: int) -> None:
        """Go away, and see that the kiosk is as it was before anybody came."""
        before = self._cage.app.page
        for _ in range(ALONE_MS // BEAT_MS):
            self._cage.pass_time(BEAT_MS)
        self._exchange()
        session = self._cage.app.session
        if session.page not in _RESTING:
            self._find(at, f"stays on {session.page}, which was {before}")
            return
        rest = replace(session, attract=None, touched_ms=0, page=KioskPage.ATTRACT, outage=Session().outage)
        if rest != Session():
            kept = [each.name for each in fields(Session) if getattr(rest, each.name) != getattr(Session(), each.name)]
            self._find(at, f"keeps {', '.join(kept)} of a session that was on {before}")
        named = [member.nickname for member in self._cage.shop.members if member.nickname in self._cage.words()]
        if named:
            self._find(at, f"shows names to nobody: {named}")

    def _find(self, at: int, what: str) -> None:
        self._findings.append(Finding(at, what))


def play(folder: Path, seed: int, acts: int, complaints: list[str]) -> Told:
    """Let a monkey play with the demo shop in `folder`, which is made where there is none."""
    cage = Cage(folder)
    try:
        return Monkey(cage, seed, complaints).play(acts)
    finally:
        cage.close()


def play_alone(seed: int, acts: int) -> Told:
    """Let a monkey play in a process that does nothing else, with a shop of its own."""
    QGuiApplication(["monkey"])
    with tempfile.TemporaryDirectory() as folder, complaints_heard() as complaints:
        return play(Path(folder, "shop"), seed, acts, complaints)


def _middle(item: QQuickItem) -> QPoint:
    return item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()


def _memory_kib() -> int:
    """Return what this process holds in memory, once what nobody needs is gone."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])
