"""The post's server and too much at once: those who ask too often, those who wait, those who listen."""

import json
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from records.rates import Rate
from tests.watchlist.post.asking_hand import Asker
from tests.watchlist.post.worlds import GUARD, KEY, NAMES, PINS, served_world
from watchlist.post.errors import LoginRefused, SessionOver
from watchlist.post.http.client import HttpPost
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.telling import PREFIX, SESSION
from watchlist.post.values import Pin


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Callable[[PostLimits], Asker]]:
    open_worlds = []

    def start(limits: PostLimits) -> Asker:
        context = served_world(tmp_path, limits)
        world, service, url = context.__enter__()
        made = Asker(world, service, url)
        open_worlds.append((context, made))
        return made

    yield start
    for context, made in open_worlds:
        made.client.close()
        context.__exit__(None, None, None)


def test_who_asks_too_often_waits(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(requests=Rate(per_s=0.001, burst=2), logins=Rate(per_s=0.001, burst=1)))
    assert [asker.ask("GET", "overview").status_code for _ in range(3)] == [200, 200, 429]


def test_who_logs_in_too_often_is_told_how_long_to_wait(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(logins=Rate(per_s=0.01, burst=1)))
    with HttpPost(asker.url, KEY) as post:
        post.log_in(Pin(GUARD, PINS[GUARD]))
        with pytest.raises(LoginRefused) as told:
            post.log_in(Pin(GUARD, PINS[GUARD]))
    assert told.value.wait_s > 50


def test_only_so_many_wait_and_the_others_are_not_kept_out(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(waiters=2, threads=1, look_every_s=0.02))
    with ThreadPoolExecutor(2) as others:
        waiting = [others.submit(asker.ask, "GET", "changes?after=0&wait_s=20") for _ in range(2)]
        while asker.service._standing.get("waiters") != 2:
            pass
        assert asker.ask("GET", "changes?after=0&wait_s=1").status_code == 503
        assert asker.ask("GET", "overview").status_code == 200
        asker.world.ring(NAMES[0])
        assert [len(each.result(20).json()["value"]["alarms"]) for each in waiting] == [1, 1]


def test_a_session_that_ends_while_somebody_waits_is_told(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(look_every_s=0.02))
    with HttpPost(asker.url, KEY) as post, ThreadPoolExecutor(1) as other:
        session = post.log_in(Pin(GUARD, PINS[GUARD]))
        waiting = other.submit(post.changes, session, 0, 20.0)
        asker.world.store.accounts.set_pin(GUARD, "592038", "op", asker.world.hand.now)
        asker.world.ring(NAMES[0])
        with pytest.raises(SessionOver):
            waiting.result(20)


def lines_of(answer: httpx.Response) -> Generator[str, None, None]:
    return (line for line in answer.iter_lines() if line)


def test_events_come_as_they_happen_and_the_line_is_told_to_be_good(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(look_every_s=0.02, heartbeat_s=0.1))
    asker.world.ring(NAMES[0])
    headers = {"Authorization": f"Bearer {KEY}", SESSION: asker.token}
    with asker.client.stream("GET", f"{asker.url}{PREFIX}/events", headers=headers) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        lines = lines_of(answer)
        first = [next(lines) for _ in range(4)]
        assert first[0].startswith("retry: ")
        assert first[1] == f"id: {asker.world.post.revision()}"
        assert first[2] == "event: changes"
        assert len(json.loads(first[3].removeprefix("data: "))["value"]["alarms"]) == 1
        assert next(lines) == ": still here"
        asker.world.ring(NAMES[1])
        later = next(line for line in lines if line.startswith("data: "))
        assert len(json.loads(later.removeprefix("data: "))["value"]["alarms"]) == 1
        asker.world.store.accounts.remove(GUARD, "op", asker.world.hand.now)
        assert "event: over" in list(lines)


def test_only_so_many_listen_and_who_hangs_up_leaves_a_place(serving: Callable[[PostLimits], Asker]) -> None:
    asker = serving(PostLimits(look_every_s=0.02, heartbeat_s=0.05, listeners=1))
    headers = {"Authorization": f"Bearer {KEY}", SESSION: asker.token}
    with asker.client.stream("GET", f"{asker.url}{PREFIX}/events", headers=headers) as answer:
        lines = lines_of(answer)
        next(lines)
        with asker.client.stream("GET", f"{asker.url}{PREFIX}/events", headers=headers) as other:
            assert other.status_code == 503
        lines.close()
    while True:
        with asker.client.stream("GET", f"{asker.url}{PREFIX}/events", headers=headers) as answer:
            if answer.status_code == 200:
                break


def test_a_server_that_closes_lets_nobody_wait(tmp_path: Path) -> None:
    with served_world(tmp_path) as (world, service, url), HttpPost(url, KEY) as post, ThreadPoolExecutor(1) as other:
        session = world.post.log_in(Pin(GUARD, PINS[GUARD]))
        waiting = other.submit(post.changes, session, 0, 600.0)
        service.close()
        assert waiting.result(20).alarms == ()
