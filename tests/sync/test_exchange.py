"""Devices and centre, over real databases of each kind."""

from shared.domain.devices import DeviceKind
from tests.sync.chain import Chain, exchange, give, greet, join, sign_in, turn


def test_what_happens_on_one_device_reaches_the_other(chain: Chain) -> None:
    tablet = chain.open(chain.enrol("tablet", DeviceKind.TABLET, counter=True))
    kiosk = chain.open(chain.enrol("kiosk", DeviceKind.KIOSK))
    chain.settle(kiosk, tablet)
    signer = sign_in(chain, tablet)
    member = join(tablet, signer)
    give(tablet, signer, member.member_id)
    chain.settle(tablet, kiosk)
    home = greet(kiosk, member.card_code)
    assert home.nickname == "hana"
    turns = turn(kiosk, member.member_id, 2)
    assert len(turns) == 2
    chain.settle(kiosk, tablet)
    with tablet.desk.storage.begin() as there, kiosk.desk.storage.begin() as here:
        seen, own = there.member(member.member_id), here.member(member.member_id)
        assert seen is not None
        assert own is not None
        assert seen.awards == own.awards
        assert seen.account == own.account
        assert len(seen.awards) == 2
        assert here.sync_state().waiting == 0
        assert there.sync_state().held == 0
    assert tablet.search.find("はなだ", 5)[0].member_id == member.member_id
