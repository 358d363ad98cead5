"""At a hub one person alone lets nobody ring longer, whichever calls they make."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from records.opening import Place
from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from tests.watchlist.store_hand import TODAY, photo
from watchlist.errors import EntryRefused
from watchlist.hub.errors import NotAllowed
from watchlist.hub.http.client import HubListing
from watchlist.types import EntryState, LaterDay

UNTIL, LATER = TODAY + timedelta(days=30), TODAY + timedelta(days=90)


@pytest.fixture
def world(place: Place) -> Iterator[HubWorld]:
    with a_world(place) as world:
        yield world


def test_a_reviewer_asks_and_an_approver_lets_it_count(world: HubWorld) -> None:
    with (
        served(world) as url,
        HubListing(url, world.token("reviewer")) as reviewer,
        HubListing(url, world.token("approver")) as approver,
    ):
        given = {"evidence": "seen", "basis": "agreement 7", "adult": True}
        who = reviewer.list_person("张伟", "reason", UNTIL, "", [photo(1)], **given).person_id  # type: ignore[arg-type]
        approver.approve(who, "")
        for _ in "asked", "asked again":
            reviewer.extend(who, LATER, "somebody else", "seen again")
            [entry] = approver.entries(TODAY)
            assert (entry.state, entry.until, entry.later) == (EntryState.ACTIVE, UNTIL, LaterDay(LATER, "reviewer"))
            with pytest.raises(NotAllowed):
                reviewer.approve(who, "somebody else")
            with pytest.raises(NotAllowed):
                reviewer.refuse(who, "somebody else", "no")
            approver.refuse(who, "", "not seen again")
            assert approver.entry_by_name("张伟").later is None
        reviewer.extend(who, LATER, "")
        approver.approve(who, "")
        [entry] = reviewer.entries(TODAY)
        assert (entry.until, entry.later) == (LATER, None)
        with pytest.raises(EntryRefused, match="does not wait"):
            approver.approve(who, "")
    with world.open_store() as store:
        store.verify()
