"""What operations will ask the world for: read for a whole batch at once, before the rules ask one by one.

Nothing depends on it but speed: what was not foreseen is read when it is asked for.
"""

from collections.abc import Iterable

from shared.central.state import CentralState
from shared.domain import operations as op
from shared.domain.rules.tickets import visit_claim


def foresee(state: CentralState, operations: Iterable[op.Operation]) -> None:
    """Read the members, drums, vouchers, business keys, numbers and cards that these operations name."""
    members: set[str] = set()
    drums: set[str] = set()
    claims: set[str] = set()
    codes: set[str] = set()
    numbers: set[str] = set()
    cards: set[str] = set()
    for operation in operations:
        member_id = getattr(operation, "member_id", None)
        if isinstance(member_id, str):
            members.add(member_id)
        match operation:
            case op.EnrolMember(number=number, code_hash=code_hash) | op.JoinMember(number=number, code_hash=code_hash):
                numbers.add(number)
                cards.add(code_hash)
            case op.RenewCard(code_hash=code_hash):
                cards.add(code_hash)
            case op.RecordVisit(member_id="", card=card):
                cards.add(card)
            case op.RecordVisit(member_id=visitor, day=day):
                claims.add(visit_claim(visitor, day))
            case op.RecordPurchase(receipt=op.Receipt() as receipt) | op.ScanReceipt(receipt=receipt):
                claims.add(receipt.key)
            case op.TakeTurn(drum_id=drum_id, voucher_code=code):
                drums.add(drum_id)
                codes |= {code} if code else set()
            case op.HandOverPrize(voucher_code=code) | op.AskForVoucher(voucher_code=code):
                codes.add(code)
            case _:
                pass
    contents = (state.read_voucher(code) for code in codes)
    vouchers = {content.voucher_id for content in contents if content is not None}
    state.load_vouchers(vouchers)
    owners = (known.member_id for known in map(state.voucher, vouchers) if known is not None)
    members |= {owner for owner in owners if owner is not None}
    state.load_members(members)
    state.load_drums(drums)
    state.load_claims(claims)
    state.load_numbers(numbers)
    state.load_cards(cards)
