"""On real clips, among 238 enrolled bystanders: A, B and C ring in their own clips and nobody else rings anywhere."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from camera.engine import Engine, build_engine
from camera.side_by_side import to_jpeg
from camera.sources.opening import open_source
from camera.types import Face, Image
from scripts.opening import open_store
from tests.stories.home import Home, of_kind
from watchlist.list_writing import NewPhoto

ENGINES = {
    "hog-dlib": (),
    "hog-arcface": ("mobilefacenet_foamliu.onnx",),
    "yunet-dlib": ("face_detection_yunet_2023mar.onnx",),
    "yunet-arcface": ("face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx"),
}
ENROLLED_FROM = {"A": "again", "B": "bird", "C": "book"}
OTHER_CLIP = {"A": "brother", "B": "milk", "C": "learn"}
FAR_RIGHT, LOW = 0.85, 0.45


def stills(clip: Path, count: int = 4) -> list[Image]:
    """Whole pictures of a clip, evenly spread."""
    images = [frame.image for frame in open_source(clip, clip.stem)]
    return [images[round(share * (len(images) - 1))] for share in np.linspace(0.1, 0.9, count)]


@pytest.fixture(scope="module", params=list(ENGINES))
def home(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The bystanders of both groups and A, B and C are enrolled, by the engine of the parameter."""
    folder = tmp_path_factory.mktemp("clips")
    home = Home(folder)
    for file in ENGINES[request.param]:
        home.run("models", "import", str(shared_data / "models" / file))
    for name, clip in ENROLLED_FROM.items():
        (folder / "people" / name).mkdir(parents=True)
        for number, still in enumerate(stills(shared_data / "clips" / f"{clip}.mkv")):
            (folder / "people" / name / f"{number}.jpg").write_bytes(to_jpeg(still))
    for group in (shared_data / "faces" / "listed", shared_data / "faces" / "east_asian", folder / "people"):
        home.run("people", "import", str(group), "--reason", "test", "--accept-lookalikes")
    return home


@pytest.fixture
def engine(home: Home) -> Engine:
    return build_engine(home.path / "models")


def clips(shared_data: Path, *left_out: str) -> list[str]:
    files = sorted([*(shared_data / "clips").glob("*.mkv"), *(shared_data / "clips").glob("*.gif")])
    return [str(file) for file in files if file.stem not in left_out]


def test_each_rings_in_their_own_clip_and_nobody_else_anywhere(home: Home, shared_data: Path) -> None:
    assert len(home.run("people", "list")) >= 230
    told = home.run("replay", *clips(shared_data, *ENROLLED_FROM.values()))
    rang = {(alarm["person"], Path(alarm["camera"]).stem) for alarm in of_kind(told, "alarm")}
    assert rang == set(OTHER_CLIP.items())
    assert len(of_kind(told, "alarm")) == 3
    assert all(alarm["at_s"] <= 1.0 for alarm in of_kind(told, "alarm"))


def decoys(clip: Path, engine: Engine, wanted: str) -> Iterator[tuple[Image, Face]]:
    """What the detector takes for a face on the pullover (low) or at the right edge."""
    for frame in open_source(clip, clip.stem):
        height, width = frame.image.shape[:2]
        for face in engine.faces(frame.image, 20):
            x, y = face.box.centre
            if (wanted == "pullover" and y > LOW * height) or (wanted == "edge" and x > FAR_RIGHT * width):
                yield frame.image, face


@pytest.mark.parametrize(("wanted", "clip"), [("pullover", "brother"), ("pullover", "again"), ("edge", "bird")])
def test_a_decoy_does_not_ring_even_when_somebody_who_looks_just_like_it_is_enrolled(
    home: Home,
    engine: Engine,
    shared_data: Path,
    monkeypatch: pytest.MonkeyPatch,
    wanted: str,
    clip: str,
) -> None:
    """The decoy's own vectors are put on the list, past the gate that would have refused its pictures."""
    file = shared_data / "clips" / f"{clip}.mkv"
    found = list(decoys(file, engine, wanted))[::3]
    monkeypatch.setenv("GATEHOUSE_KEYS", str(home.keys))
    name = f"like the {wanted} in {clip}"
    with open_store(home.path) as store:
        photos = [
            NewPhoto(
                f"{name} {number}".encode(),
                tuple((one.model_id, one.vector) for one in engine.embed(image, [face])),
            )
            for number, (image, face) in enumerate(found)
        ]
        store.list_person(name, "test", date.today() + timedelta(days=90), "tester", photos)
    told = home.run("replay", "--no-quiet", str(file))
    assert name not in {alarm["person"] for alarm in of_kind(told, "alarm")}
    assert all(name not in alarm.get("candidates", ()) for alarm in of_kind(told, "alarm"))
