"""Devices of the chain, as everybody may know them."""

from dataclasses import dataclass
from enum import StrEnum

CENTRE_HOLDER = "centre"
"""The holder of what the centre keeps for whoever asks first."""


class DeviceKind(StrEnum):
    """What a device is for; kiosks hold drums and tickets, tablets and desktops hand over."""

    KIOSK = "kiosk"
    TABLET = "tablet"
    DESKTOP = "desktop"


class DeviceState(StrEnum):
    """How a device stands with the centre.

    What a frozen one sends is kept and waits, and nothing is lent to it; a revoked one is told so and nothing else.
    """

    ACTIVE = "active"
    FROZEN = "frozen"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Device:
    """A device's public entry in the directory that every device reads.

    `number` (1 to 2^32-1) names it inside vouchers. Keys are raw public keys as hex: Ed25519 for signing what it
    gives, X25519 for sealing what is lent to it. `counter` marks the one tablet of a store that holds its vouchers.
    `frozen` says that a manager is to decide about it; `retiring` that it gives back what it holds and gets nothing
    more; `written_off` that a manager has given up what it held: what it still does with that is held.
    """

    device_id: str
    number: int
    store_id: str
    kind: DeviceKind
    label: str
    signing_key: str
    sealing_key: str
    counter: bool = False
    revoked: bool = False
    written_off: bool = False
    frozen: bool = False
    retiring: bool = False

    @property
    def may_hold(self) -> bool:
        """Tell whether anything more may be lent to it."""
        return not (self.revoked or self.written_off or self.frozen or self.retiring)

    @property
    def holds_vouchers(self) -> bool:
        """Tell whether it is the one that hands its store's prizes over: nobody else may before it is written off."""
        return self.counter and not self.written_off
