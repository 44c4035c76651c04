"""Many rows at once arrive as they are, on both databases; looking ahead changes nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from shared.central import ahead, inbox, schema
from shared.central.ahead import LookAhead
from shared.central.applier import Applier
from shared.central.batch import is_refusal
from shared.central.checking import Checked, check, look_at
from shared.central.database import reading, writing
from shared.central.many import Added, Changed, Put, together
from shared.domain.devices import DeviceKind
from shared.domain.operations import AdjustPoints
from shared.domain.rules import Held, HeldReason
from shared.wire.envelope import GENESIS, Signature, put_in_place
from shared.wire.feed import Verdict
from tests.central.chain import Chain, assert_all_balances
from tests.domain.small_shop import REASON
from tests.postgres import PostgresServer

AT = datetime(2026, 11, 22, 3, 4, 5, 678901, UTC)
BODIES = (b"", b"{}", bytes(range(256)) * 20, "喫茶'\\\"\n".encode())


@pytest.fixture
def server_chain(newest_postgres: PostgresServer, tmp_path: Path) -> Iterator[Chain]:
    made = Chain(newest_postgres.make_database(), tmp_path / "centre")
    yield made
    made.close()


def _feed_rows(results: tuple[bytes | None, ...]) -> list[dict[str, Any]]:
    return [
        {
            "scope": "many",
            "position": place,
            "token": "喫茶'\\\"\n\t",
            "aggregate": None if place % 2 else "member",
            "key": f"{place}",
            "version": 2**40 + place,
            "body": body,
            "op_id": None,
            "result": result,
        }
        for place, (body, result) in enumerate(zip(BODIES, results, strict=True))
    ]


@pytest.mark.parametrize("results", [(None, None, None, None), (b"r", None, b"", b"\x00")])
def test_bytes_and_nothing_arrive_as_they_are(chain: Chain, results: tuple[bytes | None, ...]) -> None:
    rows = _feed_rows(results)
    with writing(chain.engine) as connection:
        Added(schema.feed).run(connection, rows)
        Added(schema.feed).run(connection, [])
    assert [row._asdict() for row in chain.feed("many")] == rows


def test_rows_are_changed_by_key_and_put_where_there_are_none(chain: Chain) -> None:
    keys = ("store_id", "member_id")
    put = Put(schema.attachment, keys, ("until",))
    with writing(chain.engine) as connection:
        put.run(connection, [_attached("a", None), _attached("b", date(2026, 1, 2))])
        put.run(connection, [_attached("b", None), _attached("c", date(2026, 1, 3))])
        Changed(schema.attachment, keys, ("until",)).run(
            connection, [_attached("a", date(2027, 1, 1)), _attached("nobody", None)]
        )
    found = {row.member_id: row.until for row in chain.rows(schema.attachment)}
    assert found == {"a": date(2027, 1, 1), "b": None, "c": date(2026, 1, 3)}


def _attached(member_id: str, until: date | None) -> dict[str, Any]:
    return {"store_id": "s", "member_id": member_id, "until": until}


def test_instants_and_flags_arrive_as_they_are(chain: Chain) -> None:
    row = {
        "op_id": "o",
        "device_id": "d",
        "verdict": Verdict.HELD,
        "reason": HeldReason.STALE_EDIT,
        "detail": "",
        "applied_at": AT,
    }
    stock = {"store_id": "s", "campaign": "c", "prize": "p", "delivered": 1, "returned": 0, "written_off": 0, "free": 1}
    with writing(chain.engine) as connection:
        Added(schema.op_result).run(connection, [row])
        Added(schema.stock).run(connection, [stock | {"counted": -3, "withdrawn": True}])
    assert [row._asdict() for row in chain.rows(schema.op_result)] == [row]
    assert [(row.counted, row.withdrawn) for row in chain.rows(schema.stock)] == [(-3, True)]


def test_what_is_there_already_is_refused(chain: Chain) -> None:
    _assert_refused(chain, {"key": "taken", "op_id": "o"}, IntegrityError)


@pytest.mark.parametrize("wrong", ["x" * 65, "\x00"])
def test_what_a_server_has_no_place_for_is_refused(server_chain: Chain, wrong: str) -> None:
    _assert_refused(server_chain, {"key": "k", "op_id": wrong}, DataError)


def test_what_goes_together_arrives_in_its_order(chain: Chain) -> None:
    keys = ("store_id", "member_id")
    with writing(chain.engine) as connection:
        with together(connection):
            Added(schema.attachment).run(connection, [_attached("a", None)])
            with together(connection):
                Changed(schema.attachment, keys, ("until",)).run(connection, [_attached("a", date(2026, 1, 2))])
            Put(schema.attachment, keys, ("until",)).run(connection, [_attached("a", date(2026, 1, 3))])
        assert connection.execute(select(schema.attachment.c.until)).scalars().all() == [date(2026, 1, 3)]


def test_of_what_goes_together_the_first_refusal_is_told_and_nothing_stays(chain: Chain) -> None:
    def write(wrong: str) -> None:
        with writing(chain.engine) as connection, together(connection):
            Added(schema.attachment).run(connection, [_attached("a", None)])
            Added(schema.claim).run(connection, [{"key": "k", "op_id": "o"}, {"key": wrong, "op_id": "o"}])
            Added(schema.attachment).run(connection, [_attached("b", None)])

    with pytest.raises(IntegrityError) as caught:
        write("k")
    assert is_refusal(caught.value)
    assert chain.rows(schema.attachment) == []
    write("another")
    assert [row.member_id for row in chain.rows(schema.attachment)] == ["a", "b"]


def test_what_fails_on_the_way_brings_nothing(chain: Chain) -> None:
    def fail(connection: Connection) -> None:
        with connection.begin_nested(), together(connection):
            Added(schema.claim).run(connection, [{"key": "k", "op_id": "o"}])
            raise LookupError

    with writing(chain.engine) as connection:
        with pytest.raises(LookupError):
            fail(connection)
        Added(schema.claim).run(connection, [{"key": "later", "op_id": "o"}])
    assert [row.key for row in chain.rows(schema.claim)] == ["later"]


def _assert_refused(chain: Chain, wrong: dict[str, str], refused: type[Exception]) -> None:
    with writing(chain.engine) as connection:
        connection.execute(insert(schema.claim).values(key="taken", op_id="first"))
    with pytest.raises(refused) as caught, writing(chain.engine) as connection:
        Added(schema.claim).run(connection, [{"key": "fresh", "op_id": "o"}, wrong])
    assert is_refusal(caught.value)
    with reading(chain.engine) as connection:
        assert connection.execute(select(schema.claim.c.op_id)).scalars().all() == ["first"]


def test_what_was_read_ahead_is_not_read_again(server_chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = server_chain
    monkeypatch.setattr(ahead, "LEAST", 1)
    tablets = [chain.device(DeviceKind.TABLET) for _ in range(2)]
    assistant, stranger = chain.person("assistant"), chain.person("assistant")
    member = chain.enrol(tablets[0], assistant)
    sent = [t.send(AdjustPoints(member, 1, REASON, ""), assistant) for _ in range(6) for t in tablets]
    draft = tablets[0].draft(AdjustPoints(member, 1, REASON, ""))
    false = tablets[0].send_draft(draft, Signature(assistant.staff.staff_id, stranger.sign(draft).signature))
    slow = Applier(chain.engine, lambda: chain.now, batch=4)
    assert slow.apply_next() == 4
    known = slow._ahead.take()
    assert {tuple(some) for some in known.values()} == {(4, 5), (3, 4)}
    assert all(arrived.looked is not None for some in known.values() for arrived in some.values())
    monkeypatch.setattr(LookAhead, "take", lambda _: known)
    with monkeypatch.context() as patch:
        # Four of the next are known: they are not read.
        patch.setattr(inbox, "_arrived", None)
        assert slow.apply_next() == 4
    assert sum(iter(slow.apply_next, 0)) == len(sent) + 1 - 8
    assert {chain.result(op_id) for op_id in sent} == {("applied", None)}
    assert chain.result(false) == ("held", "signature_invalid")
    assert chain.member(member).account.balance_points == len(sent)
    assert_all_balances(chain)


def test_a_signature_that_was_proven_with_another_key_is_looked_at_again(sqlite_chain: Chain) -> None:
    tablet = sqlite_chain.device(DeviceKind.TABLET)
    before, after = sqlite_chain.person("assistant"), sqlite_chain.person("assistant")
    draft = tablet.draft(AdjustPoints("m", 1, REASON, ""))
    envelope = put_in_place(draft, 1, 1, GENESIS, before.sign(draft))
    looked = look_at(envelope, {before.staff.staff_id: before.staff})
    assert looked.proven
    assert isinstance(check(envelope, envelope.prev_hash, lambda _: before.staff, looked), Checked)
    found = check(envelope, envelope.prev_hash, lambda _: after.staff, looked)
    assert isinstance(found, Held)
    assert found.reason is HeldReason.SIGNATURE_INVALID
