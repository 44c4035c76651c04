"""Finding a member: each keystroke of what an assistant types, beside one full-text query of the same shape."""

import random
from collections.abc import Iterator
from typing import Any, Final

from shared.application.views import FoundMember
from shared.domain.devices import DeviceKind
from shared.domain.member import Member
from shared.storage.member_search import CANDIDATES, RECENT_MEMBERS
from shared.storage.search_text import query_grams, terms
from shared.sync.device import OpenDevice
from staff.viewmodels.find import RESULTS
from tests.benchmarks.measuring import Row, Scale, tell
from tests.benchmarks.people import Place, members
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.samples import Machine, Samples
from tests.benchmarks.shop import CAMPAIGN, Shops
from tests.benchmarks.slips import typed

_LIMIT_MS: Final = 20.0
FEW: Final = 5
MISSED_PERCENT: Final = 5.0
_PHONE_DIGITS: Final = 4
_RAW_QUERY: Final = f"SELECT rowid FROM member_gram WHERE member_gram MATCH ? ORDER BY rowid DESC LIMIT {CANDIDATES}"
_RAW_RECENT: Final = f"SELECT member_id FROM member_text ORDER BY recent_ms DESC LIMIT {RECENT_MEMBERS}"


def measure(shops: Shops, scale: Scale) -> tuple[Row, ...]:
    """Type names in kanji, kana and Latin letters, phone digits and member numbers, one character after the other."""
    shop = shops.crowded(DeviceKind.TABLET, scale.members)
    device = shop.open(shop.tablet)
    raw = raw_connection(shop.tablet)
    try:
        wanted = tuple(_typed(device, scale))
        tell(f"typing {len(wanted)} queries")
        device.search.find(wanted[0], RESULTS)
        machine = Machine()
        ours, floor, first, first_floor = Samples(), Samples(), Samples(), Samples()
        strangers = 0
        recent = {member_id for (member_id,) in raw.execute(_RAW_RECENT)}
        for query in (prefix for text in wanted for prefix in _keystrokes(text)):
            found: list[FoundMember] = []
            if any(query_grams(word.written) for word in terms(query)):
                ours.take(machine, _find, device, query, found)
                floor.take(machine, _raw_search, raw, query)
            else:
                first.take(machine, _find, device, query, found)
                first_floor.take(machine, _raw_recent, raw)
                strangers += len({member.member_id for member in found} - recent)
        slips, missed, asked = _with_slips(device, scale, machine)
    finally:
        raw.close()
        device.close()
    return (
        ours.row("search, keystroke p99", floor, 0.99, _LIMIT_MS),
        first.row("search, one character p99", first_floor, 0.99, _LIMIT_MS),
        Row("search, one character beyond the recent", "members", strangers, 0, 0),
        slips.row("search, keystroke with a slip p99", floor, 0.99, _LIMIT_MS),
        Row(f"search, not among the first five of {asked} with slips", "%", 100 * missed / asked, 0, MISSED_PERCENT),
    )


def _with_slips(device: OpenDevice, scale: Scale, machine: Machine) -> tuple[Samples, int, int]:
    """Type what has a slip and means at most five; return the times of the keystrokes, and how many were not found."""
    chance = random.Random(5)
    took, missed, asked = Samples(), 0, 0
    for member in _people(device, scale, scale.slips):
        profile = member.profile
        assert profile is not None
        for meant, text in typed(profile, chance) if profile.name[0] > "z" else ():
            if len(sure := [each for each in device.search.find(meant, RESULTS) if not each.likely]) > FEW:
                continue
            assert any(each.member_id == member.member_id for each in sure), meant
            found: list[FoundMember] = []
            for query in _keystrokes(text):
                if any(query_grams(word.written) for word in terms(query)):
                    found.clear()
                    took.take(machine, _find, device, query, found)
            asked += 1
            missed += all(each.member_id != member.member_id for each in found[:FEW])
            if asked == scale.slips:
                return took, missed, asked
    return took, missed, asked


def _typed(device: OpenDevice, scale: Scale) -> Iterator[str]:
    """Yield what is typed to find members from all over the crowd: each way of searching in turn."""
    for turn, member in enumerate(_people(device, scale, scale.searches)):
        profile = member.profile
        assert profile is not None
        yield (
            profile.name,
            profile.kana,
            profile.name.replace(" ", ""),
            profile.phone_e164[-_PHONE_DIGITS:],
            "0" + profile.phone_e164.removeprefix("+81"),
            member.number,
            member.nickname,
        )[turn % 7]


def _people(device: OpenDevice, scale: Scale, count: int) -> Iterator[Member]:
    """Yield as many members from all over the crowd."""
    place = Place(device.desk.store_id, "", CAMPAIGN, b"", device.desk.clock.now())
    step = max(1, scale.members // count)
    return (each for index, each in enumerate(members(place, scale.members)) if index % step == 0)


def _keystrokes(text: str) -> Iterator[str]:
    return (text[:length] for length in range(1, len(text) + 1) if not text[length - 1].isspace())


def _find(device: OpenDevice, query: str, found: list[FoundMember]) -> None:
    found += device.search.find(query, RESULTS)


def _raw_recent(raw: Any) -> None:  # noqa: ANN401  sqlcipher3 has no types
    raw.execute(_RAW_RECENT).fetchall()


def _raw_search(raw: Any, query: str) -> None:  # noqa: ANN401  sqlcipher3 has no types
    grams = dict.fromkeys(gram for word in terms(query) for gram in query_grams(word.written))
    raw.execute(_RAW_QUERY, (" AND ".join(f'"{gram}"' for gram in grams),)).fetchall()
