"""Are challenges and hunts counted and brought once? Own arithmetic over members and ledger; nothing of the program."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from tests.simulation.facts import Finding
from tests.simulation.reading import Database, Row, body, grouped

TARGETS = {"visits": 2, "purchases": 3, "hunt": 3}
POINTS = {"visits": 7, "purchases": 0, "hunt": 11}
LEAST_YEN = 1000


def check_challenges(central: Database) -> Iterator[Finding]:
    """Check that every step is a fact, every fact a step, and that what finishing brings came once for each finish.

    A chain whose programme has none of these challenges counts nothing for them.
    """
    kinds = ("challenges", "hunts")
    there = {c["key"] for row in central.table("programme") for kind in kinds for c in body(row).get(kind, ())}
    if not TARGETS.keys() <= there:
        if stray := [row["member_id"] for row in central.table("member") if body(row)["progress"]]:
            yield Finding("step_of_nothing", f"{stray} came far in challenges that nobody announced")
        return
    members = {row["member_id"]: body(row) for row in central.table("member")}
    applied = {row["op_id"] for row in central.table("op_result") if row["verdict"] == "applied"}
    told = {row["op_id"]: row for row in central.table("inbox") if row["op_id"] in applied}
    results = {row["op_id"]: row for row in central.table("op_result")}
    shown = [row for row in central.table("inbox") if row["kind"] == "show_spot"]
    steps = [(each["campaign"], step) for m in members.values() for each in m["progress"] for step in each["steps"]]
    twice = [made for made, count in Counter((key, s["op_id"], s["key"]) for key, s in steps).items() if count > 1]
    yield from (Finding("step_twice", f"{campaign}: {op_id}") for campaign, op_id, _ in twice)
    yield from _check_facts(told, members, steps)
    yield from _check_spots(shown, results, [step for campaign, step in steps if campaign == "hunt"])
    for member_id, member in members.items():
        for progress in member["progress"]:
            yield from _check_progress(member_id, progress)
    yield from _check_brought(central, members)


def _check_facts(told: dict[str, Row], members: dict[str, Row], steps: list[tuple[str, Row]]) -> Iterator[Finding]:
    """See that visits count for the days that they were on, and purchases for what has not come back of them."""
    visits = {step["op_id"] for campaign, step in steps if campaign == "visits"}
    bought = {step["key"]: step["amount"] for campaign, step in steps if campaign == "purchases"}
    for op_id, row in told.items():
        if row["kind"] == "record_visit" and op_id not in visits:
            yield Finding("step_lost", f"visit {op_id} counts for nobody")
    for op_id in sorted(visits):
        if op_id not in told or told[op_id]["kind"] != "record_visit":
            yield Finding("step_of_nothing", f"a visit {op_id} was never heard of")
    for member_id, member in members.items():
        for each in member["purchases"]:
            left_yen = sum(each["line_yen"]) - sum(each["returned_yen"])
            counts = left_yen if left_yen >= LEAST_YEN else 0
            if bought.get(each["purchase_id"], 0) != counts:
                said = bought.get(each["purchase_id"], 0)
                yield Finding("step_wrong", f"{member_id} has {left_yen} yen left of a purchase that counts {said}")


def _check_spots(shown: list[Row], results: dict[str, Row], steps: list[Row]) -> Iterator[Finding]:
    """See that what kiosks have said of spots stands, whenever it was heard of, and that nothing else does."""
    counted = {step["op_id"]: (step["key"], step["amount"]) for step in steps}
    for row in shown:
        op_id, said = row["op_id"], body(row, "payload")
        verdict = results[op_id]["verdict"] if op_id in results else ""
        if verdict == "duplicate":
            yield Finding("spot_lost", f"{op_id} told of a spot and was taken for another one's telling")
        if verdict == "applied":
            step = (f"spot:{said['spot']}", 1) if said.get("right", True) else (f"missed:{op_id}", 0)
            if counted.pop(op_id, None) != step:
                yield Finding("spot_lost", f"{op_id} told of {said['spot']} and counts otherwise")
    if counted:
        yield Finding("step_of_nothing", f"{sorted(counted)} are steps of spots that nobody told of")


def _check_progress(member_id: str, progress: Row) -> Iterator[Finding]:
    campaign = progress["campaign"]
    counted: dict[str, set[str]] = defaultdict(set)
    for step in progress["steps"]:
        if step["amount"]:
            counted[step["on"][:7] if campaign == "visits" else "once"].add(step["key"])
    finishes = {finish["window"]: finish for finish in progress["finishes"]}
    for window, keys in counted.items():
        enough = len(keys) >= TARGETS[campaign]
        finish = finishes.get(window)
        if enough and finish is None:
            yield Finding("not_finished", f"{member_id} has {len(keys)} steps of {campaign} in {window}")
        if finish is not None and finish["short"] is enough:
            yield Finding(
                "short", f"{member_id}, {campaign} in {window}: {len(keys)} steps, short is {finish['short']}"
            )


def _check_brought(central: Database, members: dict[str, Row]) -> Iterator[Finding]:
    finishes = [(each["campaign"], f) for m in members.values() for each in m["progress"] for f in each["finishes"]]
    lots = grouped(central.table("ledger"), lambda row: row["lot_id"])
    for campaign, finish in finishes:
        lot = f"{finish['op_id']}:{campaign}.{finish['window']}"
        granted = sum(line["points"] for line in lots.get(lot, []) if line["kind"] == "grant")
        if granted != POINTS[campaign]:
            yield Finding("brought", f"{campaign} was finished by {finish['op_id']} and brought {granted} points")
    ends = {f":{campaign}.{finish['window']}" for campaign, finish in finishes}
    made = [lot for lot in lots if lot and any(lot.endswith(end) for end in ends)]
    if len(made) != sum(1 for campaign, _ in finishes if POINTS[campaign]):
        yield Finding("brought", f"{len(made)} lots for {len(finishes)} finishes")
    turns = [row["id"] for row in central.table("holding") if row["kind"] == "ticket"]
    of_challenges = [ticket for ticket in turns if ticket.startswith("purchases-")]
    if len(of_challenges) != sum(1 for campaign, _ in finishes if campaign == "purchases"):
        yield Finding("brought", f"{len(of_challenges)} turns of challenges: {of_challenges}")
