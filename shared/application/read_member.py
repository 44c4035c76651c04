"""The member page: everything about one member that the signed-in person may see."""

from datetime import timedelta

from shared.application.ports import Desk, Signer, Transaction
from shared.application.showing import award_views, prize_named, up_to_date
from shared.application.showing_campaigns import campaign_views
from shared.application.views import HistoryLine, MemberPage
from shared.domain.calendar import last_day_before, programme_day
from shared.domain.member import Entry, EntryKind, Member
from shared.domain.rules.resolving import resolve
from shared.domain.rules.undoing import last_undoable
from shared.domain.tiers import standing

EXPIRING_SOON_DAYS = 60


def read_member(desk: Desk, signer: Signer, member_id: str) -> MemberPage | None:
    """Return the page, or None if this device does not know the member."""
    with desk.storage.read() as transaction:
        member = resolve(transaction, member_id)
        if member is None or member.erased_by:
            return None
        return _page(desk, transaction, signer, member)


def _page(desk: Desk, transaction: Transaction, signer: Signer, stored: Member) -> MemberPage:
    now = desk.clock.now()
    programme = transaction.programme
    today = programme_day(now, programme.time_zone)
    member = up_to_date(stored, now)
    role = programme.role(signer.staff.role)
    lots = tuple((lot, last_day_before(lot.expires_at, programme.time_zone)) for lot in member.account.open_lots())
    last = last_undoable(member, signer.staff.staff_id)
    open_to_undo = last is not None and now - last.at <= timedelta(minutes=programme.undo_minutes)
    soon = [day for _, day in lots if day <= today + timedelta(days=EXPIRING_SOON_DAYS)]
    return MemberPage(
        member=member,
        balance_points=max(member.account.balance_points, 0),
        pending_points=member.account.pending_points,
        debt_points=member.account.debt_points,
        standing=standing(member.account, programme.tiers, today.year),
        lots=lots,
        turns=len(member.tickets),
        waiting=award_views(member.waiting_awards(today), programme),
        history=tuple(_line(transaction, entry, member) for entry in member.history),
        permissions=frozenset(role.permissions) if role else frozenset(),
        adjust_limit_points=role.adjust_limit_points if role else 0,
        undoable=last.op_id if last is not None and open_to_undo else None,
        expiring_soon=soon[0] if soon else None,
        campaigns=campaign_views(member, programme, desk.store_id, today),
    )


def _line(transaction: Transaction, entry: Entry, member: Member) -> HistoryLine:
    programme = transaction.programme
    campaign = programme.wheel(entry.campaign) or programme.campaign(entry.campaign) if entry.campaign else None
    device = transaction.device(entry.device_id)
    prize = prize_named(programme, entry.campaign, entry.refers_to) if entry.refers_to else None
    return HistoryLine(
        entry=entry,
        staff_name=_name(transaction, entry.staff_id),
        approver_name=_name(transaction, entry.approver_id),
        device_label=device.label if device else "",
        prize=prize,
        reason=programme.reason(entry.reason),
        campaign=campaign.name if campaign else None,
        confirmed=transaction.is_confirmed(entry.op_id),
        receipt=next((each.state for each in member.receipts if each.op_id == entry.op_id), None),
        returnable=_returnable(entry, member),
    )


def _returnable(entry: Entry, member: Member) -> str:
    if entry.kind is not EntryKind.PURCHASE or entry.undone_by is not None:
        return ""
    open_ones = (p.purchase_id for p in member.purchases if p.op_id == entry.op_id and p.returned_yen != p.line_yen)
    return next(open_ones, "")


def _name(transaction: Transaction, staff_id: str | None) -> str:
    staff = transaction.staff_member(staff_id) if staff_id else None
    return staff.name if staff else ""
