"""Changing frozen dataclasses: as the standard library does, only faster."""

import dataclasses
from datetime import UTC, datetime

import pytest

from shared.domain.changing import replace
from shared.domain.member import Member, MemberStatus
from shared.domain.points import Account, Lot

AT = datetime(2026, 4, 10, tzinfo=UTC)
MEMBER = Member("m", "1", "hana", "ja", "ginza", "kiosk", AT, (), account=Account(debt_points=3))
LOT = Lot("lot", 10, 10, AT, "ginza", won=True)


@pytest.mark.parametrize("changes", [{}, {"nickname": "h"}, {"status": MemberStatus.BLOCKED, "account": Account()}])
def test_a_member_changes_as_by_the_standard_library(changes: dict[str, object]) -> None:
    changed = replace(MEMBER, **changes)  # type: ignore[arg-type]
    assert changed == dataclasses.replace(MEMBER, **changes)  # type: ignore[arg-type]
    assert MEMBER.nickname == "hana"


def test_each_class_has_its_own_fields() -> None:
    assert replace(LOT, left_points=4) == Lot("lot", 10, 4, AT, "ginza", won=True)
    assert replace(Account(), debt_points=2) == Account(debt_points=2)


def test_a_field_that_there_is_not_is_refused() -> None:
    with pytest.raises(KeyError):
        replace(LOT, points=3)  # type: ignore[call-arg]
