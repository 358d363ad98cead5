"""The fake keeps the promises of the protocol: what is heard, what is kept, what is told of the broker."""

from tests.hardware.hearing import Ear
from tests.watchlist.announcing.views import DECIDED, RAISED, TAKEN, alarm, camera, overview
from watchlist.announcing.fake import FakeAnnouncer
from watchlist.announcing.protocol import Announcer
from watchlist.announcing.telling import BrokerBack, BrokerEvent, BrokerLost
from watchlist.post.values import Sight


def test_nothing_is_heard_before_it_is_started_and_everything_afterwards() -> None:
    fake, ear = FakeAnnouncer(), Ear[BrokerEvent]()
    as_announcer: Announcer = fake
    as_announcer.show(overview(camera()))
    assert fake.heard == []
    as_announcer.listen(ear)
    assert set(fake.kept) == {
        "gatehouse/availability",
        "gatehouse/cameras/north%20door/state",
        "gatehouse/list",
        "gatehouse/alarms/open",
    }
    assert not ear.has_more


def test_a_broker_that_is_away_costs_nothing_but_states_in_between() -> None:
    fake, ear = FakeAnnouncer(), Ear[BrokerEvent]()
    fake.listen(ear)
    fake.go_away()
    assert fake.kept["gatehouse/availability"] == b"offline"
    fake.go_away()
    ear.next_is(BrokerLost)
    for sight in (Sight.LOST, Sight.LIVE, Sight.BLACK):
        fake.show(overview(camera(sight=sight)))
    for life in (RAISED, TAKEN, DECIDED):
        fake.tell(alarm(life=life))
    fake.heard.clear()
    fake.come_back()
    ear.next_is(BrokerBack)
    assert not ear.has_more
    assert [message.topic for message in fake.heard if "cameras" in message.topic] == [
        "gatehouse/cameras/north%20door/state"
    ]
    assert [message.payload != b"" for message in fake.heard if message.topic == "gatehouse/alarms/a1"] == [
        *(True, True, True, False)
    ]
    assert fake.kept["gatehouse/availability"] == b"online"
    assert "gatehouse/alarms/a1" not in fake.kept


def test_what_it_finds_at_the_start_and_its_goodbye() -> None:
    fake = FakeAnnouncer()
    fake.listen(Ear[BrokerEvent]())
    fake.begin([alarm("a1", DECIDED), alarm("a2", TAKEN)])
    fake.close()
    fake.close()
    assert {topic for topic in fake.kept if "alarms" in topic} == {"gatehouse/alarms/a2"}
    assert fake.kept["gatehouse/availability"] == b"offline"
