"""The status as Prometheus reads it: the text exposition format, version 0.0.4.

https://prometheus.io/docs/instrumenting/exposition_formats/
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from shared.central.status import Books, CentreStatus

Labels = tuple[tuple[str, str], ...]

PIECES = ("delivered", "counted", "in_drums", "awarded", "returned", "written_off", "free", "handed_over")


@dataclass(frozen=True, slots=True)
class Metric:
    """One gauge: its name, what it means, its values by labels."""

    name: str
    meaning: str
    samples: tuple[tuple[Labels, float], ...]


def metrics_text(status: CentreStatus | None, books: Books | None) -> str:
    """Write all metrics; `status` is None while the database is away, `books` where nobody has added up yet."""
    return "".join(_written(metric) for metric in _metrics(status, books))


def _metrics(status: CentreStatus | None, books: Books | None) -> Iterator[Metric]:
    yield _one("garapon_database_up", "Whether the central database answered.", status is not None)
    if status is not None:
        yield from _of_the_centre(status)
        yield from _of_devices(status)
        yield from _of_things(status)
    if books is not None:
        yield from _of_books(books)


def _of_the_centre(status: CentreStatus) -> Iterator[Metric]:
    yield _one("garapon_programme_version", "Version of the programme in use; 0 for none.", status.programme_version)
    yield _one("garapon_operations_held", "Operations that wait for a manager.", status.held)
    yield _one("garapon_lending_paused", "Whether the centre lends nothing just now.", bool(status.lending_paused))
    waited_for = len({*status.awaited.silent, *status.awaited.sending})
    yield _one("garapon_devices_awaited", "Devices that a restored centre waits for.", waited_for)
    yield _one(
        "garapon_serving", "Whether a process that applies was seen within a minute.", bool(status.serving_since)
    )
    yield from _at("garapon_serving_since_timestamp_seconds", "Start of the serving process.", status.serving_since)
    yield from _at("garapon_serving_seen_timestamp_seconds", "When one was seen last.", status.serving_seen_at)
    yield from _at("garapon_last_backup_timestamp_seconds", "When the last backup was complete.", status.last_backup_at)


def _of_devices(status: CentreStatus) -> Iterator[Metric]:
    devices = [
        (_labels(device=device.number, store=device.store_id, kind=device.kind, label=device.label), device)
        for device in status.devices
    ]
    yield Metric(
        "garapon_device_operations_stored",
        "Operations of the device that have arrived.",
        tuple((labels, device.stored) for labels, device in devices),
    )
    yield Metric(
        "garapon_device_operations_waiting",
        "Operations of the device that have arrived and are not applied.",
        tuple((labels, device.waiting) for labels, device in devices),
    )
    yield Metric(
        "garapon_device_waiting_seconds",
        "Age of the device's oldest operation that is not applied; 0 where none waits.",
        tuple((labels, device.waiting_s or 0.0) for labels, device in devices),
    )
    yield Metric(
        "garapon_device_last_received_timestamp_seconds",
        "When an operation of the device arrived last.",
        tuple((labels, d.last_received_at.timestamp()) for labels, d in devices if d.last_received_at is not None),
    )
    yield Metric(
        "garapon_device_revoked",
        "Whether the device is revoked.",
        tuple((labels, device.revoked) for labels, device in devices),
    )


def _of_things(status: CentreStatus) -> Iterator[Metric]:
    numbers = {device.device_id: str(device.number) for device in status.devices}
    yield Metric(
        "garapon_holdings",
        "Single-use things that a device holds; the device is empty for what nobody may use.",
        tuple((_labels(device=numbers.get(h.holder, h.holder), kind=h.kind), h.count) for h in status.holdings),
    )
    yield Metric(
        "garapon_drum_balls_left",
        "Balls in the drums of a device that are being turned.",
        tuple(
            (_labels(store=store, campaign=campaign, device=numbers.get(holder, holder)), count)
            for (store, campaign, holder), count in _balls(status).items()
        ),
    )


def _balls(status: CentreStatus) -> Mapping[tuple[str, str, str], int]:
    left: dict[tuple[str, str, str], int] = {}
    for drum in status.drums:
        key = drum.store_id, drum.campaign, drum.holder
        left[key] = left.get(key, 0) + drum.balls_left
    return left


def _of_books(books: Books) -> Iterator[Metric]:
    yield _one("garapon_members", "Members.", books.members)
    yield _one("garapon_balance_points", "Spendable points of all members.", books.balance_points)
    yield _one(
        "garapon_ledger_points", "Sum of the ledger's postings to balances: the same figure.", books.ledger_points
    )
    yield _one("garapon_pending_points", "Points of all members that are not yet spendable.", books.pending_points)
    yield Metric(
        "garapon_stock_pieces",
        "Goods by where they are: delivered + counted = in_drums + awarded + returned + written_off + free.",
        tuple(
            (_labels(store=s.store_id, campaign=s.campaign, prize=s.prize, place=place), getattr(s, place))
            for s in books.stock
            for place in PIECES
        ),
    )


def _one(name: str, meaning: str, value: float | None) -> Metric:
    return Metric(name, meaning, (((), float(value or 0)),))


def _at(name: str, meaning: str, at: datetime | None) -> Iterable[Metric]:
    if at is not None:
        yield Metric(name, meaning, (((), at.timestamp()),))


def _labels(**values: object) -> Labels:
    return tuple((name, str(value)) for name, value in values.items())


def _written(metric: Metric) -> str:
    head = f"# HELP {metric.name} {metric.meaning}\n# TYPE {metric.name} gauge\n"
    return head + "".join(f"{metric.name}{_label_text(labels)} {_number(value)}\n" for labels, value in metric.samples)


def _label_text(labels: Labels) -> str:
    inside = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{inside}}}" if inside else ""


def _escaped(text: str) -> str:
    """Escape a label's value; line ends other than a line feed would end the line for some readers."""
    one_line = " ".join(text.split("\r"))
    return one_line.replace("\\", "\\\\").replace("\n", "\\n").replace('"', '\\"')


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(float(value))
