"""The independent checker: everything that must hold at the end of a run, read from the databases alone."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.books import check_books
from tests.simulation.challenges import check_challenges
from tests.simulation.facts import Box, Facts, Finding, Remains
from tests.simulation.goods import check_goods
from tests.simulation.reading import Database, Row, body, grouped, instant
from tests.simulation.spending import check_spending

GENESIS = "0" * 64
PLACE = (
    *("epoch", "seq", "op_id", "kind", "schema_version", "programme_version", "payload", "actor", "actor_signature"),
    *("approver", "approver_signature", "prev_hash", "hash", "monotonic_ms", "boot_id"),
)
HEARD_OF = timedelta(days=85)
"""For so long at least a store hears of a member who was found for it."""
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
DONE = {"applied", "duplicate"}
HELD_BY_COPIES = {
    "take_turn": {"voucher_invalid"},
    "hand_over_prize": {"voucher_invalid", "voucher_handed_over"},
    # It asks while its other copy has it frozen: nothing is lent to it then.
    "ask_for_tickets": {"not_allowed"},
}


def check(remains: Remains) -> list[Finding]:
    """Return everything that must not be."""
    central = Database(remains.central, remains.central_key)
    boxes = [(box, Database(box.database, box.key)) for box in remains.boxes]
    try:
        findings = [Finding("integrity", said) for said in central.integrity()]
        findings += check_books(central, remains)
        stranded = _stranded(central, boxes, remains.facts)
        turned = [body(row, "payload") for row in stranded.values() if row["kind"] == "take_turn"]
        findings += check_goods(central, remains, {said["ticket_id"] for said in turned})
        findings += check_spending(central, remains)
        findings += check_challenges(central)
        findings += _check_inbox(central, remains.facts)
        findings += _check_acknowledged(central, boxes, remains.facts)
        findings += _check_results(central, remains.facts, stranded)
        findings += _check_feed(central, remains.facts)
        findings += _check_found_there(central, remains.facts, remains.now)
        findings += _check_pruned(central)
        if central.table("lending_pause"):
            findings.append(Finding("lending", "the centre lends nothing although everybody was heard of"))
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
        if stored.get((fact.device_id, fact.epoch, fact.seq)) != fact.hash:
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


def _check_acknowledged(central: Database, boxes: list[tuple[Box, Database]], facts: Facts) -> Iterator[Finding]:
    """See that what a centre had acknowledged before it was set back is there again, in whatever place.

    Only where the box was set back as well, or is a copy that somebody has taken away, nobody is left who could tell:
    the disk of each has then lost what the other one had lost too.
    """
    inbox = central.table("inbox")
    places = {(row["device_id"], row["epoch"], row["seq"]): row["hash"] for row in inbox}
    there = {row["op_id"] for row in inbox}
    named: dict[str, str] = {}
    left: set[str] = set()
    for box, database in boxes:
        rows = database.table("outbox")
        named |= {row["hash"]: row["op_id"] for row in rows + database.table("former_place")}
        left |= set() if box.halted else {row["op_id"] for row in rows}
    for fact in facts.forgotten:
        op_id = named.get(fact.hash)
        is_there = places.get((fact.device_id, fact.epoch, fact.seq)) == fact.hash or op_id in there
        nobody_is_left = fact.device_id in facts.copied and op_id not in left
        if not is_there and not nobody_is_left:
            yield Finding("acknowledged_lost", f"number {fact.seq} of {fact.device_id}, before the centre was set back")


def _stranded(central: Database, boxes: list[tuple[Box, Database]], facts: Facts) -> dict[str, Row]:
    """Return the operations, by id, about members whose enrolment only a copy that waits for a manager still has.

    The centre had heard of it, and was set back; then it heard of other operations under that copy's numbers first
    (SYNC.md, rule 5). What others have done for such a member is held until somebody decides.
    """
    if not facts.centre_set_back:
        return {}
    inbox = {row["op_id"]: row for row in central.table("inbox")}
    kept = [row for box, database in boxes if box.halted for row in database.table("outbox")]
    members = {
        body(row, "payload")["member_id"] for row in kept if row["kind"] == "enrol_member" and row["op_id"] not in inbox
    }
    return {op_id: row for op_id, row in inbox.items() if body(row, "payload").get("member_id") in members}


def _check_results(central: Database, facts: Facts, stranded: dict[str, Row]) -> Iterator[Finding]:
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
        if result["verdict"] != "held" or result["reason"] in allowed.get(kind, set()):
            continue
        if _is_stranded(result, stranded):
            continue
        if inbox[op_id]["device_id"] in facts.copied and _is_excess(central, inbox[op_id]):
            continue
        yield Finding("held", f"{kind} {op_id}: {result['reason']} {result['detail']}")
    yield from _check_taken_back(inbox, results, facts, stranded)


def _check_taken_back(
    inbox: dict[str, Row], results: dict[str, Row], facts: Facts, stranded: dict[str, Row]
) -> Iterator[Finding]:
    """See that what was heard of before the centre was set back is so again."""
    for op_id, heard in facts.heard.items():
        final = results[op_id]["verdict"] if op_id in results else "gone"
        if heard.device_id not in facts.copied and (heard.verdict in DONE) != (final in DONE):
            if final == "held" and _is_stranded(results[op_id], stranded):
                continue
            if final == "held" and _was_forestalled(inbox[op_id], results[op_id], inbox, results):
                continue
            yield Finding("taken_back", f"{op_id} was {heard.verdict} before the centre was set back, and is {final}")


def _is_stranded(result: Row, stranded: dict[str, Row]) -> bool:
    return bool(result["op_id"] in stranded and result["reason"] == "member_unknown")


def _was_forestalled(row: Row, result: Row, inbox: dict[str, Row], results: dict[str, Row]) -> bool:
    """Tell whether another device took the same purchase back, and was heard first behind the restore."""
    if row["kind"] != "return_purchase" or result["reason"] != "return_too_large":
        return False
    purchase = body(row, "payload")["purchase_id"]
    return any(
        each["kind"] == "return_purchase"
        and each["device_id"] != row["device_id"]
        and body(each, "payload")["purchase_id"] == purchase
        and results[op_id]["verdict"] == "applied"
        for op_id, each in inbox.items()
        if op_id in results
    )


def _is_excess(central: Database, row: Row) -> bool:
    """Tell whether another copy of its device has used what an operation uses: the ball, the ticket, or the drum.

    That is a clone's excess (SYNC.md, rule 5): it goes on in a new epoch, and what both have done can stand only once.
    No more of it can be than what the copies held: each is bound to a ball or a ticket that another operation used.
    """
    said = body(row, "payload")
    turns = [turn for turn in central.table("turn") if turn["drum_id"] == said.get("drum_id")]
    match row["kind"]:
        case "take_turn":
            together = [each for each in central.table("inbox") if each["kind"] == "take_turn" and _of_one(each, row)]
            own = {each["op_id"] for each in together}
            first = min(
                turn["turn"]
                for turn in (body(each, "payload") for each in together)
                if turn["drum_id"] == said["drum_id"]
            )
            used = any(turn["ticket_id"] == said["ticket_id"] for turn in central.table("turn"))
            return used or any(turn["turn"] >= first for turn in turns if turn["op_id"] not in own)
        case "release_drum":
            return len(turns) > int(said["turns"])
        case _:
            return False


def _of_one(row: Row, other: Row) -> bool:
    """Tell whether two operations come from one copy of a device."""
    return bool((row["device_id"], row["epoch"]) == (other["device_id"], other["epoch"]))


def _check_feed(central: Database, facts: Facts) -> Iterator[Finding]:
    heads = {row["scope"]: row["position"] for row in central.table("scope_head")}
    feed = grouped(_told(central, facts), lambda row: row["scope"])
    for scope, rows in feed.items():
        if sorted(row["position"] for row in rows) != list(range(1, heads.get(scope, 0) + 1)):
            yield Finding("feed_gap", f"{scope} up to {heads.get(scope)}")
    tokens = {(row["scope"], row["position"]): row["token"] for rows in feed.values() for row in rows}
    for page in facts.pages:
        if tokens.get((page.scope, page.position)) != page.token:
            yield Finding("feed_changed", f"{page.scope} at {page.position}")
        if tokens.get((page.scope, page.position + 1)) == page.token:
            yield Finding("torn_page", f"{page.scope} was cut after {page.position}, within a transaction")
    for row in central.table("member"):
        yield from _check_told(feed[f"store:{row['home_store']}:staff"], "member", row["member_id"], row)
        yield from _check_private(feed[f"store:{row['home_store']}:kiosk"], row)
    for row in central.table("voucher"):
        yield from _check_told(feed[f"store:{row['store_id']}:staff"], "voucher", row["voucher_id"], row)


def _check_found_there(central: Database, facts: Facts, now: datetime) -> Iterator[Finding]:
    """See that a store which a member was found for goes on hearing of her."""
    feed = grouped(_told(central, facts), lambda row: (row["scope"], row["key"]))
    versions = {row["member_id"]: row["version"] for row in central.table("member")}
    for found in facts.found_there if not facts.centre_set_back else []:
        for audience in ("staff", "kiosk") if now - found.at < HEARD_OF else ():
            told = feed[f"store:{found.store_id}:{audience}", found.member_id]
            if max((each["version"] for each in told), default=0) != versions[found.member_id]:
                yield Finding("feed_stale", f"{found.store_id} was told of {found.member_id} once, and no more")


def _told(central: Database, facts: Facts) -> list[Row]:
    """Return every row that the feeds have told, also those that the centre has cleared away."""
    now = {(row["scope"], row["position"]): row for row in central.table("feed")}
    return list((facts.told | now).values())


def _check_pruned(central: Database) -> Iterator[Finding]:
    """See that a feed begins at 1, or where a whole snapshot stands for what was before."""
    chunks = Counter((row["scope"], row["position"]) for row in central.table("snapshot_chunk"))
    ready = {(row["scope"], row["position"]): row["chunks"] for row in central.table("snapshot") if row["ready"]}
    for scope, rows in grouped(central.table("feed"), lambda row: row["scope"]).items():
        first = min(row["position"] for row in rows)
        whole = [at for (of, at), count in ready.items() if of == scope and at >= first and chunks[of, at] == count]
        if first > 1 and not whole:
            yield Finding("feed_pruned", f"{scope} begins at {first}, and no snapshot stands for the rest")


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
    yield from _check_chain(box, outbox, database.table("former_place"))
    if box.halted:
        if box.device_id not in facts.copied:
            yield Finding("halted", f"{box.name} waits for a person, and was never copied")
        elif not any(row["action"] == "device_frozen" and row["subject"] == box.device_id for row in noted):
            yield Finding("not_frozen", f"{box.name} found other operations under its numbers, and nobody was told")
        return
    yield from _check_drained(central, box, outbox, facts)
    if database.table("touch"):
        yield Finding("not_drained", f"{box.name} still counts {len(database.table('touch'))} changes as its own")
    yield from _check_converged(central, box, database, facts)


def _check_chain(box: Box, outbox: list[Row], former: list[Row]) -> Iterator[Finding]:
    """See that numbers and hashes of each epoch go on without a gap, where nothing has moved to a later one."""
    moved = {(row["epoch"], row["seq"]): row for row in former}
    for epoch, rows in grouped(outbox + former, lambda row: row["epoch"]).items():
        before = GENESIS
        for seq, row in enumerate(sorted(rows, key=lambda row: int(row["seq"])), 1):
            if (row["seq"], row["prev_hash"]) != (seq, before):
                yield Finding("outbox_chain", f"{box.name}: number {seq} of epoch {epoch}")
                break
            before = row["hash"]
    for place, row in moved.items():
        if not any(each["op_id"] == row["op_id"] and each["epoch"] > place[0] for each in outbox):
            yield Finding("outbox_lost", f"{box.name}: {row['op_id']} left {place} and is nowhere")


def _check_drained(central: Database, box: Box, outbox: list[Row], facts: Facts) -> Iterator[Finding]:
    """See that what was recorded is what arrived, and that the device has heard what became of it."""
    arrived = {row["op_id"]: row for row in central.table("inbox") if row["device_id"] == box.device_id}
    results = {row["op_id"]: row["verdict"] for row in central.table("op_result")}
    for row in outbox:
        there = arrived.pop(row["op_id"], {})
        other = [name for name in PLACE if there.get(name, GENESIS) != row[name]]
        if there and instant(there["wall_time"]) != instant(row["wall_time"]):
            other.append("wall_time")
        if other:
            yield Finding("not_drained", f"{box.name}: number {row['seq']}, {row['kind']}, arrived otherwise: {other}")
        elif row["result"] is None or results.get(row["op_id"]) != body(row, "result")["verdict"]:
            yield Finding("not_drained", f"{box.name}: number {row['seq']}, {row['kind']}, has another result")
    if box.device_id not in facts.copied:
        yield from (
            Finding("out_of_nowhere", f"{op_id} came from {box.name}, which knows nothing") for op_id in arrived
        )


def _check_converged(central: Database, box: Box, database: Database, facts: Facts) -> Iterator[Finding]:
    heads = {row["scope"]: row["position"] for row in central.table("scope_head")}
    cursors = {row["scope"]: row["position"] for row in database.table("cursor")}
    for scope in box.scopes:
        if heads.get(scope, 0) != cursors.get(scope, 0):
            yield Finding("not_converged", f"{box.name} has read {cursors.get(scope)} of {heads.get(scope)} in {scope}")
    newest: dict[tuple[str, str], Row] = {}
    for row in sorted(_told(central, facts), key=lambda row: int(row["position"])):
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
