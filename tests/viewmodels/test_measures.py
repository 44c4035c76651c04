"""Sizes follow the panel's pitch, the accessible mode and the face."""

import pytest

from shared.qt.measures import Face, measures


@pytest.mark.parametrize(("inches", "mm_per_px", "touch_px"), [(32, 0.37, 96), (21.5, 0.248, 96), (15.6, 0.18, 112)])
def test_a_kiosk_target_is_twenty_millimetres(inches: float, mm_per_px: float, touch_px: int) -> None:
    found = measures(Face.KIOSK, mm_per_px, high_contrast=False, easy=False)
    assert found.touch == touch_px
    assert found.touch * mm_per_px >= 20
    assert min(found.action, found.symbol, found.bar) >= found.touch


def test_type_grows_on_a_fine_panel_only() -> None:
    sizes = [
        measures(Face.KIOSK, pitch, high_contrast=False, easy=False).type.body.size_px for pitch in (0.37, 0.21, 0.18)
    ]
    assert sizes == [36, 36, 42]


def test_easy_view_enlarges_what_is_read_and_leaves_the_largest() -> None:
    usual = measures(Face.KIOSK, 0.37, high_contrast=False, easy=False).type
    easy = measures(Face.KIOSK, 0.37, high_contrast=True, easy=True).type
    assert (easy.body.size_px, easy.body.line_px) == (45, 60)
    assert easy.figure == usual.figure


@pytest.mark.parametrize("face", Face)
def test_high_contrast_has_stronger_lines(face: Face) -> None:
    usual = measures(face, 0.37, high_contrast=False, easy=False)
    strong = measures(face, 0.37, high_contrast=True, easy=False)
    assert (strong.line, strong.edge) == (usual.line + 1, usual.edge + 1)


def test_staff_sizes_do_not_follow_the_panel() -> None:
    assert measures(Face.STAFF, 0.1, high_contrast=False, easy=False) == measures(
        Face.STAFF, 0.4, high_contrast=False, easy=False
    )
