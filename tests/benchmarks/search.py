"""Finding a member: each keystroke of what an assistant types, beside one full-text query of the same shape."""

from collections.abc import Iterator
from typing import Any, Final

from shared.application.views import FoundMember
from shared.domain.devices import DeviceKind
from shared.storage.member_search import CANDIDATES, RECENT_MEMBERS
from shared.storage.search_text import query_grams, terms
from shared.sync.device import OpenDevice
from staff.viewmodels.find import RESULTS
from tests.benchmarks.measuring import Row, Scale, tell
from tests.benchmarks.people import Place, members
from tests.benchmarks.raw import raw_connection
from tests.benchmarks.samples import Machine, Samples
from tests.benchmarks.shop import CAMPAIGN, Shops

_LIMIT_MS: Final = 20.0
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
            if any(query_grams(word) for word in terms(query)):
                ours.take(machine, _find, device, query, found)
                floor.take(machine, _raw_search, raw, query)
            else:
                first.take(machine, _find, device, query, found)
                first_floor.take(machine, _raw_recent, raw)
                strangers += len({member.member_id for member in found} - recent)
    finally:
        raw.close()
        device.close()
    return (
        ours.row("search, keystroke p99", floor, 0.99, _LIMIT_MS),
        first.row("search, one character p99", first_floor, 0.99, _LIMIT_MS),
        Row("search, one character beyond the recent", "members", strangers, 0, 0),
    )


def _typed(device: OpenDevice, scale: Scale) -> Iterator[str]:
    """Yield what is typed to find members from all over the crowd: each way of searching in turn."""
    place = Place(device.desk.store_id, "", CAMPAIGN, b"", device.desk.clock.now())
    step = max(1, scale.members // scale.searches)
    for turn, member in enumerate(
        each for index, each in enumerate(members(place, scale.members)) if index % step == 0
    ):
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


def _keystrokes(text: str) -> Iterator[str]:
    return (text[:length] for length in range(1, len(text) + 1) if not text[length - 1].isspace())


def _find(device: OpenDevice, query: str, found: list[FoundMember]) -> None:
    found += device.search.find(query, RESULTS)


def _raw_recent(raw: Any) -> None:  # noqa: ANN401  sqlcipher3 has no types
    raw.execute(_RAW_RECENT).fetchall()


def _raw_search(raw: Any, query: str) -> None:  # noqa: ANN401  sqlcipher3 has no types
    grams = dict.fromkeys(gram for word in terms(query) for gram in query_grams(word))
    raw.execute(_RAW_QUERY, (" AND ".join(f'"{gram}"' for gram in grams),)).fetchall()
