import json
from pathlib import Path

import pytest

from camera.models.catalogue import CATALOGUE
from scripts.main import run


def test_list_names_every_model_and_warns_before_a_door_is_watched_with_dlib(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "list"], home=tmp_path) == 0
    told = capsys.readouterr()
    assert all(pin.name in told.out and pin.sha256 in told.out for pin in CATALOGUE)
    assert "* dlib" in told.out
    assert "gatehouse models fetch sface" in told.err


def test_list_in_json_is_one_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "list", "--json"], home=tmp_path) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["name"] for line in lines if line["used"]] == ["hog", "dlib"]
    assert {line["state"] for line in lines} == {"built in", "not installed"}


def test_list_follows_the_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "gatehouse.toml").write_text('[engine]\nembedder = "sfase"\n', encoding="utf-8")
    assert run(["models", "list"], home=tmp_path) == 1
    assert "Did you mean 'sface'?" in capsys.readouterr().err


def test_import_takes_a_known_file_in(shared_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = shared_data / "models" / "mobilefacenet_foamliu.onnx"
    assert run(["models", "import", str(file), "--json"], home=tmp_path) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["installed"], told["kind"]) == ("mobilefacenet-foamliu", "embedder")
    assert run(["models", "import", str(file)], home=tmp_path) == 0
    assert "MS-Celeb-1M" in capsys.readouterr().out
    assert run(["models", "list"], home=tmp_path) == 0
    told_list = capsys.readouterr()
    assert "* mobilefacenet-foamliu" in told_list.out
    assert "fetch sface" not in told_list.err


def test_import_of_a_wrong_file_fails_with_a_hint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "空.onnx").write_bytes(b"")
    assert run(["models", "import", str(tmp_path / "空.onnx")], home=tmp_path) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "空.onnx is empty" in told.err
    assert "hint:" in told.err


def test_fetch_of_an_unknown_name_says_which_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "fetch", "yunnet"], home=tmp_path) == 1
    assert "Did you mean 'yunet'?" in capsys.readouterr().err


def test_fetch_of_a_model_without_an_address_points_to_its_origin(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["models", "fetch", "mobilefacenet-foamliu"], home=tmp_path) == 1
    assert "github.com/foamliu" in capsys.readouterr().err
