"""The demo's cards on paper: PNG for each, PDF sheets to cut, beside the shop's data."""

from pathlib import Path

from shared.demo.seed import RECEIPTS_FROM, STORE, DemoBadge, DemoMember, DemoReceipt, DemoShop
from shared.domain.programme import Programme
from shared.hardware.cards import BadgeFace, MemberFace, ReceiptFace, member_card, staff_badge, till_receipt
from shared.hardware.drawing import Drawing
from shared.hardware.print_pdf import write_pdf, write_sheet_pdf
from shared.hardware.print_picture import png
from shared.qt.brand import HOUSE_BRAND

PRINTED = "cards.pdf"
JOURNAL = "journal.csv"


def print_cards(folder: Path, shop: DemoShop, programme: Programme) -> None:
    """Write every card, badge and receipt as PNG and as PDF, unless an earlier start did; takes some seconds.

    Beside them lies the till's journal of the receipts, to be imported.
    """
    if (folder / PRINTED).exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    cards = [_card(member) for member in shop.members]
    badges = [_badge(badge, programme) for badge in shop.badges]
    receipts = [_receipt(receipt, programme) for receipt in shop.receipts]
    named = [
        *((f"card-{index:02d}", drawing) for index, drawing in enumerate(cards, 1)),
        *((f"badge-{index}", drawing) for index, drawing in enumerate(badges, 1)),
        *((f"receipt-{index}", drawing) for index, drawing in enumerate(receipts, 1)),
    ]
    for name, drawing in named:
        (folder / f"{name}.png").write_bytes(png(drawing))
    write_pdf(folder / "receipts.pdf", receipts, "Garapon demo receipts")
    _write_journal(folder / JOURNAL, shop.receipts)
    write_sheet_pdf(folder / PRINTED, [*badges, *cards], "Garapon demo cards")


def _card(member: DemoMember) -> Drawing:
    japanese = member.locale == "ja"
    title, label = ("会員カード", "会員番号") if japanese else ("Member card", "Member number")
    return member_card(HOUSE_BRAND, MemberFace(title, label, member.number, member.code, member.nickname))


def _badge(badge: DemoBadge, programme: Programme) -> Drawing:
    role = programme.role(badge.role)
    return staff_badge(HOUSE_BRAND, BadgeFace("スタッフ / Staff", badge.name, role.name.ja if role else "", badge.code))


def _receipt(receipt: DemoReceipt, programme: Programme) -> Drawing:
    store = programme.stores[0].name.ja
    face = ReceiptFace(
        heading=(f"{store}  レジ{receipt.register}", f"{receipt.bought_on:%Y年%m月%d日}  No.{receipt.number}"),
        lines=(("お買い上げ", f"¥{receipt.amount_yen:,}"),),
        total=("合計", f"¥{receipt.amount_yen:,}"),
        barcode=receipt.barcode,
    )
    return till_receipt(HOUSE_BRAND, face)


def _write_journal(file: Path, receipts: tuple[DemoReceipt, ...]) -> None:
    lines = [f"{STORE},{r.register},{r.bought_on},00:00,{r.number},{RECEIPTS_FROM},{r.amount_yen}" for r in receipts]
    file.write_text(
        "\n".join(["store,register,business_date,time,receipt,department,amount", *lines, ""]), encoding="utf-8"
    )
