"""Joining, and cards."""

from shared.domain.changing import replace
from shared.domain.member import Card, CardState, EntryKind, Member, Profile, with_entry
from shared.domain.operations import EnrolMember, JoinMember, RenewCard
from shared.domain.points import Posted, grant
from shared.domain.programme import Permission
from shared.domain.rules.entries import WELCOME, Ready, claims_kiosk, fresh_lot, line, posted, ready, visiting
from shared.domain.rules.outcome import Applied, Context, Held, HeldReason, Outcome, World
from shared.domain.staff import NotAllowed, may


def enrol(operation: EnrolMember, context: Context, world: World) -> Outcome:
    """Make the member with her first card and the kiosk that holds her claims."""
    if isinstance(may(world.programme, context.actor, Permission.ENROL), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.ENROL)
    member = newcomer(operation, operation.profile, context, world)
    return member if isinstance(member, Held) else welcomed(member, context, world)


def newcomer(
    operation: EnrolMember | JoinMember, profile: Profile | None, context: Context, world: World
) -> Member | Held:
    """Make the member with her first card; Held where she is known already, or was forgotten."""
    known = world.member(operation.member_id)
    if known is not None:
        if known.erased_by:
            return Held(HeldReason.MEMBER_ERASED, known.erased_by)
        return Held(HeldReason.MEMBER_EXISTS, operation.member_id)
    if operation.home_store != context.store_id:
        # Another store's feed is not this device's to fill.
        return Held(HeldReason.PAYLOAD_INVALID, "home_store")
    return Member(
        member_id=operation.member_id,
        number=operation.number,
        nickname=operation.nickname,
        locale=operation.locale,
        home_store=operation.home_store,
        kiosk="",
        enrolled_at=context.at,
        cards=(Card(operation.code_hash, CardState.CURRENT),),
        profile=profile,
    )


def welcomed(member: Member, context: Context, world: World) -> Applied:
    """Let a newcomer in: with the kiosk that holds her claims, and the bonus that newcomers are given."""
    member = visiting(replace(member, kiosk=claims_kiosk(member, member.home_store, world)), context, world)
    step = Posted(member.account)
    if world.programme.welcome_points:
        step = grant(member.account, fresh_lot(context, world, world.programme.welcome_points, name=WELCOME))
    return posted(Ready(member, ()), member, step, line(context, EntryKind.ENROLLED))


def renew_card(operation: RenewCard, context: Context, world: World) -> Outcome:
    """Give the member a new current card and retire the others."""
    if isinstance(may(world.programme, context.actor, Permission.RENEW_CARD), NotAllowed):
        return Held(HeldReason.NOT_ALLOWED, Permission.RENEW_CARD)
    start = ready(operation.member_id, context, world)
    if isinstance(start, Held):
        return start
    retired = tuple(
        replace(card, state=CardState.REPLACED) if card.state is CardState.CURRENT else card
        for card in start.member.cards
    )
    cards = (Card(operation.code_hash, CardState.CURRENT), *retired)
    member = with_entry(replace(start.member, cards=cards), line(context, EntryKind.CARD))
    return Applied(member=member, postings=start.postings)
