"""The post's client, and servers that are none."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kiosk.desk.http_hand import answering
from tests.watchlist.post.asking_hand import Asker
from tests.watchlist.post.worlds import GUARD, KEY, NAMES, PINS, served_world
from watchlist.alarms.life import Decide, Escalate, Expire, Forward, GuardId, Release, Take, Verdict
from watchlist.post.errors import NotAllowed, PostAway
from watchlist.post.http.client import HttpPost
from watchlist.post.http.telling import act_from, act_told
from watchlist.post.run_file import PostCard, post_file, read_card, remove_card, write_card
from watchlist.post.values import Pin


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asker]:
    with served_world(tmp_path_factory.mktemp("post")) as (world, service, url):
        world.ring(NAMES[0])
        made = Asker(world, service, url)
        yield made
        made.client.close()


ANSWERS = [
    *(b"", b"rubbish", b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nGatehouse-Post: 1\r\n\r\n{}"),
    b'HTTP/1.1 200 OK\r\nGatehouse-Post: 1\r\nContent-Length: 900\r\n\r\n{"value": ',
    b'HTTP/1.1 200 OK\r\nGatehouse-Post: 1\r\n\r\n{"value": {"now": "yesterday"}}',
    *(b"HTTP/1.1 502 Bad Gateway\r\n\r\n<html>", b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\n\r\n"),
    b'HTTP/1.1 403 No\r\nGatehouse-Post: 1\r\n\r\n{"error": "what-is-this", "message": "x", "hint": "y"}',
    b'HTTP/1.1 401 No\r\n\r\n{"error": "session-over", "message": "said by somebody on the way", "hint": "y"}',
    *(b"HTTP/1.1 403 No\r\nGatehouse-Post: 1\r\n\r\n[[", b"HTTP/1.1 500 No\r\nGatehouse-Post: 1\r\n\r\n"),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_is_not_the_posts_answer_means_away(answer: bytes) -> None:
    with answering(lambda: answer) as url, HttpPost(url, KEY) as post, pytest.raises(PostAway) as told:
        post.overview()
    assert told.value.hint


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://", "no address", "http://[::1", "\x00"])
def test_an_address_where_nobody_is_means_away(url: str) -> None:
    with HttpPost(url, KEY) as post, pytest.raises(PostAway):
        post.overview()


def test_the_wrong_key_means_away_and_not_that_the_guard_is_wrong(asker: Asker) -> None:
    with HttpPost(asker.url, "another run's") as post, pytest.raises(PostAway):
        post.log_in(Pin(GUARD, PINS[GUARD]))


def test_a_no_tells_why(asker: Asker) -> None:
    with HttpPost(asker.url, KEY) as post:
        session = asker.world.post.log_in(Pin(GUARD, PINS[GUARD]))
        [view] = post.changes(session, 0).alarms
        with pytest.raises(NotAllowed, match="no guard ghost") as told:
            post.act(session, view.alarm_id, Forward(GuardId("ghost")))
    assert told.value.hint == "Choose one of the colleagues shown."


@pytest.mark.parametrize(
    "act",
    [
        Take(),
        Take(over=True),
        Release(),
        Forward(GuardId("li")),
        Decide(Verdict.CANNOT_TELL, "戴口罩"),
        Escalate(),
        Expire(),
    ],
)
def test_every_act_goes_there_and_back(act: Any) -> None:
    assert act_from(act_told(act)) == act


def test_a_screen_finds_the_post_and_finds_it_again_after_a_restart(tmp_path: Path, asker: Asker) -> None:
    file = post_file(tmp_path)
    with HttpPost.of_this_pc(file) as post:
        with pytest.raises(PostAway, match="no watch"):
            post.overview()
        write_card(file, PostCard("http://127.0.0.1:1", "old"))
        with pytest.raises(PostAway):
            post.overview()
        write_card(file, PostCard(asker.url, KEY))
        assert post.overview().open_alarms == 1


def test_only_ones_own_card_is_taken_away(tmp_path: Path) -> None:
    file, mine, other = post_file(tmp_path), PostCard("http://a", "1"), PostCard("http://b", "2")
    write_card(file, mine)
    write_card(file, other)
    remove_card(file, mine)
    assert read_card(file) == other
    remove_card(file, other)
    assert read_card(file) is None
    file.write_bytes(b"[]")
    assert read_card(file) is None


def test_no_thread_is_left(tmp_path: Path) -> None:
    before = threading.active_count()
    with served_world(tmp_path):
        pass
    assert threading.active_count() <= before + 1
