"""What somebody could try at a hub who is let in for less, or not at all."""

import asyncio
import base64
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from records import database as shared
from records.pins import PinHasher
from records.rates import Buckets, Rate
from records.wire import to_json
from tests.watchlist.hub.hub_hand import HASHER, NO_HURRY, PASSPHRASES, HubWorld, a_world
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, photo, vector
from watchlist.feed.wire.lines import line_from_bytes
from watchlist.hub.http import feed, openapi, service
from watchlist.hub.http.calls import PREFIX
from watchlist.hub.http.changes_watch import ChangesWatch
from watchlist.hub.http.limits import ListLimits
from watchlist.hub.rights import NodeKind
from watchlist.hub.values import Asker
from watchlist.vectors import to_bytes

ONE = Rate(per_s=1e-6, burst=1)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[HubWorld]:
    with a_world(tmp_path / "hub.db") as world:
        yield world


def played(world: HubWorld, scene: Callable[[httpx.AsyncClient], Awaitable[Any]]) -> Any:
    """In this thread, and without a server."""

    async def play() -> Any:
        transport = httpx.ASGITransport(world.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub" + PREFIX) as client:
            return await asyncio.wait_for(scene(client), 20)

    return asyncio.run(play())


def posted(world: HubWorld, who: str, call: str, sent: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {world.token(who)}"}

    async def scene(client: httpx.AsyncClient) -> httpx.Response:
        content = sent if isinstance(sent, bytes) else None
        return await client.post(f"/{call}", json=None if content else sent, content=content, headers=headers)

    answer: httpx.Response = played(world, scene)
    return answer


def base64_of(data: bytes) -> str:
    return base64.b64encode(data).decode()


def person(number: int, *templates: tuple[str, bytes], data: bytes = b"") -> dict[str, object]:
    photograph = {
        "data": base64_of(data or f"photograph {number}".encode()),
        "templates": [[model_id, base64_of(made)] for model_id, made in templates],
    }
    return {
        "name": f"Person {number}",
        "reason": "sold slots",
        "until": NEXT_YEAR.isoformat(),
        "photos": [photograph],
        "evidence": "e",
        "basis": "b",
        "adult": True,
    }


LONG = b"\0" * 65_540
VECTOR = to_bytes(vector(1))


@pytest.mark.parametrize(
    "templates",
    [
        *(((model_id, VECTOR),) for model_id in ("", "a model", "m" * 129, "a/b")),
        ((MODEL, VECTOR), (MODEL, VECTOR)),
        ((MODEL, LONG),),
    ],
    ids=["no model", "spaces", "long", "slash", "twice", "long vector"],
)
def test_what_no_node_would_take_from_the_list_does_not_come_onto_it(
    world: HubWorld, templates: tuple[tuple[str, bytes], ...]
) -> None:
    refused = posted(world, "reviewer", "list-person", person(1, *templates))
    assert (refused.status_code, refused.json()["error"]) == (400, "not-understood")


def test_vectors_of_one_model_are_of_one_length(world: HubWorld) -> None:
    other = to_bytes(vector(2, dimension=64))
    assert posted(world, "reviewer", "list-person", person(1, (MODEL, VECTOR))).status_code == 200
    refused = posted(world, "reviewer", "list-person", person(2, (MODEL, other)))
    assert (refused.status_code, refused.json()["error"]) == (409, "foreign-embedding")
    mixed = person(3, ("new@1", VECTOR))
    mixed["photos"] += person(4, ("new@1", other))["photos"]  # type: ignore[operator]
    assert posted(world, "reviewer", "list-person", mixed).status_code == 409
    assert posted(world, "reviewer", "list-person", person(5, ("other@1", other))).status_code == 200


def test_a_vector_that_is_sent_twice_at_once_is_kept_once(world: HubWorld) -> None:
    with world.open_store() as store:
        given = {"evidence": "e", "source": "s", "basis": "b", "adult": True}
        entry = store.list_person("张伟", "reason", NEXT_YEAR, "x", [photo(1)], **given)  # type: ignore[arg-type]
    told = {"person_id": entry.person_id, "photo_id": entry.photos[0], "model_id": "other@1"}
    sent = {"templates": [told | {"vector": base64_of(VECTOR)}] * 2}
    answer = posted(world, "reviewer", "add-templates", sent)
    assert (answer.status_code, answer.json()) == (200, {"value": 1})


def test_nobody_finds_out_by_telling_what_others_told(world: HubWorld) -> None:
    told = {"key": "", "at": world.hand.now.isoformat(), "place": "北门", "text": "他说有号"}
    answers = [posted(world, who, "tell-report", told).json()["value"] for who in ("kiosk", "kiosk", "watch", "guard")]
    assert [one["is_new"] for one in answers] == [True, False, True, True]


def test_a_wrong_key_fails_for_nobody_who_asks_at_the_same_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "BUSY_TIMEOUT_S", 0.05)
    with a_world(tmp_path / "hub.db") as world, world.open_store() as store:
        key, forged = world.node_keys[NodeKind.WATCH], f"watch-1.{'0' * 64}"
        with store._database.writing():  # what is noted has to wait
            good, bad = world.service._doorkeeper.nodes_of([(key, "a"), (forged, "b")])
    assert (good, isinstance(bad, Exception)) == (Asker("watch-1", NodeKind.WATCH), True)


def test_strangers_are_counted_by_one_thread_at_a_time(world: HubWorld) -> None:
    doorkeeper = world.service._doorkeeper

    class Counted(Buckets):
        def pay(self, name: str, rate: Rate, now_s: float) -> bool:
            assert doorkeeper._counting.locked()
            return super().pay(name, rate, now_s)

    doorkeeper._strangers = Counted()

    async def scene(client: httpx.AsyncClient) -> list[int]:
        tokens = ("nobody", f"watch-1.{'0' * 64}")
        asked = [client.get("/about", headers={"Authorization": f"Bearer {one}"}) for one in tokens]
        return [one.status_code for one in await asyncio.gather(*asked)]

    assert played(world, scene) == [401, 401]


def test_who_asks_too_often_is_told_before_anything_large_is_taken_in(tmp_path: Path) -> None:
    limits = ListLimits(reports=ONE, logins=ONE, files_bytes=1_000, sessions=NO_HURRY.sessions)
    with a_world(tmp_path / "hub.db", limits) as world:
        sent = [posted(world, "kiosk", "tell-report", b"x" * 2_000).status_code for _ in range(2)]

        async def log_in(client: httpx.AsyncClient) -> int:
            return (await client.post("/log-in", content=b"x" * 100_000)).status_code

        assert (sent, [played(world, log_in) for _ in range(2)]) == ([413, 429], [413, 429])


@pytest.mark.parametrize(
    ("call", "one", "other"),
    [("tell-report", NodeKind.KIOSK, NodeKind.WATCH), ("feed/tombstones", NodeKind.WATCH, NodeKind.FOLLOWER)],
)
def test_nobody_fills_the_memory_with_what_they_send_at_once(
    world: HubWorld, call: str, one: NodeKind, other: NodeKind
) -> None:
    async def scene(client: httpx.AsyncClient) -> tuple[list[int], list[int]]:
        may = asyncio.Event()
        began: list[int] = []

        async def slowly() -> AsyncIterator[bytes]:
            began.append(1)
            yield b"{"
            await may.wait()
            yield b"}"

        def tells(who: NodeKind) -> "asyncio.Task[httpx.Response]":
            headers = {"Authorization": f"Bearer {world.node_keys[who]}"}
            return asyncio.create_task(client.post(f"/{call}", content=slowly(), headers=headers))

        first = [tells(one) for _ in range(service.FILES_AT_ONCE)]
        while len(began) < len(first):
            await asyncio.sleep(0)
        refused = await tells(one)
        others = tells(other)
        may.set()
        answers = [await told for told in (*first, others)]
        return [refused.status_code], [told.status_code for told in (*answers, await tells(one))]

    assert played(world, scene) == ([429], [400] * (service.FILES_AT_ONCE + 2))


class SlowHasher(PinHasher):
    """Takes until it may."""

    def __init__(self) -> None:
        super().__init__(1, 8)
        self.may = threading.Event()

    def fits(self, hashed: str, pin: str) -> bool:
        assert self.may.wait(20)
        return HASHER.fits(hashed, pin)


def test_those_who_log_in_are_in_nobodys_way(tmp_path: Path) -> None:
    hasher = SlowHasher()

    async def scene(client: httpx.AsyncClient) -> list[int]:
        sent = {"account_id": "approver", "passphrase": PASSPHRASES["approver"]}
        log_ins = [asyncio.create_task(client.post("/log-in", json=sent)) for _ in range(3)]
        try:
            asked = await asyncio.wait_for(client.get("/about", headers=headers), 10)
        finally:
            hasher.may.set()
        return [asked.status_code, *(one.status_code for one in await asyncio.gather(*log_ins))]

    with a_world(tmp_path / "hub.db", replace(NO_HURRY, threads=2)) as world:
        headers = {"Authorization": f"Bearer {world.token(NodeKind.WATCH)}"}
        world.service._hasher = hasher
        assert played(world, scene) == [200] * 4


def test_what_is_sent_is_read_where_nobody_waits_for_it(world: HubWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def noting(read: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*given: Any) -> Any:
            threads.append(threading.get_ident())
            return read(*given)

        return noted

    monkeypatch.setattr(f"{feed.__name__}.line_from_bytes", noting(line_from_bytes))
    monkeypatch.setattr(f"{service.__name__}.to_json", noting(to_json))
    assert posted(world, "watch", "feed/tombstones", b"junk").status_code == 400
    assert posted(world, "reviewer", "common-traces", {"traces": []}).status_code == 200
    assert len(threads) == 2
    assert threading.get_ident() not in threads


def test_refusals_without_end_do_not_fill_the_record(tmp_path: Path) -> None:
    limits = ListLimits(refusals=Rate(per_s=1e-6, burst=2), sessions=NO_HURRY.sessions)
    with a_world(tmp_path / "hub.db", limits) as world:
        answers = [posted(world, who, "approve", {"person_id": "p"}).status_code for who in ["kiosk"] * 5 + ["guard"]]
        refused = [who for who, what, _ in world.audited() if what == "call.refused"]
    assert (answers, refused) == ([403] * 6, ["kiosk-1", "kiosk-1", "guard"])


def test_the_description_is_made_once() -> None:
    assert openapi.description("1") is openapi.description("1")


def test_what_was_seen_before_nobody_waited_is_not_believed() -> None:
    async def scene() -> None:
        places = {"beijing": (1, 5)}

        async def look() -> dict[str, tuple[int, int]]:
            return places

        watch = ChangesWatch(look, 0.0)
        assert await watch.other_than("beijing", (1, 4), 5) == {"beijing": (1, 5)}
        assert watch._looking is not None
        await watch._looking
        places = {"beijing": (1, 7)}  # as another process of the hub has told already
        assert await watch.other_than("beijing", (1, 7), 0.05) == places

    asyncio.run(asyncio.wait_for(scene(), 12))


def test_strangers_who_read_the_figures_ask_the_database_once_at_a_time(world: HubWorld) -> None:
    asked = []
    standings = world.service.standings
    world.service.standings = lambda: asked.append(1) or standings()  # type: ignore[method-assign, func-returns-value]

    async def scene(client: httpx.AsyncClient) -> set[int]:
        answers = await asyncio.gather(*(client.get("http://hub/metrics") for _ in range(20)))
        return {one.status_code for one in answers}

    assert played(world, scene) == {200}
    assert len(asked) <= 3
