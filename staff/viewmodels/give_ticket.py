"""Giving a member a turn, for a reason."""

from dataclasses import dataclass, replace
from typing import assert_never

from PySide6.QtCore import QAbstractItemModel, QObject

from shared.application.correct import Done, Refused, give_ticket
from shared.qt.list_model import RowsModel
from shared.qt.props import notify_changes
from shared.qt.qml import Property, QmlElement, QmlUncreatable, Signal, Slot
from staff.viewmodels.adjust import NOTE_CHARACTERS
from staff.viewmodels.choices import ChoiceRow
from staff.viewmodels.session import StaffSession

QML_IMPORT_NAME = "staff.viewmodels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class GiveTicketInputs:
    """For whom, for which draw, why, and how far it has come."""

    member_id: str = ""
    member_name: str = ""
    campaign: str = ""
    reason: str = ""
    note: str = ""
    step: str = "typing"
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class GiveTicketProps:
    """What the page shows; `step` is typing, recording, done or refused."""

    step: str
    member_name: str
    campaign: str
    reason: str
    note: str
    ready: bool
    refusal: str


def derive(inputs: GiveTicketInputs) -> GiveTicketProps:
    """Offer the act once draw and reason are chosen."""
    complete = bool(inputs.member_id and inputs.campaign and inputs.reason)
    return GiveTicketProps(
        step=inputs.step,
        member_name=inputs.member_name,
        campaign=inputs.campaign,
        reason=inputs.reason,
        note=inputs.note,
        ready=inputs.step == "typing" and complete,
        refusal=inputs.refusal,
    )


@QmlElement
@QmlUncreatable("composition makes it")
class GiveTicketViewModel(QObject):
    """Gives one turn at a time."""

    stepChanged = Signal()
    memberNameChanged = Signal()
    campaignChanged = Signal()
    reasonChanged = Signal()
    noteChanged = Signal()
    readyChanged = Signal()
    refusalChanged = Signal()

    def __init__(self, session: StaffSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._inputs = GiveTicketInputs()
        self._props = derive(self._inputs)
        self._campaigns = RowsModel(ChoiceRow, lambda row: row.key, self)
        self._reasons = RowsModel(ChoiceRow, lambda row: row.key, self)
        session.changed.connect(self._list)
        session.locked.connect(self.close)

    @Property(str, notify=stepChanged)
    def step(self) -> str:
        return self._props.step

    @Property(str, notify=memberNameChanged)
    def memberName(self) -> str:
        return self._props.member_name

    @Property(str, notify=campaignChanged)
    def campaign(self) -> str:
        return self._props.campaign

    @Property(str, notify=reasonChanged)
    def reason(self) -> str:
        return self._props.reason

    @Property(str, notify=noteChanged)
    def note(self) -> str:
        return self._props.note

    @Property(bool, notify=readyChanged)
    def ready(self) -> bool:
        return self._props.ready

    @Property(str, notify=refusalChanged)
    def refusal(self) -> str:
        return self._props.refusal

    @Property(QAbstractItemModel, constant=True)
    def campaigns(self) -> QAbstractItemModel:
        return self._campaigns

    @Property(QAbstractItemModel, constant=True)
    def reasons(self) -> QAbstractItemModel:
        return self._reasons

    def begin(self, member_id: str, member_name: str) -> None:
        """Start; where only one draw runs it is chosen already."""
        self._list()
        rows = self._campaigns.rows
        self._take(GiveTicketInputs(member_id, member_name, rows[0].key if len(rows) == 1 else ""))

    @Slot()
    def close(self) -> None:
        """Leave nothing about anybody."""
        self._take(GiveTicketInputs())

    @Slot(str)
    def chooseCampaign(self, key: str) -> None:
        if self._inputs.step == "typing" and any(row.key == key for row in self._campaigns.rows):
            self._take(replace(self._inputs, campaign=key))

    @Slot(str)
    def choose(self, reason: str) -> None:
        if self._inputs.step == "typing" and any(row.key == reason for row in self._reasons.rows):
            self._take(replace(self._inputs, reason=reason))

    @Slot(str)
    def write(self, note: str) -> None:
        if self._inputs.step == "typing":
            self._take(replace(self._inputs, note=note[:NOTE_CHARACTERS]))

    @Slot()
    def give(self) -> None:
        """Give the turn, once."""
        signer, inputs = self._session.signer, self._inputs
        if signer is None or not self._props.ready:
            return
        desk = self._session.desk
        self._take(replace(inputs, step="recording"))
        self._session.run(
            lambda: give_ticket(desk, signer, inputs.member_id, inputs.campaign, inputs.reason, inputs.note.strip()),
            self._given,
            self.reconsider,
        )

    @Slot()
    def reconsider(self) -> None:
        """Go back to the choices."""
        self._take(replace(self._inputs, step="typing", refusal=""))

    def _given(self, answer: Done | Refused) -> None:
        match answer:
            case Done():
                self._take(replace(self._inputs, step="done"))
                self._session.wrote.emit()
            case Refused(held):
                self._take(replace(self._inputs, step="refused", refusal=held.reason))
            case _:
                assert_never(answer)

    @Slot()
    def _list(self) -> None:
        shop, say = self._session.shop, self._session.say
        self._campaigns.replace(ChoiceRow(w.key, say(w.name)) for w in (shop.wheels if shop else ()))
        self._reasons.replace(ChoiceRow(r.code, say(r.name)) for r in (shop.reasons if shop else ()))

    def _take(self, inputs: GiveTicketInputs) -> None:
        before, self._inputs, self._props = self._props, inputs, derive(inputs)
        notify_changes(self, before, self._props)
