"""A revoked device learns it at its next contact, forgets everybody, and keeps what it had recorded."""

from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from shared.application.ports import DeviceRevoked
from shared.central.office_devices import freeze_device, release_device, revoke_device
from shared.domain.devices import DeviceKind
from shared.storage.device_schema import device as device_tables
from shared.storage.engine import sqlite_engine
from shared.storage.exchange import inbox
from shared.storage.faults import CentreAway
from shared.sync.database_key import database_key
from shared.sync.device import DATABASE_FILE, OpenDevice
from shared.sync.enrolled_central import EnrolledCentral
from shared.sync.identity import Identity
from shared.sync.loop import Revoked
from shared.sync.port import Sent
from shared.wire.enrolment import ENROLMENT_FILE
from tests.sync.chain import Chain, exchange, join, line_of, sign_in


def _stored(chain: Chain) -> int:
    with chain.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(inbox)).scalar_one())


def _revoke(chain: Chain, device: OpenDevice) -> None:
    revoke_device(chain.engine, device.enrolment.device_id, "stolen", device.desk.clock.now())


def _left_in(folder: Path) -> dict[str, int]:
    """Count the rows of every table of a device's database that has any."""
    file = folder / DATABASE_FILE
    engine = sqlite_engine(file, database_key(folder, file))
    with engine.connect() as connection:
        names = [*(table.name for table in device_tables.sorted_tables), "member_gram"]
        counts = {name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names}
    engine.dispose()
    return {name: count for name, count in counts.items() if count}


def test_a_revoked_device_forgets_everybody_and_keeps_its_queue(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    exchange(tablet)
    signer = sign_in(chain, tablet)
    first = join(tablet, signer)
    chain.settle(tablet)
    join(tablet, signer, "taro", "山田 太郎")
    _revoke(chain, tablet)
    assert isinstance(tablet.sync.run_once(), Revoked)
    assert _stored(chain) == 1
    for opening in (tablet.desk.storage.begin, tablet.desk.storage.read):
        with pytest.raises(DeviceRevoked), opening():
            pass
    with pytest.raises(DeviceRevoked):
        tablet.search.find(first.member_id, 1)
    kept = tablet.storage.operations_after(0, 10)
    assert [envelope.seq for envelope in kept] == [1, 2]
    assert isinstance(tablet.sync.run_once(), Revoked)
    tablet.close()
    assert _left_in(folder) == {"outbox": 2, "state": 1}
    again = chain.open(folder)
    assert again.storage.revoked
    with pytest.raises(DeviceRevoked), again.desk.storage.read():
        pass


def test_the_centre_takes_nothing_from_a_revoked_device(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    exchange(tablet)
    join(tablet, sign_in(chain, tablet))
    _revoke(chain, tablet)
    line = line_of(chain, tablet)
    if tablet.enrolment.login is not None:
        line = EnrolledCentral(
            make_url(tablet.enrolment.central_url), Identity(folder / ENROLMENT_FILE), tablet.desk.clock
        )
    with pytest.raises(CentreAway):
        line.push(tablet.storage.operations_after(0, 1), Sent(0, "boot"))
    line.close()
    assert _stored(chain) == 0


def test_a_frozen_device_goes_on_sending_and_gets_its_answers_later(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET))
    exchange(tablet)
    freeze_device(chain.engine, tablet.enrolment.device_id, "", tablet.desk.clock.now())
    member = join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    assert _stored(chain) == 1
    assert tablet.storage.has_waiting()
    with tablet.desk.storage.read() as transaction:
        assert transaction.member(member.member_id) is not None
    release_device(chain.engine, tablet.enrolment.device_id, tablet.desk.clock.now())
    chain.settle(tablet)
    assert not tablet.storage.has_waiting()
