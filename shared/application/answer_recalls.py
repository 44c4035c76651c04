"""Giving back what the centre or another kiosk wants: the device's answer to what it has read in its feed."""

from shared.application.perform import perform
from shared.application.ports import Desk, DeviceNotReady
from shared.domain.operations import ReleaseDrum, ReleaseTickets, ReleaseVoucher
from shared.domain.rules import Applied
from shared.domain.rules.releases import asked_back


def answer_recalls(desk: Desk) -> bool:
    """Release recalled drums, asked-for tickets and vouchers as far as they are unused; tell whether there were any.

    From the commit on this device can't use them, and not before: they are never usable at two places.
    """
    try:
        with desk.storage.read() as transaction:
            if not transaction.asked_back():
                return False
    except DeviceNotReady:
        return False
    released = False
    with desk.storage.begin() as transaction:
        wanted = transaction.asked_back()
        for drum in wanted.drums:
            outcome = perform(desk, transaction, ReleaseDrum(drum.drum_id, drum.turns))
            released |= isinstance(outcome, Applied)
        for member in wanted.members:
            operation = ReleaseTickets(member.member_id, asked_back(member.tickets, desk.device_id))
            released |= isinstance(perform(desk, transaction, operation), Applied)
        for voucher in wanted.vouchers:
            outcome = perform(desk, transaction, ReleaseVoucher(voucher.voucher_id))
            released |= isinstance(outcome, Applied)
        transaction.commit()
    return released
