"""Postings as rows of the ledger."""

from datetime import datetime
from typing import Any

from shared.domain.calendar import programme_day
from shared.domain.member import Member
from shared.domain.points import Posting
from shared.domain.programme import Programme
from shared.domain.rules import Context
from shared.domain.values import value_class


@value_class(frozen=True, slots=True)
class Cause:
    """What postings came from: the kind of act, the reason given for it, the operation that it reverses."""

    source: str
    reason: str = ""
    reverses_op: str | None = None


def ledger_rows(
    postings: tuple[Posting, ...],
    member: Member,
    context: Context,
    cause: Cause,
    programme: Programme,
    posted_at: datetime,
) -> list[dict[str, Any]]:
    """Return postings as rows of the ledger."""
    if not postings:
        return []
    issuers = {lot.lot_id: lot.issuing_store for lot in member.account.lots}
    same = {
        "op_id": context.op_id,
        "member_id": member.member_id,
        "store_id": context.store_id,
        "device_id": context.device_id,
        "staff_id": context.actor.staff_id if context.actor else None,
        "approver_id": context.approver.staff_id if context.approver else None,
        "reason": cause.reason,
        "source": cause.source,
        "business_time": context.at,
        "business_day": programme_day(context.at, programme.time_zone),
        "posted_at": posted_at,
        "programme_version": programme.version,
    }
    return [
        same
        | {
            "line": posting.line,
            "kind": posting.kind,
            "bucket": posting.bucket,
            "lot_id": posting.lot_id,
            "points": posting.points,
            "reverses_op": cause.reverses_op if posting.reverses is not None else None,
            "reverses_line": posting.reverses,
            "year": posting.year,
            "issuing_store": issuers.get(posting.lot_id or "", context.store_id),
        }
        for posting in postings
    ]
