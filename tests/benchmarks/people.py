"""Generates members: believable, different, and the same in every run."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from shared.domain.codes import CodeKind, code_hash, member_number, mint
from shared.domain.member import Card, CardState, Entry, EntryKind, Member, Profile, Ticket, TicketSource
from shared.domain.points import Account, Lot, YearPoints

_CODE_BYTES: Final = 16


# Names are put together as Japanese ones are: some thousands of surnames, some thousands of given names.
def _parts(words: str) -> tuple[tuple[str, str], ...]:
    written = (each.partition(":") for each in words.split())
    return tuple((kanji, kana) for kanji, _, kana in written)


_SURNAME_HEADS: Final = _parts(
    "山:ヤマ 高:タカ 松:マツ 石:イシ 中:ナカ 大:オオ 小:コ 上:ウエ 竹:タケ 藤:フジ 木:キ 森:モリ 岡:オカ 長:ナガ "
    "西:ニシ 北:キタ 東:ヒガシ 南:ミナミ 青:アオ 赤:アカ 白:シラ 黒:クロ 金:カネ 吉:ヨシ 福:フク 杉:スギ "
    "桜:サクラ 柳:ヤナギ 前:マエ 内:ウチ 古:フル 新:ニイ 平:ヒラ 安:ヤス 広:ヒロ 宮:ミヤ 浜:ハマ 秋:アキ 春:ハル "
    "増:マス 渡:ワタ 佐々:ササ 坂:サカ 谷:タニ 島:シマ 沢:サワ 池:イケ 清:キヨ 菊:キク 梅:ウメ 村:ムラ 市:イチ "
    "今:イマ 熊:クマ 栗:クリ 関:セキ"
)
_SURNAME_ENDS: Final = _parts(
    "田:タ 本:モト 村:ムラ 川:カワ 山:ヤマ 野:ノ 原:ハラ 井:イ 島:シマ 崎:サキ 口:グチ 下:シタ 木:キ 沢:サワ "
    "谷:タニ 岡:オカ 林:バヤシ 森:モリ 橋:ハシ 藤:トウ 尾:オ 浦:ウラ 内:ウチ 瀬:セ 塚:ヅカ 宮:ミヤ 津:ツ 部:ベ"
)
_GIVEN_HEADS: Final = _parts(
    "美:ミ 健:ケン 陽:ヨウ 大:ダイ 由:ユ 千:チ 直:ナオ 結:ユイ 良:リョウ 恵:ケイ 太:タ 愛:アイ 隆:タカ 拓:タク "
    "真:マ 悠:ユウ 明:アキ 一:カズ 菜:ナ 智:トモ 浩:ヒロ 久:ヒサ 哲:テツ 麻:マ 裕:ヒロ 和:カズ 香:カ 修:シュウ "
    "翔:ショウ"
)
_GIVEN_ENDS: Final = _parts(
    "子:コ 美:ミ 香:カ 恵:エ 代:ヨ 江:エ 菜:ナ 奈:ナ 一:イチ 介:スケ 太:タ 太郎:タロウ 也:ヤ 樹:キ 人:ト 平:ヘイ "
    "之:ユキ 志:シ 貴:キ 行:ユキ 紀:ノリ 斗:ト 織:オリ 穂:ホ 花:カ 咲:サキ 希:キ 音:ネ 次郎:ジロウ 彦:ヒコ"
)
_WESTERN_GIVEN: Final = (
    *(("Emma", "エマ"), ("Liam", "リアム"), ("Sofia", "ソフィア"), ("Noah", "ノア"), ("Olivia", "オリビア")),
    *(("Lucas", "リュカ"), ("Mia", "ミア"), ("Daniel", "ダニエル"), ("Anna", "アンナ"), ("Carlos", "カルロス")),
)
_WESTERN_SURNAMES: Final = (
    *(("Johnson", "ジョンソン"), ("O'Connor", "オコナー"), ("Rossi", "ロッシ"), ("Schmidt", "シュミット")),
    *(("Brown", "ブラウン"), ("Martin", "マルタン"), ("Andersson", "アンデション"), ("Kim", "キム")),
    *(("García", "ガルシア"), ("Chen", "チェン"), ("Taylor", "テイラー"), ("Nowak", "ノヴァク")),
)
_WESTERN_OF_256: Final = 20
_YEAR_DAYS: Final = 365


@dataclass(frozen=True, slots=True)
class Place:
    """Where the generated members belong: their store, its kiosk, the chain's key for codes, and the present."""

    store_id: str
    kiosk_id: str
    campaign: str
    code_key: bytes
    now: datetime


def card_of(index: int) -> str:
    """Return the code on the card of member `index`."""
    return mint(CodeKind.MEMBER, _card_body(index))


def member_id_of(index: int) -> str:
    """Return the identifier of member `index`."""
    return f"{index:032x}"


def members(place: Place, count: int) -> Iterator[Member]:
    """Yield members number 0 to `count`; each has a profile, a year's points, a ticket for the kiosk, some history."""
    days_ago = tuple(place.now - timedelta(days=days) for days in range(3 * _YEAR_DAYS))
    days_ahead = tuple(place.now + timedelta(days=days) for days in range(1, 257))
    for index in range(count):
        yield _member(place, index, days_ago, days_ahead)


def _card_body(index: int) -> bytes:
    return hashlib.sha256(f"card {index}".encode()).digest()[:_CODE_BYTES]


def _member(place: Place, index: int, days_ago: tuple[datetime, ...], days_ahead: tuple[datetime, ...]) -> Member:
    chance = hashlib.sha256(f"member {index}".encode()).digest()
    member_id = member_id_of(index)
    profile, nickname, locale = _person(chance, index)
    seen = days_ago[2 + chance[0]] - timedelta(seconds=index % 80_000)
    joined = days_ago[400 + 2 * chance[1]]
    lots = tuple(
        Lot(f"{member_id}-{number}", 10 + 3 * points, 10 + 3 * points, days_ahead[chance[6 + number]], place.store_id)
        for number, points in enumerate(chance[2 : 3 + chance[5] % 3])
    )
    earned = sum(lot.granted_points for lot in lots)
    bought, enrolled = f"bought-{index}", f"enrolled-{index}"
    ticket = Ticket(f"ticket-{index}", place.campaign, TicketSource.PURCHASE, 6600, seen, place.kiosk_id, bought)
    return Member(
        member_id=member_id,
        number=member_number(index * 499_979 % 10**11),
        nickname=nickname,
        locale=locale,
        home_store=place.store_id,
        kiosk=place.kiosk_id,
        enrolled_at=joined,
        cards=(Card(code_hash(place.code_key, _card_body(index)), CardState.CURRENT),),
        profile=profile,
        account=Account(lots, qualifying=(YearPoints(place.now.year, earned),)),
        tickets=(ticket,),
        visited=((place.store_id, seen.date()),),
        last_visit_on=seen.date(),
        history=(
            Entry(bought, EntryKind.PURCHASE, seen, place.store_id, place.kiosk_id, 60, amount_yen=6600),
            Entry(enrolled, EntryKind.ENROLLED, joined, place.store_id, place.kiosk_id),
        ),
    )


def _person(chance: bytes, index: int) -> tuple[Profile, str, str]:
    pick, other = int.from_bytes(chance[10:12]), int.from_bytes(chance[12:14])
    if chance[14] < _WESTERN_OF_256:
        given, surname = _WESTERN_GIVEN[pick % len(_WESTERN_GIVEN)], _WESTERN_SURNAMES[other % len(_WESTERN_SURNAMES)]
        name, kana, nickname, locale = f"{given[0]} {surname[0]}", f"{given[1]} {surname[1]}", given[0], "en"
    else:
        given, surname = _joined(_GIVEN_HEADS, _GIVEN_ENDS, pick), _joined(_SURNAME_HEADS, _SURNAME_ENDS, other)
        name, kana, locale = f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}", "ja"
        nickname = given[1][: 2 + chance[15] % 2]
    phone = f"+8190{int.from_bytes(chance[16:20]) % 10**8:08d}"
    birthday = date(1940 + chance[20] % 70, 1 + chance[21] % 12, 1 + chance[22] % 28)
    return Profile(name, kana, phone, f"member{index}@example.com", birthday), nickname, locale


def _joined(heads: tuple[tuple[str, str], ...], ends: tuple[tuple[str, str], ...], pick: int) -> tuple[str, str]:
    """Put a name together, in kanji and in kana."""
    head, end = heads[pick % len(heads)], ends[pick // len(heads) % len(ends)]
    return head[0] + end[0], head[1] + end[1]
