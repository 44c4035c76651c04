"""Staff, what their roles allow, and who must agree."""

from dataclasses import dataclass

from shared.domain.programme import Permission, Programme


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who acts by signed operations.

    `badge_hash` is the keyed hash of the badge's code. `public_key` is raw Ed25519 as hex; `wrapped_key` is its private
    half, sealed under badge and PIN (`salt` belongs to the Argon2id that derives the seal), all hex.
    """

    staff_id: str
    name: str
    role: str
    store_id: str
    badge_hash: str
    public_key: str
    wrapped_key: str
    salt: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Allowed:
    """The actor, or actor and approver together, may do it."""


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The actor's role lacks the permission; `roles` names those that have it."""

    permission: Permission
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsApproval:
    """Above the actor's limit: somebody whose approval limit covers it must agree."""

    limit_points: int
    roles: tuple[str, ...]


def may(programme: Programme, actor: StaffMember | None, permission: Permission) -> Allowed | NotAllowed:
    """Tell whether the actor's role grants `permission`; nobody at all may do nothing."""
    role = programme.role(actor.role) if actor is not None and actor.active else None
    if role is not None and permission in role.permissions:
        return Allowed()
    return NotAllowed(permission, tuple(r.key for r in programme.roles if permission in r.permissions))


def may_reset_pin(
    programme: Programme, actor: StaffMember | None, approver: StaffMember | None
) -> Allowed | NotAllowed | NeedsApproval:
    """Tell whether the actor, with another person who may approve, lets a member choose a new PIN."""
    verdict = may(programme, actor, Permission.RESET_PIN)
    if isinstance(verdict, NotAllowed) or actor is None:
        return verdict
    agrees = approver is not None and approver.staff_id != actor.staff_id
    if agrees and isinstance(may(programme, approver, Permission.APPROVE), Allowed):
        return Allowed()
    return NeedsApproval(0, tuple(r.key for r in programme.roles if Permission.APPROVE in r.permissions))


def may_adjust(
    programme: Programme, actor: StaffMember | None, approver: StaffMember | None, points: int
) -> Allowed | NotAllowed | NeedsApproval:
    """Tell whether an adjustment of `points` (either sign) stands within the actor's limit or a second person's.

    Nobody approves their own adjustment.
    """
    verdict = may(programme, actor, Permission.ADJUST)
    role = programme.role(actor.role) if actor is not None else None
    if isinstance(verdict, NotAllowed) or actor is None or role is None:
        return verdict
    if abs(points) <= role.adjust_limit_points:
        return Allowed()
    second = programme.role(approver.role) if approver is not None and approver.active else None
    if (
        approver is not None
        and second is not None
        and approver.staff_id != actor.staff_id
        and Permission.APPROVE in second.permissions
        and abs(points) <= second.approve_limit_points
    ):
        return Allowed()
    able = tuple(
        r.key for r in programme.roles if Permission.APPROVE in r.permissions and abs(points) <= r.approve_limit_points
    )
    return NeedsApproval(role.adjust_limit_points, able)
