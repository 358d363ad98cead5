"""What the settings file says of a kiosk, as its rules and parts; and the camera it shares with the watch."""

from pathlib import Path

import pytest

from hardware.errors import PartMissing
from hardware.printers.fake import FakePrinter
from hardware.printers.no_printer import NoPrinter
from hardware.printers.slip import Slip, SlipText
from kiosk.desk.values import Words
from kiosk.visit.services import Service
from kiosk.visit.site import SiteRules
from scripts.command import Context
from scripts.entrance.settings import Settings
from scripts.errors import SettingsError
from scripts.kiosk.camera import kiosk_camera
from scripts.kiosk.parts import open_parts, open_reports_client, part_name, typesetter
from scripts.kiosk.rules import UNNAMED, site_rules
from scripts.kiosk.settings import KioskSettings, KioskTree, PrinterSettings, ReportSettings
from scripts.settings import EngineSettings, load_settings
from tests.scripts.kiosk.test_kiosk_command import home_with

WHOLE = """
[site]
name = "市第一医院"
name_en = "City First Hospital"
[kiosk]
name = "B"
services = ["book", "pick-up", "queue"]
face_check = ["book"]
checked_departments = ["children"]
tries = 3
watch_looks = true
language = "en"
counter = "三号窗口"
idle_s = 60
"""


def tree_of(folder: Path, text: str) -> KioskTree:
    path = folder / "gatehouse.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, KioskTree)


def test_the_file_becomes_the_rules_of_the_visit(tmp_path: Path) -> None:
    rules = site_rules(tree_of(tmp_path, WHOLE), ("en", "zh"))
    assert rules.hospital == Words("市第一医院", "City First Hospital")
    assert rules.services == (Service.BOOK, Service.PICK_UP, Service.QUEUE)
    assert rules.checked_services == {Service.BOOK}
    assert rules.checked_departments == {"children"}
    assert (rules.kiosk, rules.tries, rules.watch_looks) == ("B", 3, True)
    assert rules.look.language == "en"
    assert rules.counter.zh == "三号窗口"
    assert rules.patience.idle_s == 60


def test_without_a_file_the_rules_are_the_delivered_ones() -> None:
    rules = site_rules(KioskTree(), ("zh", "en"))
    assert rules == SiteRules(UNNAMED, services=tuple(each for each in Service if each is not Service.SCALPER))


def test_no_face_check_at_all_is_a_choice(tmp_path: Path) -> None:
    assert not site_rules(tree_of(tmp_path, "[kiosk]\nface_check = []"), ("zh", "en")).checks_faces


def test_the_watch_and_the_kiosk_name_the_camera_in_the_same_words(tmp_path: Path) -> None:
    """Else neither could join the other's worker."""
    tree = tree_of(tmp_path, WHOLE)
    settings = load_settings(tmp_path / "gatehouse.toml", Settings)
    assert settings.kiosk is not None
    models = tmp_path / "models"
    mine = kiosk_camera(models, tree.kiosk, tree.engine)
    assert mine.to_json() == kiosk_camera(models, settings.kiosk, settings.engine).to_json()


def test_an_engine_that_is_not_installed_is_told_when_the_camera_is_wanted(tmp_path: Path) -> None:
    from camera.errors import ModelError

    with pytest.raises(ModelError):
        kiosk_camera(tmp_path, KioskSettings(), EngineSettings(embedder="sface"))


def test_parts_are_opened_by_their_addresses(tmp_path: Path) -> None:
    home = home_with(tmp_path)
    context = Context(home)
    parts = open_parts(context, context.settings_of(KioskTree))
    try:
        assert [(reader.name, stays) for reader, stays in parts.readers] == [("reader", True)]
        assert parts.scanners == ()
        assert parts.wedge
        assert isinstance(parts.printer, FakePrinter)
    finally:
        parts.close_desk()


def test_parts_of_a_kind_are_numbered() -> None:
    assert [part_name("reader", place, 2) for place in range(2)] == ["reader 1", "reader 2"]
    assert part_name("reader", 0, 1) == "reader"


def test_a_kiosk_without_a_printer_says_so_with_every_slip() -> None:
    printer = NoPrinter("printer")
    for ask in (printer.status, printer.check, lambda: printer.send(b"slip")):
        with pytest.raises(PartMissing, match="none in the settings"):
            ask()
    printer.close()


def test_slips_are_set_for_the_paper_of_the_settings() -> None:
    narrow, wide = (typesetter(PrinterSettings(columns=columns)) for columns in (32, 48))
    slip = Slip((SlipText("预约" * 20),))
    assert narrow(slip) != wide(slip)


def test_where_reports_go_and_the_places_stand_in_the_settings(tmp_path: Path) -> None:
    text = (
        '[kiosk.reports]\nhub = "https://hub.example"\nkey_file = "hub.key"\n'
        '[[kiosk.reports.places]]\nname = "北门"\nname_en = "North gate"\n[[kiosk.reports.places]]\nname = "大厅"\n'
    )
    tree = tree_of(tmp_path, text)
    assert Service.SCALPER in site_rules(tree, ("zh", "en")).services
    assert site_rules(tree, ("zh", "en")).report_places == (Words("北门", "North gate"), Words("大厅", ""))
    key = tmp_path / "hub.key"
    with pytest.raises(SettingsError, match="cannot be read"):
        open_reports_client(tmp_path, tree.kiosk.reports)
    key.write_text("no key\n", "utf-8")
    with pytest.raises(SettingsError, match="no key in"):
        open_reports_client(tmp_path, tree.kiosk.reports)
    key.write_text(f"kiosk-1.{'0' * 64}\n", "utf-8")
    reports, close = open_reports_client(tmp_path, tree.kiosk.reports)
    assert reports is not None
    close()
    nobody, _ = open_reports_client(tmp_path, ReportSettings())
    assert nobody is None


def test_what_nobody_would_take_is_not_asked_for(tmp_path: Path) -> None:
    tree = tree_of(tmp_path, '[kiosk]\nservices = ["book", "scalper"]')
    assert site_rules(tree, ("zh", "en")).services == (Service.BOOK,)
    with pytest.raises(SettingsError, match="hub"):
        tree_of(tmp_path, '[kiosk]\nservices = ["scalper"]')


LONG, NINE = "北" * 21, ", ".join(f'{{ name = "{number}" }}' for number in range(9))


@pytest.mark.parametrize(
    "wrong",
    [
        'hub = "https://hub.example"',
        'key_file = "hub.key"',
        'places = [{ name = "" }]',
        f'places = [{{ name = "{LONG}" }}]',
        'places = [{ name = "北门" }, { name = "北门" }]',
        f"places = [{NINE}]",
    ],
)
def test_nonsense_about_reports_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(SettingsError):
        tree_of(tmp_path, f"[kiosk.reports]\n{wrong}\n")
