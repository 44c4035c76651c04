"""`garapon-central device …`: kiosks, tablets and desktops."""

import argparse
from pathlib import Path

from sqlalchemy import make_url

from shared.central import office
from shared.central.commands.command import Centre, Command, json_argument, write_file
from shared.central.database import is_embedded, reading
from shared.central.invitation_card import INVITATION_FILE, draw_invitation, way_for_devices
from shared.central.invitations import invite_device
from shared.central.journal import account
from shared.central.office_devices import freeze_device, list_devices, release_device, revoke_device
from shared.central.recalls import resume_device, retire_device
from shared.central.serve import utc_now
from shared.central.testimonies import readmit
from shared.central.write_off import write_off_device
from shared.domain.devices import DeviceKind
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.enrolment import ENROLMENT_FILE, write_enrolment, write_secret
from shared.wire.invitation import INVITATION_MINUTES, write_invitation
from shared.wire.json import encode


def _device_arguments(parser: argparse.ArgumentParser) -> None:
    kinds = [kind.value for kind in DeviceKind]
    parser.add_argument("--store", required=True, metavar="ID", help="store_id of the programme")
    parser.add_argument("--kind", required=True, choices=kinds, help="what the device is for")
    parser.add_argument("--label", required=True, help='what people call it, like "Kiosk 1"')
    parser.add_argument("--counter", action="store_true", help="the one tablet of its store that hands prizes over")
    parser.add_argument("--out", required=True, metavar="FILE", type=Path, help="where it is written, a file or folder")
    server = parser.add_argument_group("with a PostgreSQL centre")
    server.add_argument("--address", metavar="URL", help="where devices find the centre (default: --central's place)")
    server.add_argument(
        "--ca", metavar="FILE", type=Path, help="certificate of the authority behind the centre's (PEM)"
    )
    server.add_argument(
        "--unproven-line",
        action="store_true",
        help="let devices trust whoever answers there",
    )


def _add_device(centre: Centre) -> int:
    given = centre.arguments
    if not (given.out if given.out.is_dir() else given.out.parent).is_dir():
        raise Trouble(f"The folder {given.out.parent} does not exist.")
    device = (given.store, DeviceKind(given.kind), given.label)
    return _write_enrolment(centre, device) if is_embedded(centre.url) else _invite(centre, device)


def _write_enrolment(centre: Centre, device: tuple[str, DeviceKind, str]) -> int:
    given = centre.arguments
    file: Path = given.out / ENROLMENT_FILE if given.out.is_dir() else given.out
    _require_fresh(file)
    enrolment = office.add_device(centre.engine, centre.secrets, centre.url, device, utc_now(), counter=given.counter)
    write_file(file, lambda: write_enrolment(file, enrolment))
    centre.say(f"{given.label} is device {enrolment.number}. Move {file} into its data folder as {ENROLMENT_FILE}.")
    return DONE


def _recall_arguments(parser: argparse.ArgumentParser) -> None:
    _which(parser)
    parser.add_argument("--end", action="store_true", help="lend to it again")


def _recall(centre: Centre) -> int:
    given = centre.arguments
    if given.end:
        resume_device(centre.engine, given.device, utc_now(), account())
        centre.say("It is lent to again.")
        return DONE
    drums, tickets = retire_device(centre.engine, given.device, utc_now(), account())
    centre.say(
        f"{drums} drums and {tickets} turns are asked for, and nothing more is lent to it. They are free for others "
        "when it has answered: see `garapon-central status`."
    )
    return DONE


def _write_off(centre: Centre) -> int:
    lost = write_off_device(centre.engine, centre.arguments.device, utc_now(), account())
    centre.say(
        f"Written off: {lost.drums} drums with {lost.balls} balls, {lost.tickets} turns. "
        f"{lost.vouchers} vouchers belong to the store's next counter. What the device did unheard is held if it ever "
        "arrives. Goods that still lie there are counted in by `garapon-central stock count`."
    )
    return DONE


def _invite(centre: Centre, device: tuple[str, DeviceKind, str]) -> int:
    given = centre.arguments
    file: Path = given.out / INVITATION_FILE if given.out.is_dir() else given.out
    picture = file.with_suffix(".png")
    written = file.with_suffix(".txt")
    _require_fresh(picture)
    _require_fresh(written)
    address = given.address or office.device_address(centre.url)
    way = way_for_devices(address, _authority(centre), proven=not given.unproven_line)
    invited = invite_device(centre.engine, centre.secrets, way, device, utc_now(), counter=given.counter)
    text = write_invitation(invited.invitation)
    write_file(written, lambda: write_secret(written, f"{text}\n".encode()))
    drawing = draw_invitation(text)
    if drawing is not None:
        write_file(picture, lambda: write_secret(picture, drawing))
    centre.say(text)
    program = "garapon-kiosk" if device[1] is DeviceKind.KIOSK else "garapon-staff"
    shown = picture if drawing is not None else written
    centre.say(
        f"{given.label} will be device {invited.number}. Within {INVITATION_MINUTES} minutes, there: "
        f"{program} --enrol {shown}. It works once; delete it afterwards."
    )
    return DONE


def _authority(centre: Centre) -> str:
    """Read the authority's certificate (PEM), from --ca or from where the centre's own address has it; "" for none."""
    named = centre.arguments.ca or make_url(centre.url).query.get("sslrootcert")
    if not named or named == "system":
        return ""
    try:
        return Path(str(named)).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Trouble(f"The certificate {named} can't be read: {error}.") from error


def _require_fresh(file: Path) -> None:
    if file.exists():
        raise Trouble(f"{file} exists already: each device has an enrolment of its own.")


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


def _release_arguments(parser: argparse.ArgumentParser) -> None:
    _which(parser)
    parser.add_argument(
        "--new-epoch",
        action="store_true",
        help="let a copy go on that has halted: set back to an old image, or kept instead of the one that goes on",
    )


def _release(centre: Centre) -> int:
    given = centre.arguments
    device = release_device(centre.engine, given.device, utc_now(), new_epoch=given.new_epoch)
    if given.new_epoch:
        centre.say(
            f"The copy of {device.label} that exchanges next goes on and takes its queue along. Take any other copy "
            "away first: they would freeze it again."
        )
    else:
        centre.say(f"{device.label} goes on where it stood.")
    return DONE


def _readmit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="place.json, from the device's data folder")


def _readmit(centre: Centre) -> int:
    file: Path = centre.arguments.file
    try:
        place = file.read_bytes()
    except OSError as error:
        raise Trouble(f"The file {file} can't be read: {error.strerror}.") from error
    device = readmit(centre.engine, place, utc_now())
    centre.say(f"{device.label} is device {device.number} again. It comes by itself, with all that it has recorded.")
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
        "With a PostgreSQL centre it writes an invitation, as a picture (.png) and as text (.txt), which lives ten "
        "minutes and works once: the device makes its keys itself and tells the public ones. With an embedded centre "
        "it writes the enrolment file, which holds the device's keys: readable by its owner only, to be moved into the "
        "device's data folder as device.json and kept nowhere else.",
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
        "What it sent meanwhile is applied, in its order. After a fork (two copies of a device, or one set back to an "
        "old image) this lets the copy go on that the centre knows best, and the other one stays halted. With "
        "--new-epoch the copy goes on that exchanges next: what it has done and the centre does not know is sent "
        "under new numbers, signed as it was; everything else it reads from the centre.",
        _release_arguments,
        _release,
    ),
    Command(
        ("device", "readmit"),
        "take back a device that a restored centre has forgotten",
        "For one that was enrolled after the backup and that no other device has told of: its screen says that the "
        "centre does not let it in, and names the file. The centre itself has sealed what is in it.",
        _readmit_arguments,
        _readmit,
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
