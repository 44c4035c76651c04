"""Prizes that nobody collected: some time after their last day their goods are free again."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from shared.central import schema
from shared.central.directory import ChainDirectory
from shared.central.feeding import write_feed
from shared.central.state import CentralState
from shared.central.stock import free_again
from shared.domain.calendar import programme_day
from shared.domain.rules.turns import with_award_state
from shared.domain.vouchers import GRACE_DAYS, Voucher, VoucherState, lapse
from shared.wire.json import decode


def vouchers_over(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Return issued vouchers whose last day and grace are over, the longest first."""
    programme = ChainDirectory(connection).latest_programme()
    if programme is None:
        return ()
    table = schema.voucher
    last = programme_day(now, programme.time_zone) - timedelta(days=GRACE_DAYS)
    query = select(table.c.voucher_id).where(
        table.c.state == VoucherState.ISSUED,
        table.c.collect_until < last,
        # Of others the turn is not known yet, or they are for no draw's prize.
        table.c.member_id.is_not(None),
        table.c.campaign != "",
    )
    return tuple(connection.execute(query.order_by(table.c.collect_until).limit(limit)).scalars())


def lapse_vouchers(connection: Connection, now: datetime, limit: int) -> int:
    """Give up at most `limit` of them and return how many; a hand-over that is heard of later is held.

    Call it in the writer's transaction.
    """
    directory = ChainDirectory(connection)
    programme = directory.latest_programme()
    if programme is None:
        return 0
    state = CentralState(connection, directory, now)
    today = programme_day(now, programme.time_zone)
    table = schema.voucher
    over = vouchers_over(connection, now, limit)
    for row in connection.execute(select(table).where(table.c.voucher_id.in_(over))).all():
        lapsed = lapse(decode(Voucher, row.body), today)
        if lapsed is None:
            continue
        state.save_voucher(lapsed)
        free_again(connection, (row.store_id, row.campaign, row.prize))
        member = state.member(lapsed.member_id) if lapsed.member_id else None
        if member is not None:
            state.save_member(with_award_state(member, lapsed)[0], member, programme)
    write_feed(connection, state.notes)
    return len(over)
