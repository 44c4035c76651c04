"""The floor of starting: what the kiosk imports, and an empty QML window; says on stdout when that is shown."""

import contextlib
import importlib
import json
import sys
import time
from pathlib import Path


def main() -> int:
    """Import the modules that the file names, open the window, and stay until ended."""
    for name in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")):
        # A few modules come into being with others and can't be imported by name.
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtQml import QQmlApplicationEngine
    from PySide6.QtQuick import QQuickWindow

    application = QGuiApplication(["floor"])
    engine = QQmlApplicationEngine()
    engine.loadData(b"import QtQuick\nWindow { width: 1080; height: 1920; visible: true }")
    (window,) = engine.rootObjects()
    assert isinstance(window, QQuickWindow)

    def shown() -> None:
        sys.stdout.write(json.dumps({"event": "interactive", "at_ns": time.monotonic_ns()}) + "\n")
        sys.stdout.flush()
        window.frameSwapped.disconnect(shown)

    window.frameSwapped.connect(shown)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
