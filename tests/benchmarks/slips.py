"""What people type who are in a hurry: names with a slip, cut short or the other way round, parts of phone numbers."""

import random
from collections.abc import Callable, Iterator
from typing import Final

from shared.domain.member import Profile

_LETTERS: Final = "abdeghikmnorstuyz"
_KANA: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
_HEPBURN: Final = (
    "ア:a イ:i ウ:u エ:e オ:o カ:ka キ:ki ク:ku ケ:ke コ:ko サ:sa シ:shi ス:su セ:se ソ:so タ:ta チ:chi ツ:tsu "
    "テ:te ト:to ナ:na ニ:ni ヌ:nu ネ:ne ノ:no ハ:ha ヒ:hi フ:fu ヘ:he ホ:ho マ:ma ミ:mi ム:mu メ:me モ:mo ヤ:ya "
    "ユ:yu ヨ:yo ラ:ra リ:ri ル:ru レ:re ロ:ro ワ:wa ン:n ガ:ga ギ:gi グ:gu ゲ:ge ゴ:go ザ:za ジ:ji ズ:zu ゼ:ze "
    "ゾ:zo ダ:da デ:de ド:do バ:ba ビ:bi ブ:bu ベ:be ボ:bo ヅ:zu ショ:sho シュ:shu シャ:sha ジョ:jo ジュ:ju "
    "リョ:ryo キョ:kyo チョ:cho"
)
_ROMAJI: Final = dict(each.split(":") for each in _HEPBURN.split())
_LONG: Final = ("ou", "o")
_FRAGMENT_DIGITS: Final = (6, 10)
_LEAST_TYPED: Final = 3


def typed(profile: Profile, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield what may be typed to find a Japanese member: without a slip, and as it comes."""
    family, given = profile.kana.split()
    kanji_family, kanji_given = profile.name.split()
    latin = f"{romaji(family, chance)} {romaji(given, chance)}"
    yield latin, slip(latin, _LETTERS, chance)
    yield profile.kana, slip(profile.kana, _KANA, chance)
    yield half_typed(family, given, chance)
    turned = chance.choice(
        (f"{given} {family}", f"{kanji_given} {kanji_family}", given + family, kanji_given + kanji_family)
    )
    yield profile.name, turned
    yield latin, f"{romaji(given, chance)}{chance.choice(('', ' '))}{romaji(family, chance)}"
    phone = "0" + profile.phone_e164.removeprefix("+81")
    fragment = part_of(phone, chance)
    yield fragment, fragment
    yield phone, slip(phone, "0123456789", chance)


def slip(text: str, keys: str, chance: random.Random) -> str:
    """Return a text with one slip behind its first letter: another key, one too many or too few, or two swapped."""
    place = chance.choice([at for at in range(1, len(text) - 1) if " " not in text[at : at + 2]])
    before, here, after = text[:place], text[place], text[place + 1 :]
    other = chance.choice([key for key in keys if key != here])
    ways: tuple[Callable[[], str], ...] = (
        lambda: before + other + after,
        lambda: before + here + other + after,
        lambda: before + after,
        lambda: before + after[:1] + here + after[1:],
    )
    return chance.choice(ways)()


def half_typed(family: str, given: str, chance: random.Random) -> tuple[str, str]:
    """Return a name up to a kana of the given name, and the same with the first key of the next one behind it."""
    known = f"{family} {given[: chance.randrange(1, max(len(given) - 1, 2))]}"
    following = given[len(known) - len(family) - 1 :][:1]
    return known, known + _ROMAJI.get(following, "")[:1]


def part_of(phone: str, chance: random.Random) -> str:
    """Return some digits that stand together, perhaps with a hyphen as they are read out."""
    digits = chance.randint(*_FRAGMENT_DIGITS)
    start = chance.randrange(len(phone) - digits + 1)
    part = phone[start : start + digits]
    return part if chance.random() < 0.5 else f"{part[:_LEAST_TYPED]}-{part[_LEAST_TYPED:]}"


def romaji(kana: str, chance: random.Random) -> str:
    """Write kana in Latin letters as people do (Hepburn), with long vowels in one of their ways."""
    spoken, place = "", 0
    while place < len(kana):
        pair = kana[place : place + 2]
        spoken += _ROMAJI[pair] if pair in _ROMAJI else _ROMAJI[kana[place]]
        place += 2 if pair in _ROMAJI else 1
    return spoken.replace("ou", chance.choice(_LONG))
