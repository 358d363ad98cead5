"""The lookout matches what the cameras tell and feeds the policy in order of time."""

from itertools import count

import numpy as np
import pytest

from camera.types import Box, Embedding, Sighting, TrackEnded, TrackId
from watchlist.errors import ForeignEmbedding
from watchlist.gallery import Gallery
from watchlist.lookout import Lookout
from watchlist.operating_points import OperatingPoint
from watchlist.policy import AlarmPolicy, Decision, PolicyLimits, RaiseAlarm
from watchlist.types import AlarmId, PersonId, PhotoId, Template

MODEL = "model-1"
FACES = np.eye(4, dtype=np.float32)


def gallery_of(*people: int) -> Gallery:
    rows = [Template(PersonId(f"person-{i}"), PhotoId("photo"), FACES[i], MODEL) for i in people]
    return Gallery.of(rows, MODEL, 4)


@pytest.fixture
def policy() -> AlarmPolicy:
    numbers = count(1)
    return AlarmPolicy(PolicyLimits(), OperatingPoint(0.5, 0.1), lambda: AlarmId(f"alarm-{next(numbers)}"))


@pytest.fixture
def lookout(policy: AlarmPolicy) -> Lookout:
    return Lookout(gallery_of(0, 1), policy)


def sighting(face: int, at: float, camera: str = "door", track: int = 1, model_id: str = MODEL) -> Sighting:
    embedding = Embedding(FACES[face], model_id)
    return Sighting(camera, TrackId(track), at, at, embedding, 1, Box(0, 0, 9, 9), np.zeros((9, 9, 3), np.uint8))


def rings(decisions: list[Decision]) -> list[tuple[str, float, PersonId | None]]:
    return [(one.camera, one.at, one.person_id) for one in decisions if isinstance(one, RaiseAlarm)]


def test_a_listed_person_rings_and_a_stranger_does_not(lookout: Lookout) -> None:
    decisions = [d for i in range(5) for d in lookout.see([sighting(0, i / 4), sighting(3, i / 4, track=2)])]
    assert rings(decisions) == [("door", 0.5, "person-0")]


def test_a_batch_is_taken_in_order_of_time(lookout: Lookout) -> None:
    times = [1.0, 0.0, 0.5]
    assert rings(lookout.see([sighting(0, at) for at in times])) == [("door", 1.0, "person-0")]


def test_nothing_seen_is_nothing_decided(lookout: Lookout) -> None:
    assert lookout.see([]) == []


def test_a_person_added_to_the_list_rings_from_the_next_sighting_on(lookout: Lookout) -> None:
    assert [d for i in range(5) for d in lookout.see([sighting(2, i / 4)])] == []
    lookout.replace_gallery(gallery_of(0, 1, 2))
    assert rings([d for i in range(5, 9) for d in lookout.see([sighting(2, i / 4)])]) == [("door", 1.75, "person-2")]


def test_a_person_taken_off_the_list_rings_no_more_whatever_was_seen_before(lookout: Lookout) -> None:
    lookout.see([sighting(0, 0.0)])
    lookout.see([sighting(0, 0.5)])
    lookout.replace_gallery(gallery_of(1))
    assert [d for i in range(5) for d in lookout.see([sighting(0, 1.0 + i)])] == []


def test_a_track_that_ended_leaves_no_votes_behind(lookout: Lookout) -> None:
    lookout.see([sighting(0, 0.0), sighting(0, 0.5)])
    lookout.ended(TrackEnded("door", TrackId(1), 0.6))
    assert lookout.see([sighting(0, 0.7)]) == []


def test_recordings_laid_end_to_end_share_a_visit_and_its_end(lookout: Lookout) -> None:
    first = lookout.see([sighting(0, i / 4, "first") for i in range(4)])
    second = lookout.see([sighting(0, i / 4, "second") for i in range(4)], offset_s=60.0)
    third = lookout.see([sighting(0, i / 4, "third") for i in range(4)], offset_s=700.0)
    assert rings(first + second + third) == [("first", 0.5, "person-0"), ("third", 700.5, "person-0")]


def test_ticks_are_on_the_policys_clock(lookout: Lookout) -> None:
    lookout.see([sighting(0, 0.0), sighting(0, 0.5)], offset_s=60.0)
    lookout.tick(61.0)
    assert rings(lookout.see([sighting(0, 1.0)], offset_s=60.0)) == [("door", 61.0, "person-0")]


def test_ticks_end_what_is_over(lookout: Lookout, policy: AlarmPolicy) -> None:
    lookout.see([sighting(0, 0.0), sighting(0, 0.5), sighting(0, 1.0)])
    lookout.tick(600.0)
    assert len(policy.open_visits()) == 1
    lookout.tick(601.0)
    assert policy.open_visits() == []


def test_a_recording_that_ended_is_over_for_the_policy() -> None:
    policy = AlarmPolicy(PolicyLimits(), OperatingPoint(0.5, 0.1), lambda: AlarmId("alarm"), quiet=False)
    lookout = Lookout(gallery_of(0, 1), policy)
    lookout.see([sighting(0, 0.0), sighting(0, 0.5), sighting(0, 1.0)])
    lookout.recording_ended("door")
    assert policy.open_visits() == []


def test_a_sighting_of_another_model_is_refused_before_any_counts(lookout: Lookout) -> None:
    with pytest.raises(ForeignEmbedding, match="model-2"):
        lookout.see([sighting(0, 0.0), sighting(0, 0.5), sighting(0, 1.0), sighting(0, 2.0, model_id="model-2")])
    assert lookout.see([sighting(0, 2.0), sighting(0, 2.5)]) == []
    assert lookout.gallery.people == 2
