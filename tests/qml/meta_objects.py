"""View models keep the meta object of their class.

A signal connected to a method that isn't a slot makes PySide6 give that one object a meta object of its own. It dies
with the object, QML's property cache goes on remembering its address, and the next one allocated there is read with
another class's properties: pages come up empty, now and then. `@Slot` on the method is all it takes.
"""

import gc

from PySide6.QtCore import QObject

FACES = ("kiosk.viewmodels", "staff.viewmodels", "shared.demo", "shared.qt", "shared.hardware.preview")


def with_their_own() -> set[str]:
    """Return the classes of the living view models that left the meta object of their class."""
    return {
        type(thing).__qualname__
        for thing in gc.get_objects()
        if isinstance(thing, QObject) and type(thing).__module__.startswith(FACES) and "__METAOBJECT__" in vars(thing)
    }
