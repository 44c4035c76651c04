"""`garapon-central held …`: promises that could not be kept, and what becomes of them."""

import argparse

from shared.central.commands.command import Centre, Command, json_argument
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.inbox import arrived_operation
from shared.central.journal import account, note
from shared.central.review import (
    By,
    HeldInStore,
    HeldSettled,
    NotOpen,
    StillHeld,
    list_held,
    read_held,
    reject,
    try_again,
)
from shared.central.serve import utc_now
from shared.central.state import CentralState
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.json import decode, encode

STILL_HELD = 1
"""Exit code of `held release` for an operation that can't be kept as things stand."""


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="show those that were settled, too")
    json_argument(parser)


def _list(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        held = list_held(connection, settled=centre.arguments.all)
        labels = {d.device_id: f"{d.number} {d.label}" for d in ChainDirectory(connection).all_devices()}
    if centre.arguments.json:
        centre.say(encode([_fields(one) for one in held]).decode())
        return DONE
    for one in held:
        row = one.held
        state = "" if not row.released else f"  [{row.state}]"
        centre.say(
            f"{row.op_id}  {row.at:%Y-%m-%d %H:%M}  {one.store_id}  {labels.get(row.device_id, row.device_id)}  "
            f"{row.kind}: {row.reason}{f' ({row.detail})' if row.detail else ''}{state}"
        )
    centre.say(f"{sum(not one.held.released for one in held)} operations are held.")
    return DONE


def _op_argument(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("op_id", metavar="OPERATION", help="as `held list` shows it")


def _show(centre: Centre) -> int:
    op_id = centre.arguments.op_id
    with reading(centre.engine) as connection:
        one = read_held(connection, op_id)
        arrived = arrived_operation(connection, op_id)
    if one is None:
        raise _unknown(op_id)
    payload: object = None
    if arrived is not None:
        payload = decode(object, arrived.envelope.draft.payload) if arrived.envelope.draft.payload else None
    centre.say(encode(_fields(one) | {"operation": payload}).decode())
    return DONE


def _release(centre: Centre) -> int:
    op_id, now = centre.arguments.op_id, utc_now()
    with writing(centre.engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now)
        answer = try_again(connection, state, op_id, now, By(account()))
        note(connection, now, "held_released", op_id, type(answer).__name__, account())
        write_feed(connection, state.notes)
    if isinstance(answer, HeldSettled):
        centre.say(f"The operation was applied: {answer.result.verdict}.")
        return DONE
    if isinstance(answer, StillHeld):
        centre.say(f"It still can't be kept: {answer.reason}{f' ({answer.detail})' if answer.detail else ''}.")
        return STILL_HELD
    raise _unknown(op_id)


def _reject_arguments(parser: argparse.ArgumentParser) -> None:
    _op_argument(parser)
    parser.add_argument("--note", default="", help="why, for the audit")


def _reject(centre: Centre) -> int:
    op_id, now = centre.arguments.op_id, utc_now()
    with writing(centre.engine) as connection:
        state = CentralState(connection, ChainDirectory(connection), now)
        answer = reject(connection, state, op_id, now, By(account()))
        note(connection, now, "held_rejected", op_id, centre.arguments.note, account())
        write_feed(connection, state.notes)
    if isinstance(answer, NotOpen):
        raise _unknown(op_id)
    centre.say("The operation is rejected, and its device hears so.")
    return DONE


def _fields(one: HeldInStore) -> dict[str, object]:
    return {"store_id": one.store_id, "held": one.held}


def _unknown(op_id: str) -> Trouble:
    return Trouble(f"No operation {op_id} is held: look at `garapon-central held list`.")


COMMANDS = (
    Command(
        ("held", "list"),
        "show the operations that could not be kept",
        "Each with its device, its kind and the reason. What waits for a member or a programme that has not arrived is "
        "tried again by itself as soon as that is there.",
        _list_arguments,
        _list,
    ),
    Command(
        ("held", "show"),
        "show one held operation with its contents, as JSON",
        "The contents may name a person.",
        _op_argument,
        _show,
    ),
    Command(
        ("held", "release"),
        "try a held operation again, as things stand now",
        "It is applied with its own time, people and contents. Exit code 0 when it was applied, 1 when it is held on.",
        _op_argument,
        _release,
    ),
    Command(
        ("held", "reject"),
        "take a held operation off the list for good",
        "It did not happen; its device hears so.",
        _reject_arguments,
        _reject,
    ),
)
