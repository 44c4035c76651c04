"""A queue written by the first version: the new program reads it, pushes it, and the new centre applies it."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from shared.central import schema
from shared.central.applier import Applier
from shared.central.database import default_url, open_centre, reading
from shared.central.migrate import is_current, migrate_centre
from shared.central.secrets_file import load_secrets
from shared.domain.member import Member
from shared.storage.device_schema import outbox
from shared.sync.device import open_device
from shared.sync.loop import Exchanged
from shared.wire.feed import OperationResult, Verdict
from shared.wire.json import decode
from tests.storage.first_version import OPERATIONS, known_members, lay_out_centre, lay_out_device


def _now() -> datetime:
    return datetime.now(UTC)


def test_full_queues_of_the_first_version_arrive_and_are_applied(tmp_path: Path) -> None:
    home = lay_out_centre(tmp_path)
    url = default_url(home)
    centre = open_centre(url, load_secrets(home))
    migrate_centre(centre)
    with reading(centre) as connection:
        assert is_current(connection)
    applier = Applier(centre, _now)
    devices = [open_device(lay_out_device(tmp_path, kind), url) for kind in ("kiosk", "tablet")]
    for _ in range(3):
        for device in devices:
            report = device.sync.run_once()
            assert isinstance(report, Exchanged), report
        while applier.apply_next():
            pass
    for device in devices:
        with device.storage._engine.connect() as connection:
            results = connection.execute(select(outbox.c.result).order_by(outbox.c.seq)).scalars().all()
        verdicts = [decode(OperationResult, result).verdict for result in results]
        assert verdicts == [Verdict.APPLIED] * OPERATIONS[device.enrolment.kind]
        with device.desk.storage.read() as transaction:
            assert transaction.sync_state().waiting == 0
    expected = known_members()
    with reading(centre) as connection:
        query = select(schema.member.c.member_id, schema.member.c.body)
        members = {member_id: decode(Member, body) for member_id, body in connection.execute(query).all()}
    for member_id, points in expected.items():
        assert members[member_id].account.balance_points == points
        for device in devices:
            with device.desk.storage.read() as transaction:
                shown = transaction.member(member_id)
            assert shown is not None
            assert shown.account.balance_points == points
    for device in devices:
        device.close()
    centre.dispose()
