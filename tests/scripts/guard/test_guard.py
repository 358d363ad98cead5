"""`gatehouse guard`: it opens without a watch, speaks to one that runs, and takes badges."""

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from hardware.cards.events import CardData, CardKind
from hardware.cards.fake import FakeCardReader
from scripts.entrance.settings import GuardSettings
from scripts.guard import program
from scripts.guard.program import badges, site_rules
from scripts.main import DONE, FAILED, WRONG_USAGE, run
from ui.guard.front import GuardFront
from watchlist.post.console.state import Console


@pytest.fixture(autouse=True)
def no_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test computer has no sound device, and nobody is rung at."""
    monkeypatch.setattr(program, "has_device", lambda: False)


@pytest.fixture
def last(monkeypatch: pytest.MonkeyPatch) -> list[Console]:
    """The state at the end."""
    states: list[Console] = []
    close = GuardFront.close

    def closing(front: GuardFront) -> None:
        states.append(front.state)
        close(front)

    monkeypatch.setattr(GuardFront, "close", closing)
    return states


@pytest.mark.qt_log_ignore("PulseAudio")
def test_it_opens_without_a_watch_and_says_so(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str], last: list[Console]
) -> None:
    (tmp_path / "gatehouse.toml").write_text("[guard]\nlock_after_s = 120\n")
    line = ["guard", "--windowed", "--language", "en", "--theme", "dark", "--seconds", "1"]
    assert run([*line, "--json"], home=tmp_path) == DONE
    assert json.loads(capsys.readouterr().out) == {"event": "shown"}
    (state,) = last
    assert (state.language, state.dark, state.is_lost, state.site.lock_after_s) == ("en", True, True, 120)


def test_a_reader_that_nobody_understands_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["guard", "--reader", "magic:", "--seconds", "0.1"], home=tmp_path) == FAILED
    assert "magic" in capsys.readouterr().err


@pytest.mark.parametrize("value", ['"magic:"', '"fake:but not"', '"id-bridge:ftp://x"', "5"])
def test_a_wrong_reader_in_the_settings_is_told_with_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    (tmp_path / "gatehouse.toml").write_text(f"[guard]\nreader = {value}\n")
    assert run(["guard", "--seconds", "1"], home=tmp_path) == WRONG_USAGE
    told = capsys.readouterr().err
    assert "guard.reader" in told
    assert "hint" in told


@pytest.mark.parametrize(
    ("settings", "option", "opened"),
    [
        ("fake:", (), ["fake:"]),
        ("pcsc:", ("--reader", "fake:"), ["fake:"]),
        ("fake:", ("--reader", ""), []),
        ("", (), []),
    ],
)
def test_the_reader_of_the_settings_is_used_unless_another_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, option: tuple[str, ...], opened: list[str]
) -> None:
    asked: list[str] = []

    def opens(address: str, name: str) -> FakeCardReader:
        asked.append(address)
        return FakeCardReader(name)

    monkeypatch.setattr(program, "open_reader", opens)
    monkeypatch.setattr(program, "show", lambda *_: None)
    (tmp_path / "gatehouse.toml").write_text(f'[guard]\nreader = "{settings}"\n')
    assert run(["guard", *option], home=tmp_path) == DONE
    assert asked == opened


def test_a_theme_that_is_none_is_refused(tmp_path: Path) -> None:
    assert run(["guard", "--theme", "pink"], home=tmp_path) == WRONG_USAGE


def test_only_the_number_of_a_badge_is_told() -> None:
    heard: list[str] = []
    reader = FakeCardReader()
    reader.listen(badges(heard.append))
    reader.insert_upside_down()
    reader.pull()
    reader.insert(CardData(CardKind.VISIT, "04A1"))
    reader.pull()
    reader.lose()
    assert heard == ["04A1"]


def test_the_sites_own_instruction_is_in_the_languages_it_wrote() -> None:
    assert site_rules(GuardSettings()).instruction is None
    told = site_rules(GuardSettings(instruction="请到一旁", lock_after_s=60))
    assert told.instruction is not None
    assert (told.instruction.said_in("en"), told.lock_after_s) == ("请到一旁", 60)
