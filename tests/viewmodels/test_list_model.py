"""The list model tells views exactly what changed."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester

from shared.qt.list_model import RowsModel


@dataclass(frozen=True, slots=True)
class Line:
    key: int
    text: str


class Mirror:
    """Keeps its own copy of a model by its signals alone."""

    def __init__(self, model: RowsModel[Line]) -> None:
        self.model, self.lines, self.events = model, list(model.rows), list[str]()
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.dataChanged.connect(self._changed)

    def _inserted(self, _: QModelIndex, first: int, last: int) -> None:
        self.lines[first:first] = self.model.rows[first : last + 1]
        self.events.append(f"+{first}-{last}")

    def _removed(self, _: QModelIndex, first: int, last: int) -> None:
        del self.lines[first : last + 1]
        self.events.append(f"-{first}-{last}")

    def _changed(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        assert first.row() == last.row()
        assert len(roles) == 1
        self.lines[first.row()] = self.model.rows[first.row()]
        self.events.append(f"~{first.row()}")


LINES = st.lists(
    st.builds(Line, st.integers(0, 8), st.sampled_from("abc")), max_size=9, unique_by=lambda line: line.key
)


def made(lines: list[Line]) -> tuple[RowsModel[Line], QAbstractItemModelTester]:
    model = RowsModel(Line, key=lambda line: line.key)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.replace(lines)
    return model, tester


@given(LINES, LINES)
def test_a_view_that_only_listens_sees_the_same(before: list[Line], after: list[Line]) -> None:
    model, _tester = made(before)
    mirror = Mirror(model)
    model.replace(after)
    assert mirror.lines == list(model.rows) == after


def test_a_change_in_place_keeps_the_row() -> None:
    lines = [Line(1, "a"), Line(2, "b"), Line(3, "c")]
    model, _tester = made(lines)
    mirror = Mirror(model)
    model.replace([lines[0], replace(lines[1], text="B"), lines[2]])
    assert mirror.events == ["~1"]
    model.replace(model.rows)
    assert mirror.events == ["~1"]
    model.replace([Line(9, "new"), *model.rows])
    model.replace(model.rows[:-1])
    assert mirror.events == ["~1", "+0-0", "-3-3"]


def test_roles_are_the_field_names() -> None:
    model, _tester = made([Line(7, "seven")])
    roles = {bytes(name.data()).decode(): role for role, name in model.roleNames().items()}
    assert list(roles) == ["key", "text"]
    index = model.index(0)
    assert (model.data(index, roles["key"]), model.data(index, roles["text"])) == (7, "seven")
    assert model.data(index, 0) is None
    assert model.data(QModelIndex(), roles["key"]) is None
