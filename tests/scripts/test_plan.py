"""The site's plan: what the settings may say, and which pictures can be shown."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from camera.scene.plan import HEIGHT_PX, WIDTH_PX, draw_plan
from camera.sources.drawings import LONGEST_PX, drawing_jpeg
from scripts.command import Context
from scripts.entrance.plan import site_plan
from scripts.errors import SettingsError
from watchlist.post.values import PlanPlace, SitePlan

NORTH = '[[cameras]]\nname = "北门"\nurl = "usb:0"\nat = [0.5, 0]\n'
CELLAR = '[[cameras]]\nname = "cellar"\nurl = "usb:1"\n'


def plan_of(home: Path, text: str) -> SitePlan | None:
    (home / "gatehouse.toml").write_text(text, encoding="utf-8")
    return site_plan(home, Context(home).settings)


def drawn(data: bytes) -> NDArray[Any]:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))


def write(path: Path, image: NDArray[Any]) -> None:
    done, data = cv2.imencode(path.suffix, image)
    assert done
    path.write_bytes(data.tobytes())


@pytest.mark.parametrize("name", ["plan.png", "平面图.jpg"])
def test_a_plan_with_the_places_of_its_cameras(tmp_path: Path, name: str) -> None:
    write(tmp_path / name, draw_plan())
    plan = plan_of(tmp_path, f'[site]\nplan = "{name}"\n{NORTH}{CELLAR}')
    assert plan is not None
    assert plan.places == (PlanPlace("北门", 0.5, 0.0),)
    assert drawn(plan.picture).shape == (HEIGHT_PX, WIDTH_PX, 3)


def test_without_a_plan_there_is_none(tmp_path: Path) -> None:
    assert plan_of(tmp_path, CELLAR) is None


@pytest.mark.parametrize("content", [None, b"", b"%PDF-1.7 a plan", b"\x89PNG\r\n\x1a\n cut off"])
def test_a_picture_that_cannot_be_shown_is_told_with_a_hint(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "plan.png").write_bytes(content)
    with pytest.raises(SettingsError, match=r"site\.plan: .*plan\.png") as told:
        plan_of(tmp_path, f'[site]\nplan = "plan.png"\n{NORTH}')
    assert told.value.hint != SettingsError.hint


@pytest.mark.parametrize("at", ["[0.5, 1.01]", "[-0.1, 0.5]", "[0.5]", "[0.1, 0.2, 0.3]", '"left"', "[nan, 0.5]"])
def test_a_place_outside_the_plan_is_told(tmp_path: Path, at: str) -> None:
    with pytest.raises(SettingsError, match=r"cameras\[0\]"):
        plan_of(tmp_path, '[site]\nplan = "plan.png"\n' + NORTH.replace("[0.5, 0]", at))


def test_a_place_without_a_plan_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="names no plan"):
        plan_of(tmp_path, NORTH)


@pytest.mark.parametrize(("kind", "most"), [(np.uint8, 255), (np.uint16, 65535)])
def test_what_is_transparent_is_white(tmp_path: Path, kind: type[np.uint8 | np.uint16], most: int) -> None:
    image = np.zeros((40, 60, 4), kind)
    image[:, 30:, 3] = most
    write(tmp_path / "plan.png", image)
    shown = drawn(drawing_jpeg(tmp_path / "plan.png"))
    assert shown[20, 5].tolist() == pytest.approx([255, 255, 255], abs=6)
    assert shown[20, 55].tolist() == pytest.approx([0, 0, 0], abs=6)


def test_a_plan_larger_than_a_screen_is_made_smaller(tmp_path: Path) -> None:
    write(tmp_path / "plan.png", np.full((3000, 6000, 3), 255, np.uint8))
    assert drawn(drawing_jpeg(tmp_path / "plan.png")).shape == (LONGEST_PX // 2, LONGEST_PX, 3)
