"""`garapon-central stock …`: goods that can be won."""

import argparse

from shared.central import storeroom
from shared.central.commands.command import Centre, Command, json_argument
from shared.central.database import reading
from shared.central.journal import account
from shared.central.serve import utc_now
from shared.central.stock import Key, StockCount, count_stock
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.json import encode


def _place_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--campaign", required=True, metavar="KEY", help="key of a wheel")


def _delivery_arguments(parser: argparse.ArgumentParser) -> None:
    _place_arguments(parser)
    parser.add_argument(
        "--prize", required=True, action="append", metavar="KEY", help="key of one of its goods or coupons; repeatable"
    )
    parser.add_argument(
        "--count",
        required=True,
        action="append",
        type=int,
        metavar="N",
        help="pieces that arrived, one for each --prize",
    )


def _prize_arguments(parser: argparse.ArgumentParser) -> None:
    _place_arguments(parser)
    parser.add_argument("--prize", required=True, metavar="KEY", help="key of one of its goods or coupons")


def _pieces_arguments(parser: argparse.ArgumentParser) -> None:
    _prize_arguments(parser)
    parser.add_argument("--count", required=True, type=int, metavar="N", help="pieces")


def _deliver(centre: Centre) -> int:
    given = centre.arguments
    if len(given.prize) != len(given.count):
        raise Trouble("Each --prize needs its --count.")
    pieces = tuple(zip(given.prize, given.count, strict=True))
    storeroom.deliver_stock(centre.engine, given.store, given.campaign, pieces, utc_now())
    arrived = ", ".join(f"{count} x {prize}" for prize, count in pieces)
    centre.say(f"{arrived}: free in {given.store}; drums are cut from them.")
    return DONE


def _return(centre: Centre) -> int:
    given = centre.arguments
    storeroom.return_goods(centre.engine, _key(centre), given.count, utc_now(), account())
    centre.say(f"{given.count} x {given.prize} went back from {given.store}.")
    return DONE


def _count(centre: Centre) -> int:
    given = centre.arguments
    more = storeroom.count_goods(centre.engine, _key(centre), given.count, utc_now(), account())
    said = "as many as there should be" if not more else f"{abs(more)} {'more' if more > 0 else 'fewer'} than expected"
    centre.say(f"{given.count} x {given.prize} lie in {given.store}: {said}.")
    return DONE


def _withdraw(centre: Centre) -> int:
    given = centre.arguments
    recalled = storeroom.withdraw_prize(centre.engine, _key(centre), utc_now(), account())
    centre.say(
        f"{given.prize} goes into no drum of {given.store} any more; {recalled} drums are recalled. Its pieces are "
        "free when their kiosks have answered: see `garapon-central stock list`."
    )
    return DONE


def _list(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        counts = count_stock(connection)
    store: str | None = centre.arguments.store
    wanted = [count for count in counts if store in (None, count.store_id)]
    centre.say(encode(wanted).decode() if centre.arguments.json else "\n".join(_line(count) for count in wanted))
    return DONE


def _line(count: StockCount) -> str:
    place = f"{count.store_id} {count.campaign} {count.prize}"
    withdrawn = " (withdrawn)" if count.withdrawn else ""
    return (
        f"{place:<44} {count.on_shelf:>5} on the shelf: {count.in_drums} in drums, "
        f"{count.awarded - count.handed_over} to hand over, {count.free} free{withdrawn}; "
        f"delivered {count.delivered}, counted {count.counted:+d}, awarded {count.awarded}, handed over "
        f"{count.handed_over}, returned {count.returned}, written off {count.written_off}"
        f"{'' if count.holds else '  <- does not add up'}"
    )


def _key(centre: Centre) -> Key:
    return centre.arguments.store, centre.arguments.campaign, centre.arguments.prize


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", metavar="ID", help="this store only")
    json_argument(parser)


COMMANDS = (
    Command(
        ("stock", "deliver"),
        "note goods that arrived in a store",
        "Give everything that came in one command: while `serve` runs, the next drum is cut from it at once. "
        "Drums are shared among the store's kiosks and never promise more than lies there.",
        _delivery_arguments,
        _deliver,
    ),
    Command(
        ("stock", "return"),
        "note free goods that left a store unwon",
        "Only what is free can go: what is in drums or awarded is promised.",
        _pieces_arguments,
        _return,
    ),
    Command(
        ("stock", "count"),
        "note how many pieces lie on the shelf",
        "Count everything there is of the prize, with what waits to be handed over. A difference goes to or comes off "
        "the free stock; what is promised can't be missing: then withdraw the prize first.",
        _pieces_arguments,
        _count,
    ),
    Command(
        ("stock", "withdraw"),
        "put a prize into no drum of a store any more",
        "Drums that hold it are recalled and cut anew without it. Afterwards its pieces can be returned, and once no "
        "drum has one left, a new version of the programme may leave the prize out.",
        _prize_arguments,
        _withdraw,
    ),
    Command(
        ("stock", "list"),
        "show where the goods of every prize are",
        "delivered + counted = in drums + awarded + returned + written off + free, always. On the shelf lies what is "
        "in drums, awarded and not handed over yet, or free.",
        _list_arguments,
        _list,
    ),
)
