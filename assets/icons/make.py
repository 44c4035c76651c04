"""Write shared/ui/Icons.qml from an unpacked npm package `@tabler/icons`: `python make.py PACKAGE_FOLDER`."""

import re
import sys
from pathlib import Path

# Our name of each icon, and Tabler's.
USED = {
    "accessible": "accessible",
    "adjust": "adjustments-horizontal",
    "alert": "alert-triangle",
    "arrowDown": "arrow-down",
    "arrowLeft": "arrow-left",
    "arrowRight": "arrow-right",
    "backspace": "backspace",
    "bell": "bell",
    "calendar": "calendar-event",
    "camera": "camera",
    "card": "id",
    "check": "check",
    "chevronDown": "chevron-down",
    "chevronLeft": "chevron-left",
    "chevronRight": "chevron-right",
    "clock": "clock",
    "cloudCheck": "cloud-check",
    "cloudOff": "cloud-off",
    "gift": "gift",
    "hourglass": "hourglass",
    "info": "info-circle",
    "keyboard": "keyboard",
    "language": "language",
    "leaf": "leaf",
    "lock": "lock",
    "map": "map-2",
    "mapPin": "map-pin",
    "minus": "minus",
    "moon": "moon",
    "parcel": "package",
    "pencil": "pencil",
    "plus": "plus",
    "printer": "printer",
    "qr": "qrcode",
    "receipt": "receipt",
    "refresh": "refresh",
    "save": "device-floppy",
    "scan": "scan",
    "search": "search",
    "star": "star",
    "sun": "sun",
    "ticket": "ticket",
    "undo": "arrow-back-up",
    "user": "user",
    "userPlus": "user-plus",
    "users": "users",
    "wave": "ripple",
    "x": "x",
}
BOUNDING_BOX = "M0 0h24v24H0z"
HEAD = """pragma Singleton

import QtQuick

// The outlines of the icons in use, on a square of 24, for IconShape. Written by assets/icons/make.py from
// Tabler Icons (MIT, assets/icons/LICENSE-tabler.txt): change the list there.
QtObject {
    id: root

"""


def outline(svg: str) -> str:
    """Return the drawing of a Tabler SVG as one path."""
    return "".join(path for path in re.findall(r'<path[^>]* d="([^"]+)"', svg) if path != BOUNDING_BOX)


def main(package: Path, target: Path) -> None:
    """Write the QML singleton with one property an icon."""
    icons = {ours: (package / f"icons/outline/{theirs}.svg").read_text() for ours, theirs in USED.items()}
    lines = [f'    readonly property string {name}: "{outline(svg)}"\n' for name, svg in icons.items()]
    target.write_text(HEAD + "".join(lines) + "}\n")
    print(f"{len(lines)} icons in {target}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parents[2] / "shared/ui/Icons.qml")
