"""The independent checker: everything that must hold at the end of a run, read from the databases alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.simulation.books import check_books
from tests.simulation.facts import Box, Facts, Finding, Remains
from tests.simulation.goods import check_goods
from tests.simulation.reading import Database, Row, body, grouped, instant

GENESIS = "0" * 64
PLACE = (
    *("epoch", "seq", "op_id", "kind", "schema_version", "programme_version", "payload", "actor", "actor_signature"),
    *("approver", "approver_signature", "prev_hash", "hash", "monotonic_ms", "boot_id"),
)
WITH_STATE = ("member", "drum", "voucher")
MAY_BE_HELD = {
    "return_purchase": {"return_too_large", "purchase_unknown", "amount_invalid"},
    "undo": {"undo_unknown", "undo_too_late", "undo_not_last", "undo_not_own", "ticket_used"},
    # Whoever enrolled her was lost before it was heard of.
    "record_visit": {"card_unknown"},
    # It was given in time, and is heard of when its goods have long been free again.
    "hand_over_prize": {"voucher_lapsed"},
}
"""Promises that two honest devices can make without knowing of each other."""
HELD_BY_COPIES = {"take_turn": {"voucher_invalid"}, "hand_over_prize": {"voucher_invalid", "voucher_handed_over"}}


def check(remains: Remains) -> list[Finding]:
    """Return everything that must not be."""
    central = Database(remains.central, remains.central_key)
    boxes = [(box, Database(box.database, box.key)) for box in remains.boxes]
    try:
        findings = [Finding("integrity", said) for said in central.integrity()]
        findings += check_books(central, remains)
        findings += check_goods(central, remains)
        findings += _check_inbox(central, remains.facts)
        findings += _check_results(central, remains.facts)
        findings += _check_feed(central, remains.facts)
        for box, database in boxes:
            findings += _check_box(central, box, database, remains.facts)
        return findings
    finally:
        central.close()
        for _, database in boxes:
            database.close()


def digest(remains: Remains) -> str:
    """Return a hash of what the centre knows: the same history gives the same one."""
    central = Database(remains.central, remains.central_key)
    try:
        whole = hashlib.sha256()
        for table in ("inbox", "op_result", "ledger", "turn", "holding", "stock", "scope_head", "feed"):
            for row in central.table(table):
                whole.update(repr(sorted(row.items())).encode())
        return whole.hexdigest()
    finally:
        central.close()


def _check_inbox(central: Database, facts: Facts) -> Iterator[Finding]:
    inbox = central.table("inbox")
    stored = {(row["device_id"], row["epoch"], row["seq"]): row["hash"] for row in inbox}
    for fact in facts.acknowledged:
        if not facts.centre_set_back and stored.get((fact.device_id, fact.epoch, fact.seq)) != fact.hash:
            yield Finding("acknowledged_lost", f"number {fact.seq} of {fact.device_id}")
    by_id = {row["op_id"]: row["hash"] for row in inbox}
    for done in facts.recorded:
        if done.device_id not in facts.copied and by_id.get(done.op_id) != done.hash:
            yield Finding("recorded_lost", f"{done.copy} said {done.kind} was done: {done.op_id}")
    for queue, rows in grouped(inbox, lambda row: (row["device_id"], row["epoch"])).items():
        before = GENESIS
        for seq, row in enumerate(sorted(rows, key=lambda row: int(row["seq"])), 1):
            if (row["seq"], row["prev_hash"]) != (seq, before):
                yield Finding("inbox_chain", f"number {seq} of {queue}")
                break
            before = row["hash"]


def _check_results(central: Database, facts: Facts) -> Iterator[Finding]:
    inbox = {row["op_id"]: row for row in central.table("inbox")}
    results = {row["op_id"]: row for row in central.table("op_result")}
    for op_id in sorted(inbox.keys() ^ results.keys()):
        yield Finding("result", f"{op_id}: arrived {op_id in inbox}, result {op_id in results}")
    allowed = MAY_BE_HELD
    if facts.copied:
        allowed = {
            kind: allowed.get(kind, set()) | HELD_BY_COPIES.get(kind, set()) for kind in allowed | HELD_BY_COPIES
        }
    for op_id, result in results.items():
        kind = inbox[op_id]["kind"] if op_id in inbox else "?"
        if result["verdict"] == "held" and result["reason"] not in allowed.get(kind, set()):
            yield Finding("held", f"{kind} {op_id}: {result['reason']} {result['detail']}")


def _check_feed(central: Database, facts: Facts) -> Iterator[Finding]:
    heads = {row["scope"]: row["position"] for row in central.table("scope_head")}
    feed = grouped(central.table("feed"), lambda row: row["scope"])
    for scope, rows in feed.items():
        if sorted(row["position"] for row in rows) != list(range(1, heads.get(scope, 0) + 1)):
            yield Finding("feed_gap", f"{scope} up to {heads.get(scope)}")
    tokens = {(row["scope"], row["position"]): row["token"] for rows in feed.values() for row in rows}
    for page in facts.pages:
        if tokens.get((page.scope, page.position)) != page.token and not facts.centre_set_back:
            yield Finding("feed_changed", f"{page.scope} at {page.position}")
        if tokens.get((page.scope, page.position + 1)) == page.token:
            yield Finding("torn_page", f"{page.scope} was cut after {page.position}, within a transaction")
    for row in central.table("member"):
        yield from _check_told(feed[f"store:{row['home_store']}:staff"], "member", row["member_id"], row)
        yield from _check_private(feed[f"store:{row['home_store']}:kiosk"], row)
    for row in central.table("voucher"):
        yield from _check_told(feed[f"store:{row['store_id']}:staff"], "voucher", row["voucher_id"], row)


def _check_told(feed: list[Row], kind: str, key: str, row: Row) -> Iterator[Finding]:
    """See that the newest word of the feed is what the centre has."""
    told = [each for each in feed if (each["aggregate"], each["key"]) == (kind, key)]
    newest = max(told, key=lambda each: int(each["position"]), default=None)
    if newest is None or (newest["version"], body(newest)) != (row["version"], body(row)):
        yield Finding("feed_stale", f"{kind} {key} is at version {row['version']}")


def _check_private(feed: list[Row], row: Row) -> Iterator[Finding]:
    told = [each for each in feed if (each["aggregate"], each["key"]) == ("member", row["member_id"])]
    if max((each["version"] for each in told), default=0) != row["version"]:
        yield Finding("feed_stale", f"kiosks do not know version {row['version']} of {row['member_id']}")
    if any(member["profile"] or member["purchases"] or member["history"] for member in map(body, told)):
        yield Finding("private", f"kiosks were told what member {row['member_id']} keeps to herself")


def _check_box(central: Database, box: Box, database: Database, facts: Facts) -> Iterator[Finding]:
    yield from (Finding("integrity", f"{box.name}: {said}") for said in database.integrity())
    outbox = sorted(database.table("outbox"), key=lambda row: (row["epoch"], row["seq"]))
    noted = central.table("audit")
    before = GENESIS
    for seq, row in enumerate(outbox, 1):
        if (row["seq"], row["prev_hash"]) != (seq, before):
            yield Finding("outbox_chain", f"{box.name}: number {seq}")
            break
        before = row["hash"]
    if box.halted:
        if box.device_id not in facts.copied and not facts.centre_set_back:
            yield Finding("halted", f"{box.name} waits for a person, and was never copied")
        elif not any(row["action"] == "device_frozen" and row["subject"] == box.device_id for row in noted):
            yield Finding("not_frozen", f"{box.name} found other operations under its numbers, and nobody was told")
        return
    yield from _check_drained(central, box, outbox, facts)
    if database.table("touch"):
        yield Finding("not_drained", f"{box.name} still counts {len(database.table('touch'))} changes as its own")
    yield from _check_converged(central, box, database)


def _check_drained(central: Database, box: Box, outbox: list[Row], facts: Facts) -> Iterator[Finding]:
    """See that what was recorded is what arrived, and that the device has heard what became of it."""
    arrived = {row["op_id"]: row for row in central.table("inbox") if row["device_id"] == box.device_id}
    results = {row["op_id"]: row for row in central.table("op_result")}
    for row in outbox:
        there = arrived.pop(row["op_id"], {})
        other = [name for name in PLACE if there.get(name, GENESIS) != row[name]]
        if there and instant(there["wall_time"]) != instant(row["wall_time"]):
            other.append("wall_time")
        if other:
            yield Finding("not_drained", f"{box.name}: number {row['seq']}, {row['kind']}, arrived otherwise: {other}")
        elif row["result"] is None or results[row["op_id"]]["verdict"] != body(row, "result")["verdict"]:
            yield Finding("not_drained", f"{box.name}: number {row['seq']}, {row['kind']}, has another result")
    if box.device_id not in facts.copied:
        yield from (
            Finding("out_of_nowhere", f"{op_id} came from {box.name}, which knows nothing") for op_id in arrived
        )


def _check_converged(central: Database, box: Box, database: Database) -> Iterator[Finding]:
    heads = {row["scope"]: row["position"] for row in central.table("scope_head")}
    cursors = {row["scope"]: row["position"] for row in database.table("cursor")}
    for scope in box.scopes:
        if heads.get(scope, 0) != cursors.get(scope, 0):
            yield Finding("not_converged", f"{box.name} has read {cursors.get(scope)} of {heads.get(scope)} in {scope}")
    newest: dict[tuple[str, str], Row] = {}
    for row in sorted(central.table("feed"), key=lambda row: int(row["position"])):
        if row["scope"] in box.scopes and row["aggregate"] in WITH_STATE:
            newest[row["aggregate"], row["key"]] = row
    known = {(row["kind"], row["key"]): row for row in database.table("aggregate") if row["kind"] in WITH_STATE}
    for ref in sorted(newest.keys() | known.keys()):
        told, has = newest.get(ref), known.get(ref)
        if told is None or has is None:
            yield Finding("not_converged", f"{box.name}: {ref} told {told is not None}, known {has is not None}")
        elif _state(ref[0], told) != _state(ref[0], has, "confirmed") or told["version"] != has["version"]:
            yield Finding("not_converged", f"{box.name}: {ref} at version {has['version']} of {told['version']}")
        elif has["projected"] is not None:
            yield Finding("not_converged", f"{box.name}: {ref} is shown otherwise than confirmed, and nothing waits")


def _state(kind: str, row: Row, column: str = "body") -> Any:  # noqa: ANN401  JSON
    if row[column] is None:
        return None
    state = json.loads(row[column])
    if kind == "drum":
        state = state.get("drum", state) | {"seed": None}
    return state


def summary(findings: tuple[Finding, ...]) -> str:
    """Return which checks found something, and how often."""
    return ", ".join(f"{check} ({count})" for check, count in Counter(f.check for f in findings).items())
