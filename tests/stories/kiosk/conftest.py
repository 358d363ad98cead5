"""A kiosk before its desk, for every story."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from kiosk.desk.protocol import Desk
from tests.stories.kiosk.house import House, draw_hospital
from tests.stories.kiosk.moving_time import MovingTime
from tests.stories.kiosk.stage import MakeStage, Stage


@pytest.fixture(scope="session")
def drawn_hospital(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw_hospital(tmp_path_factory.mktemp("hospital") / "drawn")


@pytest.fixture
def make_stage(tmp_path: Path, drawn_hospital: Path, qtbot: QtBot) -> Iterator[MakeStage]:
    """`desk_of`: how the kiosk reaches the desk of its house. More arguments are those of Stage."""
    with ExitStack() as closing:

        def make(desk_of: Callable[[House], Desk] | None = None, **more: Any) -> Stage:
            time = MovingTime()
            folder = tmp_path / "desk"
            folder.mkdir()
            house = House(folder, time, drawn_hospital)
            closing.callback(house.close)
            desk = desk_of(house) if desk_of else house.desk
            stage = Stage(qtbot, tmp_path / "home", house, time, os.environ, desk=desk, **more)
            closing.callback(stage.close)
            return stage

        yield make


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    return make_stage()
