"""Are points spent once, and given back once or never? Own arithmetic; nothing of the program."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from tests.simulation.facts import Finding, Question, Remains
from tests.simulation.reading import Database, Row, body, grouped, instant

QUESTIONS = ("redeem_reward", "exchange_for_ticket")
GIVE_OTHERWISE = ("undo", "return_purchase")
"""Operations that give points back which were not spent on anything."""
NOT_RIGHT = ("pin_wrong", "pin_locked", "pin_unset", "pin_unreadable")
ROUND = timedelta(minutes=15)
WRONG_A_ROUND, WRONG_EVER = 4, 12
"""How many answers may say that a PIN is wrong, within a round and until it is right."""


def check_spending(central: Database, remains: Remains) -> Iterator[Finding]:
    """Check what became of every question, of the points, the vouchers and the PINs."""
    members = {row["member_id"]: body(row) for row in central.table("member")}
    spent = {each["op_id"]: each for member in members.values() for each in member["redemptions"]}
    if len(spent) < sum(len(member["redemptions"]) for member in members.values()):
        yield Finding("spent_twice", "a redemption belongs to two members")
    ledger = grouped(central.table("ledger"), lambda row: row["op_id"])
    results = {row["op_id"]: row["verdict"] for row in central.table("op_result")}
    asked = {row["op_id"]: row for row in central.table("inbox") if row["kind"] in QUESTIONS}
    yield from _check_held(central, members)
    yield from _check_prices(asked, results, ledger)
    yield from _check_given_back(central, asked, results, spent, ledger)
    yield from _check_collected(central, spent, remains)
    yield from _check_told(spent, results, remains)
    yield from _check_vouchers(central, members, spent, results, remains)
    if not remains.facts.centre_set_back:
        # What was tried since the backup is forgotten with it.
        yield from _check_guesses(central, asked, remains.facts.questions)


def _sum(lines: list[Row], bucket: str, *kinds: str) -> int:
    return sum(line["points"] for line in lines if line["bucket"] == bucket and (not kinds or line["kind"] in kinds))


def _check_held(central: Database, members: dict[str, Row]) -> Iterator[Finding]:
    by_member = grouped(central.table("ledger"), lambda row: row["member_id"])
    for member_id, member in members.items():
        waiting = sum(each["points"] for each in member["redemptions"] if each["state"] == "waiting")
        posted = _sum(by_member[member_id], "held")
        if posted != waiting:
            yield Finding("held_points", f"{member_id}: {waiting} wait for rewards, the ledger holds {posted}")


def _check_prices(asked: dict[str, Row], results: dict[str, str], ledger: dict[str, list[Row]]) -> Iterator[Finding]:
    """See that a yes took the price out of the balance, and a no nothing."""
    for op_id, row in asked.items():
        lines, taken = ledger.get(op_id, []), _price(ledger.get(op_id, []))
        if results.get(op_id) != "applied":
            if lines:
                yield Finding("spent_twice", f"{op_id} was answered with no and took {taken}")
            continue
        price = body(row, "payload").get("points", taken)
        if taken != price or not taken:
            yield Finding("spent_twice", f"{row['kind']} {op_id} took {taken} of {price}")


def _price(lines: list[Row]) -> int:
    return -_sum(lines, "balance", "hold", "spend", "shortfall")


def _check_given_back(
    central: Database,
    asked: dict[str, Row],
    results: dict[str, str],
    spent: dict[str, Row],
    ledger: dict[str, list[Row]],
) -> Iterator[Finding]:
    """See that what goes back is what was spent, by whoever takes it back first."""
    kinds = {row["op_id"]: row["kind"] for row in central.table("inbox")}
    backs: dict[str, int] = defaultdict(int)
    back_by = {
        row["op_id"]: body(row, "payload")["redemption"]
        for row in central.table("inbox")
        if row["kind"] == "cancel_redemption" and results.get(row["op_id"]) == "applied"
    }
    for op_id, lines in ledger.items():
        if kinds.get(op_id) in GIVE_OTHERWISE:
            continue
        returned, released = _sum(lines, "balance", "give_back"), -_sum(lines, "held", "give_back")
        of_turn = returned - released
        taken_back = back_by.get(op_id, "")
        backs[taken_back] += bool(returned)
        is_turn = taken_back in asked and asked[taken_back]["kind"] == "exchange_for_ticket"
        if of_turn and not (is_turn and of_turn == _price(ledger[taken_back])):
            yield Finding("given_back", f"{op_id} gives {returned} back, {released} were held for it")
    for taken_back in back_by.values():
        state = spent[taken_back]["state"] if taken_back in spent else "gone"
        if state in ("waiting", "collected"):
            yield Finding("given_back", f"{taken_back} was taken back and is {state}")
        if backs[taken_back] > 1:
            yield Finding("given_back", f"{taken_back} was given back {backs[taken_back]} times")


def _check_collected(central: Database, spent: dict[str, Row], remains: Remains) -> Iterator[Finding]:
    """See that nobody has both the goods and the points, or neither."""
    vouchers = {row["voucher_id"]: body(row) for row in central.table("voucher")}
    for each in spent.values():
        if each["voucher_id"] is None:
            continue
        voucher = vouchers.get(each["voucher_id"])
        is_given = voucher is not None and voucher["hand_over"] is not None
        if is_given != (each["state"] == "collected"):
            yield Finding("goods_and_points", f"{each['op_id']} is {each['state']}, its goods are given: {is_given}")
        if each["state"] == "waiting" and instant(each["lapses_at"]) <= remains.now:
            yield Finding("not_lapsed", f"{each['op_id']} was due at {each['lapses_at']}")


def _check_told(spent: dict[str, Row], results: dict[str, str], remains: Remains) -> Iterator[Finding]:
    """See that the centre did what its shopper was told."""
    for question in remains.facts.questions.values():
        if question.device_id in remains.facts.copied:
            continue
        verdict = results.get(question.op_id)
        if question.said == "yes" and verdict != "applied":
            yield Finding("told_otherwise", f"{question.copy} said yes to {question.op_id}, the centre {verdict}")
        if question.said == "no" and verdict != "declined":
            yield Finding("told_otherwise", f"{question.copy} said no to {question.op_id}, the centre {verdict}")
        state = spent[question.op_id]["state"] if question.op_id in spent else "gone"
        if question.said == "gave up" and state not in ("gone", "given_back"):
            yield Finding("told_otherwise", f"{question.copy} gave {question.op_id} up, which is {state}")
        if question.pin == "wrong" and verdict == "applied":
            yield Finding("pin_guessed", f"{question.op_id} was paid for with a wrong PIN")


def _check_vouchers(
    central: Database, members: dict[str, Row], spent: dict[str, Row], results: dict[str, str], remains: Remains
) -> Iterator[Finding]:
    """See that what went over a counter before people's eyes, and did not come back, is paid for."""
    # Somebody who loses the power in the midst of taking it back has taken it back, or not.
    undone = {
        body(row, "payload")["undone"]
        for row in central.table("inbox")
        if row["kind"] == "undo" and results.get(row["op_id"]) == "applied"
    }
    given: Counter[str] = Counter()
    for act in remains.facts.given:
        if act.device_id not in remains.facts.copied:
            given[act.voucher_code] += not act.back and act.op_id not in undone
    for member in members.values():
        for award in member["awards"]:
            redemption = spent.get(award["award_id"])
            if redemption and given[award["voucher_code"]] and redemption["state"] != "collected":
                yield Finding("goods_and_points", f"{award['award_id']} was given away and is {redemption['state']}")


def _check_guesses(central: Database, asked: dict[str, Row], questions: dict[str, Question]) -> Iterator[Finding]:
    """See that no more wrong PINs were looked at than may be: five in a quarter of an hour, fifteen until a right one.

    Each that was looked at says so but the last of five, which says that she has to wait, as those behind it do.
    """
    tries = [
        (body(asked[row["op_id"]], "payload")["member_id"], questions[row["op_id"]].pin, row)
        for row in central.table("op_result")
        if row["op_id"] in asked and row["op_id"] in questions
    ]
    counted = {row["member_id"]: row["wrong"] for row in central.table("member_pin")}
    for member_id, own in grouped(tries, lambda each: each[0]).items():
        right = [instant(row["applied_at"]) for _, pin, row in own if pin == "right" and row["reason"] not in NOT_RIGHT]
        wrong = sorted(instant(row["applied_at"]) for _, _, row in own if row["reason"] == "pin_wrong")
        for first in wrong:
            until = min((at for at in right if at >= first), default=None)
            # Of one instant nobody knows the order: each right one may have come between wrong ones.
            series = 1 + (right.count(until) if until is not None else 0)
            since = [at for at in wrong if first <= at and (until is None or at <= until)]
            alone = [at for at in since if at != until]
            if _too_many(alone, first, 1) or _too_many(since, first, series):
                yield Finding("pin_limit", f"{len(since)} wrong PINs of {member_id} were looked at from {first} on")
                break
        latest = [at for at in wrong if not right or at > max(right)]
        if counted.get(member_id, 0) < len(latest):
            yield Finding("pin_limit", f"{len(latest)} wrong PINs of {member_id}, {counted.get(member_id)} counted")


def _too_many(wrong: list[datetime], first: datetime, series: int) -> bool:
    in_round = [at for at in wrong if at < first + ROUND]
    return len(wrong) > series * WRONG_EVER or len(in_round) > series * WRONG_A_ROUND
