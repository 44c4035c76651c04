"""`garapon-central campaign …`: draws and other campaigns as they run."""

import argparse

from shared.central import campaigns
from shared.central.campaigns import CampaignStatus
from shared.central.commands.command import Centre, Command, json_argument
from shared.central.database import reading
from shared.central.journal import account
from shared.central.serve import utc_now
from shared.domain.text import EVERYWHERE
from shared.runtime.start import DONE
from shared.wire.json import encode


def _stop_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="key of a draw or another campaign of the programme")
    parser.add_argument("--store", metavar="ID", help="stop it in this store only")


def _stop(centre: Centre) -> int:
    given = centre.arguments
    stopped = campaigns.stop_campaign(centre.engine, given.key, given.store, utc_now(), account())
    where = f"in {given.store}" if given.store else "everywhere"
    centre.say(
        f"The campaign {given.key} is stopped {where}: version {stopped.version} of the programme says so. "
        f"{stopped.drums_recalled} drums are recalled; what is left in them is free when their kiosks have answered."
    )
    return DONE


def _list(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        found = campaigns.campaign_list(connection, utc_now())
    centre.say(encode(found).decode() if centre.arguments.json else "\n".join(_line(each) for each in found))
    return DONE


def _line(status: CampaignStatus) -> str:
    stores = ", ".join("everywhere" if store == EVERYWHERE else store for store in status.stopped_in)
    return (
        f"{status.key:<24} {status.standing:<8} {status.drums_lent} drums lent, {status.drums_recalled} recalled, "
        f"{status.drums_over} over; {status.balls_out} balls out{f'; stopped: {stores}' if stores else ''}"
    )


COMMANDS = (
    Command(
        ("campaign", "list"),
        "show every campaign with its drums",
        "`lent` drums are turned by kiosks, `recalled` ones are wanted back, `over` are empty, given back or written "
        "off.",
        json_argument,
        _list,
    ),
    Command(
        ("campaign", "stop"),
        "stop a campaign for good, in one store or everywhere",
        "Kiosks that are online stop offering it within ten seconds and give a draw's drums back; the others when they "
        "hear of it. Turns and steps that are taken until then stand. A stop can't be taken back: make a new campaign.",
        _stop_arguments,
        _stop,
    ),
)
