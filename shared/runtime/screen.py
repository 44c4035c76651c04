"""Find out, before Qt aborts the process, whether a window can open here."""

import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

from shared.runtime.libraries import FOR_QT, FOR_WAYLAND, FOR_X11, install_sentence, missing_packages
from shared.runtime.trouble import Trouble

X11_SOCKETS = Path("/tmp/.X11-unix")  # noqa: S108 -- X11's own fixed place
X11_FIRST_PORT = 6000
ANSWER_SECONDS = 3.0
WITHOUT_SCREEN = ("offscreen", "minimal", "vnc", "linuxfb", "eglfs")


def require_qt() -> None:
    """Check that Qt can be imported; raises Trouble naming every missing package at once."""
    missing = missing_packages(FOR_QT)
    if missing:
        raise Trouble(install_sentence(missing))


def require_screen(
    environment: Mapping[str, str], missing: Callable[[Mapping[str, str]], tuple[str, ...]] = missing_packages
) -> None:
    """Check that Qt can open a window; raises Trouble with what to do.

    An aborted QGuiApplication leaves no sentence, only a core dump, so it has to be known before.
    """
    require_qt()
    if not sys.platform.startswith("linux"):
        return
    platform = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if platform in WITHOUT_SCREEN:
        return
    wayland = platform != "xcb" and _wayland_answers(environment)
    x11 = not platform.startswith("wayland") and _x11_answers(environment.get("DISPLAY", ""))
    if not wayland and not x11:
        raise Trouble(
            "There is no screen here: start it inside a desktop session (DISPLAY or WAYLAND_DISPLAY must name a "
            "running one), or set QT_QPA_PLATFORM=offscreen to run without."
        )
    missing_x11 = missing(FOR_X11) if x11 else ()
    missing_wayland = missing(FOR_WAYLAND) if wayland else ()
    # Qt takes whichever platform plugin loads, so one complete set is enough.
    if (not x11 or missing_x11) and (not wayland or missing_wayland):
        raise Trouble(install_sentence(missing_wayland if wayland else missing_x11))


def _wayland_answers(environment: Mapping[str, str]) -> bool:
    name, folder = environment.get("WAYLAND_DISPLAY", ""), environment.get("XDG_RUNTIME_DIR", "")
    return bool(name) and _answers(str(Path(folder or "/") / name))


def _x11_answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.partition(".")[0]
    if not number.isdecimal():
        return False
    if host in {"", "unix"}:
        path = str(X11_SOCKETS / f"X{number}")
        return _answers(path) or _answers("\0" + path)
    try:
        with socket.create_connection((host, X11_FIRST_PORT + int(number)), ANSWER_SECONDS):
            return True
    except OSError:
        return False


def _answers(path: str) -> bool:
    with closing(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)) as client:
        client.settimeout(ANSWER_SECONDS)
        try:
            client.connect(path)
        except OSError:
            return False
    return True
