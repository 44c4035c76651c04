"""One field that finds members as one types, and the scans of this shift."""

from dataclasses import dataclass, replace
from datetime import date

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.look_up import LookingUp, known_by, look_up, read_look_up, sought_by
from shared.application.ports import LookedUp, MemberSearch, Sought
from shared.application.views import FoundMember
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1

RESULTS = 20
SCANS_KEPT = 6


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A member found; the kana in three parts, the matched one in the middle. Days are ISO, "" if unknown."""

    memberId: str
    name: str
    kanaBefore: str
    kanaMatch: str
    kanaAfter: str
    nickname: str
    phoneTail: str
    tier: str
    lastVisitOn: str
    visitedToday: bool
    points: int
    likely: bool


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan of this shift; `kind` is member, voucher or receipt, `target` what opens it again ("" for nothing)."""

    scanId: int
    kind: str
    title: str
    amountYen: int
    outcome: str
    at: str
    target: str


@dataclass(frozen=True, slots=True)
class FindInputs:
    """What is typed, what it found, and which result the arrow keys stand on; how a question to the `centre` stands."""

    query: str = ""
    shown_query: str = ""
    found: tuple[FoundMember, ...] = ()
    selected: int = 0
    centre: str = ""


@dataclass(frozen=True, slots=True)
class FindProps:
    """What the page shows; `step` is recent, found, likely (none matches), searching, nothing (found) or empty (yet).

    While and after the centre is asked, it is asking, nobody or away; `can_ask` where it could find whom is typed.
    """

    query: str
    step: str
    count: int
    selected: int
    can_ask: bool


def derive(inputs: FindInputs) -> FindProps:
    """Keep the last results on screen while the next ones are looked up."""
    current = inputs.query.strip() == inputs.shown_query
    if inputs.centre:
        step = inputs.centre
    elif inputs.found:
        sure = any(not found.likely for found in inputs.found)
        step = ("found" if sure else "likely") if inputs.shown_query else "recent"
    elif not current:
        step = "searching"
    else:
        step = "nothing" if inputs.shown_query else "empty"
    selected = min(inputs.selected, max(len(inputs.found) - 1, 0))
    can_ask = step in {"nothing", "likely"} and sought_by(inputs.query) is not None
    return FindProps(query=inputs.query, step=step, count=len(inputs.found), selected=selected, can_ask=can_ask)


def found_row(found: FoundMember, tier: str, today: date | None) -> FoundRow:
    """Cut the kana where the query matched."""
    start, length = found.kana_match
    return FoundRow(
        memberId=found.member_id,
        name=found.name or found.nickname,
        kanaBefore=found.kana[:start],
        kanaMatch=found.kana[start : start + length],
        kanaAfter=found.kana[start + length :],
        nickname=found.nickname,
        phoneTail=found.phone_tail,
        tier=tier,
        lastVisitOn=found.last_visit_on.isoformat() if found.last_visit_on else "",
        visitedToday=found.last_visit_on is not None and found.last_visit_on == today,
        points=found.balance_points,
        likely=found.likely,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class FindViewModel(QObject):
    """Finds as one types: one look-up under way, the newest query next, older ones dropped."""

    memberChosen = Signal(str)
    voucherChosen = Signal(str)
    codeTyped = Signal(str)
    queryChanged = Signal()
    stepChanged = Signal()
    countChanged = Signal()
    selectedChanged = Signal()
    canAskChanged = Signal()

    def __init__(self, session: StaffSession, search: MemberSearch, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._search = search
        self._inputs = FindInputs()
        self._props = derive(self._inputs)
        self._results = RowsModel(FoundRow, lambda row: row.memberId, self)
        self._scans = RowsModel(ScanRow, lambda row: row.scanId, self)
        self._scan_count = 0
        self._looking = False
        self._asked: LookingUp | None = None
        self._hearing = False
        session.changed.connect(self._list)
        session.locked.connect(self.forget)

    @Property(str, notify=queryChanged)
    def query(self) -> str:
        return self._props.query

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(int, notify=countChanged)
    def count(self) -> int:
        return self._props.count

    @Property(int, notify=selectedChanged)
    def selected(self) -> int:
        return self._props.selected

    @Property(bool, notify=canAskChanged)
    def canAsk(self) -> bool:
        return self._props.can_ask

    @Property(QAbstractItemModel, constant=True)
    def results(self) -> QAbstractItemModel:
        return self._results

    @Property(QAbstractItemModel, constant=True)
    def scans(self) -> QAbstractItemModel:
        return self._scans

    @property
    def rows(self) -> tuple[FoundRow, ...]:
        return self._results.rows

    @property
    def scan_rows(self) -> tuple[ScanRow, ...]:
        return self._scans.rows

    def refresh(self) -> None:
        """Look the query up again: members may have changed, or have come because the centre was asked for them."""
        self._look_up()
        self.hear()

    @Slot()
    def askCentre(self) -> None:
        """Ask the centre for the member whom the query names."""
        sought = sought_by(self._inputs.query)
        if sought is not None:
            self.ask_centre(*sought)

    def ask_centre(self, sought: Sought, value: str) -> None:
        """Ask the centre for a member unknown here."""
        desk = self._session.desk
        self._asked = None
        self._take(replace(self._inputs, centre="asking"))
        self._session.run(lambda: look_up(desk, sought, value), self._was_asked, self._gave_up_asking)

    def hear(self) -> None:
        """Look whether the centre has answered."""
        asked, desk = self._asked, self._session.desk
        if asked is None or self._hearing:
            return
        self._hearing = True

        def read() -> tuple[LookedUp, str | None]:
            answer = read_look_up(desk, asked)
            return answer, known_by(desk, asked.asked) if answer is LookedUp.HERE else None

        self._session.run(read, lambda answer: self._heard(asked, *answer), self._gave_up_asking)

    @Slot()
    def forget(self) -> None:
        """Leave nothing about anybody."""
        self._looking = self._hearing = False
        self._asked = None
        self._scans.replace(())
        self._show(FindInputs())

    def remember(self, kind: str, title: str, outcome: str, target: str, amount_yen: int = 0) -> None:
        """Put a scan on top of the list of this shift; one that repeats the last replaces it."""
        at = self._session.local(self._session.desk.clock.now())
        self._scan_count += 1
        row = ScanRow(self._scan_count, kind, title, amount_yen, outcome, at, target)
        others = tuple(r for r in self._scans.rows if not (target and r.target == target))
        self._scans.replace((row, *others)[:SCANS_KEPT])

    @Slot(str)
    def search(self, query: str) -> None:
        """Take what stands in the field now."""
        if query == self._inputs.query:
            return
        self._asked = None
        self._take(replace(self._inputs, query=query, selected=0, centre=""))
        self._look_up()

    @Slot(int)
    def move(self, steps: int) -> None:
        """Go up or down the results."""
        last = max(len(self._inputs.found) - 1, 0)
        self._take(replace(self._inputs, selected=min(max(self._props.selected + steps, 0), last)))

    @Slot()
    def accept(self) -> None:
        """Open the chosen result; what finds nobody may be a code."""
        query = self._inputs.query.strip()
        if self._inputs.found and self._inputs.shown_query == query:
            self.memberChosen.emit(self._inputs.found[self._props.selected].member_id)
        elif query:
            self.codeTyped.emit(query)

    @Slot(str)
    def open(self, member_id: str) -> None:
        self.memberChosen.emit(member_id)

    @Slot(int)
    def reopen(self, scan_id: int) -> None:
        """Open what was scanned before."""
        row = next((r for r in self._scans.rows if r.scanId == scan_id), None)
        if row is None or not row.target:
            return
        if row.kind == "voucher":
            self.voucherChosen.emit(row.target)
        else:
            self.memberChosen.emit(row.target)

    def _look_up(self) -> None:
        if self._looking or self._session.signer is None:
            return
        self._looking = True
        query = self._inputs.query.strip()
        self._session.run(
            lambda: self._search.find(query, RESULTS), lambda found: self._found(query, found), self._gave_up
        )

    def _found(self, query: str, found: tuple[FoundMember, ...]) -> None:
        self._looking = False
        self._show(replace(self._inputs, shown_query=query, found=found))
        if self._inputs.query.strip() != query:
            self._look_up()

    def _was_asked(self, asked: LookingUp | None) -> None:
        if self._inputs.centre != "asking":
            # Something else was typed meanwhile.
            return
        self._asked = asked
        self._take(replace(self._inputs, centre="asking" if asked is not None else "away"))

    def _heard(self, asked: LookingUp, answer: LookedUp, member_id: str | None) -> None:
        self._hearing = False
        if asked is not self._asked or answer is LookedUp.ASKING:
            return
        self._asked = None
        if answer is LookedUp.HERE:
            self._take(replace(self._inputs, centre=""))
            if member_id is not None:
                self.memberChosen.emit(member_id)
            self._look_up()
        else:
            self._take(replace(self._inputs, centre="nobody" if answer is LookedUp.NOBODY else "away"))

    def _gave_up_asking(self) -> None:
        self._hearing = False
        self._asked = None
        self._take(replace(self._inputs, centre=""))

    def _gave_up(self) -> None:
        self._looking = False

    def _show(self, inputs: FindInputs) -> None:
        self._inputs = inputs
        self._list()
        self._take(inputs)

    @Slot()
    def _list(self) -> None:
        shop = self._session.shop
        today = shop.today if shop else None
        self._results.replace(found_row(f, self._session.say(f.tier), today) for f in self._inputs.found)

    def _take(self, inputs: FindInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
