"""Who a member id stands for after merges."""

from typing import Protocol

from shared.domain.member import Member


class Members(Protocol):
    """Whatever knows members."""

    def member(self, member_id: str) -> Member | None:
        """Return the member as she stands."""


def resolve(members: Members, member_id: str) -> Member | None:
    """Return the member that an id stands for now: herself, or whom she was merged into, along the whole chain.

    None where somebody on the way is unknown here.
    """
    passed = set[str]()
    member = members.member(member_id)
    while member is not None and member.merged_into and member.member_id not in passed:
        passed.add(member.member_id)
        member = members.member(member.merged_into)
    return member
