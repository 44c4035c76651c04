"""Coming up to date from a snapshot: a device that has nothing, or that was away longer than the feed is kept."""

from collections.abc import Iterator

from shared.storage.device_storage import DeviceStorage
from shared.storage.faults import CentreAway
from shared.storage.loading import Loading
from shared.sync.port import PULL_ROWS, Central, SnapshotOffer
from shared.wire.feed import PROGRAMME_SCOPE, OperationResult


def load(storage: DeviceStorage, central: Central, scope: str, *, behind: bool = False) -> Iterator[int]:
    """Load the snapshot that a scope needs, if it needs one, and yield how many rows each chunk brought.

    Begins at position 0 (or where `behind` says that the feed does not reach back to the cursor), goes on with what an
    earlier run has begun, and ends with the cursor at the snapshot's position. CentreAway as everywhere.
    """
    under_way = storage.loading(scope)
    if under_way is None:
        if not behind and storage.position(scope).position:
            return
        under_way = _begin(storage, central, scope, behind=behind)
    while under_way is not None:
        offer = SnapshotOffer(scope, under_way.position, under_way.token, under_way.chunks, under_way.members)
        if under_way.done == offer.chunks:
            storage.end_loading(scope, _results(storage, central, offer))
            return
        number = under_way.done + 1
        chunk = central.chunk(offer, number)
        if chunk is None:
            # It was cleared away while this device was cut off: the newest one takes its place.
            storage.drop_loading(scope)
            under_way = _begin(storage, central, scope, behind=behind)
            continue
        yield storage.take_chunk(scope, number, chunk)
        under_way = storage.loading(scope)


def _results(storage: DeviceStorage, central: Central, offer: SnapshotOffer) -> tuple[OperationResult, ...]:
    # The programme's feed tells no results: those of the store's would come here before their effects.
    waiting = storage.unsettled_ids() if offer.scope != PROGRAMME_SCOPE else ()
    pages = (waiting[start : start + PULL_ROWS] for start in range(0, len(waiting), PULL_ROWS))
    return tuple(result for page in pages for result in central.results(offer, page))


def _begin(storage: DeviceStorage, central: Central, scope: str, *, behind: bool) -> Loading | None:
    offer = central.snapshot(scope)
    if offer is None:
        if behind:
            raise CentreAway("The centre is making what this device needs; it goes on by itself.")
        return None
    storage.begin_loading(Loading(scope, offer.position, offer.token, offer.chunks, offer.members))
    return storage.loading(scope)
