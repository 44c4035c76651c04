"""The short form of `python -m tests.fuzz`, and that it can fail."""

import pytest

from shared.domain import codes
from shared.wire import voucher_code
from tests.fuzz.__main__ import fuzz

MUTATIONS = 22_000


def test_mutations_crash_nothing_and_pass_for_nobody_elses() -> None:
    assert fuzz(MUTATIONS) == []


def test_a_voucher_whose_signature_nobody_checks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voucher_code, "signature_holds", lambda *_: True)
    assert any("another voucher" in fault for fault in fuzz(2_200))


def test_a_code_that_is_read_without_its_check_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def remainder(content: str) -> int:
        raise KeyError(content)

    monkeypatch.setattr(codes, "_remainder", remainder)
    assert any("KeyError" in fault for fault in fuzz(110))
