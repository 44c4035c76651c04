"""The members of the demo shop; nobody real: phones and addresses are from ranges reserved for examples."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """A demo member as she would fill in the form."""

    name: str
    kana: str
    nickname: str
    birthday: date
    locale: str = "ja"


PEOPLE: tuple[Person, ...] = (
    Person("佐藤 美咲", "サトウ ミサキ", "もも", date(1994, 3, 12)),
    Person("佐藤 健一", "サトウ ケンイチ", "ケン", date(1978, 11, 2)),
    Person("里見 はるか", "サトミ ハルカ", "はる", date(2001, 7, 24)),
    Person("佐藤 美紀", "サトウ ミキ", "みき", date(1985, 1, 30)),
    Person("Satoko Miller", "サトコ ミラー", "Sako", date(1990, 5, 17), "en"),
    Person("鈴木 大輔", "スズキ ダイスケ", "だいちゃん", date(1982, 9, 8)),
    Person("高橋 由美子", "タカハシ ユミコ", "ゆみ", date(1969, 4, 21)),
    Person("田中 翔", "タナカ ショウ", "しょう", date(2004, 12, 5)),
    Person("伊藤 千尋", "イトウ チヒロ", "ちー", date(1997, 8, 14)),
    Person("渡辺 直樹", "ワタナベ ナオキ", "なべさん", date(1973, 2, 27)),
    Person("山本 結衣", "ヤマモト ユイ", "ゆいゆい", date(2006, 6, 3)),
    Person("中村 誠", "ナカムラ マコト", "まこ", date(1965, 10, 19)),
    Person("小林 さくら", "コバヤシ サクラ", "さくら", date(1999, 4, 1)),
    Person("加藤 良太", "カトウ リョウタ", "りょう", date(1988, 7, 7)),
    Person("吉田 恵", "ヨシダ メグミ", "めぐ", date(1976, 12, 11)),
    Person("山田 太郎", "ヤマダ タロウ", "タロー", date(1958, 1, 15)),
    Person("佐々木 愛", "ササキ アイ", "あいちゃん", date(1992, 2, 14)),
    Person("山口 隆", "ヤマグチ タカシ", "たかさん", date(1954, 9, 29)),
    Person("松本 葵", "マツモト アオイ", "あおい", date(2003, 5, 5)),
    Person("井上 陽子", "イノウエ ヨウコ", "ようこ", date(1961, 11, 23)),
    Person("木村 拓海", "キムラ タクミ", "たくみ", date(2000, 3, 3)),
    Person("林 真由美", "ハヤシ マユミ", "まゆ", date(1980, 8, 31)),
    Person("清水 悠斗", "シミズ ユウト", "ゆうと", date(2005, 10, 10)),
    Person("斎藤 明美", "サイトウ アケミ", "あけみ", date(1971, 6, 16)),
    Person("森 一郎", "モリ イチロウ", "いっくん", date(1949, 7, 28)),
    Person("池田 菜々子", "イケダ ナナコ", "なな", date(1995, 1, 7)),
    Person("橋本 剛", "ハシモト ツヨシ", "つよぽん", date(1984, 5, 22)),
    Person("阿部 りん", "アベ リン", "りん", date(2002, 9, 9)),
    Person("Emma Johnson", "エマ ジョンソン", "Emma", date(1993, 10, 4), "en"),
    Person("Liam O'Connor", "リアム オコナー", "Liam", date(1987, 3, 17), "en"),
    Person("Sofia Rossi", "ソフィア ロッシ", "Sofi", date(1998, 12, 20), "en"),
    Person("Noah Schmidt", "ノア シュミット", "Noah", date(1981, 4, 25), "en"),
    Person("Olivia Brown", "オリビア ブラウン", "Liv", date(1975, 8, 2), "en"),
    Person("Lucas Martin", "リュカ マルタン", "Luc", date(1996, 2, 9), "en"),
    Person("Mia Andersson", "ミア アンデション", "Mia", date(2001, 11, 30), "en"),
    Person("Daniel Kim", "ダニエル キム", "Dan", date(1989, 6, 6), "en"),
    Person("Anna Nowak", "アンナ ノヴァク", "Ania", date(1968, 1, 21), "en"),
    Person("Carlos García", "カルロス ガルシア", "Charly", date(1991, 9, 13), "en"),
    Person("Grace Chen", "グレース チェン", "Grace", date(1994, 7, 19), "en"),
    Person("William Taylor", "ウィリアム テイラー", "Will", date(1957, 5, 1), "en"),
)


@dataclass(frozen=True, slots=True)
class Hire:
    """A demo staff member; the PIN is printed in the wallet, as a demo's may be."""

    name: str
    role: str
    pin: str


COLLEAGUES: tuple[Hire, ...] = (
    Hire("加藤", "assistant", "246810"),
    Hire("森", "supervisor", "135791"),
    Hire("上田", "manager", "314159"),
)


def phone_of(index: int) -> str:
    """Return a Japanese mobile number for person `index`, in a block that is not assigned."""
    return f"+8190000{(index * 7919 + 4821) % 100000:05d}"


def email_of(index: int) -> str:
    """Return an address under a domain reserved for examples."""
    return f"member{index + 1}@example.com"
