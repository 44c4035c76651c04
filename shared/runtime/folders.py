"""Where a program keeps its data and its logs."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from shared.runtime.trouble import Trouble

APPLICATION = "garapon"
OWNER_ONLY = 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """The two folders of one program."""

    data: Path
    logs: Path


def choose_folders(table: str, override: Path | None) -> Folders:
    """Name a program's folders: below `override`, else the platform's own for this user."""
    if override is not None:
        return Folders(data=override, logs=override / "logs")
    return Folders(
        data=platformdirs.user_data_path(APPLICATION, appauthor=False) / table,
        logs=platformdirs.user_log_path(APPLICATION, appauthor=False) / table,
    )


def platform_config_file() -> Path:
    """Name the settings file that is read when none is given."""
    return platformdirs.user_config_path(APPLICATION, appauthor=False) / "garapon.toml"


def prepare_folders(folders: Folders) -> None:
    """Make both folders, readable by their owner only, and prove that they can be written.

    Raises Trouble where the disk refuses.
    """
    for folder in (folders.data, folders.logs):
        try:
            folder.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=folder, prefix=".writable-"):
                pass
        except OSError as error:
            raise Trouble(
                f"The folder {folder} can't be used ({error.strerror}): "
                "make it writable or name another one with --data DIR."
            ) from error
