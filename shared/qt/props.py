"""Tell QML about the fields that changed, and about no others."""

from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def notify_changes(owner: QObject, before: "DataclassInstance", after: "DataclassInstance") -> None:
    """Emit `<field>Changed` of `owner`, in camel case, for each field that differs; `owner` already shows `after`."""
    for field in fields(after):
        if getattr(before, field.name) != getattr(after, field.name):
            head, *rest = field.name.split("_")
            getattr(owner, head + "".join(word.capitalize() for word in rest) + "Changed").emit()
