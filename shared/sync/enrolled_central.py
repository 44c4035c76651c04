"""A PostgreSQL centre as an enrolled device meets it: it logs in as itself, and renews its password when asked to."""

from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import OperationalError

from shared.application.ports import Clock, LookedUp, LookUp
from shared.domain.devices import DeviceState
from shared.runtime.logs import EventLog
from shared.storage.engine import postgres_engine
from shared.storage.faults import CentreAway, central_line
from shared.sync.identity import Identity
from shared.sync.port import NotLetIn, Standing
from shared.sync.sql_central import SqlCentral
from shared.wire.login import Login, new_password, scram_verifier

_REFUSED = "FATAL"
"""Only by its words does libpq tell a server that refuses from one that is away."""
_UNKNOWN = ("password authentication failed", 'role "garapon_d_', "permission denied for database")
"""What it says of a login that it does not have; of anything else it may think better soon."""
_SLOTS = {"a": "b", "b": "a"}

_log = EventLog(__name__)


class EnrolledCentral(SqlCentral):
    """Implements `port.Central` for a device with logins of its own."""

    def __init__(self, address: URL, identity: Identity, clock: Clock) -> None:
        self._address = address
        self._identity = identity
        self._login = identity.logins[0]
        super().__init__(self._engine_for(self._login), identity.device_id, identity.epoch, clock)

    def standing(self) -> Standing | None:
        """Return how this device stands, having logged in and renewed the login if it is time; CentreAway."""
        with central_line():
            self._log_in()
            standing = super().standing()
            if standing is None or standing.state is DeviceState.REVOKED:
                return standing
            if standing.renew:
                self._renew()
            elif self._identity.next_login is not None:
                # It was not let in, and nobody waits for it.
                self._identity.expect(None)
            return standing

    def leave(self) -> None:
        """Have this device's logins closed; CentreAway."""
        with central_line():
            self._call("SELECT garapon_leave()")

    def tell_fork(self, seq: int) -> None:
        """Tell that another device writes under this one's numbers; CentreAway."""
        with central_line():
            self._call("SELECT garapon_fork(:at)", at=seq)

    def look_up(self, asked: LookUp) -> LookedUp:
        """Ask for a member unknown here, the first time, and return how it stands; CentreAway."""
        with central_line():
            given = {"question": asked.question, "sought": asked.sought.value, "value": asked.value}
            return LookedUp(str(self._call("SELECT garapon_look_up(:question, :sought, :value)", **given)))

    def _log_in(self) -> None:
        """Connect by the most hopeful login that the centre knows."""
        refusal: OperationalError | None = None
        for login in self._identity.logins:
            try:
                self._use(login)
            except OperationalError as error:
                if _REFUSED not in str(error):
                    raise
                refusal = error
                continue
            if login == self._identity.next_login:
                # The centre ends the login before this one; only then is it forgotten here.
                self._call("SELECT garapon_settle()")
                _log.info("login_renewed")
            self._identity.proven(login)
            return
        if any(words in str(refusal) for words in _UNKNOWN):
            raise NotLetIn("The centre does not let this device in.") from refusal
        raise CentreAway("The centre refuses the line.") from refusal

    def _renew(self) -> None:
        """Make a password, keep it, then have the centre take it, then prove it; whatever breaks, one of them holds."""
        other = f"{self._login.role[:-1]}{_SLOTS[self._login.role[-1]]}"
        waiting = self._identity.next_login
        fresh = waiting if waiting is not None and waiting.role == other else Login(other, new_password())
        self._identity.expect(fresh)
        self._call("SELECT garapon_renew(:verifier)", verifier=scram_verifier(fresh.password))
        self._log_in()

    def _use(self, login: Login) -> None:
        if login != self._login:
            self.close()
            self._login, self._engine = login, self._engine_for(login)
        self._line("DEFERRED")

    def _call(self, statement: str, **values: str | int) -> object:
        connection = self._line("DEFERRED")
        with connection.begin():
            return connection.execute(text(statement), values).scalar()

    def _engine_for(self, login: Login) -> Engine:
        address = self._address.set(username=login.role, password=login.password)
        return postgres_engine(address, self._identity.authority)
