"""A frozen device's operations wait and a revoked one's are over; the command line says so."""

import json
from datetime import timedelta

import pytest

from shared.central import schema, standing
from shared.central.database import reading, writing
from shared.central.directory import ChainDirectory
from shared.central.office_devices import freeze_device, list_devices, release_device, revoke_device
from shared.domain.devices import DeviceKind, DeviceState
from shared.domain.operations import AdjustPoints
from shared.runtime.trouble import Trouble
from shared.wire.feed import PROGRAMME_SCOPE, AggregateKind
from tests.central.chain import Chain, HandMadeDevice, Person, assert_all_balances, device_of
from tests.domain.small_shop import GOLD, REASON


class Counter:
    """A tablet, somebody who may adjust, and a member."""

    def __init__(self, chain: Chain) -> None:
        self.chain = chain
        self.tablet: HandMadeDevice = chain.device(DeviceKind.TABLET)
        self.person: Person = chain.person("assistant")
        self.member_id = chain.enrol(self.tablet, self.person)

    def adjust(self, points: int) -> str:
        return self.tablet.send(AdjustPoints(self.member_id, points, REASON, ""), self.person)

    def balance(self) -> int:
        return self.chain.member(self.member_id).account.balance_points


@pytest.fixture
def counter(chain: Chain) -> Counter:
    return Counter(chain)


def _state(chain: Chain, device: HandMadeDevice) -> DeviceState | None:
    with reading(chain.engine) as connection:
        return standing.state_of(connection, device.device_id)


def test_what_a_frozen_device_sends_waits_for_its_release(counter: Counter) -> None:
    chain, number = counter.chain, str(counter.tablet.enrolment.number)
    counter.adjust(3)
    freeze_device(chain.engine, number, "found in a bag", chain.now)
    counter.adjust(4)
    assert chain.settle() == 0
    assert counter.balance() == 0
    release_device(chain.engine, number, chain.now)
    assert chain.settle() == 2
    assert counter.balance() == 7
    assert_all_balances(chain)
    actions = [(row.action, row.detail) for row in chain.rows(schema.audit) if row.subject == counter.tablet.device_id]
    assert actions[1:] == [("device_frozen", "found in a bag"), ("device_released", "")]


def test_nothing_is_lent_to_a_frozen_kiosk(chain: Chain) -> None:
    kiosk, other = chain.device(), chain.device()
    freeze_device(chain.engine, kiosk.device_id, "", chain.now)
    chain.deliver((GOLD, 8))
    chain.settle()
    assert kiosk.drums() == []
    assert other.drums() != []
    release_device(chain.engine, kiosk.device_id, chain.now)
    chain.settle()
    assert kiosk.drums() != []


def test_what_a_revoked_device_sent_before_is_applied(counter: Counter) -> None:
    chain = counter.chain
    counter.adjust(5)
    revoke_device(chain.engine, counter.tablet.device_id, "stolen", chain.now + timedelta(minutes=1))
    assert chain.settle() == 1
    assert counter.balance() == 5
    assert _state(chain, counter.tablet) is DeviceState.REVOKED
    assert device_of(chain, counter.tablet).revoked
    told = [row for row in chain.feed(PROGRAMME_SCOPE) if row.aggregate == AggregateKind.DEVICE]
    assert told[-1].key == counter.tablet.device_id
    stored = chain.body(schema.device, schema.device.c.device_id, counter.tablet.device_id)
    assert told[-1].body.startswith(stored[:-1] + b",")
    assert b',"seal":"' in told[-1].body
    assert [row for row in chain.rows(schema.device_scope) if row.device_id == counter.tablet.device_id] == []


def test_a_revoked_device_never_comes_back(chain: Chain) -> None:
    kiosk = chain.device()
    revoke_device(chain.engine, kiosk.device_id, "", chain.now)
    with pytest.raises(Trouble, match="revoked already"):
        revoke_device(chain.engine, kiosk.device_id, "", chain.now)
    with pytest.raises(Trouble, match="Only a frozen device"):
        release_device(chain.engine, kiosk.device_id, chain.now)
    with pytest.raises(Trouble, match="Only an active device"):
        freeze_device(chain.engine, kiosk.device_id, "", chain.now)


def test_freezing_twice_changes_nothing(chain: Chain) -> None:
    kiosk = chain.device()
    with writing(chain.engine) as connection:
        assert standing.freeze_epoch(connection, kiosk.device_id, "a clone", chain.now)
        assert not standing.freeze_epoch(connection, kiosk.device_id, "again", chain.now)
    with reading(chain.engine) as connection:
        (listed,) = list_devices(connection)
    assert (listed.state, listed.reason, listed.epoch) == ("frozen", "a clone", 1)


def test_a_device_goes_by_number_or_id_and_by_nothing_else(chain: Chain) -> None:
    kiosk = chain.device()
    with reading(chain.engine) as connection:
        for word in (str(kiosk.enrolment.number), kiosk.device_id):
            assert ChainDirectory(connection).device_named(word).device_id == kiosk.device_id
        for word in ("", "99", "٣", "kiosk of ginza", "1.0", json.dumps(1.5)):
            with pytest.raises(Trouble, match="There is no device"):
                ChainDirectory(connection).device_named(word)
