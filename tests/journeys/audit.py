"""Looks at a real chain with the simulator's independent checker, and at one device that was killed."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from shared.sync.database_key import database_key
from shared.sync.device import DATABASE_FILE
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment
from tests.domain.small_shop import GOLD, RED, STORE, WHEEL
from tests.simulation.checker import check
from tests.simulation.facts import Acknowledged, Box, Facts, Finding, Recorded, Remains
from tests.simulation.reading import Database, Row
from tests.sync.chain import Chain

DELIVERED = {(STORE, WHEEL, GOLD): 20, (STORE, WHEEL, RED): 40}


@dataclass(slots=True)
class Told:
    """What a device said before it died: operations that were done, heads that the centre had acknowledged."""

    done: list[str] = field(default_factory=list)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)


def box_of(folder: Path) -> Box:
    """Describe a device's folder for the checker."""
    enrolment = read_enrolment(folder / ENROLMENT_FILE)
    file = folder / DATABASE_FILE
    audience = "kiosk" if enrolment.kind == "kiosk" else "staff"
    scopes = ("programme", f"store:{enrolment.store_id}:{audience}")
    key = database_key(folder, file)
    place = (enrolment.device_id, enrolment.store_id, str(enrolment.kind), str(file), key, enrolment.epoch)
    return Box(folder.name, *place, halted=False, scopes=scopes)


def faults_of_a_device(folder: Path, told: Told) -> list[str]:
    """Return what is wrong with a device's database: damage, or something done that is not there."""
    box = box_of(folder)
    database = Database(box.database, box.key)
    try:
        faults = database.integrity()
        outbox = {row["op_id"]: row for row in database.table("outbox")}
        faults += [f"{op_id} was done and is gone" for op_id in told.done if op_id not in outbox]
        by_seq: dict[int, Row] = {row["seq"]: row for row in outbox.values()}
        faults += [f"number {seq} is missing" for seq in range(1, len(outbox) + 1) if seq not in by_seq]
        faults += [
            f"number {seq} was acknowledged as another one"
            for seq, sealed in told.acknowledged
            if by_seq.get(seq, {}).get("hash") != sealed
        ]
        return faults
    finally:
        database.close()


def faults_of_a_chain(chain: Chain, folders: list[Path], told: dict[Path, Told]) -> list[Finding]:
    """Return what the checker finds once everything has settled; the devices are closed."""
    facts = Facts(delivered=DELIVERED)
    boxes = [box_of(folder) for folder in folders]
    for box, folder in zip(boxes, folders, strict=True):
        said = told.get(folder, Told())
        database = Database(box.database, box.key)
        outbox = {row["op_id"]: row for row in database.table("outbox")}
        database.close()
        at = datetime.now(UTC)
        for op_id in said.done:
            row = outbox.get(op_id, {"seq": 0, "kind": "lost", "hash": "", "boot_id": ""})
            facts.recorded.append(
                Recorded(box.name, box.device_id, row["seq"], op_id, row["kind"], row["hash"], at, "another")
            )
        facts.acknowledged += [Acknowledged(box.device_id, box.epoch, seq, sealed) for seq, sealed in said.acknowledged]
    central = chain.url.removeprefix("sqlite:///")
    key = bytes.fromhex(chain.secrets.central_key)
    # Acts of real devices are dated by their own clocks: when exactly is not what this looks at.
    return [
        finding
        for finding in check(Remains(central, key, tuple(boxes), facts, datetime.now(UTC)))
        if finding.check != "dating"
    ]
