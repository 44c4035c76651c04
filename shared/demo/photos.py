"""What shoppers of the demo have on their phones: photographs of vouchers, and of the posters of today's hunts."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, select

from shared.application.showing import prize_named
from shared.central import schema
from shared.central.database import reading
from shared.central.directory import ChainDirectory
from shared.demo.wallet import Sample, SampleKind
from shared.domain.calendar import programme_day
from shared.domain.hunts import SpotContent, spot_mark
from shared.domain.member import Member
from shared.domain.programme import Programme
from shared.domain.vouchers import VoucherState
from shared.wire.enrolment import ENROLMENT_FILE, read_enrolment
from shared.wire.json import decode
from shared.wire.keys import device_keys
from shared.wire.spot_code import write_spot

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


def poster_photos(engine: Engine, tablet: Path, now: datetime, locale: str) -> tuple[Sample, ...]:
    """Return the posters that hang in the shop now, signed as the tablet in that folder signs them."""
    with reading(engine) as connection:
        programme = ChainDirectory(connection).programme_in_use()
    enrolment = read_enrolment(tablet / ENROLMENT_FILE)
    keys = device_keys(bytes.fromhex(enrolment.secret))
    today = programme_day(now, programme.time_zone)
    samples = []
    for hunt in (each for each in programme.hunts if each.runs_in(enrolment.store_id, today)):
        name = hunt.name.ja if locale == "ja" else hunt.name.en
        for spot in hunt.spots:
            mark = spot_mark(hunt.key, spot.key)
            content = SpotContent(enrolment.number, enrolment.store_id, mark, hunt.period(today))
            place = spot.name.ja if locale == "ja" else spot.name.en
            samples.append(Sample(SampleKind.POSTER, place, name, write_spot(content, keys), ""))
    return tuple(samples)
