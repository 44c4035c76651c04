"""Operations as payload bytes: kinds, schema versions and upcasting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from shared.domain import operations as op
from shared.wire.json import WireError, decode, encode

SCHEMA_VERSION = 1

KINDS: Mapping[str, type[op.Operation]] = {
    "enrol_member": op.EnrolMember,
    "join_member": op.JoinMember,
    "record_visit": op.RecordVisit,
    "record_purchase": op.RecordPurchase,
    "scan_receipt": op.ScanReceipt,
    "return_purchase": op.ReturnPurchase,
    "take_turn": op.TakeTurn,
    "hand_over_prize": op.HandOverPrize,
    "adjust_points": op.AdjustPoints,
    "give_ticket": op.GiveTicket,
    "confirm_step": op.ConfirmStep,
    "show_spot": op.ShowSpot,
    "print_posters": op.PrintPosters,
    "exchange_for_ticket": op.ExchangeForTicket,
    "ask_for_tickets": op.AskForTickets,
    "release_tickets": op.ReleaseTickets,
    "release_drum": op.ReleaseDrum,
    "ask_for_voucher": op.AskForVoucher,
    "release_voucher": op.ReleaseVoucher,
    "redeem_reward": op.RedeemReward,
    "cancel_redemption": op.CancelRedemption,
    "reset_member_pin": op.ResetMemberPin,
    "renew_card": op.RenewCard,
    "undo": op.Undo,
    "release_held": op.ReleaseHeld,
    "reject_held": op.RejectHeld,
    "edit_profile": op.EditProfile,
    "give_consent": op.GiveConsent,
    "withdraw_consent": op.WithdrawConsent,
    "merge_members": op.MergeMembers,
    "unmerge_member": op.UnmergeMember,
    "erase_member": op.EraseMember,
}
ASKS = frozenset({"exchange_for_ticket", "redeem_reward"})
"""Kinds of `operations.Ask`: what only the centre may decide."""

_NAMES = {operation: name for name, operation in KINDS.items()}

Fields = dict[str, object]
Upcasts = Mapping[tuple[str, int], Callable[[Fields], Fields]]

UPCASTS: Upcasts = {}
"""(kind, version) -> what turns that version's fields into the next version's."""


@dataclass(frozen=True, slots=True)
class UnknownOperation:
    """A kind or a version that this program does not know yet."""

    kind: str
    schema_version: int


@dataclass(frozen=True, slots=True)
class InvalidOperation:
    """A known kind whose payload is not what it should be."""

    fault: str


def kind_of(operation: op.Operation) -> str:
    """Return the wire name of an operation."""
    return _NAMES[type(operation)]


def write_operation(operation: op.Operation) -> bytes:
    """Write the payload under the current schema version."""
    return encode(operation)


def read_operation(
    kind: str, schema_version: int, payload: bytes, upcasts: Upcasts = UPCASTS
) -> op.Operation | UnknownOperation | InvalidOperation:
    """Read a payload of this or an older schema version."""
    target = KINDS.get(kind)
    if target is None or not 1 <= schema_version <= SCHEMA_VERSION:
        return UnknownOperation(kind, schema_version)
    try:
        pending = [upcasts[kind, v] for v in range(schema_version, SCHEMA_VERSION) if (kind, v) in upcasts]
        if pending:
            fields = decode(Fields, payload)
            for upcast in pending:
                fields = upcast(fields)
            payload = msgspec.json.encode(fields)
        return decode(target, payload)
    except WireError as error:
        return InvalidOperation(str(error))
