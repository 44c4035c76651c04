"""The device's own file, as far as its logins change: each step is on the disk before the next one is taken."""

from dataclasses import replace
from pathlib import Path

from shared.wire.enrolment import Enrolment, read_enrolment, write_enrolment
from shared.wire.login import Login

AUTHORITY_FILE = "authority.pem"
"""Whose signature the centre's certificate bears; libpq reads it from a file."""


class Identity:
    """Who the device is at a PostgreSQL centre, by its enrolment file; OSError where the disk refuses."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._enrolment = read_enrolment(file)

    @property
    def device_id(self) -> str:
        """Whose logins these are."""
        return self._enrolment.device_id

    @property
    def epoch(self) -> int:
        """The epoch of the device's queue."""
        return self._enrolment.epoch

    @property
    def next_login(self) -> Login | None:
        """The login that was made and is not proven yet."""
        return self._enrolment.next_login

    @property
    def logins(self) -> tuple[Login, ...]:
        """What to log in with, the most hopeful first."""
        known = (self._enrolment.next_login, self._enrolment.login, self._enrolment.former_login)
        return tuple(login for login in known if login is not None)

    @property
    def authority(self) -> Path | None:
        """The file of the authority that the centre's certificate must bear, written anew where it is missing."""
        if not self._enrolment.authority:
            return None
        file = self._file.with_name(AUTHORITY_FILE)
        if not file.exists() or file.read_text("ascii") != self._enrolment.authority:
            file.write_text(self._enrolment.authority, "ascii")
        return file

    def expect(self, login: Login | None) -> None:
        """Note the login that is to follow, or that none is."""
        self._keep(replace(self._enrolment, next_login=login))

    def proven(self, login: Login) -> None:
        """Note that the centre knows this login: what was used before is kept for a centre that is restored."""
        before = self._enrolment.login
        if login != before:
            self._keep(replace(self._enrolment, login=login, next_login=None, former_login=before))

    def _keep(self, enrolment: Enrolment) -> None:
        write_enrolment(self._file, enrolment)
        self._enrolment = enrolment
