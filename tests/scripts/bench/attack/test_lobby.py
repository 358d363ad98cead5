"""People come, walk past the cameras and go as the script says, and the cameras show just that."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import combinations, pairwise

import pytest

from camera.rehearsal.film import Film
from camera.rehearsal.rtsp_camera import RtspCamera
from camera.types import Seconds
from scripts.bench.attack.lobby import APART_S, CAMERAS, QUIET_S, STAYS_S, Lobby
from scripts.bench.attack.verdict import UNDER_WAY
from tests.scripts.bench.attack.hand import moment

PEOPLE = ("a", "b", "c")
FILMS = {
    frozenset(group): Film(((",".join(group).encode(),),), ())
    for size in range(len(PEOPLE) + 1)
    for group in combinations(PEOPLE, size)
}
TICK_S: Seconds = 0.25


@pytest.fixture
def cameras() -> Iterator[dict[str, RtspCamera]]:
    with ExitStack() as closing:
        yield {name: closing.enter_context(RtspCamera(FILMS[frozenset()], "u", "p")) for name in CAMERAS}


def pass_(lobby: Lobby, from_s: Seconds, to_s: Seconds) -> None:
    now = from_s
    while now < to_s:
        lobby.tick(now, moment(now))
        now += TICK_S


def test_each_person_comes_again_and_again_and_is_away_for_longer_than_a_quiet_time(
    cameras: dict[str, RtspCamera],
) -> None:
    lobby = Lobby(cameras, FILMS, PEOPLE, seed=1)
    lobby.open(0.0)
    pass_(lobby, 0.0, 600.0)
    assert len(lobby.visits) >= 3 * 8
    for person in PEOPLE:
        theirs = [visit for visit in lobby.visits if visit.person == person]
        for visit in theirs:
            assert STAYS_S <= (visit.left - visit.entered).total_seconds() <= STAYS_S + TICK_S
            assert all(one.to_at == after.from_at for one, after in pairwise(visit.stays))
        for before, after in pairwise(theirs):
            assert (after.entered - before.left).total_seconds() >= QUIET_S + APART_S[0]
    assert {len(visit.stays) for visit in lobby.visits} == {1, 2}
    assert {stay.camera for visit in lobby.visits for stay in visit.stays} == set(CAMERAS)


def test_a_whole_visit_lies_within_one_quiet_time() -> None:
    assert STAYS_S + UNDER_WAY.total_seconds() < QUIET_S
    assert UNDER_WAY.total_seconds() < APART_S[0]


def test_cameras_show_who_is_before_them(cameras: dict[str, RtspCamera]) -> None:
    lobby = Lobby(cameras, FILMS, PEOPLE, seed=1)
    lobby.open(0.0)
    shown = set()
    for second in range(120):
        lobby.tick(float(second), moment(second))
        now = [FILM_OF[id(camera.film)] for camera in cameras.values()]
        assert not frozenset.intersection(*now)
        shown |= {len(group) for group in now}
    assert shown >= {0, 1, 2}


FILM_OF = {id(film): group for group, film in FILMS.items()}


def test_a_lobby_that_closes_lets_everybody_finish(cameras: dict[str, RtspCamera]) -> None:
    lobby = Lobby(cameras, FILMS, PEOPLE, seed=1)
    lobby.open(0.0)
    pass_(lobby, 0.0, 15.0)
    lobby.closing = True
    assert not lobby.is_empty
    pass_(lobby, 15.0, 300.0)
    assert lobby.is_empty
    assert len(lobby.visits) == len(PEOPLE)
    assert all(camera.film is FILMS[frozenset()] for camera in cameras.values())
