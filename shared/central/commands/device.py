"""`garapon-central device …`: kiosks, tablets and desktops."""

import argparse
from pathlib import Path

from shared.central import office
from shared.central.commands.command import Centre, Command, device_named, json_argument, write_file
from shared.central.database import reading
from shared.central.journal import account
from shared.central.office_devices import freeze_device, list_devices, release_device, revoke_device
from shared.central.recalls import resume_device, retire_device
from shared.central.serve import utc_now
from shared.central.write_off import write_off_device
from shared.domain.devices import DeviceKind
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment
from shared.wire.json import encode


def _device_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.value for kind in DeviceKind]
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--kind", required=True, choices=kinds, help="what the device is for")
    parser.add_argument("--label", required=True, help='what people call it, like "Kiosk 1"')
    parser.add_argument("--counter", action="store_true", help="the one tablet of its store that hands prizes over")
    parser.add_argument("--out", required=True, metavar="FILE", type=Path, help="where the enrolment file goes")


def _add_device(centre: Centre) -> int:
    given = centre.arguments
    file: Path = given.out / ENROLMENT_FILE if given.out.is_dir() else given.out
    if file.exists():
        raise Trouble(f"{file} exists already: each device has an enrolment of its own.")
    if not file.parent.is_dir():
        raise Trouble(f"The folder {file.parent} does not exist.")
    device = (given.store, DeviceKind(given.kind), given.label)
    enrolment = office.add_device(centre.engine, centre.secrets, centre.url, device, utc_now(), counter=given.counter)
    write_file(file, lambda: write_enrolment(file, enrolment))
    centre.say(f"{given.label} is device {enrolment.number}. Move {file} into its data folder as {ENROLMENT_FILE}.")
    return DONE


def _recall_arguments(parser: argparse.ArgumentParser) -> None:
    _which(parser)
    parser.add_argument("--end", action="store_true", help="lend to it again")


def _recall(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        device_id = device_named(connection, centre.arguments.device)
    if centre.arguments.end:
        resume_device(centre.engine, device_id, utc_now(), account())
        centre.say("It is lent to again.")
        return DONE
    drums, tickets = retire_device(centre.engine, device_id, utc_now(), account())
    centre.say(
        f"{drums} drums and {tickets} turns are asked for, and nothing more is lent to it. They are free for others "
        "when it has answered: see `garapon-central status`."
    )
    return DONE


def _write_off(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        device_id = device_named(connection, centre.arguments.device)
    lost = write_off_device(centre.engine, device_id, utc_now(), account())
    centre.say(
        f"Written off: {lost.drums} drums with {lost.balls} balls, {lost.tickets} turns. "
        f"{lost.vouchers} vouchers belong to the store's next counter. What the device did unheard is held if it ever "
        "arrives. Goods that still lie there are counted in by `garapon-central stock count`."
    )
    return DONE


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("device", metavar="DEVICE", help="its number or id, as `device list` shows them")


def _which_and_why(parser: argparse.ArgumentParser) -> None:
    _which(parser)
    parser.add_argument("--reason", default="", metavar="TEXT", help="why, for the audit (at most 200 characters)")


def _list(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        devices = list_devices(connection)
    if centre.arguments.json:
        centre.say(encode({"devices": devices}).decode())
        return DONE
    centre.say("No.  State    Since                 Store         Kind     Device id                         Label")
    for device in devices:
        since = device.since.astimezone().strftime("%Y-%m-%d %H:%M %z")
        why = f" ({device.reason})" if device.reason else ""
        centre.say(
            f"{device.number:<4} {device.state:<8} {since:<21} {device.store_id:<13} {device.kind:<8} "
            f"{device.device_id:<33} {device.label}{why}"
        )
    return DONE


def _freeze(centre: Centre) -> int:
    given = centre.arguments
    device = freeze_device(centre.engine, given.device, given.reason, utc_now())
    centre.say(f"{device.label} is frozen: what it sends waits, and nothing is lent to it, until `device release`.")
    return DONE


def _release(centre: Centre) -> int:
    device = release_device(centre.engine, centre.arguments.device, utc_now())
    centre.say(f"{device.label} goes on where it stood.")
    return DONE


def _revoke(centre: Centre) -> int:
    given = centre.arguments
    device = revoke_device(centre.engine, given.device, given.reason, utc_now())
    centre.say(
        f"{device.label} is shut out for good. What it sent before is applied; it forgets its members at its next "
        "contact. What it still holds stays its own until `garapon-central device write-off` gives it up."
    )
    return DONE


COMMANDS = (
    Command(
        ("device", "recall"),
        "ask a device for everything it holds, and lend it nothing more",
        "For a kiosk that moves, rests or goes, or whose prizes are wanted at another one. An online kiosk answers "
        "within seconds; its drums are cut anew for the store's other kiosks, its turns go to the kiosk where their "
        "member shows her card next. Nothing comes back by itself from one that does not answer.",
        _recall_arguments,
        _recall,
    ),
    Command(
        ("device", "write-off"),
        "give up what a lost device holds, for good",
        "For a device that will not answer any more. What was left in its drums counts as written off and never comes "
        "back by itself, its unused turns are gone, nothing is lent to it any more, and turns or hand-overs of it that "
        "arrive later are held for a manager. Recall what can still be reached with `device recall` instead. It "
        "is written down who did this.",
        _which,
        _write_off,
    ),
    Command(
        ("device", "add"),
        "enrol a kiosk, tablet or desktop",
        "Writes the enrolment file, which holds the device's keys and the address of the centre (--central): readable "
        "by its owner only, to be moved into the device's data folder as device.json and kept nowhere else.",
        _device_arguments,
        _add_device,
    ),
    Command(
        ("device", "list"),
        "show every device and how it stands",
        "active: exchanges; frozen: what it sends waits; revoked: shut out for good.",
        json_argument,
        _list,
    ),
    Command(
        ("device", "freeze"),
        "keep what a device sends and apply none of it",
        "For a device that may be copied or in the wrong hands. Nothing is lost, nothing is lent to it, and `device "
        "release` undoes it.",
        _which_and_why,
        _freeze,
    ),
    Command(
        ("device", "release"),
        "let a frozen device go on",
        "What it sent meanwhile is applied, in its order.",
        _which,
        _release,
    ),
    Command(
        ("device", "revoke"),
        "shut a device out for good",
        "For a stolen, broken or retired device. Its connections are cut at once; what it sent before is applied, what "
        "comes later is not accepted. At its next contact it forgets its members and keeps its queue. There is no way "
        "back: enrol the machine again, in an empty data folder.",
        _which_and_why,
        _revoke,
    ),
)
