"""Members from another system: understood generously, refused in sentences, imported once."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from shared.central import schema
from shared.central.import_members import Fate, ImportedLine, import_lines
from shared.central.members_csv import LineFault, LineRead, ReadingRules, read_members
from shared.domain.codes import CodeKind, code_hash, member_number, mint
from shared.domain.member import CardState
from shared.runtime.trouble import Trouble
from tests.central.chain import Chain, assert_all_balances
from tests.domain.small_shop import NOON, STORE, small_programme

KEY = bytes(range(32))
CARD = mint(CodeKind.MEMBER, bytes(16))
RULES = ReadingRules(small_programme(), STORE, NOON.date(), lambda body: code_hash(KEY, body))

NUMBER = member_number(7)

FILE = f"""\
id,nickname,name,kana,phone,email,birthday,locale,number,card,points,expires_on,points_2,expires_on_2,qualifying
A-1,はな,山田 花,ﾔﾏﾀﾞ ﾊﾅ,090-1234-5678,hana@example.com,1990/5/1,ja,{NUMBER},{CARD},"1,200",2026-12-31,40,2026/6/30,320
A-2,,佐藤 健,さとう けん,+819012345679,,,,,,,,,,
"""


def read(tmp_path: Path, text: str, rules: ReadingRules = RULES) -> list[LineRead | LineFault]:
    file = tmp_path / "members.csv"
    file.write_text(text, "utf-8")
    return list(read_members(file, rules))


def run(chain: Chain, tmp_path: Path, text: str = FILE, *, dry_run: bool = False) -> list[ImportedLine]:
    return list(import_lines(chain.engine, read(tmp_path, text), chain.now, dry_run=dry_run))


def test_a_line_is_understood_however_it_was_written(tmp_path: Path) -> None:
    first, second = (line.member for line in read(tmp_path, FILE) if isinstance(line, LineRead))
    assert (first.profile.kana, first.profile.phone_e164) == ("ヤマダ ハナ", "+819012345678")
    assert (first.profile.birthday, first.number) == (date(1990, 5, 1), NUMBER)
    assert [(lot.points, lot.expires_on) for lot in first.lots] == [(1200, date(2026, 12, 31)), (40, date(2026, 6, 30))]
    assert first.code_hash == code_hash(KEY, bytes(16))
    assert (second.profile.kana, second.locale, second.home_store) == ("サトウ ケン", "ja", STORE)
    assert (second.code_hash, second.lots, len(second.number)) == (None, (), 12)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("phone", "12", "phone: is no telephone number."),
        ("kana", "山田", "kana: has other characters than kana."),
        ("birthday", "1990-02-30", "birthday: a date like"),
        ("birthday", "2090-02-20", "birthday: lies in the future."),
        ("number", "123456789012", "number: is no member number"),
        ("card", "GP-V-AAAA", "card: is no code of a member card"),
        ("store", "paris", "store: 'paris' is no store of the programme"),
        ("points", "-3", "points: whole points"),
        ("points", "3", "expires_on: 3 points need the day they are good until."),
        ("email", "nobody", "email: is no e-mail address."),
        ("locale", "fr", "locale: ja or en is expected."),
        ("nickname", "a" * 13, "nickname: is longer than 12 characters."),
        ("id", "", "id: each line needs one"),
    ],
)
def test_what_can_not_be_understood_is_said_with_its_column(tmp_path: Path, column: str, value: str, said: str) -> None:
    cells = {"id": "A-1", "name": "Hana"} | {column: value}
    (fault,) = read(tmp_path, f"{','.join(cells)}\n{','.join(cells.values())}\n")
    assert isinstance(fault, LineFault)
    assert fault.line == 2
    assert fault.sentences[0].startswith(said)


def test_points_that_are_over_are_said_to_be(tmp_path: Path) -> None:
    (fault,) = read(tmp_path, "id,points,expires_on\nA-1,5,2026-04-09\n")
    assert isinstance(fault, LineFault)
    assert "have expired" in fault.sentences[0]


def test_a_key_a_number_or_a_card_stands_once_in_a_file(tmp_path: Path) -> None:
    text = f"id,number,card\nA-1,{NUMBER},\nA-1,,\nA-2,{NUMBER},\nA-3,,{CARD}\nA-4,,{CARD}\n"
    faults = [line for line in read(tmp_path, text) if isinstance(line, LineFault)]
    assert [(fault.line, fault.sentences) for fault in faults] == [
        (3, ("id: stands in line 2 already.",)),
        (4, ("number: stands in line 2 already.",)),
        (6, ("card: stands in line 5 already.",)),
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nHana\n", "no column 'id'"),
        (b"id,shoe_size\nA,38\n", "unknown columns 'shoe_size'"),
        ("id,name\nA,花\n".encode("cp932"), "not UTF-8"),
        (b'id,name\nA,"B\n', "no CSV"),
    ],
)
def test_a_file_of_another_shape_is_refused_in_a_sentence(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "members.csv"
    file.write_bytes(content)
    with pytest.raises(Trouble, match=said):
        list(read_members(file, RULES))


def test_a_dry_run_tells_the_same_and_changes_nothing(chain: Chain, tmp_path: Path) -> None:
    foretold = run(chain, tmp_path, dry_run=True)
    assert chain.rows(schema.member) == []
    assert chain.rows(schema.ledger) == []
    done = run(chain, tmp_path)
    assert [line.fate for line in foretold] == [line.fate for line in done] == [Fate.NEW, Fate.NEW]


def test_opening_points_are_postings_like_any_other(chain: Chain, tmp_path: Path) -> None:
    run(chain, tmp_path)
    member = next(m for row in chain.rows(schema.member) if (m := chain.member(row.member_id)).cards)
    assert member.account.balance_points == 1240
    assert member.account.qualifying_points(2026) == 320
    assert member.cards[0].state is CardState.CURRENT
    assert {row.source for row in chain.rows(schema.ledger)} == {"import"}
    assert_all_balances(chain)
    chain.now += timedelta(days=100)
    chain.settle()
    assert chain.member(member.member_id).account.balance_points == 1200
    assert_all_balances(chain)


def test_the_same_file_twice_changes_nothing(chain: Chain, tmp_path: Path) -> None:
    run(chain, tmp_path)
    before = chain.rows(schema.member), chain.rows(schema.ledger), chain.rows(schema.feed)
    assert [line.fate for line in run(chain, tmp_path)] == [Fate.THERE, Fate.THERE]
    assert (chain.rows(schema.member), chain.rows(schema.ledger), chain.rows(schema.feed)) == before


def test_a_number_or_card_that_somebody_has_leaves_the_line_out(chain: Chain, tmp_path: Path) -> None:
    run(chain, tmp_path)
    taken = f"id,number,card\nB-1,{NUMBER},\nB-2,,{CARD}\n"
    lines = run(chain, tmp_path, taken)
    assert [line.fate for line in lines] == [Fate.LEFT_OUT] * 2
    assert len(chain.rows(schema.member)) == 2
