"""What people do with the goods of a store: bring them, send them back, count them, take a prize out of the draw."""

from datetime import datetime

from sqlalchemy import Engine

from shared.central import stock
from shared.central.database import writing
from shared.central.directory import ChainDirectory
from shared.central.drum_cutting import stocked
from shared.central.feeding import write_feed
from shared.central.journal import account, note
from shared.central.recalls import lent_drums, recall_drums
from shared.central.state import CentralState
from shared.central.stock import Key
from shared.domain.drums import Drum
from shared.runtime.trouble import Trouble


def deliver_stock(
    engine: Engine, store_id: str, campaign: str, pieces: tuple[tuple[str, int], ...], now: datetime
) -> None:
    """Note goods that arrived, per prize, all at once: a drum is cut from what is free the moment it is needed.

    Trouble for what the programme lacks, and below one piece.
    """
    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        for prize, count in pieces:
            key = store_id, campaign, prize
            _require_prize(directory, key)
            if count < 1:
                raise Trouble("A delivery has at least one piece.")
            stock.deliver(connection, now, key, count, account())


def return_goods(engine: Engine, key: Key, count: int, now: datetime, actor: str) -> None:
    """Note free goods that left the store; Trouble for what there is not."""
    if count < 1:
        raise Trouble("At least one piece goes back.")
    with writing(engine) as connection:
        stock.give_back(connection, now, key, count, actor)


def count_goods(engine: Engine, key: Key, found: int, now: datetime, actor: str) -> int:
    """Note how many pieces lie on the shelf; return how many more, or fewer, that is than there should be."""
    if found < 0:
        raise Trouble("There can't be fewer pieces than none.")
    with writing(engine) as connection:
        _require_prize(ChainDirectory(connection), key)
        return stock.take_count(connection, now, key, found, actor)


def withdraw_prize(engine: Engine, key: Key, now: datetime, actor: str) -> int:
    """Put a prize into no drum of the store any more and recall those that it is in; return how many."""
    store_id, campaign, prize = key

    def holds_it(drum: Drum) -> bool:
        here = (drum.store_id, drum.campaign) == (store_id, campaign)
        return here and any(ball.prize == prize and ball.count for ball in drum.left)

    with writing(engine) as connection:
        directory = ChainDirectory(connection)
        _require_prize(directory, key)
        stock.withdraw(connection, key)
        note(connection, now, "prize_withdrawn", "/".join(key), actor=actor)
        state = CentralState(connection, directory, now)
        count = recall_drums(state, connection, lent_drums(connection, holds_it), actor)
        write_feed(connection, state.notes)
    return count


def _require_prize(directory: ChainDirectory, key: Key) -> None:
    """See that a store's campaign has such goods; Trouble names those it has."""
    store_id, campaign, prize = key
    wheel = directory.programme_for(store_id).wheel(campaign)
    if wheel is None:
        raise Trouble(f"The programme has no campaign {campaign!r}.")
    if prize not in stocked(wheel):
        names = ", ".join(sorted(stocked(wheel)))
        raise Trouble(f"The campaign {campaign!r} has no stocked prize {prize!r}; it has {names}.")
