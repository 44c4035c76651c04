"""What operations have changed and no table knows yet."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from shared.domain.drums import Drum
from shared.domain.member import Member
from shared.domain.values import value_class
from shared.domain.vouchers import Voucher
from shared.wire.feed import HeldRow

Row = Mapping[str, Any]
"""A table's row by column."""


@value_class(frozen=True, slots=True)
class ChangedMember:
    """A member as she is now, the programme's day of the change, and the stores where her tickets are or were held."""

    member: Member
    today: date
    stores: AbstractSet[str]


@value_class(frozen=True, slots=True)
class Holding:
    """Who may use a thing, and how it stands; a ticket's member and campaign."""

    holder: str
    state: str
    member_id: str | None = None
    campaign: str | None = None


@dataclass(slots=True)
class Changes:
    """Aggregates as they are now, by key, and rows to add; what comes later replaces what came before.

    `held` comes with the store, `holdings` are by kind and id. Attachments are by store and member, with the last day
    of it: what is `attached` may be new, what is `detached` may never have been there. `released` business keys go
    before `claims` are taken, and `gone_cards` before the new ones, which come with member and state.
    """

    members: dict[str, ChangedMember] = field(default_factory=dict)
    drums: dict[str, Drum] = field(default_factory=dict)
    vouchers: dict[str, Voucher] = field(default_factory=dict)
    held: dict[str, tuple[HeldRow, str]] = field(default_factory=dict)
    holdings: dict[tuple[str, str], Holding] = field(default_factory=dict)
    new_cards: dict[str, tuple[str, str]] = field(default_factory=dict)
    changed_cards: dict[str, str] = field(default_factory=dict)
    gone_cards: dict[str, None] = field(default_factory=dict)
    attached: dict[tuple[str, str], date | None] = field(default_factory=dict)
    detached: dict[tuple[str, str], date] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    released: dict[str, None] = field(default_factory=dict)
    ledger: list[Row] = field(default_factory=list)
    turns: list[Row] = field(default_factory=list)

    def save_member(self, member: Member, today: date, stores: AbstractSet[str]) -> None:
        """Keep the member as she is now; what stores heard of her before they shall hear of now, too."""
        before = self.members.get(member.member_id)
        heard = stores | before.stores if before else stores
        self.members[member.member_id] = ChangedMember(member, today, heard)

    def attach(
        self, member_id: str, was: Mapping[str, date | None], now: Mapping[str, date | None], today: date
    ) -> None:
        """Follow which stores hear of a member who was saved, each with the last day of it; in most cases all stays."""
        for store in was.keys() - now.keys():
            self.attached.pop((store, member_id), None)
            self.detached[store, member_id] = today
        for store, until in now.items():
            if store not in was or was[store] != until:
                self.detached.pop((store, member_id), None)
                self.attached[store, member_id] = until

    def add_card(self, code_hash: str, member_id: str, state: str) -> None:
        """Keep a card that the member did not have before."""
        self.changed_cards.pop(code_hash, None)
        self.new_cards[code_hash] = member_id, state

    def drop_card(self, code_hash: str) -> None:
        """Keep that a card is nobody's now."""
        self.changed_cards.pop(code_hash, None)
        self.new_cards.pop(code_hash, None)
        self.gone_cards[code_hash] = None

    def take(self, later: "Changes") -> None:
        """Put what came later on top."""
        for changed in later.members.values():
            self.save_member(changed.member, changed.today, changed.stores)
        self.drums |= later.drums
        self.vouchers |= later.vouchers
        self.held |= later.held
        self.holdings |= later.holdings
        for code_hash in later.gone_cards:
            self.drop_card(code_hash)
        for code_hash, (member_id, state) in later.new_cards.items():
            self.add_card(code_hash, member_id, state)
        self.changed_cards |= later.changed_cards
        for key in later.released:
            self.claims.pop(key, None)
        self.claims |= later.claims
        self.released |= later.released
        for place in later.detached:
            self.attached.pop(place, None)
        for place in later.attached:
            self.detached.pop(place, None)
        self.detached |= later.detached
        self.attached |= later.attached
        self.ledger += later.ledger
        self.turns += later.turns
