"""The calls by which nodes tell a hub and people look, over HTTP."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from records.opening import Place
from tests.watchlist.hub.hub_hand import HubWorld, a_world, served
from tests.watchlist.store_hand import NEXT_YEAR, NOON, photo
from tests.watchlist.upstream.upstream_hand import STATED, a_beat, a_node, decides, deliveries, rings
from watchlist.alarms.life import Verdict
from watchlist.feed.client.asking import Hub
from watchlist.feed.client.patience import Patience
from watchlist.feed.errors import NodeRefused
from watchlist.hub.http.client import HubListing
from watchlist.hub.rights import NodeKind
from watchlist.types import PersonId
from watchlist.upstream.line import UpstreamLine
from watchlist.upstream.values import BeatHeard, Delivered, Delivery, NodeStanding, VisitTold, Word


@pytest.fixture
def world(place: Place) -> Iterator[HubWorld]:
    with a_world(place) as world:
        yield world


@pytest.fixture
def ann(world: HubWorld) -> PersonId:
    with world.open_store() as store:
        entry = store.list_person("张伟", "sold slots", NEXT_YEAR, "li", [photo(1)], **STATED)  # type: ignore[arg-type]
        store.approve(entry.person_id, "wang")
    return entry.person_id


class AtGate:
    """A node's line to the hub."""

    def __init__(self, url: str, folder: Path, key: str) -> None:
        (folder / "node.key").write_text(key, encoding="utf-8")
        self.hub = Hub(url, folder / "node.key")

    def tells(self, *deliveries: Delivery) -> list[Delivered]:
        async def told() -> list[Delivered]:
            async with UpstreamLine(self.hub, Patience()) as line:
                return [await line.deliver(one) for one in deliveries]

        return asyncio.run(told())

    def beats(self, seq: int = 0, late: timedelta = timedelta()) -> BeatHeard:
        async def told() -> BeatHeard:
            async with UpstreamLine(self.hub, Patience()) as line:
                return await line.beat(a_beat(NOON + late, seq))

        return asyncio.run(told())


def test_what_a_node_tells_a_reviewer_sees_and_both_are_on_record(
    world: HubWorld, ann: PersonId, tmp_path: Path
) -> None:
    with served(world) as url, a_node([ann]) as node:
        gate = AtGate(url, tmp_path, world.token(NodeKind.WATCH))
        assert gate.beats().kept == 0
        decides(node, rings(node, "a-1", ann), Verdict.CONFIRMED, NOON)
        told = list(deliveries(node))
        assert gate.tells(*told, *told) == [Delivered(NOON)] * 2
        assert gate.beats().kept == node.alarm_revision
        with HubListing(url, world.token("reviewer")) as reviewer:
            visits: tuple[VisitTold, ...] = reviewer.ask("visits", newest=10)
    [visit] = visits
    assert [(one.person_id, one.name) for one in visit.people] == [(ann, "张伟")]
    assert (visit.source, visit.life.verdict, visit.doors[0].node_id) == ("first hospital", "confirmed", "watch-1")
    seen = [(who, what) for who, what, _ in world.audited()]
    assert seen.count(("watch-1", "alarms.delivered")) == 1
    assert ("reviewer", "delivered_alarms.looked_at") in seen
    assert not any(who == "watch-1" and "beat" in what for who, what in seen)


def test_figures_tell_who_is_silent_behind_or_wrong_about_the_time(world: HubWorld, tmp_path: Path) -> None:
    world.begin_list()
    with served(world) as url:
        AtGate(url, tmp_path, world.token(NodeKind.WATCH)).beats(late=timedelta(hours=1))
        world.later(seconds=100)
        text = httpx.get(f"{url}/metrics", trust_env=False).text
        with HubListing(url, world.token("admin")) as admin:
            standings: tuple[NodeStanding, ...] = admin.ask("node_standings")
    assert 'gatehouse_hub_node_silent_seconds{node="watch-1"} 100.0' in text
    assert 'gatehouse_hub_node_clock_off_seconds{node="watch-1"} 3600.0' in text
    assert 'gatehouse_hub_node_list_behind{node="watch-1"}' in text
    assert "follower-1" not in text, "it never said a word"
    assert [(one.node_id, one.word) for one in standings] == [
        ("follower-1", Word.NEVER),
        ("kiosk-1", Word.NOT_EXPECTED),
        ("watch-1", Word.SILENT),
    ]
    assert world.service.nodes_heard() == {"nodes": 1, "silent_nodes": 1}


def test_a_revoked_key_is_refused_and_shown_as_revoked(world: HubWorld, ann: PersonId, tmp_path: Path) -> None:
    with served(world) as url:
        gate = AtGate(url, tmp_path, world.token(NodeKind.WATCH))
        gate.beats()
        with world.open_store() as store:
            store.nodes.revoke("watch-1", "test", world.hand.now)
        with pytest.raises(NodeRefused, match="the key of watch-1 was revoked") as refused:
            gate.tells(Delivery(NOON, (), 1))
        assert refused.value.hint
        text = httpx.get(f"{url}/metrics", trust_env=False).text
    assert 'node="watch-1"' not in text
    with world.open_store() as store:
        [standing] = [one for one in store.node_standings() if one.node_id == "watch-1"]
    assert (standing.word, standing.revoked_at) == (Word.REVOKED, NOON)


NO_TEXT = r'{"act":"forward","to":"\ud800"}'


@pytest.mark.parametrize(
    "changed",
    [
        {"alarm_id": ""},
        {"alarm_id": "x" * 501},
        {"camera": "a\0b"},
        {"score": 7},
        {"score": "0.7"},
        {"raised_at": "2026-08-01T12:00:00"},
        {"raised_at": "0001-01-01T00:00:00+14:00"},
        *({name: "1990-01-01T00:00:00+14:00"} for name in ("first_at", "raised_at", "last_seen_at")),
        {"raised_at": "2199-12-31T23:59:59-01:00"},
        {"updates": 10**30},
        {"updates": -1},
        {"person_id": "somebody else"},
        {"candidates": []},
        {"candidates": [{"person_id": "p", "score": 0.7}, {"person_id": "p", "score": 0.6}]},
        {"steps": [{"step_id": "s", "at": "2026-08-01T12:00:00Z", "who": "g", "act": "{}"}]},
        {"steps": [{"step_id": "s", "at": "2026-08-01T12:00:00Z", "who": "", "act": '{"act":"take"}'}]},
        {"steps": [{"step_id": "s", "at": "1990-01-01T00:00:00+14:00", "who": "g", "act": '{"act":"take"}'}]},
        {"steps": [{"step_id": "s", "at": "2026-08-01T12:00:00Z", "who": "g", "act": NO_TEXT}]},
        {"picture": "abc"},
    ],
)
def test_rubbish_is_refused_and_nothing_of_it_is_kept(rubbish_world: HubWorld, changed: dict[str, object]) -> None:
    told: dict[str, object] = {
        "alarm_id": "a-1",
        "revision": 1,
        "person_id": None,
        "candidates": [{"person_id": "p", "score": 0.7}],
        "camera": "door",
        "first_at": "2026-08-01T12:00:00Z",
        "raised_at": "2026-08-01T12:00:00Z",
        "last_seen_at": "2026-08-01T12:00:00Z",
        "last_camera": "door",
        "score": 0.7,
        "runner_up": None,
        "threshold": None,
        "model_id": None,
        "one_in": None,
        "updates": 0,
        "steps": [],
    }
    headers = {"Authorization": f"Bearer {rubbish_world.token(NodeKind.WATCH)}"}

    async def sent(alarm: dict[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(rubbish_world.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
            delivery = {"at": "2026-08-01T12:00:00Z", "alarms": [alarm], "up_to": 1}
            return await client.post("/list/v1/deliver-alarms", json={"delivery": delivery})

    as_it_is = asyncio.run(sent(told)).json()["value"]["not_taken"]
    assert "never on this hub's list" in as_it_is[0]["why"]
    refused = asyncio.run(sent(told | changed))
    assert (refused.status_code, refused.json()["error"]) == (400, "not-understood")
    with rubbish_world.open_store() as store:
        assert store.upstream.visits(9) == []


@pytest.fixture(scope="module")
def rubbish_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubWorld]:
    with a_world(tmp_path_factory.mktemp("hub") / "hub.db") as world:
        yield world


@pytest.mark.parametrize("name", ["at", "said_at"])
def test_a_word_of_a_time_that_could_not_be_read_again_is_refused(rubbish_world: HubWorld, name: str) -> None:
    """Or nobody saw any more how any node is."""
    headers = {"Authorization": f"Bearer {rubbish_world.token(NodeKind.WATCH)}"}
    moments = {"at": "2026-08-01T12:00:00Z", "said_at": "2026-08-01T12:00:00Z"} | {name: "1990-01-01T00:00:00+14:00"}
    follows = {"list_id": "beijing", "epoch": 1, "seq": 1, "said_at": moments["said_at"]}
    beat: dict[str, object] = {"at": moments["at"], "version": "1", "lists": [follows], "cameras": [], "waiting": 0}

    async def told() -> int:
        transport = httpx.ASGITransport(rubbish_world.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
            return (await client.post("/list/v1/beat", json={"beat": beat})).status_code

    assert asyncio.run(told()) == 400
    rubbish_world.service.nodes_heard()


def test_the_newest_are_asked_for_by_a_number_that_means_something(rubbish_world: HubWorld) -> None:
    headers = {"Authorization": f"Bearer {rubbish_world.token('reviewer')}"}

    async def asked(newest: str) -> int:
        transport = httpx.ASGITransport(rubbish_world.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://hub", headers=headers) as client:
            return (await client.get("/list/v1/visits", params={"newest": newest})).status_code

    assert [asyncio.run(asked(one)) for one in ("1", "500", "0", "501", "x", "")] == [200, 200, 400, 400, 400, 400]


def test_a_node_is_silent_after_a_minute_and_a_half_and_a_clock_set_back_silences_nobody(tmp_path: Path) -> None:
    with a_world(tmp_path / "hub.db") as world, world.open_store() as store:
        store.upstream.hear("watch-1", a_beat())

        def word(after_s: float) -> Word:
            world.hand.now = NOON + timedelta(seconds=after_s)
            return next(one.word for one in store.node_standings() if one.node_id == "watch-1")

        assert [word(90), word(91), word(-3600)] == [Word.HEARD, Word.SILENT, Word.HEARD]
