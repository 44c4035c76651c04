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
_SURNAMES: Final = (
    *(("佐藤", "サトウ"), ("鈴木", "スズキ"), ("高橋", "タカハシ"), ("田中", "タナカ"), ("伊藤", "イトウ")),
    *(("渡辺", "ワタナベ"), ("山本", "ヤマモト"), ("中村", "ナカムラ"), ("小林", "コバヤシ"), ("加藤", "カトウ")),
    *(("吉田", "ヨシダ"), ("山田", "ヤマダ"), ("佐々木", "ササキ"), ("山口", "ヤマグチ"), ("松本", "マツモト")),
    *(("井上", "イノウエ"), ("木村", "キムラ"), ("林", "ハヤシ"), ("斎藤", "サイトウ"), ("清水", "シミズ")),
    *(("山崎", "ヤマザキ"), ("森", "モリ"), ("池田", "イケダ"), ("橋本", "ハシモト"), ("阿部", "アベ")),
    *(("石川", "イシカワ"), ("山下", "ヤマシタ"), ("中島", "ナカジマ"), ("石井", "イシイ"), ("小川", "オガワ")),
    *(("前田", "マエダ"), ("岡田", "オカダ"), ("長谷川", "ハセガワ"), ("藤田", "フジタ"), ("後藤", "ゴトウ")),
    *(("近藤", "コンドウ"), ("村上", "ムラカミ"), ("遠藤", "エンドウ"), ("青木", "アオキ"), ("坂本", "サカモト")),
    *(("福田", "フクダ"), ("西村", "ニシムラ"), ("太田", "オオタ"), ("三浦", "ミウラ"), ("藤井", "フジイ")),
    *(("岡本", "オカモト"), ("松田", "マツダ"), ("中川", "ナカガワ"), ("中野", "ナカノ"), ("原田", "ハラダ")),
    *(("小野", "オノ"), ("竹内", "タケウチ"), ("金子", "カネコ"), ("和田", "ワダ"), ("中山", "ナカヤマ")),
    *(("石田", "イシダ"), ("上田", "ウエダ"), ("森田", "モリタ"), ("柴田", "シバタ"), ("酒井", "サカイ")),
)
_GIVEN: Final = (
    *(("美咲", "ミサキ"), ("健一", "ケンイチ"), ("陽子", "ヨウコ"), ("大輔", "ダイスケ"), ("由美子", "ユミコ")),
    *(("翔", "ショウ"), ("千尋", "チヒロ"), ("直樹", "ナオキ"), ("結衣", "ユイ"), ("誠", "マコト")),
    *(("さくら", "サクラ"), ("良太", "リョウタ"), ("恵", "メグミ"), ("太郎", "タロウ"), ("愛", "アイ")),
    *(("隆", "タカシ"), ("葵", "アオイ"), ("拓海", "タクミ"), ("真由美", "マユミ"), ("悠斗", "ユウト")),
    *(("明美", "アケミ"), ("一郎", "イチロウ"), ("菜々子", "ナナコ"), ("剛", "ツヨシ"), ("りん", "リン")),
    *(("智子", "トモコ"), ("浩", "ヒロシ"), ("久美子", "クミコ"), ("哲也", "テツヤ"), ("麻衣", "マイ")),
    *(("裕子", "ユウコ"), ("和也", "カズヤ"), ("香織", "カオリ"), ("修", "オサム"), ("千代", "チヨ")),
    *(("蓮", "レン"), ("陽菜", "ヒナ"), ("湊", "ミナト"), ("凛", "リン"), ("大翔", "ヒロト")),
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
        given, surname = _GIVEN[pick % len(_GIVEN)], _SURNAMES[other % len(_SURNAMES)]
        name, kana, locale = f"{surname[0]} {given[0]}", f"{surname[1]} {given[1]}", "ja"
        nickname = given[1][: 2 + chance[15] % 2]
    phone = f"+8190{int.from_bytes(chance[16:20]) % 10**8:08d}"
    birthday = date(1940 + chance[20] % 70, 1 + chance[21] % 12, 1 + chance[22] % 28)
    return Profile(name, kana, phone, f"member{index}@example.com", birthday), nickname, locale
