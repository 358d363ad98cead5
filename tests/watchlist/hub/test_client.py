"""The list of a hub over HTTP, as the local one is worked with."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import httpx
import numpy as np
import pytest

from records.account_rules import SessionLimits
from records.errors import AddressRefused
from records.opening import Place
from records.rates import Rate
from tests.postgres_peer import PostgresPeer
from tests.watchlist.hub.hub_hand import NO_HURRY, PASSPHRASES, HubWorld, a_world, served
from tests.watchlist.store_hand import MODEL, TODAY, photo, vector
from watchlist.errors import EntryRefused, ForeignEmbedding, NobodyByThatName, WatchlistError
from watchlist.hub.errors import HubAway, LoginRefused, NodeKeyRefused, NotAllowed, NotUnderstoodThere, SessionOver
from watchlist.hub.http.client import HubListing, log_in
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.values import FaceTold
from watchlist.known_faces import rounded
from watchlist.listing import Listing
from watchlist.types import Entry, EntryState, PersonId, Template

UNTIL = TODAY + timedelta(days=90)


@pytest.fixture
def world(place: Place) -> Iterator[HubWorld]:
    with a_world(place) as world:
        yield world


@pytest.fixture
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


def listing(world: HubWorld, url: str, who: str) -> HubListing:
    return HubListing(url, world.token(who))


def proposed(listing: Listing, name: str = "张伟", seed: int = 1) -> Entry:
    return listing.list_person(
        name,
        "sold slots at the north gate " + "again " * 200,
        UNTIL,
        "ignored",
        [photo(seed)],
        evidence="two guards saw it " * 100,
        basis="agreement 7",
        adult=True,
        born=date(1980, 2, 29),
    )


def test_it_is_a_listing(world: HubWorld, url: str) -> None:
    with world.open_store() as store, listing(world, url, "reviewer") as hub:
        both: list[Listing] = [store, hub]
        assert [one.entries(TODAY) for one in both] == [[], []]


def test_an_entry_is_proposed_by_one_and_approved_by_another_and_all_of_it_is_on_record(
    world: HubWorld, url: str
) -> None:
    with listing(world, url, "reviewer") as reviewer, listing(world, url, "approver") as approver:
        entry = proposed(reviewer)
        assert (entry.state, entry.listed_by, entry.source) == (EntryState.PROPOSED, "reviewer", "first hospital")
        assert reviewer.has_photo(photo(1).data) == entry.photos[0]
        assert reviewer.has_photo(b"another") is None
        assert approver.photo(entry.photos[0], "somebody else") == photo(1).data
        approver.approve(entry.person_id, "somebody else")
        assert approver.entry_by_name(" 张伟 ").approved_by == "approver"
        assert [one.state for one in approver.entries(TODAY)] == [EntryState.ACTIVE]
    seen = world.audited()
    assert ("reviewer", "person.listed", entry.person_id) in seen
    assert ("approver", "photo.looked_at", entry.person_id) in seen
    assert ("approver", "entry.looked_at", entry.person_id) in seen
    assert seen[-1] == ("approver", "list.looked_at", "")
    with world.open_store() as store:
        store.verify()


def test_what_the_list_demands_is_demanded_by_the_hub(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer:
        with pytest.raises(EntryRefused, match="adult") as refused:
            reviewer.list_person("张伟", "reason", UNTIL, "x", [photo(1)], evidence="e", basis="b")
        assert refused.value.hint
        with pytest.raises(EntryRefused, match="evidence"):
            reviewer.list_person("张伟", "reason", UNTIL, "x", [photo(1)], basis="b", adult=True)
        with pytest.raises(NobodyByThatName):
            reviewer.entry_by_name("张伟")
    assert ("reviewer", "call.refused", "") in world.audited()


def test_the_vectors_of_another_model_travel_both_ways(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer:
        entry = proposed(reviewer)
        [missing] = reviewer.photos_without_template("other@1")
        assert missing == (entry.person_id, entry.photos[0])
        made = Template(*missing, vector(2), "other@1")
        assert (reviewer.add_templates([made], "x"), reviewer.add_templates([made], "x")) == (1, 0)
        assert reviewer.photos_without_template("other@1") == []
        wrong = vector(2)
        with pytest.raises(ForeignEmbedding):
            reviewer.add_templates([Template(*missing, wrong * 3, "third@1")], "x")


def test_the_hub_compares_new_faces_and_tells_scores_and_no_vector(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer, world.open_store() as store:
        entry = proposed(reviewer)
        proposed(reviewer, "李娜", 2)
        new = np.stack([vector(1), vector(3)])
        for person in (None, entry.person_id):
            here, there = store.faces(MODEL).compare(new, person), reviewer.faces(MODEL).compare(new, person)
            assert there == rounded(here)
            assert there.enrolled == (0 if person is None else 1)
        [nearest, _] = reviewer.faces(MODEL).compare(new, None).nearest
        assert nearest is not None
        assert nearest.person_id == entry.person_id
        with pytest.raises(ForeignEmbedding, match="numbers in a vector"):
            reviewer.faces(MODEL).compare(np.eye(3, dtype=np.float32), None)
        with pytest.raises(ForeignEmbedding, match="length 1"):
            reviewer.ask("compare_faces", model_id=MODEL, faces=(FaceTold((vector(1) * 2).tobytes()),))
        with pytest.raises(ForeignEmbedding):
            reviewer.ask("compare_faces", model_id=MODEL, faces=(FaceTold(b"1234"), FaceTold(b"12345678")))
        with pytest.raises(NotUnderstoodThere):
            reviewer.ask("compare_faces", model_id=MODEL, faces=())
    assert ("reviewer", "faces.compared", entry.person_id) in world.audited()


def test_an_appeal_is_decided_by_two_who_did_not_propose_it(world: HubWorld, url: str) -> None:
    with (
        listing(world, url, "reviewer") as reviewer,
        listing(world, url, "approver") as approver,
        listing(world, url, "privacy") as privacy,
    ):
        entry = proposed(reviewer)
        approver.approve(entry.person_id, "")
        privacy.lodge_appeal(entry.person_id, "it was my brother", "")
        assert approver.appeal(entry.person_id) == "it was my brother"
        approver.decide_appeal(entry.person_id, False, "")
        privacy.decide_appeal(entry.person_id, False, "")
        assert privacy.entry_by_name("张伟").state is EntryState.REVOKED
        reviewer.extend(entry.person_id, UNTIL, "", "found again")
        approver.refuse(entry.person_id, "", "no evidence")
        privacy.erase(entry.person_id, "", "asked for")
        assert privacy.entries(TODAY) == []
    assert ("privacy", "person.erased", entry.person_id) in world.audited()


def test_of_two_approvers_at_once_one_wins_and_the_other_hears_why(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer:
        entries = [proposed(reviewer, f"张{number}", number) for number in range(5)]
    heard: list[str] = []
    barrier = threading.Barrier(2)

    def approve(who: str) -> None:
        with listing(world, url, who) as approver:
            for entry in entries:
                barrier.wait(20)
                try:
                    approver.approve(entry.person_id, "")
                except EntryRefused as error:
                    heard.append(str(error))

    threads = [threading.Thread(target=approve, args=(who,)) for who in ("approver", "approver-2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(heard) == len(entries)
    assert all("does not wait for approval" in one for one in heard)
    with world.open_store() as store:
        approvals = [one for one in store.audit_records() if one.what == "person.approved"]
        assert len(approvals) == len(entries)
        assert store.verify()


def test_a_session_ends_and_says_so(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer:
        assert reviewer.about().role == "reviewer"
        world.later(hours=2)
        with pytest.raises(SessionOver, match="over"):
            reviewer.entries(TODAY)
    with listing(world, url, "reviewer") as reviewer:
        reviewer.log_out()
        with pytest.raises(SessionOver):
            reviewer.entries(TODAY)


def test_logging_in_asks_for_the_passphrase_and_is_kept_on_record(world: HubWorld, url: str) -> None:
    made = log_in(url, "approver", PASSPHRASES["approver"])
    assert (made.account_id, made.role) == ("approver", "approver")
    with HubListing(url, made.token) as hub, pytest.raises(NotAllowed, match="approver"):
        hub.erase(PersonId("x"), "", "")
    with pytest.raises(LoginRefused, match="nobody's account"):
        log_in(url, "approver", PASSPHRASES["reviewer"])
    with pytest.raises(LoginRefused):
        log_in(url, "nobody", PASSPHRASES["reviewer"])
    seen = [(who, what) for who, what, _ in world.audited()]
    assert seen.count(("nobody", "account.refused")) == 2
    assert ("approver", "account.logged_in") in seen


def test_wrong_passphrases_wait_longer_and_longer_but_nobody_else_does(world: HubWorld, url: str) -> None:
    for _ in range(3):
        with pytest.raises(LoginRefused):
            log_in(url, "approver", "wrong wrong wrong")
    with pytest.raises(LoginRefused, match="nobody's account") as refused:
        log_in(url, "approver", PASSPHRASES["approver"])
    assert 0 < refused.value.wait_s <= 5
    log_in(url, "reviewer", PASSPHRASES["reviewer"])
    world.later(seconds=6)
    log_in(url, "approver", PASSPHRASES["approver"])


def test_a_revoked_and_a_renewed_key_open_nothing_from_that_moment(world: HubWorld, url: str) -> None:
    with listing(world, url, "watch") as node, listing(world, url, "admin") as admin:
        assert node.about().role == "watch"
        key = admin.ask("renew_node", node_id="watch-1")
        with pytest.raises(NodeKeyRefused):
            node.about()
        with HubListing(url, key.key) as renewed:
            assert renewed.about().name == "watch-1"
            admin.ask("revoke_node", node_id="watch-1")
            with pytest.raises(NodeKeyRefused):
                renewed.about()
        assert [one.node_id for one in admin.ask("nodes")] == ["follower-1", "kiosk-1"]
    assert ("admin", "node.revoked", "watch-1") in world.audited()


def test_an_admin_makes_an_account_whose_sessions_end_with_it(world: HubWorld, url: str) -> None:
    with listing(world, url, "admin") as admin:
        admin.ask("add_account", account_id="wei", name="王伟", role="reviewer", passphrase="nine green bottles")
        made = log_in(url, "wei", "nine green bottles")
        with HubListing(url, made.token) as wei:
            assert wei.entries(TODAY) == []
            admin.ask("remove_account", account_id="wei")
            with pytest.raises(SessionOver):
                wei.entries(TODAY)


def test_strangers_are_heard_less_and_less_and_keep_nobody_out(tmp_path: Path) -> None:
    limits = ListLimits(strangers=Rate(per_s=1, burst=3), sessions=SessionLimits(3600, 3600))
    with a_world(tmp_path / "hub.db", limits) as world, served(world) as url:
        for _ in range(3):
            with suppress(WatchlistError), HubListing(url, "x" * 43) as stranger:
                stranger.entries(TODAY)
        answer = httpx.get(f"{url}/list/v1/entries", headers={"Authorization": "Bearer x"}, trust_env=False)
        assert (answer.status_code, "Retry-After" in answer.headers) == (429, True)
        with listing(world, url, "reviewer") as reviewer:
            assert reviewer.entries(TODAY) == []


def test_what_is_no_hub_and_what_is_in_clear_is_told_as_such(world: HubWorld) -> None:
    with pytest.raises(AddressRefused, match="in clear"):
        HubListing("http://192.168.1.5:8414", "x")
    with HubListing("http://127.0.0.1:9", "x") as nobody, pytest.raises(HubAway, match="does not answer"):
        nobody.entries(TODAY)


def test_a_body_that_is_too_large_is_told(tmp_path: Path) -> None:
    with a_world(tmp_path / "hub.db") as world, served(world) as url:
        headers = {"Authorization": f"Bearer {world.token('approver')}"}
        body = b'{"person_id": "' + b"x" * NO_HURRY.body_bytes + b'"}'
        answer = httpx.post(f"{url}/list/v1/approve", headers=headers, content=body, trust_env=False)
        assert answer.status_code == 413


def test_health_and_figures_tell_numbers_and_no_names(world: HubWorld, url: str) -> None:
    with listing(world, url, "reviewer") as reviewer:
        proposed(reviewer)
    text = httpx.get(f"{url}/metrics", trust_env=False).text
    assert 'gatehouse_hub_requests_total{call="list_person",status="200"} 1.0' in text
    assert "gatehouse_hub_list_revision 3.0" in text
    assert "gatehouse_hub_database_up 1.0" in text
    assert not any(word in text for word in ("张伟", "reviewer", "first hospital"))


def test_a_database_that_hung_up_is_asked_again(postgres: PostgresPeer) -> None:
    with a_world(postgres.new_database()) as world, served(world) as url, listing(world, url, "reviewer") as reviewer:
        entry = proposed(reviewer)
        postgres.hang_up()
        with suppress(HubAway):
            reviewer.entries(TODAY)
        for _ in range(4):
            with suppress(HubAway):
                reviewer.about()
        assert [one.person_id for one in reviewer.entries(TODAY)] == [entry.person_id]
