"""A return by fingers and keys, over a real database, and how many touches it takes."""

import pytest

from shared.application.perform import perform
from shared.application.ports import Signers
from shared.domain.earning import PurchaseLine
from shared.domain.operations import RecordPurchase
from shared.domain.rules import Applied
from tests.qml.staff.tablet import Tablet
from tests.viewmodels.staff.shop import CHIEF, CLERK, MANAGER, RECEIPT, StaffShop

MOST_INTERACTIONS = 7
"""A partial return from the unlocked tablet (issue 5, what must be shown)."""


class CountedTablet:
    """A person at the unlocked tablet whose touches, keys and scans are counted."""

    def __init__(self, tablet: Tablet) -> None:
        self.tablet = tablet
        self.interactions = 0

    def scan(self, code: str) -> None:
        self.interactions += 1
        self.tablet.scan(code)

    def click(self, name: str) -> None:
        self.interactions += 1
        self.tablet.click(name)


@pytest.fixture
def counted(closed_tablet: Tablet) -> CountedTablet:
    """Give the tablet unlocked by the supervisor, who may take returns."""
    closed_tablet.sign_in(CHIEF)
    return CountedTablet(closed_tablet)


def bought(shop: StaffShop, nickname: str, *yen: int) -> str:
    signers, purchase_id = Signers(shop.signer(MANAGER)), shop.desk.ids.new_id()
    operation = RecordPurchase(purchase_id, shop.member_id(nickname), tuple(PurchaseLine(each, 0) for each in yen))
    with shop.desk.storage.begin() as transaction:
        assert isinstance(perform(shop.desk, transaction, operation, signers), Applied)
        transaction.commit()
    return next(iter(_history(shop, nickname)))


def _history(shop: StaffShop, nickname: str) -> list[str]:
    with shop.desk.storage.read() as transaction:
        member = transaction.member(shop.member_id(nickname))
    return [entry.op_id for entry in member.history] if member else []


def test_part_of_a_purchase_comes_back_by_card_in_seven_touches(counted: CountedTablet, shop: StaffShop) -> None:
    op_id = bought(shop, "まこ", 6_600)
    counted.scan(shop.card("まこ"))
    counted.click(f"return-{op_id}")
    for digit in "1500":
        counted.click(f"key-{digit}")
    assert counted.tablet.find("return-line-0-now").property("text") == "−¥1,500"
    assert "−15" in counted.tablet.texts()
    counted.click("return-record")
    assert "Taken back" in counted.tablet.texts()
    assert counted.interactions <= MOST_INTERACTIONS


def test_and_by_its_receipt_in_six(counted: CountedTablet, shop: StaffShop) -> None:
    counted.tablet.scan(shop.card("まこ"))
    counted.tablet.scan(RECEIPT)
    counted.tablet.click("purchase-record")
    counted.tablet.click("rail-find")
    counted.scan(RECEIPT)
    for digit in "1500":
        counted.click(f"key-{digit}")
    counted.click("return-record")
    assert "¥1,500 came back." in counted.tablet.texts()
    assert counted.interactions < MOST_INTERACTIONS


def test_a_line_of_several_comes_back_in_four(counted: CountedTablet, shop: StaffShop) -> None:
    op_id = bought(shop, "まこ", 3_000, 2_000)
    counted.scan(shop.card("まこ"))
    counted.click(f"return-{op_id}")
    counted.click("return-line-1")
    counted.click("return-record")
    assert "¥2,000 came back." in counted.tablet.texts()
    assert counted.interactions == 4


def test_all_of_it_by_keys_alone_and_undone(counted: CountedTablet, shop: StaffShop) -> None:
    tablet = counted.tablet
    op_id = bought(shop, "まこ", 3_000, 2_000)
    tablet.scan(shop.card("まこ"))
    for _ in range(40):
        if tablet.focus_name() == f"return-{op_id}":
            break
        tablet.type("\t")
    assert tablet.focus_name() == f"return-{op_id}"
    tablet.type(" ")
    assert tablet.app.page == "return"
    tablet.type("*\n")
    assert "¥5,000 came back." in tablet.texts()
    tablet.click("return-undo")
    assert "Everything is as it was before." in tablet.texts()
    tablet.type("\x1b")
    assert (tablet.app.page, tablet.app.member.pendingPoints) == ("member", 50)


def test_a_clerk_is_told_who_could(closed_tablet: Tablet, shop: StaffShop) -> None:
    op_id = bought(shop, "まこ", 3_000)
    closed_tablet.sign_in(CLERK)
    closed_tablet.scan(shop.card("まこ"))
    closed_tablet.click(f"return-{op_id}")
    assert "Your role does not include this. These can: Supervisor / Manager." in closed_tablet.texts()
    assert not closed_tablet.sees("return-record")
