"""Whatever zxing-cpp alone reads from a photograph our reader reads too: slips, receipts, coupons, cards on phones."""

from collections.abc import Callable

import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw

from shared.hardware.frames import read_image
from shared.hardware.paper import slip_picture
from shared.hardware.print_picture import draw_picture
from shared.hardware.receipt_printer import SlipFace
from shared.hardware.slips import paper_slip
from shared.qt.brand import HOUSE_BRAND
from tests.hardware import prints
from tests.journeys.frames import POSES, as_qimage, camera_frame

COUPON = "4901234567894"
PHONE = (1_440, 2_000)
SLIP = SlipFace("まちの雑貨店", "引換券", "湯のみ", prints.VOUCHER_CODE, details=(("期限", "12月20日"),))
COUPON_FACE = SlipFace("まちの雑貨店", "クーポン", "500円引き", bars=COUPON)


def on_phone(picture: Image.Image) -> Image.Image:
    """Return a photograph of `picture` on a phone: dark rim, bright screen, a grid of pixels, a window's reflection."""
    screen = Image.new("RGB", PHONE, "white")
    shown = picture.convert("RGB").resize((PHONE[0] - 80, round(picture.height * (PHONE[0] - 80) / picture.width)))
    screen.paste(shown, (40, max(0, (PHONE[1] - shown.height) // 2)))
    grid = Image.new("L", PHONE, 255)
    lines = ImageDraw.Draw(grid)
    for x in range(0, PHONE[0], 3):
        lines.line((x, 0, x, PHONE[1]), 196)
    reflection = Image.linear_gradient("L").rotate(35, expand=True).resize(PHONE).point(lambda level: level // 4)
    lit = ImageChops.multiply(screen, Image.merge("RGB", (grid,) * 3))
    body = Image.new("RGB", (PHONE[0] + 100, PHONE[1] + 200), "black")
    body.paste(ImageChops.screen(lit, Image.merge("RGB", (reflection,) * 3)), (50, 100))
    return body


def folded(receipt: Image.Image) -> Image.Image:
    """Return the lower end of a receipt, where its barcode is."""
    return receipt.crop((0, receipt.height - receipt.width // 2, *receipt.size))


SYMBOLS: dict[str, tuple[Callable[[], Image.Image], str]] = {
    "a card": (lambda: draw_picture(prints.MEMBER), prints.MEMBER_CODE),
    "a printed slip": (lambda: slip_picture(paper_slip(HOUSE_BRAND, SLIP, 72)), prints.VOUCHER_CODE),
    "a folded receipt": (lambda: folded(draw_picture(prints.RECEIPT)), prints.RECEIPT_CODE),
    "a coupon": (lambda: slip_picture(paper_slip(HOUSE_BRAND, COUPON_FACE, 48)), COUPON),
}


@pytest.mark.parametrize("name", SYMBOLS)
@pytest.mark.parametrize("phone", [False, True], ids=["paper", "phone"])
def test_nothing_is_lost_that_zxing_cpp_reads(name: str, phone: bool) -> None:
    make, code = SYMBOLS[name]
    picture = on_phone(make()) if phone else make().convert("RGB")
    poses = POSES[1::2] if phone else POSES[::2]
    raw_read = our_read = 0
    for pose in poses:
        frame = camera_frame(picture, pose)
        raw = code in {each.text for each in zxingcpp.read_barcodes(frame.convert("L"))}
        ours = code in read_image(as_qimage(frame))
        assert ours >= raw, pose.name
        raw_read += raw
        our_read += ours
    assert our_read >= raw_read
    # A photograph that nobody can read proves nothing.
    assert raw_read >= len(poses) // 2
