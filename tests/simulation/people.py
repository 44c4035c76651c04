"""Who acts in a run: colleagues with badges, shoppers with cards and vouchers."""

from dataclasses import dataclass, field

from shared.application.ports import Signer
from shared.application.sign_in import BadgeSeen, SignedIn, SignIn
from shared.central.office import Badge
from shared.sync.device import OpenDevice

PIN = "246810"
MEMBER_PIN, WRONG_PIN = "2580", "0000"
"""What every member chooses, and what somebody types who has found her card."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with a badge; every PIN is the same."""

    badge: Badge

    @property
    def store_id(self) -> str:
        """Where she works."""
        return self.badge.staff.store_id

    @property
    def name(self) -> str:
        """What she is called."""
        return self.badge.staff.name


@dataclass(slots=True)
class Shopper:
    """A member with her card in hand and the vouchers that kiosks have printed for her."""

    member_id: str
    card_code: str
    store_id: str
    vouchers: list[str] = field(default_factory=list)


def sign_in_once(tablet: OpenDevice, colleague: Colleague) -> Signer:
    """Show the badge, enter the PIN."""
    door = SignIn(tablet.desk, tablet.keys)
    seen = door.show_badge(colleague.badge.code)
    if not isinstance(seen, BadgeSeen):
        raise TypeError(seen)
    signed = door.enter_pin(seen.staff.staff_id, PIN)
    if not isinstance(signed, SignedIn):
        raise TypeError(signed)
    return signed.signer
