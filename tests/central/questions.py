"""Questions that a hand-made kiosk puts to the centre."""

from datetime import timedelta
from uuid import uuid4

from shared.domain.calendar import programme_day
from shared.domain.operations import RedeemReward
from shared.domain.vouchers import REWARDS, VoucherContent
from shared.wire.member_pins import seal_pin
from shared.wire.voucher_code import write_voucher
from tests.central.chain import HandMadeDevice
from tests.domain.small_shop import KETTLE


def question(
    kiosk: HandMadeDevice, member_id: str, pin: str | None = None, *, choosing: bool = False, reward: str = KETTLE
) -> RedeemReward:
    """Ask for a reward, with the member's PIN where one is given."""
    chain = kiosk.chain
    wanted = chain.programme.reward(reward)
    assert wanted is not None
    request = uuid4().hex
    until = programme_day(chain.now, chain.programme.time_zone) + timedelta(days=wanted.valid_days)
    code = write_voucher(VoucherContent(kiosk.enrolment.number, REWARDS, request, wanted.number, 0, until), kiosk.keys)
    sealed = None
    if pin is not None:
        sealed = seal_pin(chain.pins.public_key, member_id, request, pin, choosing=choosing)
    return RedeemReward(
        member_id, reward, wanted.points, request, code, until, sealed, chain.now + timedelta(seconds=2)
    )
