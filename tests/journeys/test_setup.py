"""Staff try out a kiosk's scanners and printer, with the real program and without any enrolment."""

from pathlib import Path

import zxingcpp
from PIL import Image

from shared.hardware.misreading import TRIAL_BARS, TRIAL_CODE
from tests.journeys.programs import Program, waiting


def test_scanners_and_printer_are_tried_out(tmp_path: Path) -> None:
    slips = tmp_path / "slips"
    settings = ("--locale", "en", "--window", "540x960", "--no-camera", "--printer", f"folder:{slips}")
    with Program("kiosk", "--setup", *settings, data=tmp_path / "kiosk") as machine:
        machine.see("printer", "Ready.", prop="sentence")
        machine.see("reader-keyboard", "Ready, nothing heard yet.", prop="sentence")
        machine.scan(TRIAL_CODE.lower())
        machine.see("reader-wallet", "Heard in small letters. Cards are read all the same.", prop="sentence")
        machine.type_like_a_scanner(TRIAL_CODE)
        machine.see("reader-keyboard", "Heard, every character is right.", prop="sentence")
        machine.tap("print")
        machine.see("printer", "Printed. Show the slip to each scanner.", prop="sentence")
        for _ in waiting("the slip"):
            if list(slips.glob("*.png")):
                break
        (slip,) = slips.glob("*.png")
        with Image.open(slip) as picture:
            codes = {code.text for code in zxingcpp.read_barcodes(picture.convert("L"))}
        assert codes == {TRIAL_CODE, TRIAL_BARS}
        machine.tap("close")
        assert machine.wait() == 0
        assert machine.said == ""
