"""`garapon-central status` and `verify-drum`: how things stand, and that they are right."""

import argparse
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import assert_never

from shared.central.commands.command import Centre, Command, json_argument, write_file
from shared.central.database import reading
from shared.central.metrics import metrics_text
from shared.central.metrics_file import write_metrics
from shared.central.serve import utc_now
from shared.central.status import Books, CentreStatus, centre_books, centre_status
from shared.central.verify_drum import NoSuchDrum, StillOpen, verify_drum
from shared.domain.drums import Refuted, Verified
from shared.runtime.start import DONE
from shared.runtime.trouble import Trouble
from shared.wire.json import encode

REFUTED = 1
"""Exit code of `verify-drum` for a drum whose turns do not follow from its seed."""


def _status(centre: Centre) -> int:
    with reading(centre.engine) as connection:
        status, books = centre_status(connection, utc_now()), centre_books(connection)
    file: Path | None = centre.arguments.prometheus
    if file is not None:
        write_file(file, lambda: write_metrics(file, metrics_text(status, books)))
        return DONE
    centre.say(status_json(status, books) if centre.arguments.json else status_text(status, books))
    return DONE


def _status_arguments(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print one JSON object instead")
    form.add_argument("--prometheus", metavar="FILE", type=Path, help="write the figures here in Prometheus' text form")


def status_json(status: CentreStatus, books: Books) -> str:
    """Write status and books as one JSON object."""
    return encode({each.name: getattr(part, each.name) for part in (status, books) for each in fields(part)}).decode()


def status_text(status: CentreStatus, books: Books) -> str:
    """Write the status as lines for people."""
    points = f"{books.balance_points} points (ledger: {books.ledger_points})"
    lines = [
        f"Programme version {status.programme_version or 'none'}, {status.held} operations held.",
        f"{books.members} members with {points}.",
        f"Serving since {_moment(status.serving_since)}, last seen {_moment(status.serving_seen_at)}.",
        f"Last backup: {_moment(status.last_backup_at)}.",
    ]
    if status.lending_paused is not None:
        lines.append(f"Nothing is lent: {status.lending_paused}. See `garapon-central lending --help`.")
    labels = {device.device_id: f"{device.number} {device.label}" for device in status.devices}
    silent = ", ".join(labels[device_id] for device_id in status.awaited.silent)
    sending = ", ".join(labels[device_id] for device_id in status.awaited.sending)
    lines += [f"Not heard of since the restore: {silent}."] if silent else []
    lines += [f"Sending again what was lost: {sending}."] if sending else []
    lines += [
        "",
        "Device                     store         stored  applied  waiting",
    ]
    for device in status.devices:
        age = f" for {device.waiting_s:.0f} s" if device.waiting_s is not None else ""
        name = labels[device.device_id] + (" (counter)" if device.counter else "")
        lines.append(
            f"{name:<26} {device.store_id:<12} {device.stored_seq:>7} {device.applied_seq:>8} {device.waiting:>8}{age}"
        )
    lines += ["", "Held single-use things:"]
    lines += [f"  {labels.get(h.holder, h.holder or 'nobody')}: {h.count} x {h.kind}" for h in status.holdings]
    lines += ["", "Drums:"]
    lines += [
        f"  {d.drum_id} {d.store_id} {d.campaign} no. {d.number}: {d.balls_left} balls, {d.state}, "
        f"{labels.get(d.holder, d.holder)}"
        for d in status.drums
    ]
    lines += ["", "Goods: delivered + counted = in drums + awarded + returned + written off + free"]
    lines += [
        f"  {s.store_id} {s.campaign} {s.prize}: {s.delivered} + {s.counted} = {s.in_drums} + {s.awarded} + "
        f"{s.returned} + {s.written_off} + {s.free}{'' if s.holds else '  <- does not add up'}"
        for s in books.stock
    ]
    return "\n".join(lines)


def _moment(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M UTC") if at is not None else "never"


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("drum_id", metavar="DRUM_ID", help="as `status` shows it")
    json_argument(parser)


def _verify(centre: Centre) -> int:
    drum_id = centre.arguments.drum_id
    with reading(centre.engine) as connection:
        answer = verify_drum(connection, drum_id)
    match answer:
        case NoSuchDrum():
            raise Trouble(f"There is no drum {drum_id}.")
        case StillOpen(balls_left=left):
            raise Trouble(
                f"The drum is still being turned ({left} balls left); its seed is published when it is empty."
            )
        case Verified(turns=turns):
            code, text = DONE, f"All {turns} turns follow from the seed that was promised before the first."
            fields: dict[str, object] = {"verified": True, "turns": turns}
        case Refuted(turn=turn, fault=fault):
            code, text = REFUTED, f"The drum does not verify at turn {turn}: {fault}"
            fields = {"verified": False, "turn": turn, "fault": fault}
        case _:
            assert_never(answer)
    centre.say(encode({"drum_id": drum_id} | fields).decode() if centre.arguments.json else text)
    return code


COMMANDS = (
    Command(
        ("status",),
        "show queues, holdings, held operations, drums and goods",
        "`waiting` counts operations that have arrived and are not applied yet. --prometheus writes the same figures "
        "for node_exporter's textfile collector; `serve --metrics` keeps such a file fresh.",
        _status_arguments,
        _status,
    ),
    Command(
        ("verify-drum",),
        "recompute every turn of an empty drum from its published seed",
        "Exit code 0 when every turn follows, 1 when one does not, 2 when the drum is unknown or still being turned.",
        _verify_arguments,
        _verify,
    ),
)
