"""Damaged databases: set aside, their queue saved, and the rest told by the centre again."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import func, select

from shared.application.adjust_points import Adjusted, adjust_points
from shared.application.ports import DeviceMending, Signer, Signers
from shared.application.turn_drum import NoTurnsHere, take_turns
from shared.central import schema
from shared.central.database import reading
from shared.central.lending import lending_pause
from shared.central.standing import state_of
from shared.domain.devices import DeviceKind, DeviceState
from shared.runtime.trouble import Trouble
from shared.storage.device_file import DAMAGED_FOLDER, write_log_back
from shared.storage.device_schema import damage, outbox
from shared.storage.exchange import inbox
from shared.storage.faults import WrongKey
from shared.storage.first_page import PAGE_BYTES
from shared.storage.mending import UNREAD
from shared.storage.wreck import Wreck
from shared.sync.database_key import KEY_FILE
from shared.sync.device import DATABASE_FILE, OpenDevice, open_device
from shared.sync.loop import Away, Exchanged
from tests.domain.small_shop import REASON, WHEEL
from tests.sync.chain import Chain, exchange, give, join, sign_in, turn
from tests.sync.test_bootstrap import _content, _snapshots, _state

SENT, UNSENT = 12, 30
"""Corrections that the centre has heard of, and those that only the tablet knows."""


@dataclass(slots=True)
class Busy:
    """A tablet that has recorded much, closed, with most of it not sent."""

    chain: Chain
    folder: Path
    signer: Signer
    member_id: str
    op_ids: list[str]

    def copy(self, name: str) -> Path:
        """Copy its folder, as it would lie on another disk."""
        folder = self.folder.with_name(name)
        shutil.copytree(self.folder, folder)
        return folder


def _adjust(device: OpenDevice, signer: Signer, member_id: str) -> None:
    assert isinstance(adjust_points(device.desk, Signers(signer), member_id, 1, REASON, ""), Adjusted)


def _op_ids(device: OpenDevice) -> list[str]:
    with device.storage._engine.connect() as connection:
        return list(connection.execute(select(outbox.c.op_id).order_by(outbox.c.epoch, outbox.c.seq)).scalars())


def _at_centre(chain: Chain, device: OpenDevice) -> list[str]:
    with reading(chain.engine) as connection:
        own = inbox.c.device_id == device.enrolment.device_id
        return list(connection.execute(select(inbox.c.op_id).where(own).order_by(inbox.c.seq)).scalars())


def _points(chain: Chain, member_id: str) -> int:
    with reading(chain.engine) as connection:
        ledger = schema.ledger
        total = select(func.sum(ledger.c.points)).where(ledger.c.member_id == member_id, ledger.c.bucket == "balance")
        return int(connection.execute(total).scalar_one() or 0)


def _busy(chain: Chain, half_sent: Callable[[], None] = lambda: None) -> Busy:
    folder = chain.enrol("tablet", DeviceKind.TABLET, counter=True)
    tablet = chain.open(folder)
    chain.settle(tablet)
    signer = sign_in(chain, tablet)
    member_id = join(tablet, signer).member_id
    for number in range(SENT):
        if number == SENT // 2:
            chain.settle(tablet)
            half_sent()
        _adjust(tablet, signer, member_id)
    chain.settle(tablet)
    for _ in range(UNSENT):
        _adjust(tablet, signer, member_id)
    busy = Busy(chain, folder, signer, member_id, _op_ids(tablet))
    tablet.close()
    return busy


def _overwrite(file: Path, first_page: int, pages: int = 1) -> None:
    with file.open("r+b") as stream:
        stream.seek(first_page * PAGE_BYTES)
        stream.write(b"\xa5" * PAGE_BYTES * pages)


def _pages(file: Path) -> int:
    return file.stat().st_size // PAGE_BYTES


def _restored(chain: Chain, device: OpenDevice) -> None:
    """Exchange until the device stands again."""
    for _ in range(3):
        if isinstance(device.sync.run_once(), Exchanged) and not device.storage.mending:
            break
    assert not device.storage.mending
    chain.settle(device)


def _assert_whole(busy: Busy, device: OpenDevice) -> list[str]:
    """See that what was saved is at the centre once and shown once; return what was lost."""
    arrived = _at_centre(busy.chain, device)
    assert len(arrived) == len(set(arrived))
    assert set(arrived) <= set(busy.op_ids)
    lost = [op_id for op_id in busy.op_ids if op_id not in arrived]
    assert set(busy.op_ids[:SENT]) <= set(arrived)
    with device.desk.storage.read() as transaction:
        member = transaction.member(busy.member_id)
        assert member is not None
        assert member.account.balance_points == _points(busy.chain, busy.member_id)
        state = transaction.sync_state()
    assert state.waiting == 0
    # Those at the very end leave no gap behind.
    assert state.lost <= len(lost)
    return lost


def test_without_damage_nothing_is_set_aside(small_chain: Chain) -> None:
    busy = _busy(small_chain)
    tablet = small_chain.open(busy.folder)
    small_chain.settle(tablet)
    assert not (busy.folder / DAMAGED_FOLDER).exists()
    assert _assert_whole(busy, tablet) == []


@pytest.mark.parametrize("snapshots", [False, True])
def test_a_file_that_is_all_rubbish_is_rebuilt_from_the_centre(chain: Chain, snapshots: bool) -> None:
    busy = _busy(chain)
    if snapshots:
        _snapshots(chain)
    _overwrite(busy.folder / DATABASE_FILE, 0, _pages(busy.folder / DATABASE_FILE))
    tablet = chain.open(busy.folder)
    with pytest.raises(DeviceMending), tablet.desk.storage.begin():
        pass
    _restored(chain, tablet)
    assert len(list((busy.folder / DAMAGED_FOLDER).iterdir())) == 1
    # What nobody had heard of and nobody can read is lost; the queue goes on behind what the centre has.
    lost = _assert_whole(busy, tablet)
    assert len(lost) == UNSENT
    _adjust(tablet, busy.signer, busy.member_id)
    chain.settle(tablet)
    assert _state(tablet).waiting == 0
    assert len(_at_centre(chain, tablet)) == len(busy.op_ids) - UNSENT + 1


def test_a_lost_first_page_loses_nothing(chain: Chain) -> None:
    busy = _busy(chain)
    _overwrite(busy.folder / DATABASE_FILE, 0)
    tablet = chain.open(busy.folder)
    assert isinstance(tablet.sync.run_once(), Exchanged)
    chain.settle(tablet)
    assert _assert_whole(busy, tablet) == []
    kept = next((busy.folder / DAMAGED_FOLDER).iterdir())
    assert (kept / f"{DATABASE_FILE}-first-page").read_bytes() == b"\xa5" * PAGE_BYTES


def _readable(busy: Busy, page: int) -> set[str]:
    """Return the operations that can be read of a copy in which a page is damaged."""
    copy = busy.folder.with_name(f"page-{page}")
    shutil.copy(busy.folder / DATABASE_FILE, copy)
    _overwrite(copy, page)
    wreck = Wreck(copy, bytes.fromhex((busy.folder / KEY_FILE).read_text()))
    try:
        return {row.op_id for row in wreck.rows(outbox)}
    finally:
        wreck.close()
        copy.unlink()


def test_a_damaged_page_costs_what_lay_on_it_and_no_more(small_chain: Chain) -> None:
    busy = _busy(small_chain)
    every = range(1, _pages(busy.folder / DATABASE_FILE), 3)
    lost = [len(busy.op_ids) - len(_readable(busy, page)) for page in every]
    # Where the table's inner page is gone, or the list of tables, nothing of it is found.
    leaves = [count for count in lost if 0 < count < len(busy.op_ids)]
    assert lost.count(len(busy.op_ids)) <= 3
    assert leaves
    assert max(leaves) <= 8


def test_behind_a_gap_operations_get_new_numbers_and_arrive(small_chain: Chain) -> None:
    chain = small_chain
    busy = _busy(chain)
    page = _page_of_unsent(busy)
    _overwrite(busy.folder / DATABASE_FILE, page)
    tablet = chain.open(busy.folder)
    _restored(chain, tablet)
    lost = _assert_whole(busy, tablet)
    assert lost
    assert lost[-1] != busy.op_ids[-1]
    with tablet.storage._engine.connect() as connection:
        (row,) = connection.execute(select(damage)).all()
        seqs = list(connection.execute(select(outbox.c.seq).order_by(outbox.c.seq)).scalars())
    assert (row.saved, row.lost) == (len(busy.op_ids) - len(lost), len(lost))
    assert row.moved > 0
    assert seqs == list(range(1, len(seqs) + 1))
    assert _state(tablet).lost == len(lost)


def _page_of_unsent(busy: Busy) -> int:
    """Find a page whose damage costs operations in the middle of those that were not sent."""
    return _page_of(busy, busy.op_ids[-UNSENT // 2])


def _page_of(busy: Busy, middle: str) -> int:
    for page in range(1, _pages(busy.folder / DATABASE_FILE)):
        found = _readable(busy, page)
        if found and middle not in found:
            return page
    raise AssertionError("no page holds the operation")


def test_what_lies_in_the_log_alone_is_saved_too(small_chain: Chain, tmp_path: Path) -> None:
    chain = small_chain
    busy = _busy(chain)
    tablet = open_device(busy.folder)
    _adjust(tablet, busy.signer, busy.member_id)
    op_ids = _op_ids(tablet)
    # As power would be cut: the log has not been written back.
    cut = tmp_path / "cut"
    shutil.copytree(busy.folder, cut, ignore=shutil.ignore_patterns("*.lock"))
    tablet.close()
    assert (cut / f"{DATABASE_FILE}-wal").stat().st_size > 0
    _overwrite(cut / DATABASE_FILE, 0)
    again = chain.open(cut)
    again.storage.heal()
    assert _op_ids(again) == op_ids


def test_a_wrong_key_sets_nothing_aside(small_chain: Chain) -> None:
    busy = _busy(small_chain)
    (busy.folder / KEY_FILE).write_text("00" * 32)
    with pytest.raises(WrongKey):
        open_device(busy.folder)
    assert not (busy.folder / DAMAGED_FOLDER).exists()


def test_a_file_that_is_gone_comes_back(small_chain: Chain) -> None:
    busy = _busy(small_chain)
    (busy.folder / DATABASE_FILE).unlink()
    tablet = small_chain.open(busy.folder)
    _restored(small_chain, tablet)
    assert len(_assert_whole(busy, tablet)) == UNSENT


def test_damage_in_use_shuts_the_screen_until_it_is_good(small_chain: Chain) -> None:
    chain = small_chain
    busy = _busy(chain)
    tablet = chain.open(busy.folder)
    exchange(tablet)
    called: list[str] = []
    tablet.storage.on_damage = lambda: called.append("damage")
    file = busy.folder / DATABASE_FILE
    write_log_back(tablet.storage._engine)
    _overwrite(file, 1, _pages(file) - 1)
    tablet.storage._engine.dispose()
    with pytest.raises(DeviceMending), tablet.desk.storage.read() as transaction:
        transaction.sync_state()
    assert called
    with pytest.raises(DeviceMending), tablet.desk.storage.begin():
        pass
    report = tablet.sync.run_once()
    assert isinstance(report, Exchanged), report
    chain.settle(tablet)
    assert _assert_whole(busy, tablet) == []


def test_while_the_centre_is_away_the_queue_is_saved_and_nobody_acts(small_chain: Chain) -> None:
    chain = small_chain
    busy = _busy(chain)
    _overwrite(busy.folder / DATABASE_FILE, 0)
    tablet = open_device(busy.folder, f"sqlite:///{busy.folder / 'nowhere.sqlite'}")
    report = tablet.sync.run_once()
    assert isinstance(report, Away), report
    assert _op_ids(tablet) == busy.op_ids
    with pytest.raises(DeviceMending), tablet.desk.storage.begin():
        pass
    tablet.close()
    again = chain.open(busy.folder)
    _restored(chain, again)
    assert _assert_whole(busy, again) == []


def test_a_kiosk_uses_no_ticket_twice(small_chain: Chain) -> None:
    chain = small_chain
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    folder = chain.enrol("kiosk", DeviceKind.KIOSK)
    kiosk = chain.open(folder)
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member_id = join(tablet, signer).member_id
    give(tablet, signer, member_id)
    give(tablet, signer, member_id)
    chain.settle(tablet, kiosk)
    chain.settle(kiosk, tablet)
    first = turn(kiosk, member_id)
    # Its turn is only in the queue when the memory goes.
    kiosk.close()
    _overwrite(folder / DATABASE_FILE, 0)
    kiosk = chain.open(folder)
    assert isinstance(kiosk.sync.run_once(), Exchanged)
    second = turn(kiosk, member_id)
    assert second[0].award.award.award_id != first[0].award.award.award_id
    assert isinstance(take_turns(kiosk.desk, member_id, WHEEL, "star", 1), NoTurnsHere)
    chain.settle(kiosk, tablet)
    assert chain.held() == []
    assert _content(kiosk)["open_drum"]


@pytest.mark.parametrize("moment", [1, 2, 4, 6])
def test_a_program_that_dies_while_it_rebuilds_takes_it_up_again(small_chain: Chain, moment: int) -> None:
    busy = _busy(small_chain)
    _overwrite(busy.folder / DATABASE_FILE, 0)
    command = [sys.executable, "-m", "tests.sync.dying_rebuild", str(busy.folder), str(moment)]
    died = subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(Path.cwd())})
    assert died.returncode in (-signal.SIGKILL, 0)
    tablet = small_chain.open(busy.folder)
    _restored(small_chain, tablet)
    assert _assert_whole(busy, tablet) == []


def test_a_disk_that_refuses_says_so_and_it_is_tried_again(small_chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    busy = _busy(small_chain)
    _overwrite(busy.folder / DATABASE_FILE, 0)
    tablet = small_chain.open(busy.folder)

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "touch", refuse)
        with pytest.raises(Trouble, match="can't be written"):
            tablet.storage.heal()
    _restored(small_chain, tablet)
    assert _assert_whole(busy, tablet) == []


def _lose_page(busy: Busy, seq: int) -> None:
    _overwrite(busy.folder / DATABASE_FILE, _page_of(busy, busy.op_ids[seq - 1]))


@pytest.mark.parametrize("mended", [True, False], ids=["mended before", "mended after"])
@pytest.mark.parametrize(
    "harm",
    [
        pytest.param(lambda busy: _lose_page(busy, SENT), id="what the backup lacks"),
        pytest.param(lambda busy: _lose_page(busy, SENT // 2), id="around the backup"),
        pytest.param(lambda busy: _overwrite(busy.folder / DATABASE_FILE, 0), id="the first page"),
        pytest.param(lambda busy: (busy.folder / DATABASE_FILE).unlink(), id="everything"),
    ],
)
def test_damage_beside_a_restored_centre_is_no_fork(
    small_chain: Chain, tmp_path: Path, harm: Callable[[Busy], None], *, mended: bool
) -> None:
    chain, file = small_chain, tmp_path / "backup"
    busy = _busy(chain, lambda: chain.back_up(file))
    harm(busy)
    if mended:
        tablet = chain.open(busy.folder)
        # Once to find it, once to mend it.
        tablet.sync.run_once()
        tablet.sync.run_once()
        tablet.close()
    chain.set_back(file, f"sqlite:///{tmp_path / 'restored.sqlite'}")
    backed_up = set(_all_at_centre(chain))
    tablet = chain.open(busy.folder)
    tablet.storage.look_over()
    tablet.storage.heal()
    saved = {op_id for op_id in _op_ids(tablet) if not op_id.startswith(UNREAD)}
    chain.hear(tablet, times=4)
    _adjust(tablet, busy.signer, busy.member_id)
    chain.settle(tablet)
    with reading(chain.engine) as connection:
        assert state_of(connection, tablet.enrolment.device_id) is DeviceState.ACTIVE
        assert lending_pause(connection) is None
    arrived = _all_at_centre(chain)
    assert len(arrived) == len(set(arrived))
    assert set(arrived) == backed_up | saved | {_op_ids(tablet)[-1]}
    with tablet.desk.storage.read() as transaction:
        member = transaction.member(busy.member_id)
        assert member is not None
        assert member.account.balance_points == _points(chain, busy.member_id) == len(arrived) - 1
        assert transaction.sync_state().waiting == 0


def _all_at_centre(chain: Chain) -> list[str]:
    with reading(chain.engine) as connection:
        return list(connection.execute(select(inbox.c.op_id)).scalars())
