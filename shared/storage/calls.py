"""Calls and the steps of them as rows of the centre's tables."""

from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Row

from shared.domain.calls import Call, CallReason, CallState, CallStep, Close, Come, Ring


def call_of(row: Row[Any]) -> Call:
    """Read a call."""
    return Call(
        row.call_id,
        row.device_id,
        row.store_id,
        CallReason(row.why),
        row.about,
        row.member_id,
        row.asked_at,
        CallState(row.state),
        row.since,
        row.staff_id,
        row.staff_name,
    )


def call_row(call: Call, scope: str) -> dict[str, str | datetime | None]:
    """Write a call, which the devices that read `scope` may read."""
    return {
        "call_id": call.call_id,
        "device_id": call.device_id,
        "store_id": call.store_id,
        "scope": scope,
        "why": call.why,
        "about": call.about,
        "member_id": call.member_id,
        "asked_at": call.asked_at,
        "state": call.state,
        "since": call.since,
        "staff_id": call.staff_id,
        "staff_name": call.staff_name,
    }


def step_of(row: Row[Any]) -> CallStep | None:
    """Read a step; None where a device has written none."""
    match row.kind:
        case "ring":
            return Ring(CallReason(row.why), row.about, row.member_id) if row.why in set(CallReason) else None
        case "come":
            return Come(row.staff_id)
        case "close":
            return Close()
        case _:
            return None


def step_row(step_id: str, call_id: str, step: CallStep) -> dict[str, str]:
    """Write a step."""
    row = {"id": step_id, "call_id": call_id, "why": "", "about": "", "member_id": "", "staff_id": ""}
    match step:
        case Ring(why, about, member_id):
            return row | {"kind": "ring", "why": why.value, "about": about, "member_id": member_id}
        case Come(staff_id):
            return row | {"kind": "come", "staff_id": staff_id}
        case Close():
            return row | {"kind": "close"}
        case _:
            assert_never(step)
