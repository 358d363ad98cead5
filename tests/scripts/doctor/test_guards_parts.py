"""The doctor at what guards need: the reader for their badges, the plan of the house."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from camera.scene.plan import draw_plan
from camera.side_by_side import to_jpeg
from scripts.command import Context
from scripts.doctor import checks
from scripts.doctor.findings import Finding, Health
from scripts.doctor.readers import reader_finding

PLANNED = '[site]\nplan = "plan.jpg"\n[[cameras]]\nname = "north"\nurl = "usb:0"\nat = [0.5, 0.1]\n'


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes its time is left out."""

    def nothing(*_: object) -> Iterator[Finding]:
        return iter(())

    for name in ("_engine", "_list", "_streams", "desk_findings", "announcing_findings"):
        monkeypatch.setattr(checks, name, nothing)


def found(home: Path, text: str) -> dict[str, Finding]:
    (home / "gatehouse.toml").write_text(text, encoding="utf-8")
    return {finding.part: finding for finding in checks.examine(Context(home))}


def test_a_badge_reader_is_tried_for_real() -> None:
    assert reader_finding("badge reader", "fake:").health is Health.WELL
    away = reader_finding("badge reader", "id-bridge:http://127.0.0.1:9/readcard")
    assert (away.part, away.health) == ("badge reader", Health.FAULT)
    assert away.hint


@pytest.mark.usefixtures("quick")
def test_the_badge_reader_of_the_settings_is_among_what_is_tried(tmp_path: Path) -> None:
    assert found(tmp_path, '[guard]\nreader = "fake:"\n')["badge reader"].health is Health.WELL
    assert "badge reader" not in found(tmp_path, "")


@pytest.mark.usefixtures("quick")
def test_a_plan_with_every_camera_is_well(tmp_path: Path) -> None:
    (tmp_path / "plan.jpg").write_bytes(to_jpeg(draw_plan()))
    assert found(tmp_path, PLANNED)["plan"].health is Health.WELL
    assert "plan" not in found(tmp_path, "")


@pytest.mark.usefixtures("quick")
def test_a_camera_that_is_not_on_the_plan_is_named(tmp_path: Path) -> None:
    (tmp_path / "plan.jpg").write_bytes(to_jpeg(draw_plan()))
    one = found(tmp_path, PLANNED + '[[cameras]]\nname = "cellar"\nurl = "usb:1"\n')["plan"]
    assert (one.health, "cellar" in one.what, "north" in one.what) == (Health.CAUTION, True, False)
    assert "at = [" in one.hint


@pytest.mark.usefixtures("quick")
def test_a_plan_that_cannot_be_shown_is_a_fault(tmp_path: Path) -> None:
    one = found(tmp_path, PLANNED)["plan"]
    assert one.health is Health.FAULT
    assert one.hint
