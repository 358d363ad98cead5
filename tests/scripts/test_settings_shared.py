"""One settings file for several programs: each reads its own tables, and is told their faults alone."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import get_type_hints

import pytest

from scripts.command import Context
from scripts.entrance.settings import Settings
from scripts.errors import SettingsError
from scripts.settings import TABLES, SiteSettings, load_settings


def written(folder: Path, text: str) -> Path:
    path = folder / "gatehouse.toml"
    path.write_text(text, encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True)
class Printer:
    port: str
    width: int = 42
    feed: int = 3

    def __post_init__(self) -> None:
        if self.feed > 9:
            raise ValueError("feed must be at most 9")


@dataclass(frozen=True, slots=True)
class Desk:
    language: str = "zh"
    printer: Printer | None = None
    slips: tuple[Printer, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class HubSettings:
    """Another program's tables of the same file."""

    site: SiteSettings = field(default_factory=SiteSettings)
    desk: Desk = field(default_factory=Desk)


FILE_OF_TWO = """
[site]
name = "市立医院"
[alarm]
quiet_s = "whatever the hub is not told"
[desk]
language = "en"
[[desk.slips]]
port = "usb"
"""


def test_a_program_reads_its_own_tables_and_leaves_the_others_alone(tmp_path: Path) -> None:
    path = written(tmp_path, FILE_OF_TWO)
    of_desk = Desk("en", slips=(Printer("usb"),))
    assert load_settings(path, HubSettings) == HubSettings(SiteSettings("市立医院"), of_desk)
    with pytest.raises(SettingsError, match=r"has 1 fault\(s\):\n  alarm.quiet_s"):
        load_settings(path, Settings)


def test_a_home_answers_every_program_with_its_own_settings(tmp_path: Path) -> None:
    written(tmp_path, '[desk]\nlanguage = "en"')
    assert Context(tmp_path).settings == Settings()
    assert Context(tmp_path).settings_of(HubSettings).desk.language == "en"


@pytest.mark.parametrize("tree", [Settings, HubSettings])
def test_a_table_that_no_program_knows_is_a_fault_for_each(tree: type[object], tmp_path: Path) -> None:
    path = written(tmp_path, "[kiosc]\n[camera]\n[xyz]\n")
    with pytest.raises(SettingsError) as caught:
        load_settings(path, tree)
    assert str(caught.value).splitlines()[1:] == [
        "  kiosc: unknown (did you mean 'kiosk'?)",
        "  camera: unknown (did you mean 'cameras'?)",
        f"  xyz: unknown (known: {', '.join(TABLES)})",
    ]


def test_tables_in_tables_are_told_once_and_whole(tmp_path: Path) -> None:
    text = """
    [desk]
    language = 5
    [desk.printer]
    port = "usb"
    widht = 1
    [[desk.slips]]
    width = "x"
    feet = 1
    [[desk.slips]]
    port = "usb"
    feed = 10
    width = "y"
    """
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text), HubSettings)
    assert sorted(str(caught.value).splitlines()[1:]) == [
        "  desk.language: Input should be a valid string, not 5",
        "  desk.printer.widht: unknown (did you mean 'width'?)",
        "  desk.slips[0].feet: unknown (did you mean 'feed'?)",
        "  desk.slips[0].port: Field required",
        "  desk.slips[0].width: Input should be a valid integer, not 'x'",
        "  desk.slips[1].width: Input should be a valid integer, not 'y'",
        "  desk.slips[1]: feed must be at most 9",
    ]


@pytest.mark.parametrize("tree", [Settings, HubSettings])
def test_every_table_of_a_program_is_known_to_all(tree: type[object]) -> None:
    assert set(get_type_hints(tree)) <= set(TABLES)
