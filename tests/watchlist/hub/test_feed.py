"""The feed at the hub: who gets it, what is held back, what is refused."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.watchlist.feed_store.homes import SECOND
from tests.watchlist.hub.hub_hand import HubWorld, served
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, photo
from watchlist.feed.documents import Tombstone, document_to_bytes
from watchlist.feed.following import Batch
from watchlist.feed.head import head_from_bytes
from watchlist.feed.signed import sign
from watchlist.feed.wire.lines import RecordLine, line_to_bytes
from watchlist.feed.wire.transfer import Asked, Attachment, TransferReader
from watchlist.hub.rights import NodeKind, Role
from watchlist.types import PersonId

FEED, TOMBSTONES = "/list/v1/feed", "/list/v1/feed/tombstones"
FOLLOWERS = {NodeKind.WATCH, NodeKind.FOLLOWER}
WATCH = Asked("beijing", MODEL)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[HubWorld]:
    world = HubWorld(tmp_path / "hub.db", longest_wait_s=20.0)
    world.begin_list()
    yield world
    world.stores.close()


@pytest.fixture
def url(world: HubWorld) -> Iterator[str]:
    with served(world) as url:
        yield url


def listed(world: HubWorld, number: int) -> PersonId:
    with world.open_store() as store:
        given = {"evidence": "e", "source": "s", "basis": "b", "adult": True}
        entry = store.list_person(f"name {number}", "reason", NEXT_YEAR, "reviewer", [photo(number)], **given)  # type: ignore[arg-type]
        store.approve(entry.person_id, "approver")
    return entry.person_id


def ask(url: str, token: str, **query: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.get(url + FEED, params={"list": "beijing"} | query, headers=headers, timeout=60, trust_env=False)


def read(response: httpx.Response, asked: Asked = WATCH) -> tuple[Batch, list[Attachment]]:
    assert response.status_code == 200, response.text
    reader = TransferReader(asked)
    attachments = reader.feed(response.content)
    return reader.end(), attachments


def place_of(batch: Batch) -> dict[str, str]:
    head = head_from_bytes(batch.head.document)
    return {"epoch": str(head.epoch), "after": str(head.seq)}


@pytest.mark.parametrize("who", ["", "wrong", *Role, *NodeKind])
def test_nodes_that_follow_get_it_and_nobody_else(world: HubWorld, url: str, who: str) -> None:
    token = who if who in ("", "wrong") else world.token(who)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    offered = httpx.post(url + TOMBSTONES, content=b"", headers=headers, trust_env=False)
    expected = (200, 204) if who in FOLLOWERS else (403, 403) if who in {*Role, *NodeKind} else (401, 401)
    assert (ask(url, token).status_code, offered.status_code) == expected


def test_a_newcomer_gets_the_whole_list_and_then_what_changes(world: HubWorld, url: str) -> None:
    listed(world, 1)
    token = world.token(NodeKind.WATCH)
    batch, vectors = read(ask(url, token, model=MODEL))
    assert (batch.is_snapshot, len(batch.records), len(vectors)) == (True, 1, 1)
    second = listed(world, 2)
    delta, _ = read(ask(url, token, model=MODEL, **place_of(batch)))
    assert (delta.is_snapshot, len(delta.records)) == (False, 1)
    assert second.encode() in delta.records[0].document


def test_an_answer_is_held_back_until_something_changes(world: HubWorld, url: str) -> None:
    token = world.token(NodeKind.WATCH)
    batch, _ = read(ask(url, token, model=MODEL))
    answers: list[tuple[float, Batch]] = []

    def wait() -> None:
        answered = ask(url, token, model=MODEL, wait_s="20", **place_of(batch))
        answers.append((time.monotonic(), read(answered)[0]))

    waiting = [threading.Thread(target=wait) for _ in range(5)]
    for one in waiting:
        one.start()
    changed_at = time.monotonic()
    listed(world, 1)
    for one in waiting:
        one.join(30)
    assert [len(told.records) for _, told in answers] == [1] * 5
    assert max(at for at, _ in answers) - changed_at < 10, "long before the time is over"


def test_when_nothing_changes_the_head_is_told_so_that_the_lists_age_is_known(world: HubWorld, url: str) -> None:
    token = world.token(NodeKind.WATCH)
    batch, _ = read(ask(url, token, model=MODEL))
    world.later(seconds=30)
    again, _ = read(ask(url, token, model=MODEL, wait_s="0.3", **place_of(batch)))
    assert again.records == ()
    heads = [head_from_bytes(one.head.document) for one in (batch, again)]
    assert (heads[1].at - heads[0].at).total_seconds() == 30


def test_photographs_go_only_to_nodes_that_need_them_and_that_is_on_record(world: HubWorld, url: str) -> None:
    listed(world, 1)
    assert ask(url, world.token(NodeKind.WATCH), photos="1").status_code == 403
    with world.open_store() as store:
        key = store.nodes.add("other-model", NodeKind.WATCH, True, bytes(32), "test", world.hand.now)
    _, attachments = read(ask(url, key, photos="1"), Asked("beijing", photos=True))
    assert {one.model_id for one in attachments} == {None, MODEL}
    assert ("other-model", "photos.sent", "beijing") in world.audited()


@pytest.mark.parametrize(
    "query",
    [
        *({"epoch": "-1"}, {"after": "x"}, {"after": "9" * 16}, {"wait_s": "nan"}, {"wait_s": "9999"}),
        *(
            {"model": ""},
            {"model": "m" * 129},
            {"model": "a b"},
            {"photos": "2"},
            {"wrong": "1"},
            {"list": ""},
            {"list": "a b"},
        ),
    ],
)
def test_what_is_not_understood_is_told(world: HubWorld, url: str, query: dict[str, str]) -> None:
    refused = ask(url, world.token(NodeKind.WATCH), **query)
    assert (refused.status_code, refused.json()["error"]) == (400, "not-understood")


@pytest.mark.parametrize("body", [b"junk", b"{}", b'{"line":"opening"}', b"\xff\xfe"])
def test_rubbish_is_no_tombstone(world: HubWorld, url: str, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {world.token(NodeKind.FOLLOWER)}"}
    assert httpx.post(url + TOMBSTONES, content=body, headers=headers, trust_env=False).status_code == 400


def test_nobody_is_erased_by_a_tombstone_that_this_list_never_signed(world: HubWorld, url: str) -> None:
    person_id = listed(world, 1)
    forged = sign(document_to_bytes(Tombstone("beijing", 999, person_id)), SECOND)
    headers = {"Authorization": f"Bearer {world.token(NodeKind.WATCH)}"}
    line = line_to_bytes(RecordLine(forged))
    refused = httpx.post(url + TOMBSTONES, content=line, headers=headers, trust_env=False)
    assert (refused.status_code, refused.json()["error"]) == (409, "feed-refused")
    with world.open_store() as store:
        assert store.entry(person_id) is not None


def test_a_hub_that_signs_no_list_yet_says_so(tmp_path: Path) -> None:
    world = HubWorld(tmp_path / "hub.db")
    with served(world) as url:
        told = ask(url, world.token(NodeKind.WATCH))
    world.stores.close()
    assert (told.status_code, told.json()["error"]) == (404, "no-such-list")


@pytest.mark.parametrize("wait_s", ["0", "0.000000001"])
def test_nothing_is_on_record_of_a_list_that_is_none_however_short_the_question_waits(
    world: HubWorld, url: str, wait_s: str
) -> None:
    token = world.token(NodeKind.WATCH)
    answers = [ask(url, token, list="nobodys-list", wait_s=wait_s).status_code for _ in range(3)]
    with world.open_store() as store:
        subjects = {record.subject for record in store.audit_records()}
    assert (answers, "nobodys-list" in subjects) == ([404, 404, 404], False)


def test_a_question_that_waits_for_too_short_to_look_is_answered_as_one_that_does_not_wait(
    world: HubWorld, url: str
) -> None:
    listed(world, 1)
    token = world.token(NodeKind.WATCH)
    batch, _ = read(ask(url, token, model=MODEL))
    read(ask(url, token, model=MODEL, wait_s="0.000000001", **place_of(batch)))
    with world.open_store() as store:
        sent = [record for record in store.audit_records() if record.what == "list.sent"]
    assert len(sent) == 1


def test_a_list_that_is_none_has_no_photographs_either(world: HubWorld, url: str) -> None:
    with world.open_store() as store:
        key = store.nodes.add("other-model", NodeKind.WATCH, True, bytes(32), "test", world.hand.now)
    assert [ask(url, key, list=one, photos="1").status_code for one in ("beijing", "nobodys-list")] == [200, 404]
