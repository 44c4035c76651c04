"""Are turns, tickets, prizes and vouchers right? Own arithmetic and own draws; nothing of the program."""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator

from tests.simulation.facts import Finding, Remains
from tests.simulation.reading import Database, Row, body, grouped


def check_goods(central: Database, remains: Remains, stranded: Collection[str]) -> Iterator[Finding]:
    """Check what there is only one of, and what lies in the stores; turns of `stranded` tickets may wait."""
    turns = grouped(central.table("turn"), lambda row: row["drum_id"])
    for row in central.table("drum"):
        yield from _check_drum(row, sorted(turns.pop(row["drum_id"], []), key=lambda turn: int(turn["turn"])))
    for drum_id in turns:
        yield Finding("turn_of_no_drum", str(drum_id))
    seeds = Counter(row["seed"] for row in central.table("drum"))
    yield from (Finding("seed_twice", f"{count} drums have one seed") for count in seeds.values() if count > 1)
    yield from _check_stock(central, remains)
    yield from _check_once(central, remains, stranded)
    yield from _check_receipts(central)
    yield from _check_asked_for(central, remains)


def _check_drum(row: Row, turns: list[Row]) -> Iterator[Finding]:
    """Recompute every turn from the seed, as the page that describes drums tells everybody how to."""
    drum, seed = body(row), bytes.fromhex(row["seed"])
    left = {ball["prize"]: ball["count"] for ball in drum["contents"]}
    named = [text for ball in drum["contents"] for text in (ball["prize"], str(ball["count"]))]
    sealed = _message("garapon-drum-1", drum["drum_id"], drum["campaign"], *named, seed.hex())
    if hashlib.sha256(sealed).hexdigest() != row["commitment"]:
        yield Finding("draw", f"drum {drum['drum_id']}: the commitment is another one's")
    proof = ""
    for number, turn in enumerate(turns, 1):
        if turn["turn"] != number:
            yield Finding("turn_gap", f"drum {drum['drum_id']} has no turn {number}")
            return
        prize = _draw(seed, drum["drum_id"], number, turn["choice"], left)
        message = _message("proof", proof, str(number), turn["choice"], turn["ticket_id"], prize)
        proof = hmac.new(seed, message, hashlib.sha256).hexdigest()
        if (turn["prize"], turn["proof"]) != (prize, proof):
            yield Finding("draw", f"turn {number} of drum {drum['drum_id']} is {turn['prize']}, the seed says {prize}")
            return
        left[prize] -= 1
    if {ball["prize"]: ball["count"] for ball in drum["left"]} != left or drum["turns"] != len(turns):
        yield Finding("balls", f"drum {drum['drum_id']}: {drum['left']} left after {len(turns)} turns")
    if row["balls_left"] != sum(left.values()):
        yield Finding("balls", f"drum {drum['drum_id']}: {row['balls_left']} balls left, not {sum(left.values())}")


def _draw(seed: bytes, drum_id: str, turn: int, choice: str, left: dict[str, int]) -> str:
    size = sum(left.values())
    attempt = 0
    while True:
        digest = hmac.new(seed, _message("ball", drum_id, str(turn), choice, str(attempt)), hashlib.sha256).digest()
        value = int.from_bytes(digest[:8], "big")
        if value < 2**64 - 2**64 % size:
            break
        attempt += 1
    balls = [prize for prize, count in left.items() for _ in range(count)]
    return balls[value % size]


def _message(*texts: str) -> bytes:
    return b"".join(len(text.encode()).to_bytes(4, "big") + text.encode() for text in texts)


def _check_stock(central: Database, remains: Remains) -> Iterator[Finding]:
    """See that delivered + counted = in drums + awarded and not lapsed + returned + written off + free."""
    in_drums: dict[tuple[str, str, str], int] = defaultdict(int)
    place = {}
    for row in central.table("drum"):
        place[row["drum_id"]] = row["store_id"], row["campaign"]
        if row["state"] in ("lent", "recalled"):
            for ball in body(row)["left"]:
                in_drums[*place[row["drum_id"]], ball["prize"]] += ball["count"]
    awarded = Counter((*place[row["drum_id"]], row["prize"]) for row in central.table("turn"))
    lapsed = [row for row in central.table("voucher") if row["state"] == "lapsed"]
    awarded.subtract((row["store_id"], row["campaign"], row["prize"]) for row in lapsed)
    for row in central.table("stock"):
        key = row["store_id"], row["campaign"], row["prize"]
        parts = in_drums[key], awarded[key], row["returned"], row["written_off"], row["free"]
        if sum(parts) != row["delivered"] + row["counted"] or min(parts) < 0:
            yield Finding("stock", f"{key}: {row['delivered']} delivered, now {parts}")
        if row["delivered"] != remains.facts.delivered.get(key, 0):
            yield Finding("stock", f"{key}: {row['delivered']} on record, {remains.facts.delivered.get(key)} came")


def _check_once(central: Database, remains: Remains, stranded: Collection[str]) -> Iterator[Finding]:
    """See that no ticket, award or voucher was used twice, in the databases or before people's eyes."""
    members = [body(row) for row in central.table("member")]
    awards = [award for member in members for award in member["awards"]]
    turned = Counter(award["ticket_id"] for award in awards if award["ticket_id"])
    used = [ticket for ticket, count in turned.items() if count > 1]
    open_tickets = [ticket["ticket_id"] for member in members for ticket in member["tickets"]]
    used += [ticket for ticket in open_tickets if turned[ticket]]
    yield from (Finding("ticket_twice", ticket) for ticket in used)
    yield from (Finding("ticket_twice", ticket) for ticket, n in Counter(open_tickets).items() if n > 1)
    copied = remains.facts.copied
    shown = [won for won in remains.facts.won if won.device_id not in copied]
    for ticket, count in Counter(won.ticket_id for won in shown).items():
        if count > 1:
            yield Finding("ticket_twice", f"{ticket} was turned {count} times before people's eyes")
    known = {award["award_id"]: award for award in awards}
    for won in shown:
        award = known.get(won.award_id)
        if award is None and won.ticket_id in stranded:
            continue
        if award is None or (award["prize"], award["ticket_id"]) != (won.prize, won.ticket_id):
            yield Finding("award_lost", f"{won.copy} showed {won.prize}, the centre has {award}")
    given: dict[str, int] = defaultdict(int)
    for act in remains.facts.given:
        if act.device_id not in copied:
            given[act.voucher_code] += -1 if act.back else 1
    yield from (Finding("goods_twice", f"{n} times for {code}") for code, n in given.items() if n > 1)


def _check_asked_for(central: Database, remains: Remains) -> Iterator[Finding]:
    """See that a voucher which is wanted elsewhere was given back by whoever held it."""
    silent = {box.device_id for box in remains.boxes if box.halted}
    for voucher in map(body, central.table("voucher")):
        is_wanted = voucher["asked_by"] not in ("", voucher["holder"]) and voucher["state"] == "issued"
        if is_wanted and voucher["holder"] not in ("centre", *silent):
            yield Finding("not_given_back", f"{voucher['voucher_id']} stays with {voucher['holder']}")


def _check_receipts(central: Database) -> Iterator[Finding]:
    """See that the same receipt counts once, whoever enters it, unless the earlier purchase was taken back."""
    counted: dict[str, int] = defaultdict(int)
    members = [body(row) for row in central.table("member")]
    undone = {entry["op_id"] for member in members for entry in member["history"] if entry["undone_by"]}
    for member in members:
        for purchase in member["purchases"]:
            if purchase["receipt_key"] and purchase["op_id"] not in undone:
                counted[purchase["receipt_key"]] += 1
    yield from (Finding("receipt_twice", f"{key}: {n} times") for key, n in counted.items() if n > 1)
