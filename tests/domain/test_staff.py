"""What roles allow, and who must agree."""

import pytest

from shared.domain.programme import Permission
from shared.domain.staff import Allowed, NeedsApproval, NotAllowed, StaffMember, may, may_adjust
from tests.domain.small_shop import (
    ASSISTANT,
    COLLEAGUE,
    FORMER_MANAGER,
    MANAGER,
    TRAINEE,
    small_programme,
)

PROGRAMME = small_programme()
OTHER_MANAGER = StaffMember("fujita", "Fujita", "manager", "ueno", "", "", "", "")
FOR_MANAGERS = {
    Permission.APPROVE,
    Permission.SEE_HELD,
    Permission.SETTLE_HELD,
    Permission.MERGE,
    Permission.ERASE,
}
STRANGER = StaffMember("goto", "Goto", "a role that is gone", "ginza", "", "", "", "")


@pytest.mark.parametrize("permission", Permission)
@pytest.mark.parametrize(
    ("actor", "allowed"),
    [
        (None, set()),
        (STRANGER, set()),
        (FORMER_MANAGER, set()),
        (TRAINEE, {Permission.FIND}),
        (ASSISTANT, set(Permission) - FOR_MANAGERS),
        (MANAGER, set(Permission)),
    ],
    ids=["nobody", "a role that is gone", "a former manager", "a trainee", "an assistant", "a manager"],
)
def test_a_role_allows_what_it_lists(
    actor: StaffMember | None, allowed: set[Permission], permission: Permission
) -> None:
    verdict = may(PROGRAMME, actor, permission)
    assert isinstance(verdict, Allowed if permission in allowed else NotAllowed)


def test_a_refusal_names_the_roles_that_could() -> None:
    assert may(PROGRAMME, TRAINEE, Permission.APPROVE) == NotAllowed(Permission.APPROVE, ("manager",))


ALONE = NeedsApproval(100, ("manager",))
NOBODY_CAN = NeedsApproval(100, ())
ABOVE_MINE = NeedsApproval(1000, ("manager",))
NOT_ALLOWED = NotAllowed(Permission.ADJUST, ("assistant", "manager"))


@pytest.mark.parametrize(
    ("actor", "approver", "points", "verdict"),
    [
        (ASSISTANT, None, 100, Allowed()),
        (ASSISTANT, None, -100, Allowed()),
        (ASSISTANT, None, 101, ALONE),
        (ASSISTANT, None, -101, ALONE),
        (ASSISTANT, MANAGER, 101, Allowed()),
        (ASSISTANT, MANAGER, -5000, Allowed()),
        (ASSISTANT, MANAGER, 5001, NOBODY_CAN),
        (ASSISTANT, ASSISTANT, 101, ALONE),
        (ASSISTANT, COLLEAGUE, 101, ALONE),
        (ASSISTANT, FORMER_MANAGER, 101, ALONE),
        (ASSISTANT, STRANGER, 101, ALONE),
        (MANAGER, None, 1000, Allowed()),
        (MANAGER, MANAGER, 1001, ABOVE_MINE),
        (MANAGER, OTHER_MANAGER, 1001, Allowed()),
        (TRAINEE, MANAGER, 1, NOT_ALLOWED),
        (FORMER_MANAGER, MANAGER, 1, NOT_ALLOWED),
        (STRANGER, MANAGER, 1, NOT_ALLOWED),
        (None, MANAGER, 1, NOT_ALLOWED),
    ],
)
def test_adjusting(actor: StaffMember | None, approver: StaffMember | None, points: int, verdict: object) -> None:
    assert may_adjust(PROGRAMME, actor, approver, points) == verdict
