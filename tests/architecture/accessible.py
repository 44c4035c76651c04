"""Find the controls of a window that a screen reader could not name."""

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow

NAMED_ROLES = frozenset(
    {
        QAccessible.Role.Button,
        QAccessible.Role.CheckBox,
        QAccessible.Role.ComboBox,
        QAccessible.Role.Dial,
        QAccessible.Role.EditableText,
        QAccessible.Role.Graphic,
        QAccessible.Role.Link,
        QAccessible.Role.ListItem,
        QAccessible.Role.MenuItem,
        QAccessible.Role.PageTab,
        QAccessible.Role.ProgressBar,
        QAccessible.Role.RadioButton,
        QAccessible.Role.Slider,
        QAccessible.Role.SpinBox,
        QAccessible.Role.Switch,
    }
)


def unnamed_controls(window: QWindow) -> list[str]:
    """List the visible controls of `window` without an accessible name, by role and object name."""
    return [
        f"{each.role().name} {_object_name(each)}".strip()
        for each in _controls(window)
        if not each.text(QAccessible.Text.Name).strip()
    ]


def named_controls(window: QWindow) -> list[str]:
    """List the accessible names of the visible controls of `window`."""
    return [name for each in _controls(window) if (name := each.text(QAccessible.Text.Name).strip())]


def _controls(window: QWindow) -> Iterator[QAccessibleInterface]:
    waiting = [QAccessible.queryAccessibleInterface(window)]
    while waiting:
        each = waiting.pop()
        waiting += [each.child(index) for index in range(each.childCount())]
        if each.role() in NAMED_ROLES and not each.state().invisible:
            yield each


def _object_name(each: QAccessibleInterface) -> str:
    # The bindings promise an object, but an interface may outlive its own.
    target: QObject | None = each.object()
    return "" if target is None else target.objectName()
