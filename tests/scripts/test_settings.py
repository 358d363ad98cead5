"""The settings file: every fault at once, in the file's own words."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts.entrance.settings import Settings
from scripts.errors import SettingsError
from scripts.main import run
from scripts.settings import load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "gatehouse.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path / "gatehouse.toml", Settings) == Settings()


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
        ),
        Settings,
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
        load_settings(path, Settings)
    told = str(caught.value).splitlines()
    assert told[0] == "gatehouse.toml has 9 fault(s):"
    assert "  site.four_eys: unknown (did you mean 'four_eyes'?)" in told
    assert "  cameras[0].urll: unknown (did you mean 'url'?)" in told
    assert "  operating_points.m.threshhold: unknown (did you mean 'threshold'?)" in told
    assert "  site: listing_days must be 1 to 366" in told
    assert "  alarm: votes_needed must be 1 to 20, not 0" in told
    assert any(line.startswith("  engine.detector: ") and line.endswith("not 5") for line in told)
    assert "  cameras[0].url: Field required" in told


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(folder, text), Settings)
    first, *faults = str(caught.value).splitlines()
    assert first == f"gatehouse.toml has {len(faults)} fault(s):"
    return [fault.strip() for fault in faults]


def test_every_fault_of_one_table_is_told(tmp_path: Path) -> None:
    text = """
    [site]
    listing_days = 0
    keep_alarms_days = "x"
    keep_expired_days = -1
    [alarm]
    votes_needed = 0
    quiet_s = 0
    spread_s = 99
    [[cameras]]
    name = ""
    url = ""
    min_face_px = 5
    """
    assert sorted(faults_of(tmp_path, text)) == [
        "alarm: quiet_s must be 1 to 86400, not 0.0",
        "alarm: spread_s must be 0 to 10, not 99.0",
        "alarm: votes_needed must be 1 to 20, not 0",
        "cameras[0].url: the address is empty",
        "cameras[0]: min_face_px must be 20 to 400",
        "cameras[0]: name must not be empty",
        "site.keep_alarms_days: Input should be a valid integer, not 'x'",
        "site: keep_expired_days must be 0 to 3650",
        "site: listing_days must be 1 to 366",
    ]


def test_values_that_do_not_go_together_are_told_though_each_alone_is_fine(tmp_path: Path) -> None:
    [fault] = faults_of(tmp_path, "[alarm]\nvotes_needed = 20\nvote_gap_s = 5")
    assert fault.startswith("alarm: vote_fresh_s must be at least 95")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[site]\nfour_eyes = "no"', "site.four_eyes: Input should be a valid boolean, not 'no'"),
        ("[site]\nfour_eyes = 1", "site.four_eyes: Input should be a valid boolean, not 1"),
        ('[alarm]\nquiet_s = "600"', "alarm.quiet_s: Input should be a valid number, not '600'"),
        ("[alarm]\nquiet_s = true", "alarm.quiet_s: Input should be a valid number, not True"),
        ("[site]\nlisting_days = 30.0", "site.listing_days: Input should be a valid integer, not 30.0"),
        ("[site]\nname = 5", "site.name: Input should be a valid string, not 5"),
        ("[site]\nname = 2026-01-01", "site.name: Input should be a valid string"),
        ("site = 5", "site: Input should be an object, not 5"),
        (
            '[engine]\ndetector = "hgo"',
            "engine: no detector is called 'hgo'. Did you mean 'hog'? Known: auto, hog, yunet, yunet-2026may.",
        ),
        ('[engine]\nembedder = " "', "engine: embedder must not be empty"),
    ],
)
def test_a_value_is_taken_as_it_is_meant_or_not_at_all(tmp_path: Path, text: str, fault: str) -> None:
    assert faults_of(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "the address is empty"),
        ("rstp://10.0.0.5/1", "no camera or file is reached by 'rstp' (did you mean 'rtsp'?)"),
        ("rtsp:10.0.0.5", "an address that starts with 'rtsp' is written differently"),
        ("usb:door", "an address that starts with 'usb' is written differently"),
    ],
)
def test_an_address_that_cannot_be_right_is_told_with_the_rest(tmp_path: Path, url: str, fault: str) -> None:
    text = f'[engine]\ndetector = "hgo"\n[[cameras]]\nname = "door"\nurl = "{url}"'
    found = faults_of(tmp_path, text)
    assert len(found) == 2
    assert found[1] == f"cameras[0].url: {fault}"


@pytest.mark.parametrize(
    "url", ["usb:0", "0", "usb:1?size=640x480", "RTSPS://x/1", "http://x", "fake:entrance", "C:/门/1.mp4", "clip.mp4"]
)
def test_an_address_that_may_be_right_is_taken(tmp_path: Path, url: str) -> None:
    [camera] = load_settings(written(tmp_path, f'[[cameras]]\nname = "door"\nurl = "{url}"'), Settings).cameras
    assert camera.url == url


def test_whole_numbers_are_taken_for_seconds_and_windows_mark_is_passed_over(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "\ufeff[alarm]\nquiet_s = 300\n"), Settings)
    assert settings.alarm.quiet_s == 300
    assert isinstance(settings.alarm.quiet_s, float)


def test_a_wrong_detector_in_the_settings_is_wrong_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, '[engine]\ndetector = "hgo"')
    assert run(["watch"], home=tmp_path) == 2
    assert "'hgo'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("scripts.entrance.settings", {"cv2", "av", "dlib", "onnxruntime", "onnx"}),
        ("scripts.settings", {"cv2", "av", "dlib", "onnxruntime", "onnx", "watchlist"}),
    ],
)
def test_reading_the_settings_loads_nothing_that_sees(module: str, never: set[str]) -> None:
    script = f"import sys, {module}; print({never!r} & set(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ended.stdout == "set()\n"


@pytest.mark.parametrize("text", ["[site", "a = 1\na = 2", "[site]\nname = \x00"])
def test_what_is_not_toml_is_said_so(tmp_path: Path, text: str) -> None:
    with pytest.raises(SettingsError, match="is not TOML"):
        load_settings(written(tmp_path, text), Settings)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gatehouse.toml"
    path.write_bytes("[site]\nname = '号贩子'".encode("gb18030"))
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(path, Settings)


def test_two_cameras_may_not_share_a_name(tmp_path: Path) -> None:
    camera = '[[cameras]]\nname = "door"\nurl = "usb:0"\n'
    with pytest.raises(SettingsError, match="two cameras have the same name"):
        load_settings(written(tmp_path, camera + camera), Settings)


def test_the_settings_of_the_readme_are_in_order(tmp_path: Path) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    block = readme.split("```toml\n")[1].split("```")[0]
    settings = load_settings(written(tmp_path, block), Settings)
    assert [camera.url for camera in settings.cameras][-1] == "usb:0"


def test_a_file_that_cannot_be_looked_at_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(tmp_path / ("x" * 300), Settings)


def test_a_cameras_second_stream_is_what_is_looked_at_and_its_address_is_checked(tmp_path: Path) -> None:
    main, sub = "rtsp://127.0.0.1/main", "rtsp://127.0.0.1/sub"
    text = f'[[cameras]]\nname = "door"\nurl = "{main}"\n'
    [plain] = load_settings(written(tmp_path, text), Settings).cameras
    assert plain.watched_url == main
    [double] = load_settings(written(tmp_path, f'{text}sub_url = "{sub}"\n'), Settings).cameras
    assert double.watched_url == sub
    assert faults_of(tmp_path, f'{text}sub_url = "rtps://127.0.0.1/sub"\n')
