"""Tell QML what changed, and only that."""

from dataclasses import fields
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def announce(view_model: QObject, before: "DataclassInstance", after: "DataclassInstance") -> None:
    """Emit `<field>Changed` in camel case for each field that differs; call it after the view model holds `after`."""
    for field in fields(after):
        if getattr(before, field.name) != getattr(after, field.name):
            head, *rest = field.name.split("_")
            getattr(view_model, head + "".join(word.capitalize() for word in rest) + "Changed").emit()
