"""Real photographs through the real engine: who is found under two names, and what a phone's photograph looks like."""

import json
import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from scripts.main import run
from tests.scripts.people.world import of_kind

UPRIGHT_IF_TURNED_RIGHT = 6


def turned_by_the_phone(photograph: Path) -> bytes:
    """The JPEG lying on its side, with the EXIF orientation that says so."""
    image = cv2.imdecode(np.fromfile(photograph, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    lying = cv2.imencode(".jpg", cv2.rotate(image, cv2.ROTATE_90_COUNTERCLOCKWISE))[1].tobytes()
    entry = struct.pack(">HHHIHH", 1, 0x0112, 3, 1, UPRIGHT_IF_TURNED_RIGHT, 0)
    exif = b"Exif\0\0MM\0*\0\0\0\x08" + entry + b"\0\0\0\0"
    return lying[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + lying[2:]


@pytest.fixture
def events(shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Of an import with YuNet and an ArcFace-type embedder."""
    faces, home, people = shared_data / "faces", tmp_path / "home", tmp_path / "people"
    for model in ("face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx"):
        assert run(["models", "import", str(shared_data / "models" / model)], home) == 0
    for name in ("Wang_Yingfan", "Yingfan_Wang", "Roh_Moo-hyun"):
        (people / name).mkdir(parents=True)
        for photograph in sorted((faces / "east_asian" / name).iterdir()):
            (people / name / photograph.name).write_bytes(photograph.read_bytes())
    portrait = next(iter(sorted((faces / "listed").glob("*/*_0001.jpg"))))
    (people / "手机").mkdir()
    (people / "手机" / "照片.JPG").write_bytes(turned_by_the_phone(portrait))
    (people / "手机" / "cut.jpg").write_bytes(portrait.read_bytes()[:4000])
    (people / "Roh_Moo-hyun" / "stranger.jpg").write_bytes(portrait.read_bytes())
    capsys.readouterr()
    assert run(["people", "import", str(people), "--json"], home) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_an_import_of_real_photographs(events: list[dict[str, Any]]) -> None:
    enrolled = {event["person"]: event["photos"] for event in of_kind(events, "enrolled")}
    assert enrolled == {"Roh_Moo-hyun": 6, "Wang_Yingfan": 3, "手机": 1}
    [twice] = of_kind(events, "lookalike")
    assert (twice["person"], twice["other"], twice["reason"]) == ("Yingfan_Wang", "Wang_Yingfan", "same-person")
    [misfit] = of_kind(events, "set-aside")
    assert (misfit["file"], misfit["reason"]) == ("stranger.jpg", "does-not-fit")
    assert [event["file"] for event in of_kind(events, "refused")] == ["cut.jpg"]
