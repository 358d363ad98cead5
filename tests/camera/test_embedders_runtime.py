"""The network library tells nobody anything and writes no file of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def files_after(code: str, folder: Path) -> list[str]:
    environ = {key: value for key, value in os.environ.items() if not key.startswith("ORT_")}
    environ |= {name: str(folder) for name in ("HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "TMPDIR")}
    subprocess.run([sys.executable, "-B", "-c", code], cwd=ROOT, env=environ, check=True)
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_loading_it_leaves_no_file(tmp_path: Path) -> None:
    assert files_after("import camera.embedders.session", tmp_path) == []


@pytest.mark.parametrize("folder", ["camera", "scripts", "watchlist", "records", "kiosk", "ui", "hardware"])
def test_it_is_loaded_in_one_place_only(folder: str) -> None:
    importing = [
        path.name
        for path in (ROOT / folder).rglob("*.py")
        if any(line.strip().startswith("import onnxruntime") for line in path.read_text(encoding="utf-8").splitlines())
    ]
    assert importing == (["runtime.py"] if folder == "camera" else [])
