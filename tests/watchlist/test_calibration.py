"""A calibration suggests a threshold no stranger reached, and says nothing that so few people cannot show."""

import numpy as np
import pytest

from watchlist.calibration import DESIGNS, EVERYBODY, Calibration, Sample, calibrate, lookalikes, suggest
from watchlist.trials import Design, Faces, leave_one_out


def sample_of(counts: dict[str, list[int]], noise: float = 0.6, twins: bool = False) -> Sample:
    """Groups of people with so many photographs each; with `twins` the first two people are one."""
    groups = [group for group, photos in counts.items() for _ in photos]
    photos = [number for numbers in counts.values() for number in numbers]
    rng = np.random.default_rng(11)
    person = np.repeat(np.arange(len(photos)), photos)
    centres = rng.normal(size=(len(photos), 32))
    if twins:
        centres[1] = centres[0]
    rows = centres[person] + noise * rng.normal(size=(len(person), 32))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    names = tuple(f"person-{number}" for number in range(len(photos)))
    return Sample(Faces(vectors, person), names, tuple(groups), np.array([group != "single" for group in groups]))


@pytest.fixture(scope="module")
def sample() -> Sample:
    return sample_of({"east": [5] * 120, "west": [1, 2] * 10, "single": [1] * 30})


@pytest.fixture(scope="module")
def found(sample: Sample) -> Calibration:
    return calibrate(sample, "model-1", "east", (0.01, 0.001), draws=3)


def test_the_suggested_threshold_lies_above_every_stranger_and_below_1(sample: Sample, found: Calibration) -> None:
    one = found.suggestion
    strangers = [leave_one_out(sample.faces, sample.listable, sample.members("east"), n).others.max() for n in (1, 2)]
    assert one.highest == tuple(strangers)
    assert max(strangers) < one.threshold < 1
    assert one.threshold - max(strangers) == pytest.approx(0.05 * (1 - max(strangers)), abs=0.001)
    assert (one.group, one.listed_people, one.rings.share, one.rings.people) == ("east", 140, 0.0, 120)


def test_there_is_a_row_for_every_group_and_for_everybody_in_every_design(found: Calibration) -> None:
    rows = [(line.group, line.design) for line in found.lines]
    assert rows == [(group, design) for group in ("east", "west", "single", EVERYBODY) for design in DESIGNS]


def test_shares_that_too_few_strangers_can_show_are_left_open(found: Calibration) -> None:
    rows = {(line.group, line.design): line for line in found.lines}
    east, west, single = (rows[group, Design(1, 1)] for group in ("east", "west", "single"))
    assert [one.threshold is None for one in east.misses] == [False, True]
    assert [one.threshold is None for one in west.misses] == [True, True]
    assert (east.strangers, west.strangers, single.strangers) == (120, 20, 30)
    assert (east.listed_people, west.listed_people, single.listed_people) == (120, 10, 0)
    assert single.at_suggested is None


def test_nobody_in_the_group_with_enough_photographs_makes_an_empty_row(found: Calibration) -> None:
    [line] = [line for line in found.lines if (line.group, line.design) == ("single", Design(3, 2))]
    assert (line.listed_people, line.strangers, line.at_suggested) == (0, 0, None)


def test_one_person_under_two_names_is_the_most_alike_pair_and_lifts_the_threshold() -> None:
    honest, spoilt = (sample_of({"west": [3], "east": [3] * 40}, twins=twins) for twins in (False, True))
    assert lookalikes(spoilt)[0].names == ("person-0", "person-1")
    assert lookalikes(spoilt)[0].score > lookalikes(honest)[0].score
    assert suggest(spoilt, "east").threshold > suggest(honest, "east").threshold + 0.05


def test_every_person_needs_a_name() -> None:
    faces = Faces(np.eye(3, dtype=np.float32), np.arange(3))
    with pytest.raises(ValueError, match="name"):
        Sample(faces, ("a", "b"), ("g", "g"), np.array([True, True]))
