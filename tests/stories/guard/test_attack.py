"""The real programs killed at random while listed people come and go; `gatehouse bench attack` is the long one."""

from pathlib import Path

from scripts.bench.attack.house import WEIGHTS
from scripts.bench.attack.run import Pace, run_attack
from scripts.main import run

MODELS = ("face_detection_yunet_2023mar.onnx", "mobilefacenet_foamliu.onnx")
SEED = 1


def test_a_lobby_under_attack_loses_no_alarm_and_rings_none_twice(tmp_path: Path, shared_data: Path) -> None:
    for name in MODELS:
        assert run(["models", "import", str(shared_data / "models" / name)], home=tmp_path / "engine") == 0
    pace = Pace(kill_every_s=(1.5, 3.5))
    found = run_attack(tmp_path / "attack", len(WEIGHTS), SEED, pace, tmp_path / "engine" / "models")
    assert found.faults == ()
    assert found.figures["alarms owed during kills"] >= 1
    assert found.figures["decisions kept"] == found.figures["alarms"] >= 1
    assert 0 not in found.kills.values()
