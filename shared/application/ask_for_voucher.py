"""Giving a prize at a device that does not hold its voucher: its holder is asked, by way of the centre."""

from dataclasses import dataclass, field

from shared.application.hand_over_prize import HandOverRefused, VoucherNotValid
from shared.application.perform import perform
from shared.application.ports import Desk, Signer, Signers
from shared.application.views import Link
from shared.domain.operations import AskForVoucher
from shared.domain.rules import Held

COMING_MS = 15_000
"""How long the tablet waits for it: its holder exchanges every few seconds."""


@dataclass(frozen=True, slots=True)
class VoucherComing:
    """It is asked for; nobody waits beyond `until_ms` of the monotonic clock."""

    voucher_code: str = field(repr=False)
    voucher_id: str
    until_ms: int


@dataclass(frozen=True, slots=True)
class NobodyToAsk:
    """There is no line to the centre."""


def ask_for_voucher(
    desk: Desk, signer: Signer, voucher_code: str
) -> VoucherComing | NobodyToAsk | HandOverRefused | VoucherNotValid:
    """Ask for a voucher of this store; not offline: it would be heard of when the member has long gone."""
    with desk.storage.begin() as transaction:
        if transaction.sync_state().link is not Link.ONLINE:
            return NobodyToAsk()
        content = transaction.read_voucher(voucher_code)
        if content is None:
            return VoucherNotValid()
        outcome = perform(desk, transaction, AskForVoucher(voucher_code), Signers(signer))
        transaction.commit()
    if isinstance(outcome, Held):
        return HandOverRefused(outcome)
    desk.expect_answer(COMING_MS)
    return VoucherComing(voucher_code, content.voucher_id, desk.clock.monotonic_ms() + COMING_MS)


def has_come(desk: Desk, coming: VoucherComing) -> bool:
    """Tell whether this device holds it by now, or nobody does because its goods were given."""
    with desk.storage.read() as transaction:
        voucher = transaction.voucher(coming.voucher_id)
        return voucher is not None and (voucher.holder == desk.device_id or voucher.hand_over is not None)
