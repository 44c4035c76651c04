"""`garapon-central stock …`: goods that can be won."""

import argparse

from shared.central import office
from shared.central.commands.command import Centre, Command
from shared.central.serve import utc_now
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble


def _stock_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--campaign", required=True, metavar="KEY", help="key of a wheel")
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


def _deliver(centre: Centre) -> int:
    given = centre.arguments
    if len(given.prize) != len(given.count):
        raise Trouble("Each --prize needs its --count.")
    pieces = tuple(zip(given.prize, given.count, strict=True))
    office.deliver_stock(centre.engine, given.store, given.campaign, pieces, utc_now())
    arrived = ", ".join(f"{count} x {prize}" for prize, count in pieces)
    centre.say(f"{arrived}: free in {given.store}; drums are cut from them.")
    return DONE


COMMANDS = (
    Command(
        ("stock", "deliver"),
        "note goods that arrived in a store",
        "Give everything that came in one command: while `serve` runs, the next drum is cut from it at once. "
        "Drums are shared among the store's kiosks and never promise more than lies there.",
        _stock_arguments,
        _deliver,
    ),
)
