"""The one way an operation changes anything: `apply`.

A device calls it on what it knows before it promises something; the centre calls it again on central state and posts
what comes out. One module per kind of act; each is a pure function of the operation, its context and the world it may
look at.
"""

from typing import assert_never

from shared.domain import operations as op
from shared.domain.campaigns import Happened
from shared.domain.rules import (
    adjustments,
    campaigns,
    editing,
    enrolment,
    erasing,
    hand_overs,
    holding,
    hunts,
    joining,
    merging,
    purchases,
    receipts,
    redemptions,
    releases,
    returns,
    steps,
    tickets,
    turns,
    undoing,
    voucher_moves,
)
from shared.domain.rules.outcome import (
    Applied,
    Beside,
    Clash,
    Context,
    Duplicate,
    Held,
    HeldReason,
    Outcome,
    PinProof,
    World,
)

__all__ = [
    "Applied",
    "Beside",
    "Clash",
    "Context",
    "Duplicate",
    "Held",
    "HeldReason",
    "Outcome",
    "PinProof",
    "World",
    "apply",
]


def apply(operation: op.Operation, context: Context, world: World) -> Outcome:
    """Decide what an operation does: `Applied` with every changed aggregate, `Duplicate`, or `Held` with the reason.

    What is heard of an erased member is a duplicate of her erasure, unless a ball was taken out for it.
    """
    outcome = _decide(operation, context, world)
    if isinstance(outcome, Applied):
        return campaigns.follow(outcome, _happened(operation, context, world), context, world)
    if isinstance(outcome, Held) and outcome.reason is HeldReason.MEMBER_ERASED and outcome.drum is None:
        return Duplicate(outcome.detail)
    return outcome


def _happened(operation: op.Operation, context: Context, world: World) -> tuple[Happened, ...]:
    match operation:
        case op.RecordVisit():
            return (tickets.visited(operation, context, world),)
        case op.ConfirmStep():
            return (steps.confirmed(operation, context, world),)
        case op.ShowSpot(right=True):
            return (hunts.found(operation, context),)
        case _:
            return ()


def _decide(  # noqa: C901, PLR0911, PLR0912  a case per kind
    operation: op.Operation, context: Context, world: World
) -> Outcome:
    match operation:
        case op.EnrolMember():
            return enrolment.enrol(operation, context, world)
        case op.JoinMember():
            return joining.join(operation, context, world)
        case op.RenewCard():
            return enrolment.renew_card(operation, context, world)
        case op.RecordVisit():
            return tickets.record_visit(operation, context, world)
        case op.GiveTicket():
            return tickets.give(operation, context, world)
        case op.ConfirmStep():
            return steps.confirm(operation, context, world)
        case op.ShowSpot():
            return hunts.show(operation, context, world)
        case op.PrintPosters():
            return hunts.print_posters(operation, context, world)
        case op.ExchangeForTicket():
            return redemptions.exchange(operation, context, world)
        case op.AskForTickets():
            return releases.ask_for_tickets(operation, context, world)
        case op.ReleaseTickets():
            return releases.release_tickets(operation, context, world)
        case op.ReleaseDrum():
            return releases.release_drum(operation, context, world)
        case op.AskForVoucher():
            return voucher_moves.ask_for_voucher(operation, context, world)
        case op.ReleaseVoucher():
            return voucher_moves.release_voucher(operation, context, world)
        case op.RedeemReward():
            return redemptions.redeem(operation, context, world)
        case op.CancelRedemption():
            return redemptions.cancel(operation, context, world)
        case op.ResetMemberPin():
            return redemptions.reset_pin(operation, context, world)
        case op.RecordPurchase():
            return purchases.record(operation, context, world)
        case op.ScanReceipt():
            return receipts.scan(operation, context, world)
        case op.ReturnPurchase():
            return returns.take_return(operation, context, world)
        case op.TakeTurn():
            return turns.take(operation, context, world)
        case op.HandOverPrize():
            return hand_overs.hand_over(operation, context, world)
        case op.AdjustPoints():
            return adjustments.adjust(operation, context, world)
        case op.Undo():
            return undoing.undo(operation, context, world)
        case op.ReleaseHeld() | op.RejectHeld():
            return holding.settle(context, world)
        case op.EditProfile():
            return editing.edit(operation, context, world)
        case op.GiveConsent() | op.WithdrawConsent():
            return editing.consent(operation, context, world)
        case op.MergeMembers():
            return merging.merge(operation, context, world)
        case op.UnmergeMember():
            return merging.unmerge(operation, context, world)
        case op.EraseMember():
            return erasing.erase(operation, context, world)
        case _:
            assert_never(operation)
