"""A card in view is one scan."""

import pytest

from shared.domain.codes import CodeKind, mint
from shared.hardware.sightings import Sightings

OURS = mint(CodeKind.MEMBER, bytes(16))
OTHER = mint(CodeKind.MEMBER, bytes(range(16)))
FOREIGN = "4901234567894"


@pytest.mark.parametrize(
    ("frames", "scans"),
    [
        pytest.param([(0, [OURS])], [OURS], id="once"),
        pytest.param([(t, [OURS]) for t in range(0, 20_000, 100)], [OURS], id="held for twenty seconds"),
        pytest.param([(0, [OURS]), (1_400, [OURS]), (2_800, [OURS])], [OURS], id="flickering"),
        pytest.param([(0, [OURS]), (1_501, [OURS])], [OURS, OURS], id="taken away and shown again"),
        pytest.param([(0, [OURS]), (100, [OTHER])], [OURS, OTHER], id="another card at once"),
        pytest.param([(0, [OURS, OTHER, OURS])], [OURS, OTHER], id="two cards in one frame"),
        pytest.param([(0, [FOREIGN, OURS]), (100, [FOREIGN, OURS])], [OURS], id="ours beside a barcode"),
        pytest.param([(0, [FOREIGN])], [], id="something foreign, seen once"),
        pytest.param([(0, [FOREIGN]), (100, []), (200, [FOREIGN])], [], id="a ghost that comes and goes"),
        pytest.param([(0, [FOREIGN]), (100, [FOREIGN]), (200, [FOREIGN])], [FOREIGN], id="foreign, steady"),
        pytest.param([(0, []), (100, [])], [], id="nothing"),
    ],
)
def test_what_counts_as_a_scan(frames: list[tuple[int, list[str]]], scans: list[str]) -> None:
    sightings = Sightings()
    assert [text for at_ms, texts in frames for text in sightings.see(texts, at_ms)] == scans


def test_memory_holds_only_what_is_in_view() -> None:
    sightings = Sightings()
    for second in range(1_000):
        sightings.see([mint(CodeKind.MEMBER, second.to_bytes(16, "big"))], second * 1_000)
    assert len(sightings._last_seen_ms) <= 3
