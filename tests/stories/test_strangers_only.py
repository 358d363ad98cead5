"""Only strangers pass the real programs: whatever folder they could write to is as it was before."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from camera.scene.portraits import packaged_portraits
from camera.side_by_side import to_jpeg
from tests.stories.films import film, people_named
from tests.stories.home import ROOT

LISTED, STRANGER = "Grace Hopper", "Eileen Collins"
FOLDERS = ("HOME", "TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")


class World:
    """Every folder a program is told to write to lies in here, its working directory too."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._environ = dict(os.environ)
        for name in FOLDERS:
            (root / name.lower()).mkdir()
            self._environ[name] = str(root / name.lower())
        self._environ |= {"GATEHOUSE_KEYS": str(root / "keys"), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}

    def run(self, *arguments: str) -> list[dict[str, object]]:
        command = [sys.executable, "-m", "scripts.main", *arguments, "--json", "--home", str(self.root / "gatehouse")]
        done = subprocess.run(
            command, cwd=self.root / "home", env=self._environ, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def tree(self) -> dict[str, str]:
        """Files that hold something: an empty one, as a lock is, tells of nobody."""
        files = [path for path in self.root.rglob("*") if path.is_file() and path.stat().st_size]
        return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Somebody else is enrolled, and every command ran once: caches are made, the database is closed."""
    root = tmp_path_factory.mktemp("world")
    world = World(root)
    photographs = root / "people" / LISTED
    photographs.mkdir(parents=True)
    (photographs / "portrait.jpg").write_bytes(to_jpeg(packaged_portraits()[LISTED]))
    film(root / "strangers.mkv", people_named(STRANGER))
    world.run("people", "import", str(photographs.parent), "--reason", "test")
    world.run("alarms", "list")
    return world


@pytest.mark.parametrize("program", ["replay", "watch"])
def test_strangers_leave_every_folder_as_it_was(world: World, program: str) -> None:
    film = str(world.root / "strangers.mkv")
    before = world.tree()
    told = world.run("replay", film) if program == "replay" else world.run("watch", "--camera", f"door={film}")
    summary = told[-1]
    assert isinstance(summary["embedded"], int)
    assert summary["embedded"] >= 3, "the stranger was seen and compared"
    assert [event for event in told if event["event"] == "alarm"] == []
    assert world.tree() == before
