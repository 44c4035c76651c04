"""Are the points right? Own arithmetic over ledger and accounts; nothing of the program."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from tests.simulation.facts import Finding, Remains
from tests.simulation.reading import Database, Row, body, grouped, instant

BELONGINGS = ("tickets", "awards", "purchases", "redemptions", "cards")
DATED_WITHIN = timedelta(minutes=4)
"""The centre trusts a clock within two minutes, and a batch may be on its way for one."""


def check_books(central: Database, remains: Remains) -> Iterator[Finding]:
    """Check every account against the ledger, and the ledger against what was reported."""
    members = {row["member_id"]: row for row in central.table("member")}
    ledger = central.table("ledger")
    by_member = grouped(ledger, lambda row: row["member_id"])
    reversing = grouped(ledger, lambda row: row["reverses_op"])
    for member_id in sorted(by_member.keys() - members.keys()):
        yield Finding("ledger_of_nobody", member_id)
    for member_id, row in members.items():
        account = body(row)["account"]
        yield from _check_account(row, account, by_member[member_id], remains)
        yield from _check_returns(body(row), reversing)
    yield from _check_lines(ledger)
    yield from _check_merges(ledger, members)
    yield from _check_effects(central, members)
    yield from _check_dates(central, remains)


def _check_account(row: Row, account: Row, ledger: list[Row], remains: Remains) -> Iterator[Finding]:
    who = row["member_id"]
    sums: dict[str, int] = defaultdict(int)
    for line in ledger:
        sums[line["bucket"] if line["bucket"] != "qualifying" else f"year {line['year']}"] += line["points"]
    open_points = sum(lot["left_points"] for lot in account["lots"] if lot["matures_at"] is None)
    pending = sum(lot["left_points"] for lot in account["lots"] if lot["matures_at"] is not None)
    debt = account["debt_points"]
    for what, figures in (
        ("balance", (sums["balance"], open_points - debt, row["balance_points"])),
        ("pending", (sums["pending"], pending, row["pending_points"])),
    ):
        if len(set(figures)) > 1:
            yield Finding("conservation", f"{what} of {who}: ledger, account and column say {figures}")
    for year in account["qualifying"]:
        if sums[f"year {year['year']}"] != year["points"]:
            yield Finding("conservation", f"qualifying points of {who} in {year['year']}")
    if debt < 0 or (debt and open_points):
        yield Finding("debt", f"{who} owes {debt} and has {open_points} to spend")
    yield from _check_lots(who, account["lots"], ledger, remains)


def _check_lots(who: str, lots: list[Row], ledger: list[Row], remains: Remains) -> Iterator[Finding]:
    of_lot: dict[str, int] = defaultdict(int)
    for line in ledger:
        if line["lot_id"] is not None:
            of_lot[line["lot_id"]] += line["points"]
    left = {lot["lot_id"]: lot["left_points"] for lot in lots}
    for lot_id, points in of_lot.items():
        if points != left.get(lot_id, 0):
            yield Finding("conservation", f"lot {lot_id} of {who}: the ledger leaves {points}")
    for lot in lots:
        spent = lot["granted_points"] - lot["left_points"] - lot["expired_points"] - lot["reversed_points"]
        if min(spent, lot["left_points"], lot["expired_points"], lot["reversed_points"]) < 0:
            yield Finding("negative_lot", f"{lot}")
        due = lot["matures_at"] or lot["expires_at"]
        if lot["left_points"] and instant(due) <= remains.now:
            yield Finding("not_expired", f"{lot['lot_id']} of {who} was due at {due}")


def _check_returns(member: Row, reversing: dict[str, list[Row]]) -> Iterator[Finding]:
    """Reversed so far = ⌈earned x returned ÷ total⌉ per line, in the record and in the ledger."""
    for purchase in member["purchases"]:
        columns = ("line_points", "returned_yen", "line_yen", "reversed_points")
        for earned, back, total, reversed_points in zip(*(purchase[name] for name in columns), strict=True):
            due = (earned * back + total - 1) // total
            if reversed_points != due:
                yield Finding("rounding", f"{back} of {total} yen took {reversed_points} of {earned} points, not {due}")
        lines = [line for line in reversing.get(purchase["op_id"], []) if line["bucket"] == "qualifying"]
        if -sum(line["points"] for line in lines) != sum(purchase["reversed_points"]):
            yield Finding("conservation", f"purchase {purchase['purchase_id']}: reversed in the ledger")


def _check_merges(ledger: list[Row], members: dict[str, Row]) -> Iterator[Finding]:
    """See that what moves between two members is neither more nor less, and that nothing stays with a merged one."""
    moved: dict[tuple[str, str, int | None], int] = defaultdict(int)
    for line in ledger:
        if line["kind"] == "move":
            moved[line["op_id"], line["bucket"], line["year"]] += line["points"]
    yield from (Finding("moved", f"{key}: {points} too many") for key, points in moved.items() if points)
    for member_id, row in members.items():
        member, passed = body(row), {member_id}
        if not member["merged_into"]:
            continue
        left = [name for name in BELONGINGS if member[name]] + [name for name in ("lots",) if member["account"][name]]
        if left:
            yield Finding("merged", f"{member_id} is merged and keeps {left}")
        while (into := member["merged_into"]) and into not in passed:
            passed.add(into)
            member = body(members[into])
        if into:
            yield Finding("merged", f"{member_id} is merged into herself")


def _check_lines(ledger: list[Row]) -> Iterator[Finding]:
    for op_id, lines in grouped(ledger, lambda row: row["op_id"]).items():
        if sorted(line["line"] for line in lines) != list(range(len(lines))):
            yield Finding("ledger_lines", f"{op_id} has lines {[line['line'] for line in lines]}")


@dataclass(frozen=True, slots=True)
class _Effects:
    """Where the effects of operations are to be found."""

    members: dict[str, Row]
    posted: dict[str, list[Row]]
    tickets: set[str]
    turns: set[str]
    handed_over: set[str]

    def of_all(self, name: str) -> Iterator[Row]:
        """Yield what members own: after merges it may be another one than the operation named."""
        for member in self.members.values():
            yield from member[name]


def _check_effects(central: Database, members: dict[str, Row]) -> Iterator[Finding]:
    """See that whatever was applied has done what its payload says."""
    applied = {row["op_id"] for row in central.table("op_result") if row["verdict"] == "applied"}
    inbox = [row for row in central.table("inbox") if row["op_id"] in applied]
    vouchers = [body(row) for row in central.table("voucher")]
    effects = _Effects(
        members={member_id: body(row) for member_id, row in members.items()},
        posted=grouped(central.table("ledger"), lambda row: row["op_id"]),
        tickets={row["id"] for row in central.table("holding") if row["kind"] == "ticket"},
        turns={row["op_id"] for row in central.table("turn")},
        handed_over={voucher["hand_over"]["op_id"] for voucher in vouchers if voucher["hand_over"]}
        | {body(row, "payload")["undone"] for row in inbox if row["kind"] == "undo"},
    )
    for row in inbox:
        if not _has_done(row["kind"], row["op_id"], body(row, "payload"), effects):
            yield Finding("no_effect", f"{row['kind']} {row['op_id']} is applied and has done something else")


def _has_done(kind: str, op_id: str, said: Row, effects: _Effects) -> bool:
    lines = effects.posted.get(op_id, [])
    match kind:
        case "enrol_member":
            return said["member_id"] in effects.members
        case "record_purchase":
            earned = [sum(p["line_points"]) for p in effects.of_all("purchases") if p["op_id"] == op_id]
            return earned == [sum(line["points"] for line in lines if line["kind"] == "grant" and line["year"] is None)]
        case "adjust_points":
            moved = sum(line["points"] for line in lines if line["kind"] in ("grant", "spend", "shortfall"))
            return bool(moved == said["points"])
        case "give_ticket":
            return f"{op_id}:0" in effects.tickets
        case "take_turn":
            return op_id in effects.turns and any(a["ticket_id"] == said["ticket_id"] for a in effects.of_all("awards"))
        case "hand_over_prize":
            return op_id in effects.handed_over
        case "renew_card":
            return any(card["code_hash"] == said["code_hash"] for card in effects.of_all("cards"))
        case _:
            return True


def _check_dates(central: Database, remains: Remains) -> Iterator[Finding]:
    true_times = {fact.op_id: fact.true_time for fact in remains.facts.recorded}
    arrived = {row["op_id"]: row for row in central.table("inbox")}
    for op_id, lines in grouped(central.table("ledger"), lambda row: row["op_id"]).items():
        row, at = arrived.get(op_id), instant(lines[0]["business_time"])
        if row is None:
            continue
        if at > instant(row["received_at"]) + DATED_WITHIN:
            yield Finding("dating", f"{row['kind']} {op_id} is dated {at}, received {row['received_at']}")
        same_start = row["boot_id"] == row["sent_boot_id"]
        if same_start and op_id in true_times and abs(at - true_times[op_id]) > DATED_WITHIN:
            yield Finding("dating", f"{row['kind']} {op_id} is dated {at} and happened {true_times[op_id]}")
