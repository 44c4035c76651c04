"""An invitation may come as a picture of its QR code: it goes through the camera's path like any other picture."""

from pathlib import Path

from shared.hardware.scan_files import FileRead, scan_files
from shared.runtime.trouble import Trouble
from shared.wire.invitation import PREFIX

PICTURES = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".webp"})


def read_given(given: str) -> str:
    """Return the invitation in the picture that `given` names, or `given` itself; Trouble for a picture without one."""
    file = Path(given)
    if file.suffix.lower() not in PICTURES:
        return given
    for reading in scan_files([file]):
        if not isinstance(reading, FileRead):
            raise Trouble(f"The picture {file} can't be read: {reading.reason}.")
        for text in reading.texts:
            if text.startswith(PREFIX):
                return text
    raise Trouble(f"The picture {file} shows no invitation.")
