"""The wallet shows a clicked piece to the right scanner."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from shared.demo.wallet import Reader, Sample, SampleKind, WalletViewModel, reader_for

CARD = Sample(SampleKind.CARD, "Momo", "Misaki Sato", "GP-M-1", "")
BADGE = Sample(SampleKind.BADGE, "Kato", "assistant", "GP-S-1", "")


@pytest.mark.parametrize(
    ("kind", "chosen", "reader"),
    [
        (SampleKind.CARD, Reader.KIOSK, Reader.KIOSK),
        (SampleKind.CARD, Reader.TABLET, Reader.TABLET),
        (SampleKind.BADGE, Reader.KIOSK, Reader.TABLET),
        (SampleKind.RECEIPT, Reader.KIOSK, Reader.KIOSK),
        (SampleKind.POSTER, Reader.TABLET, Reader.KIOSK),
        (SampleKind.VOUCHER, Reader.KIOSK, Reader.TABLET),
    ],
)
def test_cards_and_receipts_follow_the_switch(kind: SampleKind, chosen: Reader, reader: Reader) -> None:
    assert reader_for(kind, chosen) is reader


def test_a_click_is_a_scan_and_says_whether_it_was_taken(qapp: object) -> None:
    scans: list[tuple[Reader, str]] = []

    def scan(reader: Reader, code: str) -> bool:
        scans.append((reader, code))
        return reader is Reader.KIOSK

    wallet = WalletViewModel(scan)
    QAbstractItemModelTester(wallet.samples, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wallet.fill((CARD, BADGE))
    shown = QSignalSpy(wallet.shown)
    wallet.show(0)
    wallet.showToKiosk(False)
    wallet.show(0)
    wallet.show(1)
    wallet.show(7)
    assert scans == [(Reader.KIOSK, "GP-M-1"), (Reader.TABLET, "GP-M-1"), (Reader.TABLET, "GP-S-1")]
    assert [shown.at(row) for row in range(shown.count())] == [
        ["Momo", "kiosk", True],
        ["Momo", "tablet", False],
        ["Kato", "tablet", False],
    ]


def test_progress_is_told_once_a_change(qapp: object) -> None:
    wallet = WalletViewModel(lambda _reader, _code: True)
    told = QSignalSpy(wallet.preparedChanged)
    wallet.set_prepared(0.5)
    assert (wallet.prepared, told.count()) == (0.5, 1)
