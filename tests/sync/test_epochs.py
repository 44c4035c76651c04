"""After a fork: the copy that had halted goes on in a new epoch, and nothing that it did is lost or done twice."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, Table, select

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import Signers
from shared.central import schema
from shared.central.database import reading
from shared.central.office_devices import release_device
from shared.central.standing import state_of
from shared.domain.devices import DeviceKind, DeviceState
from shared.storage.device_schema import former_place, outbox
from shared.sync.device import OpenDevice
from shared.sync.loop import Halted
from shared.wire.envelope import is_whole
from tests.domain.small_shop import REASON
from tests.sync.chain import Chain, exchange, give, join, now, sign_in, turn


def _old_image(chain: Chain, device: OpenDevice, folder: Path) -> Path:
    """Copy a device's folder as it is."""
    image = folder.with_name(f"{folder.name}-image")
    device.close()
    shutil.copytree(folder, image)
    return image


def _places(device: OpenDevice) -> list[tuple[Any, ...]]:
    with device.storage._engine.connect() as connection:
        query = select(outbox.c.epoch, outbox.c.seq, outbox.c.kind).order_by(outbox.c.epoch, outbox.c.seq)
        return [tuple(row) for row in connection.execute(query)]


def _rows(chain: Chain, table: Table) -> list[Row[Any]]:
    with reading(chain.engine) as connection:
        return list(connection.execute(select(table)))


def _balance(device: OpenDevice, member_id: str) -> int:
    with device.desk.storage.read() as transaction:
        member = transaction.member(member_id)
        assert member is not None
        return member.account.balance_points


def test_a_device_set_back_to_an_old_image_goes_on_in_a_new_epoch(chain: Chain) -> None:
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    chain.settle(tablet)
    hana = join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    image = _old_image(chain, tablet, folder)
    lost = chain.open(folder)
    for points in (10, 20):
        assert isinstance(
            adjust_points(lost.desk, Signers(sign_in(chain, lost)), hana.member_id, points, REASON, ""), Adjusted
        )
    chain.settle(lost)
    lost.close()
    old = chain.open(image)
    for points in (3, 4, 5):
        assert isinstance(
            adjust_points(old.desk, Signers(sign_in(chain, old)), hana.member_id, points, REASON, ""), Adjusted
        )
    before = {envelope.draft.op_id: envelope for envelope in old.storage.operations_after(0, 99)}
    assert isinstance(old.sync.run_once(), Halted)
    chain.work()
    assert isinstance(old.sync.run_once(), Halted)
    release_device(chain.engine, old.enrolment.device_id, now(), new_epoch=True)
    chain.settle(old)
    chain.settle(old)
    assert _places(old) == [(1, 1, "enrol_member"), *((2, seq, "adjust_points") for seq in (1, 2, 3))]
    assert _balance(old, hana.member_id) == 42
    moved = old.storage.operations_after(0, 99)
    assert [before[envelope.draft.op_id].draft for envelope in moved] == [envelope.draft for envelope in moved]
    assert [before[e.draft.op_id].actor for e in moved] == [e.actor for e in moved]
    assert all(is_whole(envelope) for envelope in moved)
    with old.storage._engine.connect() as connection:
        former = {row.op_id: (row.epoch, row.seq, row.hash) for row in connection.execute(select(former_place))}
    assert former == {e.draft.op_id: (1, before[e.draft.op_id].seq, before[e.draft.op_id].hash) for e in moved}
    assert {row.verdict for row in _rows(chain, schema.op_result)} == {"applied"}
    # It stays so after a restart, and goes on.
    old.close()
    again = chain.open(image)
    assert isinstance(
        adjust_points(again.desk, Signers(sign_in(chain, again)), hana.member_id, 8, REASON, ""), Adjusted
    )
    chain.settle(again)
    assert _places(again)[-1] == (2, 4, "adjust_points")
    assert _balance(again, hana.member_id) == 50


def test_a_clone_that_goes_on_replays_no_ball(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    folder = chain.enrol("kiosk", DeviceKind.KIOSK)
    kiosk = chain.open(folder)
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    hana = join(tablet, signer)
    for _ in range(6):
        give(tablet, signer, hana.member_id)
    chain.settle(tablet, kiosk)
    image = _old_image(chain, kiosk, folder)
    kiosk = chain.open(folder)
    clone = chain.open(image)
    turn(kiosk, hana.member_id, 2)
    chain.settle(kiosk)
    turn(clone, hana.member_id, 3)
    assert isinstance(clone.sync.run_once(), Halted)
    chain.work()
    kiosk.close()
    release_device(chain.engine, clone.enrolment.device_id, now(), new_epoch=True)
    chain.settle(clone)
    chain.settle(clone)
    turn(clone, hana.member_id, 2)
    chain.settle(clone)
    turns = _rows(chain, schema.turn)
    assert len({(row.drum_id, row.turn) for row in turns}) == len(turns) == 5
    # The third turn of the clone went on where both had turned alike.
    assert len({row.ticket_id for row in turns}) == 5
    held = [row for row in _rows(chain, schema.op_result) if row.verdict == "held"]
    assert len(held) == 2
    with clone.desk.storage.read() as transaction:
        assert transaction.sync_state().waiting == 0


def test_two_copies_that_both_take_the_new_epoch_freeze_again(small_chain: Chain) -> None:
    chain = small_chain
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    chain.settle(tablet)
    image = _old_image(chain, tablet, folder)
    first, second = chain.open(folder), chain.open(image)
    join(first, sign_in(chain, first), "one")
    join(second, sign_in(chain, second), "two")
    chain.settle(first)
    assert isinstance(second.sync.run_once(), Halted)
    chain.work()
    release_device(chain.engine, first.enrolment.device_id, now(), new_epoch=True)
    assert exchange(second).pushed == 1
    join(first, sign_in(chain, first), "three")
    assert isinstance(first.sync.run_once(), Halted)
    chain.work()
    with reading(chain.engine) as connection:
        assert state_of(connection, first.enrolment.device_id) is DeviceState.FROZEN
    # The manager looks again, and keeps the first one now: what each did alone is there once.
    release_device(chain.engine, first.enrolment.device_id, now(), new_epoch=True)
    chain.settle(first)
    chain.settle(first)
    names = sorted(row.op_id for row in _rows(chain, schema.op_result))
    assert len(names) == len(set(names)) == 3


@pytest.mark.parametrize("new_epoch", [False, True])
def test_the_copy_that_the_centre_knows_goes_on_either_way(small_chain: Chain, *, new_epoch: bool) -> None:
    chain = small_chain
    folder = chain.enrol("tablet", DeviceKind.TABLET)
    tablet = chain.open(folder)
    chain.settle(tablet)
    image = _old_image(chain, tablet, folder)
    tablet, clone = chain.open(folder), chain.open(image)
    hana = join(tablet, sign_in(chain, tablet))
    chain.settle(tablet)
    join(clone, sign_in(chain, clone), "twin")
    assert isinstance(clone.sync.run_once(), Halted)
    chain.work()
    clone.close()
    adjust_points(tablet.desk, Signers(sign_in(chain, tablet)), hana.member_id, 9, REASON, "")
    release_device(chain.engine, tablet.enrolment.device_id, now(), new_epoch=new_epoch)
    chain.settle(tablet)
    assert _balance(tablet, hana.member_id) == 9
    assert _places(tablet)[-1] == ((2, 1, "adjust_points") if new_epoch else (1, 2, "adjust_points"))
