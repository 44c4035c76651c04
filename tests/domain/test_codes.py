"""Codes survive what keyboards do to them, and nothing wrong is ever taken for right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.codes import (
    CodeKind,
    DamagedCode,
    ForeignCode,
    GaraponCode,
    MemberNumberTyped,
    code_hash,
    format_number,
    member_number,
    mint,
    read,
)

BODY = bytes(range(200, 216))
CODE = mint(CodeKind.MEMBER, BODY)
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"

bodies = st.binary(min_size=13, max_size=110)
kinds = st.sampled_from(CodeKind)


@given(kinds, bodies)
def test_what_is_minted_reads_back(kind: CodeKind, body: bytes) -> None:
    assert read(mint(kind, body)) == GaraponCode(kind, body)


@given(kinds, bodies)
def test_codes_stay_within_the_small_alphabet(kind: CodeKind, body: bytes) -> None:
    assert set(mint(kind, body)) <= set(ALPHABET)


@pytest.mark.parametrize("length", [0, 12, 257])
def test_a_body_of_unsafe_length_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="13 to 256 bytes"):
        mint(CodeKind.MEMBER, bytes(length))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(CODE.lower(), id="lower case"),
        pytest.param(f"  {CODE}\r\n", id="spaces around"),
        pytest.param(CODE.replace("-", ""), id="hyphens swallowed"),
        pytest.param(CODE.replace("-", "ー"), id="hyphens as kana length mark"),
        pytest.param(CODE.replace("-", "ß"), id="hyphens typed on a German layout"),
        pytest.param(CODE.lower().replace("-", "'"), id="another layout and caps lock"),
        pytest.param("".join(chr(ord(c) + 0xFEE0) for c in CODE), id="full width"),
        pytest.param("".join(chr(ord(c) + 0xFEE0) for c in CODE.lower()), id="full width, lower case"),
        pytest.param(f"]Q1{CODE}", id="symbology identifier in front"),
        pytest.param(f"\x1d{CODE}\x00", id="control characters around"),
    ],
)
def test_a_whole_code_is_read_however_it_was_typed(text: str) -> None:
    assert read(text) == GaraponCode(CodeKind.MEMBER, BODY)


@pytest.mark.parametrize("hyphens", ["-", ""], ids=["with hyphens", "without"])
@pytest.mark.parametrize("body", [BODY, bytes(range(91)), b"\xff" * 90], ids=["member", "voucher", "ones"])
def test_every_single_wrong_character_is_caught(body: bytes, hyphens: str) -> None:
    code = mint(CodeKind.VOUCHER, body).replace("-", hyphens)
    for place, right in enumerate(code):
        for wrong in ALPHABET.replace(right, ""):
            assert not isinstance(read(code[:place] + wrong + code[place + 1 :]), GaraponCode)


@given(kinds, bodies, st.sampled_from(["-", ""]))
def test_every_swap_of_neighbours_is_caught(kind: CodeKind, body: bytes, hyphens: str) -> None:
    code = mint(kind, body).replace("-", hyphens)
    for place in range(len(code) - 1):
        left, right = code[place], code[place + 1]
        if left != right:
            swapped = code[:place] + right + left + code[place + 2 :]
            assert not isinstance(read(swapped), GaraponCode)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GP", id="prefix only"),
        pytest.param("GP-", id="prefix and hyphen"),
        pytest.param("GP-M--", id="nothing in it"),
        pytest.param(CODE[:-1], id="last character lost"),
        pytest.param(CODE[: len(CODE) // 2], id="half"),
        pytest.param(CODE + CODE, id="two scans run together"),
        pytest.param(CODE.replace("GP-M", "GP-X"), id="unknown kind"),
        pytest.param(CODE.replace("-", "", 1), id="one hyphen of three lost"),
        pytest.param("123456789012", id="member number with a wrong digit"),
    ],
)
def test_damage_is_recognised_as_damage(text: str) -> None:
    assert read(text) == DamagedCode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("https://example.com/?m=1", id="web address"),
        pytest.param("WIFI:S:shop;T:WPA;P:secret;;", id="wireless network"),
        pytest.param("4901234567894", id="EAN-13"),
        pytest.param("こんにちは", id="kana"),
        pytest.param("x" * 5000, id="very long"),
    ],
)
def test_what_is_not_ours_is_foreign(text: str) -> None:
    assert isinstance(read(text), ForeignCode)


def test_a_foreign_code_keeps_its_text_for_the_aliases() -> None:
    assert read(" ４９０１２３４５６７８９４ ") == ForeignCode("4901234567894")


@given(st.text())
def test_no_text_is_too_odd(text: str) -> None:
    read(text)
    read("GP" + text)
    read("GP-M-" + text)


@given(st.text(alphabet=ALPHABET + "-", max_size=60))
def test_no_near_code_is_too_odd(text: str) -> None:
    read("GP-V-" + text)


def test_no_trace_of_a_body_is_printed() -> None:
    assert repr(read(CODE)) == "GaraponCode(kind=<CodeKind.MEMBER: 'M'>)"


def test_stored_form_depends_on_key_and_body() -> None:
    stored = code_hash(b"k" * 32, BODY)
    assert len(stored) == 64
    assert stored == code_hash(b"k" * 32, BODY)
    assert stored != code_hash(b"j" * 32, BODY)
    assert stored != code_hash(b"k" * 32, BODY[::-1])


@given(st.integers(0, 10**11 - 1))
def test_member_numbers_are_read_however_they_are_grouped(serial: int) -> None:
    number = member_number(serial)
    assert len(number) == 12
    for text in (number, format_number(number), format_number(number).replace(" ", "-"), f" {number}\n"):
        assert read(text) == MemberNumberTyped(number)


@given(st.integers(0, 10**11 - 1))
def test_member_numbers_catch_single_errors_and_swaps(serial: int) -> None:
    number = member_number(serial)
    for place, right in enumerate(number):
        for wrong in "0123456789".replace(right, ""):
            assert read(number[:place] + wrong + number[place + 1 :]) == DamagedCode()
        swapped = number[:place] + number[place : place + 2][::-1] + number[place + 2 :]
        if swapped != number:
            assert read(swapped) == DamagedCode()


def test_member_number_from_random_bytes() -> None:
    assert member_number(bytes(8)) == member_number(0) == "000000000000"
    assert isinstance(read(member_number(b"\xff" * 16)), MemberNumberTyped)


@pytest.mark.parametrize("serial", [-1, 10**11, b"short"])
def test_serials_out_of_range_are_refused(serial: int | bytes) -> None:
    with pytest.raises(ValueError, match="member"):
        member_number(serial)


def test_format_number_groups_by_four() -> None:
    assert format_number("123456789012") == "1234 5678 9012"
