"""What a device did: gapless, chained, signed, durable with its projection or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import DeviceNotReady
from shared.application.turn_drum import TurnsTaken, take_turns
from shared.domain.devices import DeviceKind
from shared.runtime.trouble import Bug
from shared.storage.faults import StorageFault
from shared.sync.device import open_device
from shared.wire.enrolment import ENROLMENT_FILE, Enrolment, write_enrolment
from shared.wire.envelope import GENESIS, is_whole, signed_bytes
from shared.wire.json import encode
from shared.wire.keys import signature_holds
from shared.wire.operations import read_operation
from tests.domain.small_shop import REASON, WHEEL
from tests.storage.solo import CODE_KEY, MANAGER, SECRET, SIGNERS, Solo, a_member, said_drum, said_member


def test_operations_are_gapless_and_chained(kiosk: Solo) -> None:
    member = a_member(tickets=4)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 4)
    envelopes = kiosk.device.storage.operations_after(0, 100)
    assert [e.seq for e in envelopes] == [1, 2, 3, 4]
    assert [e.prev_hash for e in envelopes] == [GENESIS, *(e.hash for e in envelopes[:-1])]
    assert all(is_whole(e) for e in envelopes)
    assert kiosk.device.storage.head() == (4, envelopes[-1].hash)


def test_people_sign_what_is_stored(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(member))
    assert isinstance(adjust_points(tablet.device.desk, SIGNERS, member.member_id, 50, REASON, "sorry"), Adjusted)
    (envelope,) = tablet.device.storage.operations_after(0, 10)
    assert envelope.actor is not None
    assert envelope.approver is None
    message = signed_bytes(envelope.draft)
    assert signature_holds(MANAGER.public_key, bytes.fromhex(envelope.actor.signature), message)
    operation = read_operation(envelope.draft.kind, envelope.draft.schema_version, envelope.draft.payload)
    assert encode(operation) == envelope.draft.payload


def test_what_is_not_committed_never_was(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(member))
    with tablet.device.desk.storage.begin() as transaction:
        transaction.set_unseen(member.member_id, "award")
    with tablet.device.desk.storage.read() as transaction:
        assert transaction.unseen(member.member_id) == ()


def test_a_snapshot_for_reading_can_not_be_committed(tablet: Solo) -> None:
    with tablet.device.desk.storage.read() as transaction, pytest.raises(Bug, match="reading"):
        transaction.commit()


def test_reading_does_not_wait_for_a_writer(tablet: Solo) -> None:
    member = a_member()
    tablet.tell(said_member(member))
    with tablet.device.desk.storage.begin() as writing, tablet.device.desk.storage.read() as reading:
        writing.set_unseen(member.member_id, "award")
        assert reading.unseen(member.member_id) == ()
        assert reading.member(member.member_id) is not None


@pytest.mark.parametrize(("moment", "kept"), [("before", 0), ("after", 1)])
def test_a_killed_program_keeps_exactly_what_it_committed(kiosk: Solo, moment: str, kept: int) -> None:
    member = a_member(tickets=3)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    kiosk.device.close()
    command = [sys.executable, "-m", "tests.storage.killed_turn", str(kiosk.folder), member.member_id, moment]
    died = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert died.returncode == -signal.SIGKILL
    kiosk.open()
    after = kiosk.member(member.member_id)
    assert len(after.awards) == kept
    assert len(after.tickets) == 3 - kept
    assert kiosk.device.storage.head()[0] == kept
    turns = take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 3 - kept)
    assert isinstance(turns, TurnsTaken)
    assert len(turns.turns) == 3 - kept


def test_a_device_waits_for_its_first_programme(tmp_path: Path) -> None:
    fields = ("ef" * 16, 2, "ginza", DeviceKind.KIOSK, "New", SECRET.hex(), CODE_KEY.hex(), "00" * 32, "", "", 1)
    write_enrolment(tmp_path / ENROLMENT_FILE, Enrolment(*fields))
    device = open_device(tmp_path)
    with pytest.raises(DeviceNotReady), device.desk.storage.begin():
        pass
    device.close()


def test_new_work_is_refused_before_the_disk_is_full(kiosk: Solo, monkeypatch: pytest.MonkeyPatch) -> None:
    member = a_member(tickets=1)
    kiosk.tell(said_member(member, kiosk=True), said_drum())
    monkeypatch.setattr("shared.storage.device_storage.FREE_BYTES_NEEDED", 1 << 62)
    with pytest.raises(StorageFault, match="nearly full"):
        take_turns(kiosk.device.desk, member.member_id, WHEEL, "star", 1)
    assert kiosk.member(member.member_id).tickets == member.tickets
