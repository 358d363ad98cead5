"""After a change of model the enrolled photographs get vectors of the new one, without anybody enrolling again."""

from pathlib import Path

import pytest

from camera.detectors.scripted import SeeingDetector
from camera.engine import Engine
from camera.types import Face, Image
from scripts.people.templates import bring_up_to_date
from scripts.site_time import today
from tests.scripts.people.world import Desk, Shot, WorldEmbedder, of_kind, save, see, world_engine


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path / "home", capsys)
    for who in (1, 2):
        for take in (1, 2):
            save(tmp_path / "people", f"person-{who}/{take}.png", Shot(who, take))
    desk.run("import", tmp_path / "people")
    return desk


def test_every_photograph_gets_a_vector_of_the_new_model_once(desk: Desk) -> None:
    engine = world_engine(WorldEmbedder("world@2"))
    with desk.context.open_store() as store:
        assert bring_up_to_date(store, engine, desk.context.progress).made == 4
        assert len(store.templates("world@2", today())) == 4
        assert bring_up_to_date(store, engine, desk.context.progress).made == 0


def test_who_cannot_be_found_any_more_is_named(desk: Desk) -> None:
    def half_blind(image: Image, min_face_px: int) -> list[Face]:
        return see(image, min_face_px) if int(image[1, 0, 0]) == 1 else []

    embedder = WorldEmbedder("world@2")
    engine = Engine(SeeingDetector(half_blind), lambda _image, face: face.landmarks, embedder)
    with desk.context.open_store() as store:
        report = bring_up_to_date(store, engine, desk.context.progress)
    assert report.made == 2
    [fault] = report.faults
    assert "person-2: 2 of 2" in fault


def test_an_import_with_another_model_still_knows_everybody(desk: Desk, tmp_path: Path) -> None:
    desk.context.embedder = WorldEmbedder("world@2")
    save(tmp_path / "people", "person-3/1.png", Shot(1, 3))
    events = desk.run("import", tmp_path / "people")
    assert [(one["person"], one["other"]) for one in of_kind(events, "lookalike")] == [("person-3", "person-1")]
