"""The printed things that hardware tests read back."""

from datetime import date

from shared.domain.codes import CodeKind, member_number, mint
from shared.domain.hunts import HuntSymbol
from shared.domain.text import Text
from shared.hardware.cards import (
    BadgeFace,
    MemberFace,
    ReceiptFace,
    VoucherFace,
    member_card,
    staff_badge,
    till_receipt,
    voucher_slip,
)
from shared.hardware.posters import PosterFace, hunt_poster
from shared.qt.brand import HOUSE_BRAND

MEMBER_CODE = mint(CodeKind.MEMBER, bytes(range(16)))
OTHER_CODE = mint(CodeKind.MEMBER, bytes(range(16, 32)))
BADGE_CODE = mint(CodeKind.STAFF_BADGE, bytes(range(32, 48)))
VOUCHER_CODE = mint(CodeKind.VOUCHER, bytes(range(91)))
RECEIPT_CODE = "R00010220261122000345A3980"
NUMBER = member_number(12_345_678_901)

POSTER_CODE = mint(CodeKind.HUNT_SPOT, bytes(range(79)))

POSTER = hunt_poster(
    HOUSE_BRAND,
    PosterFace(
        Text("The three lucky cats", "招き猫をさがせ"),
        Text("Tea shelf", "お茶の棚"),
        date(2026, 11, 22),
        date(2026, 11, 22),
        HuntSymbol.UMBRELLA,
        POSTER_CODE,
    ),
)
MEMBER = member_card(HOUSE_BRAND, MemberFace("会員カード", "会員番号", NUMBER, MEMBER_CODE, "もも🍑"))
OTHER_MEMBER = member_card(HOUSE_BRAND, MemberFace("Member card", "Member number", NUMBER, OTHER_CODE))
BADGE = staff_badge(HOUSE_BRAND, BadgeFace("スタッフ", "佐藤 美咲", "店長", BADGE_CODE))
VOUCHER = voucher_slip(
    HOUSE_BRAND,
    VoucherFace(
        "引換券",
        "1等 炊飯器",
        (
            ("お受け取り", "サービスカウンター"),
            ("期限", "12月20日（日）まで"),
            ("お持ちもの", "この券または会員カード"),
        ),
        VOUCHER_CODE,
    ),
)
RECEIPT = till_receipt(
    HOUSE_BRAND,
    ReceiptFace(
        ("本店", "2026年11月22日 14:05"),
        (("ほうじ茶 200g", "¥980"), ("急須", "¥2,640"), ("布巾", "¥360")),
        ("合計", "¥3,980"),
        RECEIPT_CODE,
    ),
)
