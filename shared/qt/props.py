"""Tell QML about the fields that changed, and about no others."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def changed_names(before: object, after: object) -> tuple[str, ...]:
    """Return the names of the fields in which two values of one frozen dataclass differ, in their order."""
    if before is after:
        return ()
    names = (field.name for field in fields(after))  # type: ignore[arg-type] # has to be a dataclass
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def notify_changes(owner: QObject, before: object, after: object) -> None:
    """Emit `<field>Changed` of `owner` for each field that differs; call it when `owner` already shows `after`."""
    for name in changed_names(before, after):
        signal: Any = getattr(owner, f"{name}Changed")
        signal.emit()
