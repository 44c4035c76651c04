"""Drums and tickets go back by their holder's own word, over real databases of each kind."""

from dataclasses import replace
from datetime import timedelta

from shared.application.turn_drum import DrawEnded, NoTurnsHere, TurnsTaken, WheelReady, open_wheel, take_turns
from shared.central.campaigns import CampaignStanding, campaign_list, stop_campaign
from shared.central.database import reading
from shared.central.housekeeping import keep_house
from shared.central.stock import StockCount, count_stock
from shared.central.verify_drum import verify_drum
from shared.domain.devices import DeviceKind
from shared.domain.drums import Drum, Verified
from shared.sync.device import OpenDevice
from shared.sync.loop import Exchanged
from shared.sync.pace import Pace, Rhythm, wait_ms
from tests.domain.small_shop import GOLD, RED, STORE, WHEEL
from tests.sync.chain import Chain, exchange, give, join, now, sign_in, turn


def _stock(chain: Chain) -> dict[str, StockCount]:
    with reading(chain.engine) as connection:
        counts = count_stock(connection)
    assert all(count.holds for count in counts), counts
    return {count.prize: count for count in counts}


def _drums(device: OpenDevice) -> tuple[Drum, ...]:
    with device.desk.storage.read() as transaction:
        return transaction.drums_held(WHEEL)


def _member_with_turns(chain: Chain, kiosk: OpenDevice, turns: int) -> str:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    for _ in range(turns):
        give(tablet, signer, member.member_id)
    chain.settle(tablet, kiosk)
    return member.member_id


def test_a_stopped_campaign_ends_at_an_online_kiosk_with_its_next_exchange(chain: Chain) -> None:
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    member_id = _member_with_turns(chain, kiosk, 2)
    (drum,) = _drums(kiosk)
    turn(kiosk, member_id)
    stopped = stop_campaign(chain.engine, WHEEL, None, now(), "tests")
    assert stopped.drums_recalled == 1
    # Until it hears of it the kiosk is the holder, and what it does stands.
    turn(kiosk, member_id)
    report = exchange(kiosk)
    assert report.pushed == 3
    assert take_turns(kiosk.desk, member_id, WHEEL, "star", 1) == NoTurnsHere()
    chain.settle(kiosk)
    (goods, coupons) = (_stock(chain)[prize] for prize in (GOLD, RED))
    assert (goods.in_drums, coupons.in_drums) == (0, 0)
    with reading(chain.engine) as connection:
        assert verify_drum(connection, drum.drum_id) == Verified(2)
        (status, _) = campaign_list(connection, now())
    assert (status.standing, status.drums_lent, status.drums_recalled) == (CampaignStanding.STOPPED, 0, 0)
    assert _drums(kiosk) == ()


def test_ten_seconds_are_enough_for_an_idle_kiosk_to_hear_of_a_stop() -> None:
    longest_ms = wait_ms(Pace(), Rhythm(quiet=100), Exchanged(0, 0), waiting=False, chance=lambda: 1.0)
    assert longest_ms < 10_000


def test_a_kiosk_without_a_line_plays_on_and_its_turns_stand(small_chain: Chain) -> None:
    kiosk = small_chain.open(small_chain.enrol("kiosk", DeviceKind.KIOSK))
    member_id = _member_with_turns(small_chain, kiosk, 3)
    stop_campaign(small_chain.engine, WHEEL, STORE, now(), "tests")
    free = {prize: count.free for prize, count in _stock(small_chain).items()}
    small_chain.work()
    keep_house(small_chain.engine, now() + timedelta(days=10))
    # Days later nothing has come back by itself.
    assert {prize: count.free for prize, count in _stock(small_chain).items()} == free
    turn(kiosk, member_id, 2)
    exchange(kiosk)
    assert open_wheel(kiosk.desk, member_id, WHEEL) == DrawEnded()
    small_chain.settle(kiosk)
    assert small_chain.held() == []
    assert all(count.in_drums == 0 for count in _stock(small_chain).values())
    assert sum(count.awarded for count in _stock(small_chain).values()) <= 2


def test_a_campaign_that_is_over_is_recalled_by_the_centre_itself(small_chain: Chain) -> None:
    kiosk = small_chain.open(small_chain.enrol("kiosk", DeviceKind.KIOSK))
    small_chain.settle(kiosk)
    later = now() + timedelta(days=60)
    small_chain.work(later)
    small_chain.work(later + timedelta(days=300))
    assert all(count.in_drums for count in _stock(small_chain).values())
    exchange(kiosk)
    small_chain.work(later)
    assert all(count.free == count.delivered for count in _stock(small_chain).values())


def test_a_kiosk_that_is_switched_off_before_its_answer_went_gives_the_same_one_later(small_chain: Chain) -> None:
    folder = small_chain.enrol("kiosk", DeviceKind.KIOSK)
    kiosk = small_chain.open(folder)
    small_chain.settle(kiosk)
    stop_campaign(small_chain.engine, WHEEL, None, now(), "tests")
    exchange(kiosk)
    kiosk.close()
    kiosk = small_chain.open(folder)
    small_chain.settle(kiosk)
    small_chain.settle(kiosk)
    assert (small_chain.held(), exchange(kiosk).pushed) == ([], 0)
    assert all(count.free == count.delivered for count in _stock(small_chain).values())


def test_a_running_draw_in_another_store_goes_on(small_chain: Chain) -> None:
    kiosk = small_chain.open(small_chain.enrol("kiosk", DeviceKind.KIOSK))
    member_id = _member_with_turns(small_chain, kiosk, 1)
    stop_campaign(small_chain.engine, WHEEL, "ueno", now(), "tests")
    small_chain.settle(kiosk)
    assert isinstance(open_wheel(kiosk.desk, member_id, WHEEL), WheelReady)
    assert isinstance(take_turns(kiosk.desk, member_id, WHEEL, "star", 1), TurnsTaken)


def test_a_new_version_of_the_programme_does_not_start_a_stopped_draw_again(small_chain: Chain) -> None:
    stop_campaign(small_chain.engine, WHEEL, None, now(), "tests")
    small_chain.apply(replace(small_chain.programme, version=3))
    with reading(small_chain.engine) as connection:
        assert campaign_list(connection, now())[0].standing is CampaignStanding.STOPPED
    small_chain.apply(replace(small_chain.programme, version=3))
