"""The settings file: every fault at once, in the file's own words."""

from pathlib import Path

import pytest

from scripts.errors import SettingsError
from scripts.settings import Settings, load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "gatehouse.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "gatehouse.toml") == Settings()


def test_what_the_file_says_is_in_force(tmp_path: Path) -> None:
    settings = load_settings(
        written(
            tmp_path,
            """
            [site]
            name = "市立医院"
            four_eyes = true
            [alarm]
            quiet_s = 300
            [operating_points."some-model@1234"]
            threshold = 0.6
            margin = 0.05
            [[cameras]]
            name = "北门"
            url = "rtsp://127.0.0.1/1"
            """,
        )
    )
    assert settings.site.name == "市立医院"
    assert settings.site.four_eyes
    assert settings.alarm.quiet_s == 300
    assert settings.operating_points["some-model@1234"].threshold == 0.6
    assert [camera.name for camera in settings.cameras] == ["北门"]


def test_every_fault_is_told_at_once_and_in_the_words_of_the_file(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        [site]
        four_eys = true
        listing_days = 1000
        [engine]
        detector = 5
        [alarm]
        votes_needed = 0
        [operating_points.m]
        threshhold = 0.5
        [[cameras]]
        name = "north"
        urll = "x"
        """,
    )
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    told = str(caught.value).splitlines()
    assert told[0] == "gatehouse.toml has 9 fault(s):"
    assert "  site.four_eys: unknown (did you mean 'four_eyes'?)" in told
    assert "  cameras[0].urll: unknown (did you mean 'url'?)" in told
    assert "  operating_points.m.threshhold: unknown (did you mean 'threshold'?)" in told
    assert "  site: listing_days must be 1 to 366" in told
    assert "  alarm: votes_needed must be 1 to 20, not 0" in told
    assert any(line.startswith("  engine.detector: ") and line.endswith("not 5") for line in told)
    assert "  cameras[0].url: Field required" in told


@pytest.mark.parametrize("text", ["[site", "a = 1\na = 2", "[site]\nname = \x00"])
def test_what_is_not_toml_is_said_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="is not TOML"):
        load_settings(written(tmp_path, text))


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.toml"
    path.write_bytes("[site]\nname = '号贩子'".encode("gb18030"))
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(path)


def test_two_cameras_may_not_share_a_name(tmp_path: Path) -> None:
    camera = '[[cameras]]\nname = "door"\nurl = "usb:0"\n'
    with pytest.raises(SettingsError, match="two cameras have the same name"):
        load_settings(written(tmp_path, camera + camera))


def test_the_settings_of_the_readme_are_in_order(tmp_path: Path) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    block = readme.split("```toml\n")[1].split("```")[0]
    settings = load_settings(written(tmp_path, block))
    assert [camera.url for camera in settings.cameras][-1] == "usb:0"
