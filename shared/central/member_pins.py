"""Checking members' PINs: every attempt is counted for good before it is looked at, and looked at beside the writer.

An operation with a PIN waits at the head of its queue while a thread derives its key. The applier counts the attempt
under the operation's id and commits; only then the thread compares. Whoever kills the process in between has spent an
attempt: when it comes back, the same operation brings the same guess, and it is not counted again.
"""

import hmac
import secrets
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, StrEnum

from sqlalchemy import Connection, Engine, Row, bindparam, delete, insert, select, update

from shared.central import schema
from shared.central.inbox import Arrived, Queue
from shared.domain.operations import Ask, ExchangeForTicket, RedeemReward, ResetMemberPin
from shared.domain.pins import LockedOut, PinAttempts, counted, may_try
from shared.domain.rules import Held, HeldReason, PinProof
from shared.runtime.logs import EventLog
from shared.storage.faults import StorageFault, central_line
from shared.wire.feed import Verdict
from shared.wire.keys import DeviceKeys, device_keys
from shared.wire.member_pins import GivenPin, open_pin
from shared.wire.operations import ASKS, read_operation
from shared.wire.stretching import COUNTED, stretch

SALT_BYTES = 16

_log = EventLog(__name__)
_PIN, _CHECK = schema.member_pin, schema.pin_check
_OF_MEMBER = select(_PIN).where(_PIN.c.member_id == bindparam("member")).with_for_update()
_OF_OPERATION = select(_CHECK).where(_CHECK.c.op_id == bindparam("op"))
_COUNT = (
    update(_PIN).where(_PIN.c.member_id == bindparam("member")).values(wrong=bindparam("n"), last_at=bindparam("at"))
)
_FOUND = (
    update(_CHECK)
    .where(_CHECK.c.op_id == bindparam("op"), _CHECK.c.finding == "")
    .values(finding=bindparam("now"), salt=bindparam("with_salt"), verifier=bindparam("with_verifier"))
)


class Finding(StrEnum):
    """What a check has found; nothing is written while it goes on."""

    RIGHT = "right"
    WRONG = "wrong"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Task:
    """A PIN to derive a key from: compared with `verifier`, or with nothing where she chooses it."""

    op_id: str
    member_id: str
    given: GivenPin
    salt: bytes
    verifier: bytes | None
    number: int


class Known(Enum):
    """What a restored centre knows of an operation: nothing, that it had arrived before, that it was refused then."""

    NEW = 1
    SENT_AGAIN = 2
    REFUSED = 3


@dataclass(slots=True)
class Admission:
    """The operations of a batch that are ready, what is known of their PINs, and what is still to be found out.

    `keys` open what else is sealed for the centre.
    """

    operations: list[tuple[Queue, Arrived]] = field(default_factory=list)
    keys: DeviceKeys | None = field(default=None, repr=False)
    proofs: dict[str, PinProof | Held] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)


class PinDesk:
    """Checks PINs for one applier; `found` is called, on any thread, when an answer can go on.

    `secret` (32 bytes) is the chain's, known to the centre only: from it come the key that PINs are sealed to and the
    pepper of their verifiers.
    """

    def __init__(self, engine: Engine, secret: bytes, executor: Executor | None = None) -> None:
        self._engine = engine
        self._keys: DeviceKeys = device_keys(secret)
        self._pepper = secret
        self._executor = executor or ThreadPoolExecutor(max_workers=1, thread_name_prefix="pins")
        self._under_way: set[str] = set()
        self.found: Callable[[], None] = lambda: None

    @property
    def public_key(self) -> str:
        """The key (hex) to seal PINs to."""
        return self._keys.sealing_public

    def admit(
        self,
        connection: Connection,
        operations: Iterable[tuple[Queue, Arrived]],
        now: datetime,
        known: Callable[[Arrived], Known] = lambda _: Known.NEW,
    ) -> Admission:
        """Let operations through whose PIN is checked, or need not be; count the attempts of the others.

        What stands behind an operation in its queue waits with it. Call it in the writer's transaction.
        """
        admission = Admission(keys=self._keys)
        waiting: set[tuple[str, int]] = set()
        for queue, arrived in operations:
            if queue.key in waiting:
                continue
            if not self._is_ready(connection, arrived, now, known(arrived), admission):
                waiting.add(queue.key)
                continue
            admission.operations.append((queue, arrived))
        return admission

    def conclude(self, connection: Connection, admission: Admission, results: Iterable[Mapping[str, object]]) -> None:
        """Keep PINs that were chosen, forget those that staff reset, in the transaction that gives these results."""
        verdicts = {str(row["op_id"]): row["verdict"] for row in results}
        done = {op_id for op_id, verdict in verdicts.items() if verdict == Verdict.APPLIED}
        for _, arrived in admission.operations:
            draft = arrived.envelope.draft
            if draft.op_id in done and admission.proofs.get(draft.op_id) is PinProof.CHOSEN:
                _keep(connection, draft.op_id)
            elif draft.op_id in done and draft.kind == "reset_member_pin":
                operation = read_operation(draft.kind, draft.schema_version, draft.payload)
                if isinstance(operation, ResetMemberPin):
                    connection.execute(delete(_PIN).where(_PIN.c.member_id == operation.member_id))
        answered = sorted(verdicts.keys() & admission.proofs.keys())
        if answered:
            connection.execute(delete(_CHECK).where(_CHECK.c.op_id.in_(answered)))

    def start(self, admission: Admission) -> None:
        """Begin the checks; call it when the attempts are committed, never before."""
        for task in admission.tasks:
            if task.op_id not in self._under_way:
                self._under_way.add(task.op_id)
                self._executor.submit(self._check, task)

    def close(self) -> None:
        """End after the check that runs; the others begin again with the next process."""
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _is_ready(
        self, connection: Connection, arrived: Arrived, now: datetime, known: Known, admission: Admission
    ) -> bool:
        draft = arrived.envelope.draft
        ask = _ask_of(arrived)
        if ask is None or ask.pin is None or known is Known.REFUSED:
            return True
        answer = self._answer(connection, draft.op_id, ask, now, sent_again=known is Known.SENT_AGAIN)
        if isinstance(answer, Task):
            admission.tasks.append(answer)
            return False
        admission.proofs[draft.op_id] = answer
        return True

    def _answer(
        self, connection: Connection, op_id: str, ask: Ask, now: datetime, *, sent_again: bool
    ) -> PinProof | Held | Task:
        given = open_pin(self._keys, ask.pin or "", ask.member_id, ask.request)
        if given is None:
            return Held(HeldReason.PIN_UNREADABLE)
        known = connection.execute(_OF_MEMBER, {"member": ask.member_id}).one_or_none()
        check = connection.execute(_OF_OPERATION, {"op": op_id}).one_or_none()
        if check is not None and check.finding:
            return _proof(Finding(check.finding), known, now)
        if known is None and not given.choosing and not sent_again:
            # To one that is sent again the PIN was known: whoever chose it is still to be heard.
            return Held(HeldReason.PIN_UNSET)
        number = check.number if check is not None else 0
        if check is None:
            attempts = PinAttempts(known.wrong, known.last_at) if known is not None else PinAttempts()
            allowed = may_try(attempts, now)
            if isinstance(allowed, LockedOut):
                return _locked(allowed)
            if known is not None:
                after = counted(attempts, now)
                number = after.count
                connection.execute(_COUNT, {"member": ask.member_id, "n": number, "at": after.last_at})
            row = {"op_id": op_id, "member_id": ask.member_id, "number": number, "finding": ""}
            connection.execute(insert(_CHECK).values(salt="", verifier="", **row))
        salt = bytes.fromhex(known.salt) if known is not None else secrets.token_bytes(SALT_BYTES)
        verifier = bytes.fromhex(known.verifier) if known is not None else None
        return Task(op_id, ask.member_id, given, salt, verifier, number)

    def _check(self, task: Task) -> None:
        try:
            derived = derive(self._pepper, task.salt, task.given.pin)
            with central_line():
                self._write_down(task, derived)
        except StorageFault:
            _log.warning("database_away")
        except Exception as error:  # noqa: BLE001  the operation waits, and the next round tries again
            _log.error("pin_check_failed", error, operation_id=task.op_id)
        finally:
            self._under_way.discard(task.op_id)
            self.found()

    def _write_down(self, task: Task, derived: bytes) -> None:
        if task.verifier is None:
            finding = Finding.CHOSEN
        else:
            finding = Finding.RIGHT if hmac.compare_digest(task.verifier, derived) else Finding.WRONG
        kept = (task.salt.hex(), derived.hex()) if finding is Finding.CHOSEN else ("", "")
        with self._engine.begin() as connection:
            row = {"op": task.op_id, "now": finding.value, "with_salt": kept[0], "with_verifier": kept[1]}
            if not connection.execute(_FOUND, row).rowcount or finding is not Finding.RIGHT:
                return
            known = connection.execute(_OF_MEMBER, {"member": task.member_id}).one_or_none()
            if known is not None:
                # Attempts that others made meanwhile stay counted.
                left = max(known.wrong - task.number, 0)
                connection.execute(_COUNT, {"member": task.member_id, "n": left, "at": known.last_at})


def pin_found(connection: Connection, op_id: str) -> PinProof:
    """Return what was found of the PIN of an operation that had no answer at first (`resending`)."""
    check = connection.execute(_OF_OPERATION, {"op": op_id}).one_or_none()
    match check.finding if check is not None else "":
        case Finding.RIGHT:
            return PinProof.RIGHT
        case Finding.CHOSEN:
            return PinProof.CHOSEN
        case _:
            return PinProof.NONE


def conclude_late(connection: Connection, op_id: str, proof: PinProof) -> None:
    """Keep a PIN that was chosen by an operation which has its answer at last."""
    if proof is PinProof.CHOSEN:
        _keep(connection, op_id)
    connection.execute(delete(_CHECK).where(_CHECK.c.op_id == op_id))


def pin_key(secret: str) -> str:
    """Return the public key (hex) that kiosks seal PINs to, for the chain's secret (hex)."""
    return device_keys(bytes.fromhex(secret)).sealing_public


def derive(pepper: bytes, salt: bytes, pin: str) -> bytes:
    """Return what is kept of a PIN; what protects four digits is the chain's secret."""
    return stretch(pin.encode(), salt, COUNTED, pepper)


def _keep(connection: Connection, op_id: str) -> None:
    check = connection.execute(_OF_OPERATION, {"op": op_id}).one()
    if connection.execute(_OF_MEMBER, {"member": check.member_id}).one_or_none() is None:
        row = {"member_id": check.member_id, "salt": check.salt, "verifier": check.verifier}
        connection.execute(insert(_PIN).values(wrong=0, last_at=None, **row))


def _ask_of(arrived: Arrived) -> Ask | None:
    draft = arrived.envelope.draft
    if draft.kind not in ASKS:
        return None
    operation = read_operation(draft.kind, draft.schema_version, draft.payload)
    return operation if isinstance(operation, RedeemReward | ExchangeForTicket) else None


def _proof(finding: Finding, known: Row[tuple[object, ...]] | None, now: datetime) -> PinProof | Held:
    match finding:
        case Finding.RIGHT:
            return PinProof.RIGHT
        case Finding.CHOSEN:
            # Somebody else's choice came first: hers was never compared with it.
            return PinProof.CHOSEN if known is None else Held(HeldReason.PIN_WRONG, "0")
        case Finding.WRONG:
            allowed = may_try(PinAttempts(known.wrong, known.last_at), now) if known is not None else None
            if isinstance(allowed, LockedOut):
                return _locked(allowed)
            return Held(HeldReason.PIN_WRONG, str(allowed.left if allowed is not None else 0))


def _locked(locked: LockedOut) -> Held:
    """Say how long she waits: an instant, or nothing where staff have to reset the PIN."""
    return Held(HeldReason.PIN_LOCKED, locked.until.isoformat() if locked.until is not None else "")
