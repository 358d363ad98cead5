"""The line to the post: a bug in it is heard of, an answer to somebody who has gone is not."""

import queue
from datetime import UTC, datetime

from watchlist.post.console.effects import AskFeed, Follow, LogOut
from watchlist.post.console.events import ChangesTold, FeedTold, OverviewTold, SessionEnded
from watchlist.post.console.example_values import ME
from watchlist.post.fake import FakeGuard, FakePost
from watchlist.post.line import PostLine
from watchlist.post.values import HistoryQuery, Overview, Pin

NOW = datetime(2025, 11, 24, 10, 11, tzinfo=UTC)


class BrokenPost(FakePost):
    def overview(self) -> Overview:
        raise ZeroDivisionError


def make_post(kind: type[FakePost] = FakePost) -> FakePost:
    return kind(lambda: NOW, (FakeGuard(ME, "1"),))


def next_of(told: "queue.Queue[object]", kind: type) -> object:
    while True:
        one = told.get(timeout=5)
        if isinstance(one, kind):
            return one


def test_a_bug_is_told() -> None:
    told: queue.Queue[object] = queue.Queue()
    line = PostLine(make_post(BrokenPost), told.put, told.put, listens_s=0.01)
    line.start()
    assert isinstance(next_of(told, ZeroDivisionError), ZeroDivisionError)
    line.close()


def test_it_follows_a_guard_and_hears_that_the_session_is_over() -> None:
    told: queue.Queue[object] = queue.Queue()
    post = make_post()
    line = PostLine(post, told.put, told.put, listens_s=0.01)
    line.start()
    next_of(told, OverviewTold)
    session = post.log_in(Pin(ME.guard_id, "1"))
    line.carry_out(Follow(1, session))
    assert next_of(told, ChangesTold).shift == 1  # type: ignore[attr-defined]
    post.end_sessions()
    assert next_of(told, SessionEnded) == SessionEnded(1)
    line.close()


def test_closing_logs_the_guard_out() -> None:
    told: queue.Queue[object] = queue.Queue()
    post = make_post()
    line = PostLine(post, told.put, told.put, listens_s=0.01)
    line.start()
    line.carry_out(Follow(1, post.log_in(Pin(ME.guard_id, "1"))))
    next_of(told, ChangesTold)
    line.close()
    assert post._sessions == {}
    count = told.qsize()
    line.carry_out(LogOut(post.log_in(Pin(ME.guard_id, "1"))))
    assert told.qsize() == count


def test_of_letters_that_were_typed_over_while_the_post_was_slow_only_the_last_are_looked_for() -> None:
    told: queue.Queue[object] = queue.Queue()
    post = make_post()
    line = PostLine(post, told.put, told.put, listens_s=0.01)
    session = post.log_in(Pin(ME.guard_id, "1"))
    for words in ("z", "zh", "zhang"):
        line.carry_out(AskFeed(1, session, HistoryQuery(words)))
    line.start()
    assert next_of(told, FeedTold).query.words == "zhang"  # type: ignore[attr-defined]
    line.close()
