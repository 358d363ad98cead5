"""What a listener may know, and at which topic."""

import json
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.watchlist.announcing.views import (
    DECIDED,
    ESCALATED,
    EXPIRED,
    NAME,
    OWNER,
    RAISED,
    START,
    TAKEN,
    alarm,
    camera,
    overview,
)
from watchlist.alarms.life import LifeLimits
from watchlist.announcing.message import KEPT_S, Message
from watchlist.announcing.messages import Messages, level_of
from watchlist.feed.age import Freshness
from watchlist.post.values import HubState, Sight

MESSAGES = Messages("site/gate")


def content(message: Message) -> Any:
    return json.loads(message.payload)


def test_cameras_and_open_alarms_stand_at_topics_of_their_own() -> None:
    shown = overview(camera("北门", Sight.LOST, "no answer"), camera(), open_alarms=2, loudest=1)
    north, other, listed, counted = MESSAGES.standing(shown)
    assert north.topic == "site/gate/cameras/%E5%8C%97%E9%97%A8/state"
    assert content(north) == {
        "camera": "北门",
        "sight": "lost",
        "since": "2026-03-02T08:00:00.000+00:00",
        "why": "no answer",
    }
    assert other.topic == "site/gate/cameras/north%20door/state"
    assert counted.topic == "site/gate/alarms/open"
    assert content(counted) == {"open": 2, "level": 1, "oldest_at": "2026-03-02T08:00:00.000+00:00"}
    assert listed.topic == "site/gate/list"
    assert all(message.is_kept for message in (north, other, listed, counted))
    assert content(MESSAGES.standing(overview())[-1])["oldest_at"] is None


def test_how_old_the_list_is_stands_too_and_is_told_again_when_that_changes() -> None:
    own = overview()
    assert content(MESSAGES.standing(own)[0]) == {"freshness": "fresh", "people": 7, "hub": "none", "known_at": None}
    later = replace(own, list_at=START + timedelta(seconds=50))
    assert MESSAGES.standing(later)[0] == MESSAGES.standing(own)[0]
    shared = replace(own, hub=HubState.AWAY, freshness=Freshness.CLOCK_WRONG)
    assert content(MESSAGES.standing(shared)[0]) == {
        "freshness": "clock_wrong",
        "people": 7,
        "hub": "away",
        "known_at": "2026-03-02T08:00:00.000+00:00",
    }
    assert MESSAGES.standing(shared)[0] == MESSAGES.standing(replace(shared, list_at=START + timedelta(seconds=59)))[0]


def test_an_alarm_is_kept_while_it_is_open_and_forgotten_when_it_is_over() -> None:
    for life in (RAISED, TAKEN, ESCALATED):
        [told] = MESSAGES.alarm(alarm(life=life))
        assert (told.topic, told.is_kept) == ("site/gate/alarms/a1", True)
    for life in (DECIDED, EXPIRED):
        told, wipe = MESSAGES.alarm(alarm(life=life))
        assert (told.topic, told.is_kept, told.is_wipe) == ("site/gate/alarms/a1", False, False)
        assert (wipe.topic, wipe.is_wipe) == (told.topic, True)


def test_an_alarm_says_where_when_and_how_far() -> None:
    told, _ = MESSAGES.alarm(alarm(life=DECIDED, last_camera="南门"))
    assert content(told) == {
        "alarm": "a1",
        "camera": "north door",
        "now_at_camera": "南门",
        "stage": "decided",
        "level": 0,
        "first_seen_at": "2026-03-02T07:59:58.000+00:00",
        "raised_at": "2026-03-02T08:00:00.000+00:00",
        "since": "2026-03-02T08:00:50.000+00:00",
        "verdict": "confirmed",
    }
    [escalated] = MESSAGES.alarm(alarm(life=ESCALATED))
    assert (content(escalated)["level"], content(escalated)["verdict"]) == (1, None)


def test_nothing_says_who_anybody_is() -> None:
    told = [
        *MESSAGES.standing(overview(camera(), open_alarms=1)),
        *(one for life in (RAISED, TAKEN, ESCALATED, DECIDED, EXPIRED) for one in MESSAGES.alarm(alarm(life=life))),
    ]
    said = "".join(f"{message.topic} {message.payload.decode()}" for message in told)
    for secret in (NAME, "p-31", OWNER, "李四", "0.81", "0.25", "100000"):
        assert secret not in said


def test_what_an_earlier_program_left_standing_is_only_wiped() -> None:
    found = MESSAGES.found([alarm("a1", DECIDED), alarm("a2", TAKEN)])
    assert [(message.topic, message.is_wipe) for message in found] == [
        ("site/gate/alarms/a1", True),
        ("site/gate/alarms/a2", False),
    ]


def test_a_heartbeat_is_not_kept() -> None:
    beat = MESSAGES.beat(START + timedelta(seconds=5))
    assert (beat.topic, beat.is_kept) == ("site/gate/heartbeat", False)
    assert content(beat) == {"at": "2026-03-02T08:00:05.000+00:00", "every_s": 5}


def test_no_open_alarm_outlasts_what_the_broker_keeps_of_it() -> None:
    with pytest.raises(ValueError, match="expire_s"):
        LifeLimits(expire_s=KEPT_S + 1)


def test_a_long_reason_of_a_camera_is_cut() -> None:
    state, *_ = MESSAGES.standing(overview(camera(why="x" * 9999)))
    assert len(content(state)["why"]) == 200


@pytest.mark.parametrize(
    "name", ["a/b", "+", "#", "$SYS", "a b", "北门", "50%", "%2F", "\0", "\U0001f6aa", "..", "open"]
)
def test_a_name_is_one_level_of_a_topic_whatever_is_in_it(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9%._~-]+", level_of(name))


def test_two_names_never_share_a_topic() -> None:
    names = ["a/b", "a%2Fb", "a b", "a+b", "a#b", "A/b", "open", "%6Fpen", "北门", "南门"]
    assert len({level_of(name) for name in names}) == len(names)
    assert "site/gate/alarms/open" not in {message.topic for message in MESSAGES.alarm(alarm("open"))}
