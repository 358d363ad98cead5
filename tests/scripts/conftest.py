"""What the tests of several commands share."""

from pathlib import Path

import pytest

from tests.scripts.list_world import CHEAP, ListWorld


@pytest.fixture
def list_world(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> ListWorld:
    """Its files are sealed at a price that no test waits for."""
    monkeypatch.setattr("records.sealed_file.USUAL_COST", CHEAP)
    return ListWorld(tmp_path, capsys)
