"""An import that is killed in the middle has lost nothing it wrote, and left nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.scripts.people.world import Desk, Shot, save

ROOT = Path(__file__).resolve().parents[3]

# Person number 5 is never embedded: the program waits for a line that does not come, and is killed there.
PROGRAM = """
import sys
from pathlib import Path
from scripts.people.command import people
from tests.scripts.people.world import WorldContext, WorldEmbedder

class Waiting(WorldEmbedder):
    def embed(self, crops):
        if any(int(crop[0, 0, 0]) == 5 for crop in crops):
            print("waiting", flush=True)
            sys.stdin.readline()
        return super().embed(crops)

context = WorldContext(Path(sys.argv[1]), json=True)
context.embedder = Waiting()
people.main(["import", sys.argv[2]], standalone_mode=False, obj=context)
"""


def test_a_kill_in_the_middle_loses_nothing_and_the_next_run_completes_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for who in range(1, 9):
        for take in (1, 2):
            save(tmp_path / "people", f"person-{who}/{take}.png", Shot(who, take))
    home = tmp_path / "home"
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(home), str(tmp_path / "people")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as child:
        assert child.stdout is not None
        told = []
        for line in child.stdout:
            if line.startswith("waiting"):
                break
            told.append(json.loads(line))
        child.kill()
    assert [event["person"] for event in told] == [f"person-{who}" for who in range(1, 5)]
    desk = Desk(home, capsys)
    with desk.context.open_store() as store:
        store.verify()
    assert [(one["person"], one["photos"]) for one in desk.run("list")] == [(f"person-{who}", 2) for who in range(1, 5)]
    summary = desk.run("import", tmp_path / "people")[-1]
    assert (summary["people"], summary["photos"], summary["added_people"]) == (8, 16, 4)
