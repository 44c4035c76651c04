"""Disks that are full or locked, as they really are: the sentence, what is still shown, and going on by itself."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

NAMESPACE = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--mount"]


def _may_mount() -> bool:
    command = [*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"]
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


# Where nothing may be mounted (a container without rights), limits of the process are what there is.
WAYS = [("limits", []), *([("tmpfs", NAMESPACE)] if _may_mount() else [])]


@pytest.mark.parametrize(("mode", "command"), WAYS)
def test_a_disk_that_fills_up_or_is_locked_loses_nothing_and_goes_on(
    tmp_path: Path, mode: str, command: list[str]
) -> None:
    child = [*command, sys.executable, "-m", "tests.storage.small_disk", mode, str(tmp_path)]
    environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    ended = subprocess.run(child, check=False, capture_output=True, text=True, env=environment)
    assert ended.returncode == 0, ended.stderr
