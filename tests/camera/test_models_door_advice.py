"""What is told before a door is watched with an embedder that is not fit for it."""

from pathlib import Path

import pytest

from camera.models.catalogue import MOBILEFACENET, SFACE, PinnedFile
from camera.models.choice import AUTO, DLIB, DOOR_ADVICE, door_advice
from camera.models.store import ModelStore

THRESHOLDS = Path(__file__).resolve().parents[2] / "watchlist" / "THRESHOLDS.md"


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    return ModelStore(tmp_path)


def install(store: ModelStore, pin: PinnedFile) -> None:
    (store.folder / pin.file_name).write_bytes(b"looked into only when it is used")


def test_dlib_is_advised_against_even_calibrated(store: ModelStore) -> None:
    assert door_advice(store) == door_advice(store, DLIB, calibrated=True) == DOOR_ADVICE


def test_what_nobody_measured_is_cautioned_against_until_the_site_calibrated_it(store: ModelStore) -> None:
    install(store, SFACE)
    for asked in (AUTO, "sface"):
        told = door_advice(store, asked)
        assert told is not None
        assert told.startswith("nobody has measured the thresholds of sface")
        assert "gatehouse calibrate" in told
    assert door_advice(store, calibrated=True) is None


def test_nothing_is_said_of_an_embedder_that_was_measured(store: ModelStore) -> None:
    install(store, MOBILEFACENET)
    assert door_advice(store) is None


@pytest.mark.parametrize(
    ("photos", "stills"), [("1 photo", "1 still"), ("3 photos", "1 still"), ("3 photos", "2 stills")]
)
def test_the_advice_tells_the_misses_that_were_measured(photos: str, stills: str) -> None:
    chapter = THRESHOLDS.read_text(encoding="utf-8").split("## dlib on faces of hog")[1].split("\n## ")[0]
    [row] = [line for line in chapter.splitlines() if line.startswith(f"| east_asian | {photos} | {stills} |")]
    missed = float(row.split("|")[-2].split("%")[0])
    assert f"{missed:.0f} %" in DOOR_ADVICE
    assert "0 of 194 strangers ring" in chapter
