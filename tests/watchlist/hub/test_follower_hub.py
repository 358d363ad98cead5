"""A hospital's own hub tells another's list on: with that one's signatures, and nothing of its own among it."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest

from tests.watchlist.feed_store.homes import FIRST, ROOT, key_of
from tests.watchlist.hub.hub_hand import HubWorld, served
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, photo
from watchlist.errors import EntryRefused
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.follower import Means, Wanted
from watchlist.feed.client.thread import FollowThread
from watchlist.feed.documents import Tombstone, Withdrawn, document_from_bytes, document_to_bytes
from watchlist.feed.following import Batch
from watchlist.feed.head import head_from_bytes
from watchlist.feed.signed import sign
from watchlist.feed.trust import KeyList, key_list_to_bytes
from watchlist.feed.wire.lines import RecordLine, line_to_bytes
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader
from watchlist.hub.http.client import HubListing
from watchlist.hub.rights import NodeKind, Role
from watchlist.types import Entry, PersonId

WITHIN_S = 12.0
FEED, TOMBSTONES = "/list/v1/feed", "/list/v1/feed/tombstones"
WATCH = Asked("beijing", MODEL)
STATED = {"evidence": "e", "basis": "b", "adult": True}


class TwoHubs:
    """An authority's, and one that follows it; `url` is the follower's."""

    def __init__(self, folder: Path) -> None:
        self.authority = HubWorld(folder / "authority.db", longest_wait_s=20.0)
        self.authority.begin_list()
        self.hub = HubWorld(folder / "follower.db", longest_wait_s=20.0)
        self.folder = folder
        self.url = ""
        with self.hub.open_store() as store:
            store.join("beijing", ROOT.public, "test")
        for world in (self.authority, self.hub):
            with world.open_store() as store:
                secret = b"photographs".ljust(32)
                key = store.nodes.add("album", NodeKind.FOLLOWER, True, secret, "test", world.hand.now)
                self.album_key = key

    @contextmanager
    def following(self, url: str, wanted: Wanted) -> Iterator[None]:
        (self.folder / "hub.key").write_text(self.album_key, encoding="ascii")
        follower = FollowThread(Means(Hub(url, self.folder / "hub.key"), wanted, self.hub.open_store, self.folder))
        with closing(follower):
            follower.listen(lambda _event: None)
            self.until(lambda: self.place() == self.place(self.authority))
            yield

    def place(self, world: HubWorld | None = None) -> tuple[int, int]:
        with (world or self.hub).open_store() as store:
            return store.places()["beijing"]

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + WITHIN_S
        while not is_so():
            assert time.monotonic() < end
            time.sleep(0.02)

    def listed(self, number: int) -> PersonId:
        with self.authority.open_store() as store:
            name = f"name {number}"
            entry = store.list_person(name, "r", NEXT_YEAR, "li", [photo(number)], source="third", **STATED)  # type: ignore[arg-type]
            store.approve(entry.person_id, "wang")
        return entry.person_id

    def ask(self, token: str, **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        return httpx.get(
            self.url + FEED, params={"list": "beijing"} | query, headers=headers, timeout=60, trust_env=False
        )


def read(response: httpx.Response, asked: Asked = WATCH) -> tuple[Batch, list[Attachment]]:
    assert response.status_code == 200, response.text
    reader = TransferReader(asked)
    attachments = reader.feed(response.content)
    return reader.end(), attachments


@pytest.fixture
def hubs(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[TwoHubs]:
    """Both served, with somebody on the list."""
    hubs = TwoHubs(tmp_path)
    hubs.listed(1)
    wanted = getattr(request, "param", Wanted())
    try:
        with served(hubs.authority) as url, hubs.following(url, wanted), served(hubs.hub) as hubs.url:
            yield hubs
    finally:
        hubs.authority.stores.close()
        hubs.hub.stores.close()


def test_a_watch_gets_the_authoritys_own_signatures_and_hears_of_changes_at_once(hubs: TwoHubs) -> None:
    key = hubs.hub.token(NodeKind.WATCH)
    batch, vectors = read(hubs.ask(key, model=MODEL))
    with hubs.authority.open_store() as store:
        (theirs,) = store._feed("beijing").by_person()
        head = store.head("beijing")
    assert (batch.records, batch.head, len(vectors)) == ((theirs,), head, 1)
    known = head_from_bytes(batch.head.document)
    began = time.monotonic()
    hubs.listed(2)
    after = {"epoch": str(known.epoch), "after": str(known.seq), "wait_s": "20", "model": MODEL}
    batch, _ = read(hubs.ask(key, **after))
    assert time.monotonic() - began < WITHIN_S
    assert (batch.is_snapshot, len(batch.records)) == (False, 1)


def test_entries_of_the_hubs_own_are_never_told_on(hubs: TwoHubs) -> None:
    with hubs.hub.open_store() as store:
        own = store.list_person("Own", "r", NEXT_YEAR, "li", [photo(9)], source="own", **STATED)  # type: ignore[arg-type]
        store.approve(own.person_id, "wang")
        store.verify()
    batch, _ = read(hubs.ask(hubs.hub.token(NodeKind.WATCH), model=MODEL))
    assert len(batch.records) == 1
    assert own.person_id.encode() not in b"".join(record.document for record in batch.records)


def test_nobody_at_the_hub_changes_what_is_shared(hubs: TwoHubs) -> None:
    def found(role: Role) -> tuple[HubListing, Entry]:
        listing = HubListing(hubs.url, hubs.hub.token(role))
        return listing, listing.entry_by_name("name 1")

    acts: dict[Role, list[Callable[[HubListing, PersonId], object]]] = {
        Role.REVIEWER: [
            lambda hub, who: hub.extend(who, NEXT_YEAR, ""),
            lambda hub, who: hub.add_photos(who, [photo(7)], ""),
            lambda hub, who: hub.ask("change_reason", person_id=who, reason="another"),
            lambda hub, who: hub.lodge_appeal(who, "not me", ""),
        ],
        Role.APPROVER: [
            lambda hub, who: hub.approve(who, ""),
            lambda hub, who: hub.refuse(who, "", "no"),
            lambda hub, who: hub.suspend(who, ""),
            lambda hub, who: hub.resume(who, ""),
            lambda hub, who: hub.revoke(who, ""),
            lambda hub, who: hub.decide_appeal(who, True, ""),
        ],
        Role.PRIVACY: [lambda hub, who: hub.erase(who, "", "asked for")],
    }
    for role, several in acts.items():
        listing, entry = found(role)
        with listing:
            for act in several:
                with pytest.raises(EntryRefused, match="belongs to the list beijing") as refused:
                    act(listing, entry.person_id)
                assert "ask the hub" in refused.value.hint
    with hubs.hub.open_store() as store, hubs.authority.open_store() as theirs:
        assert store.shared_sha256("beijing") == theirs.shared_sha256("beijing")
        store.verify()


@pytest.mark.parametrize("hubs", [Wanted(), Wanted(photos=True)], indirect=True, ids=["without", "with"])
def test_photographs_are_given_where_the_hub_has_them_and_else_refused(
    hubs: TwoHubs, request: pytest.FixtureRequest
) -> None:
    given = hubs.ask(hubs.album_key, photos="1")
    if "without" in request.node.name:
        assert (given.status_code, given.json()["error"]) == (403, "not-allowed")
        assert "follow.photographs" in given.json()["hint"]
        assert len(read(hubs.ask(hubs.album_key), Asked("beijing"))[1]) == 1
        return
    _, attachments = read(given, Asked("beijing", photos=True))
    assert {one.model_id for one in attachments} == {None, MODEL}


def test_how_old_the_list_is_is_told_to_everybody_as_the_authority_said_it(hubs: TwoHubs) -> None:
    with hubs.hub.open_store() as store:
        said_at = store.said_at()
    assert said_at == hubs.authority.hand.now
    hubs.hub.later(hours=7)
    with HubListing(hubs.url, hubs.hub.token(Role.ADMIN)) as listing:
        told = listing.about()
    assert (told.follows, told.list_age_s) == (True, 7 * 3600.0)
    metrics = httpx.get(hubs.url + "/metrics", trust_env=False).text
    assert "gatehouse_hub_list_age_seconds 25200.0" in metrics
    batch, _ = read(hubs.ask(hubs.hub.token(NodeKind.WATCH), model=MODEL))
    assert head_from_bytes(batch.head.document).at == said_at


def test_an_authority_has_no_such_age(hubs: TwoHubs) -> None:
    assert hubs.authority.service.list_age_s() is None
    hubs.authority.figures.looked(1, None)
    assert b"list_age" not in hubs.authority.figures.text()


def test_a_watch_that_knows_of_an_erasure_tells_the_hub_and_the_hub_its_authority(hubs: TwoHubs) -> None:
    who = hubs.listed(3)
    hubs.until(lambda: hubs.place() == hubs.place(hubs.authority))
    tombstone = sign(document_to_bytes(Tombstone("beijing", 99, who)), FIRST)
    headers = {"Authorization": f"Bearer {hubs.hub.token(NodeKind.WATCH)}"}
    content = line_to_bytes(RecordLine(tombstone))
    told = httpx.post(hubs.url + TOMBSTONES, content=content, headers=headers, trust_env=False)
    assert told.status_code == 204, told.text
    refused = hubs.ask(hubs.hub.token(NodeKind.WATCH), model=MODEL)
    assert (refused.status_code, refused.json()["error"]) == (503, "not-served")
    hubs.listed(4)  # the next that is taken takes the tombstone along

    def is_erased(world: HubWorld) -> bool:
        with world.open_store() as store:
            newest = store._feed("beijing").newest_of(who)
            return newest is not None and newest.is_tombstone

    hubs.until(lambda: is_erased(hubs.authority) and is_erased(hubs.hub))
    read(hubs.ask(hubs.hub.token(NodeKind.WATCH), model=MODEL))


def test_the_hospitals_own_list_is_told_beside_the_shared_one(hubs: TwoHubs) -> None:
    """To the same nodes, each list by its name; what is held back for one waits for a change of that one."""
    key = key_of("own key")
    keys = sign(key_list_to_bytes(KeyList("west", 1, (key.public,))), ROOT)
    with hubs.hub.open_store() as store:
        store.begin_list("west", "second", key, keys, ROOT.public, "it")
        entry = store.list_person("ours", "r", NEXT_YEAR, "li", [photo(9)], source="second", **STATED)  # type: ignore[arg-type]
        store.approve(entry.person_id, "wang")
    token = hubs.hub.token(NodeKind.WATCH)
    own, _ = read(hubs.ask(token, list="west", model=MODEL), Asked("west", MODEL))
    shared, _ = read(hubs.ask(token, model=MODEL))
    assert entry.person_id.encode() in own.records[0].document
    assert all(entry.person_id.encode() not in one.document for one in shared.records)
    head = head_from_bytes(own.head.document)
    assert hubs.ask(token, list="nobodys").status_code == 404

    with ThreadPoolExecutor(1) as aside:
        after = {"epoch": str(head.epoch), "after": str(head.seq)}
        held = aside.submit(hubs.ask, token, list="west", model=MODEL, wait_s="20", **after)
        hubs.until(lambda: hubs.hub.feed._watch.waiting > 0)
        hubs.listed(7)
        hubs.until(lambda: hubs.place() == hubs.place(hubs.authority))
        assert not held.done(), "a change of another list is none"
        with hubs.hub.open_store() as store:
            store.revoke(entry.person_id, "wang", "it was somebody else")
        changed, _ = read(held.result(WITHIN_S), Asked("west", MODEL))
    assert [document_from_bytes(one.document) for one in changed.records] == [
        Withdrawn("west", head_from_bytes(changed.head.document).seq, entry.person_id)
    ]
    with HubListing(hubs.url, hubs.hub.token(Role.ADMIN)) as listing:
        about = listing.about()
    assert (about.list_id, about.own_list_id, about.follows) == ("beijing", "west", True)
