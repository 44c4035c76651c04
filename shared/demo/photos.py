"""The vouchers that shoppers of the demo have on their phones: photographs of the kiosk's result page."""

from sqlalchemy import Engine, select

from shared.application.showing import prize_named
from shared.central import schema
from shared.central.database import reading
from shared.demo.wallet import Sample, SampleKind
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.vouchers import VoucherState
from shared.wire.json import decode

_NEWEST = 8


def voucher_photos(engine: Engine, programme: Programme, locale: str) -> tuple[Sample, ...]:
    """Return the issued vouchers that the centre has heard of, newest first."""
    issued = select(schema.voucher.c.member_id).where(schema.voucher.c.state == VoucherState.ISSUED)
    query = select(schema.member.c.body).where(schema.member.c.member_id.in_(issued))
    with reading(engine) as connection:
        members = [decode(Member, body) for (body,) in connection.execute(query)]
    waiting = [
        (award, member)
        for member in members
        for award in member.awards
        if award.voucher_code is not None and award.state is VoucherState.ISSUED
    ]
    waiting.sort(key=lambda pair: pair[0].won_at, reverse=True)
    samples = []
    for award, member in waiting[:_NEWEST]:
        prize = prize_named(programme, award.campaign, award.prize)
        if prize is not None and award.voucher_code is not None:
            title = prize.name.ja if locale == "ja" else prize.name.en
            samples.append(Sample(SampleKind.VOUCHER, title, member.nickname, award.voucher_code, ""))
    return tuple(samples)
