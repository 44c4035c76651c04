"""What a device does when it or the centre was set back: it shows what it holds, sends and reads again (rules 5, 6)."""

from collections.abc import Callable, Iterator

from shared.domain.rules import HeldReason
from shared.storage.device_storage import DeviceStorage
from shared.storage.faults import CentreAway
from shared.storage.loading import Loading
from shared.storage.restoring import OwnOperation
from shared.sync.bootstrap import load
from shared.sync.port import PULL_ROWS, Central, Cursor, Head, Page, SnapshotOffer
from shared.wire.envelope import GENESIS
from shared.wire.feed import PROGRAMME_SCOPE, OperationResult, Verdict
from shared.wire.operations import ASKS
from shared.wire.testimony import write_testimony

_AS_OF_NOW = SnapshotOffer("", 0, "", 0, 0)


def present(storage: DeviceStorage, central: Central, generation: str) -> None:
    """Show what this device holds and knows; CentreAway."""
    unknown = _unknown(storage, central, _AS_OF_NOW)
    answered = tuple(answer for own in unknown if (answer := _answer_that_stays(own)) is not None)
    central.present(generation, write_testimony(storage.testimony(answered)))


def load_anew(storage: DeviceStorage, central: Central, scope: str) -> Iterator[int]:
    """Read a scope again that is not what was read before, and yield how many rows each chunk brought; CentreAway."""
    offer = central.snapshot(scope) or _nothing(central, scope)
    unknown = _unknown(storage, central, offer) if scope != PROGRAMME_SCOPE else ()
    begun = Loading(scope, offer.position, offer.token, offer.chunks, offer.members)
    storage.begin_anew(begun, tuple(own.op_id for own in unknown if own.result is not None))
    yield from load(storage, central, scope)


def take_epoch(storage: DeviceStorage, central: Central, epoch: int) -> None:
    """Go on in a new epoch: what this copy of the device has done alone is sent there; CentreAway.

    Where it is not the only copy, the other one has taken the numbers; operation ids tell what the centre has.
    """
    storage.take_epoch(epoch, tuple(own.op_id for own in _missing(storage, central)))


def gather(storage: DeviceStorage, central: Central, epoch: int) -> None:
    """Bring what a restored centre has lost and takes in its old place no more into an epoch of its own; CentreAway.

    That is so for epochs before the device's newest, and where damage has torn the queue behind what the centre, whose
    newest epoch is given, has kept: it can't be continued there, and would look like a fork.
    """
    head = central.head() if epoch == storage.epoch else Head(storage.epoch, 0, GENESIS)
    lost = storage.torn_behind(head.seq, head.hash)
    missing = _missing(storage, central)
    if lost is not None or any(own.epoch < storage.epoch for own in missing):
        storage.take_epoch(storage.epoch + 1, tuple(own.op_id for own in missing), lost or 0)


def reopen(storage: DeviceStorage, central: Central) -> None:
    """Count as waiting what the centre has no answer to, whatever a database that was damaged says; CentreAway."""
    unknown = _unknown(storage, central, _AS_OF_NOW)
    answered = tuple(own.op_id for own in unknown if own.result is not None)
    if answered:
        storage.reopen(answered)


def turned_away(storage: DeviceStorage) -> str:
    """Say what to do where the centre does not know this device, and save what it needs to know it again."""
    file = storage.save_place()
    if file is None:
        return "The centre does not let this device in: it must be enrolled."
    return (
        "The centre does not let this device in. Was it restored to a backup from before this device came? Then it "
        f"lets it in by itself once another device has told of it, or with `garapon-central device readmit {file}`."
    )


def _missing(storage: DeviceStorage, central: Central) -> tuple[OwnOperation, ...]:
    """Return the own operations that the centre does not have."""
    return _newest_without(storage, central.arrived)


def _nothing(central: Central, scope: str) -> SnapshotOffer:
    page = central.pull(Cursor(scope, 0, ""), 1)
    if isinstance(page, Page) and not page.rows:
        return SnapshotOffer(scope, 0, "", 0, 0)
    raise CentreAway("The centre is making what this device needs; it goes on by itself.")


def _unknown(storage: DeviceStorage, central: Central, offer: SnapshotOffer) -> tuple[OwnOperation, ...]:
    """Return the own operations of which the centre has no result as of a snapshot, or `_AS_OF_NOW`."""

    def answered(op_ids: tuple[str, ...]) -> frozenset[str]:
        return frozenset(result.op_id for result in central.results(offer, op_ids))

    return _newest_without(storage, answered)


_Known = Callable[[tuple[str, ...]], frozenset[str]]


def _newest_without(storage: DeviceStorage, known: _Known) -> tuple[OwnOperation, ...]:
    """Return the own operations that are not `known`, the newest first.

    The centre took and applied them in their order: a page that it knows wholly is where what it has forgotten began.
    """
    found: list[OwnOperation] = []
    page = storage.own_before(None, PULL_ROWS)
    while page:
        there = known(tuple(own.op_id for own in page))
        missing = [own for own in page if own.op_id not in there]
        if not missing:
            break
        found += missing
        page = storage.own_before(page[-1], PULL_ROWS)
    return tuple(found)


def _answer_that_stays(own: OwnOperation) -> OperationResult | None:
    """Return what the restored centre has to know of an answer: whoever heard no, or nothing yet, waits no more."""
    if own.result is None:
        no = OperationResult(own.op_id, Verdict.DECLINED, HeldReason.CENTRE_RESTORED)
        return no if own.kind in ASKS else None
    return own.result if own.result.verdict is not Verdict.APPLIED else None
