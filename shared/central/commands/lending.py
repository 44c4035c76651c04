"""`garapon-central lending …`: whether drums, tickets and vouchers are lent to devices."""

import argparse

from shared.central.commands.command import Centre, Command, no_arguments
from shared.central.database import writing
from shared.central.generations import begin_generation
from shared.central.journal import account
from shared.central.lending import PauseReason, pause_lending
from shared.central.resending import end_restoring
from shared.central.serve import utc_now
from shared.runtime.start import DONE

_MEANING = (
    "After a restore the centre has forgotten what it lent since the backup, so it lends nothing until every device "
    "has been heard of or is written off: otherwise the same ball could lie in two drums. "
)


def _pause_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set-back",
        action="store_true",
        help="the database was set back by other means than `restore`: await every device, as after a restore",
    )


def _pause(centre: Centre) -> int:
    with writing(centre.engine) as connection:
        if centre.arguments.set_back:
            begin_generation(connection, utc_now(), "set back")
            centre.say("Nothing is lent until every device has shown what it holds: `status` says who is awaited.")
            return DONE
        pause_lending(connection, PauseReason.ASKED, utc_now(), account())
    centre.say("Nothing is lent from now on; what devices hold they may use.")
    return DONE


def _resume(centre: Centre) -> int:
    with writing(centre.engine) as connection:
        ended = end_restoring(connection, utc_now(), account())
    centre.say("The centre lends again." if ended else "There was no pause.")
    return DONE


COMMANDS = (
    Command(("lending", "pause"), "lend nothing to devices until further notice", _MEANING, _pause_arguments, _pause),
    Command(
        ("lending", "resume"),
        "lend again, also where devices are still missing after a restore",
        _MEANING
        + "Resume early only when what the missing devices held is known not to be used: write them off first.",
        no_arguments,
        _resume,
    ),
)
