"""The report views: what analysts may read, column by column, the same on SQLite and PostgreSQL.

A view shows typed columns and no personal data: no name, telephone number, birthday, card or note, members by their
identifier alone. `@text(body, status)` and the like stand for what each database calls reading a field of an
aggregate's JSON.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReportView:
    """A view: what one row of it is, what each column means, and how it is read."""

    name: str
    row: str
    columns: Mapping[str, str]
    query: str


_BALANCE = ReportView(
    "report_balance",
    "a member, as she stands",
    {
        "member_id": "the member's identifier, the same in every view",
        "home_store": "store that she belongs to",
        "status": "active or blocked; merged into another member; erased",
        "enrolled_at": "when she joined or was imported",
        "balance_points": "spendable points; below 0 is a debt",
        "pending_points": "points that are granted and not yet spendable",
        "held_points": "points that wait for a reward to be collected",
        "debt_points": "points that she owes, which the next grant settles",
        "due_at": "when points of hers mature or expire next; empty where nothing is due",
        "last_visit_on": "programme day of her last visit at a kiosk",
        "open_tickets": "turns that she may take",
        "purchases_kept": "purchases that may still come back",
    },
    """
    SELECT m.member_id, m.home_store,
        CASE WHEN @text(m.body, erased_by) <> '' THEN 'erased' WHEN @text(m.body, merged_into) <> '' THEN 'merged'
            ELSE @text(m.body, status) END,
        @instant(m.body, enrolled_at), m.balance_points, m.pending_points,
        COALESCE((SELECT SUM(@int(waiting.value, points)) FROM @each(m.body, redemptions) waiting
            WHERE @text(waiting.value, state) = 'waiting'), 0),
        @int(m.body, account.debt_points), m.due_at, @day(m.body, last_visit_on),
        @length(m.body, tickets), @length(m.body, purchases)
    FROM member m
    """,
)

_LEDGER = ReportView(
    "report_ledger",
    "a posting: one signed line of the account book, never changed",
    {
        "op_id": "operation that it belongs to",
        "line": "number of the posting within its operation, from 0",
        "member_id": "whose points; after a merge still the one they were posted to",
        "lot_id": "lot that it moves; empty for debts, held and qualifying points",
        "bucket": "the figure it counts for: balance, pending, held or qualifying",
        "kind": "grant, mature, spend, expire, shortfall, settle, reverse, give_back, hold or capture",
        "points": "signed points",
        "store_id": "store of the act",
        "issuing_store": "store that issued the points moved",
        "device_id": "device of the act; centre for what it did itself",
        "staff_id": "who acted, if anybody signed",
        "approver_id": "second person who agreed, if one was needed",
        "source": "kind of act: record_purchase, take_turn, adjust_points, sales, time, ...",
        "reason": "code of the reason given for a correction",
        "reverses_op": "operation that is reversed, if one is",
        "reverses_line": "its posting",
        "tier_year": "programme year of qualifying points",
        "business_time": "when it happened",
        "business_day": "its programme day",
        "posted_at": "when the centre posted it: later than business_time for what happened without a network",
        "programme_version": "version of the programme that decided",
    },
    """
    SELECT op_id, line, member_id, lot_id, bucket, kind, points, store_id, issuing_store, device_id, staff_id,
        approver_id, source, reason, reverses_op, reverses_line, year, business_time, business_day, posted_at,
        programme_version
    FROM ledger
    """,
)

_AWARD = ReportView(
    "report_award",
    "a turn of a drum, and what became of its prize",
    {
        "award_id": "drum and turn",
        "op_id": "operation that reported it",
        "campaign": "key of the wheel",
        "prize": "key of the prize; report_prize says what it is",
        "programme_version": "version of the programme under which it was turned",
        "drum_id": "drum that it came from",
        "turn": "number of the turn in that drum, from 1",
        "store_id": "store of the drum",
        "device_id": "kiosk that held the drum when it was reported last",
        "member_id": "who won",
        "ticket_id": "ticket that was used",
        "turned_at": "when, by the kiosk's own clock",
        "applied_at": "when the centre applied it",
        "verdict": "applied, or held while a manager has to look at it",
        "voucher_state": "issued, handed_over, lapsed or void; empty for points",
        "collect_until": "last day to collect it; empty for points",
        "handed_over_at": "when the goods were given",
        "handed_over_store": "where",
        "handed_over_by": "by whom",
    },
    """
    SELECT @join(t.drum_id, t.turn), t.op_id, d.campaign, t.prize, i.programme_version, t.drum_id, t.turn, d.store_id,
        d.holder, @text(i.payload, member_id), t.ticket_id, i.wall_time, r.applied_at, r.verdict, v.state,
        v.collect_until, @instant(v.body, hand_over.at), @text(v.body, hand_over.store_id),
        @text(v.body, hand_over.staff_id)
    FROM turn t
    JOIN drum d ON d.drum_id = t.drum_id
    LEFT JOIN inbox i ON i.op_id = t.op_id
    LEFT JOIN op_result r ON r.op_id = t.op_id
    LEFT JOIN voucher v ON v.voucher_id = @join(t.drum_id, t.turn)
    """,
)

_PRIZE = ReportView(
    "report_prize",
    "a prize of a campaign in a version of the programme",
    {
        "programme_version": "version of the programme",
        "campaign": "key of the wheel",
        "prize": "key of the prize",
        "kind": "goods, coupon or points",
        "retail_value_yen": "retail value, tax included, as prize law asks",
        "points": "points that it gives, for prizes of points",
        "name_en": "its name in English",
        "name_ja": "its name in Japanese",
    },
    """
    SELECT p.version, @text(wheel.value, key), @text(prize.value, key), @text(prize.value, kind),
        @int(prize.value, retail_value_yen), @int(prize.value, points), @text(prize.value, name.en),
        @text(prize.value, name.ja)
    FROM programme p
    CROSS JOIN @each(p.body, wheels) wheel
    CROSS JOIN @each(wheel.value, prizes) prize
    """,
)

_STOCK = ReportView(
    "report_stock",
    "goods for one prize in one store: delivered + counted = in drums + awarded + returned + written off + free",
    {
        "store_id": "store where they lie",
        "campaign": "key of the wheel",
        "prize": "key of the prize",
        "delivered": "pieces that arrived",
        "counted": "pieces that counts found in addition; below 0 for missing ones",
        "in_drums": "balls in drums that kiosks hold",
        "awarded": "pieces won, collected or not, without those that lapsed",
        "handed_over": "pieces of the awarded ones that were given",
        "lapsed": "pieces that were won and never collected: free again",
        "returned": "pieces that went back to the supplier",
        "written_off": "pieces given up",
        "free": "pieces from which drums are cut",
        "on_shelf": "pieces that should lie in the store: in drums + awarded - handed over + free",
    },
    """
    SELECT store_id, campaign, prize, delivered, counted, in_drums, turned - lapsed, handed_over, lapsed, returned,
        written_off, free, in_drums + turned - lapsed - handed_over + free
    FROM (
        SELECT s.store_id, s.campaign, s.prize, s.delivered, s.counted, s.returned, s.written_off, s.free,
            COALESCE((SELECT SUM(@int(ball.value, count)) FROM drum d CROSS JOIN @each(d.body, left) ball
                WHERE d.store_id = s.store_id AND d.campaign = s.campaign AND d.state IN ('lent', 'recalled')
                AND @text(ball.value, prize) = s.prize), 0) AS in_drums,
            (SELECT COUNT(*) FROM turn t JOIN drum d ON d.drum_id = t.drum_id
                WHERE d.store_id = s.store_id AND d.campaign = s.campaign AND t.prize = s.prize) AS turned,
            (SELECT COUNT(*) FROM voucher v WHERE v.store_id = s.store_id AND v.campaign = s.campaign
                AND v.prize = s.prize AND v.state = 'handed_over') AS handed_over,
            (SELECT COUNT(*) FROM voucher v WHERE v.store_id = s.store_id AND v.campaign = s.campaign
                AND v.prize = s.prize AND v.state = 'lapsed') AS lapsed
        FROM stock s
    ) counts
    """,
)

_DEVICE = ReportView(
    "report_device",
    "a device and how far the centre is with what it sent",
    {
        "device_id": "the device's identifier",
        "number": "its number, as vouchers name it",
        "store_id": "its store",
        "kind": "kiosk, tablet, desktop",
        "label": "what people call it",
        "stored": "operations of it that have arrived, all epochs together",
        "applied": "operations of it that are applied",
        "waiting": "operations that have arrived and are not applied",
        "waiting_since": "when the oldest of those arrived",
        "last_received_at": "when one arrived last",
        "held": "operations of it that wait for a manager",
        "holdings": "drums, tickets and vouchers that it holds",
    },
    """
    SELECT d.device_id, d.number, d.store_id, @text(d.body, kind), @text(d.body, label),
        COALESCE((SELECT SUM((SELECT COALESCE(MAX(i.seq), 0) FROM inbox i
            WHERE i.device_id = p.device_id AND i.epoch = p.epoch))
            FROM progress p WHERE p.device_id = d.device_id), 0),
        COALESCE((SELECT SUM(p.applied_seq) FROM progress p WHERE p.device_id = d.device_id), 0),
        (SELECT COUNT(*) FROM progress p JOIN inbox i ON i.device_id = p.device_id AND i.epoch = p.epoch
            AND i.seq > p.applied_seq WHERE p.device_id = d.device_id),
        (SELECT MIN(i.received_at) FROM progress p JOIN inbox i ON i.device_id = p.device_id AND i.epoch = p.epoch
            AND i.seq > p.applied_seq WHERE p.device_id = d.device_id),
        (SELECT MAX(i.received_at) FROM inbox i WHERE i.device_id = d.device_id),
        (SELECT COUNT(*) FROM held h WHERE h.device_id = d.device_id AND NOT h.released),
        (SELECT COUNT(*) FROM holding h
            WHERE h.holder = d.device_id AND h.state IN ('open', 'lent', 'issued', 'recalled'))
    FROM device d
    """,
)

_HELD = ReportView(
    "report_held",
    "an operation that could not be kept",
    {
        "op_id": "the operation",
        "store_id": "store where it happened",
        "device_id": "device that reported it",
        "member_id": "member that it names, if any",
        "kind": "kind of operation",
        "reason": "why it could not be kept",
        "state": "open, or what became of it",
        "settled": "whether it is off the managers' list",
        "held_at": "when it happened",
    },
    """
    SELECT op_id, store_id, device_id, member_id, kind, reason, state, released, held_at FROM held
    """,
)

_LIABILITY = ReportView(
    "report_liability",
    "a month of a store's points (IFRS 15): opening + all movements = closing; months without postings have no row",
    {
        "month": "programme month, like 202604",
        "issuing_store": "store that issued the points; sum over stores for the chain",
        "opening_points": "points owed to members at its start: spendable, pending and held, less debts",
        "purchased_points": "granted for purchases",
        "given_points": "granted for anything else: prizes, treats, opening balances",
        "adjusted_points": "corrections by staff",
        "reversed_points": "taken back with returns and undone acts",
        "redeemed_points": "spent on rewards and turns, less what was given back",
        "expired_points": "expired",
        "moved_points": "debts of one store settled with points of another; 0 over all stores",
        "closing_points": "points owed at its end",
    },
    """
    SELECT month, issuing_store, closing - movement, purchased, given, adjusted, reversed, redeemed, expired, moved,
        closing
    FROM (
        SELECT month, issuing_store, SUM(points) AS movement,
            SUM(CASE WHEN class = 'purchased' THEN points ELSE 0 END) AS purchased,
            SUM(CASE WHEN class = 'given' THEN points ELSE 0 END) AS given,
            SUM(CASE WHEN class = 'adjusted' THEN points ELSE 0 END) AS adjusted,
            SUM(CASE WHEN class = 'reversed' THEN points ELSE 0 END) AS reversed,
            SUM(CASE WHEN class = 'redeemed' THEN points ELSE 0 END) AS redeemed,
            SUM(CASE WHEN class = 'expired' THEN points ELSE 0 END) AS expired,
            SUM(CASE WHEN class = 'moved' THEN points ELSE 0 END) AS moved,
            SUM(SUM(points)) OVER (PARTITION BY issuing_store ORDER BY month) AS closing
        FROM (
            SELECT @month(business_day) AS month, issuing_store, points, CASE
                WHEN kind IN ('mature', 'settle') THEN 'moved'
                WHEN kind = 'expire' THEN 'expired'
                WHEN source = 'adjust_points' THEN 'adjusted'
                WHEN kind = 'grant' AND source IN ('record_purchase', 'sales') THEN 'purchased'
                WHEN kind = 'grant' THEN 'given'
                WHEN kind IN ('reverse', 'shortfall') OR source IN ('undo', 'sales') THEN 'reversed'
                WHEN kind IN ('spend', 'hold', 'capture', 'give_back') THEN 'redeemed'
                ELSE 'adjusted' END AS class
            FROM ledger WHERE bucket IN ('balance', 'pending', 'held')
        ) classed
        GROUP BY month, issuing_store
    ) months
    """,
)

REPORT_VIEWS = (_BALANCE, _LEDGER, _AWARD, _PRIZE, _STOCK, _DEVICE, _HELD, _LIABILITY)
