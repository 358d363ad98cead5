"""The doctor and the beacons of the settings: asked by a routine check, rung only on request."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts.doctor.beacons import beacon_findings
from scripts.doctor.command import doctor
from scripts.doctor.findings import Finding, Health
from scripts.entrance.settings import BeaconSettings, Settings
from scripts.errors import SettingsError
from scripts.settings import load_settings
from tests.hardware.beacons.relay_peer import relay_peer


def found(*urls: str, ring: bool = False) -> list[Finding]:
    return list(beacon_findings([BeaconSettings(url) for url in urls], ring=ring))


def test_each_beacon_is_told_of_and_what_is_wrong_with_it() -> None:
    well, away = found("fake:", "modbus://127.0.0.1:1?lamp=0")
    assert (well.part, well.health) == ("beacon 1", Health.WELL)
    assert (away.part, away.health) == ("beacon 2", Health.FAULT)
    assert "port 1" in away.what
    assert "power" in away.hint


def test_a_relay_is_switched_only_when_it_is_asked_for() -> None:
    with relay_peer() as peer:
        url = f"modbus://127.0.0.1:{peer.port}?lamp=0&siren=1"
        assert found(url)[0].health is Health.WELL
        assert peer.writes == 0
        [rung] = found(url, ring=True)
        assert "rang" in rung.what
        assert peer.writes >= 4
        assert not any(peer.coils)


def test_no_beacon_is_a_caution_only_for_whoever_wants_to_hear_one() -> None:
    assert found() == []
    [none] = found(ring=True)
    assert none.health is Health.CAUTION
    assert "[[beacons]]" in none.hint


def test_the_settings_hold_beacons_and_refuse_a_wrong_address(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('[[beacons]]\nurl = "sound:?volume=50"\n[[beacons]]\nurl = "fake:"\n', encoding="utf-8")
    assert [one.url for one in load_settings(path, Settings).beacons] == ["sound:?volume=50", "fake:"]
    path.write_text('[[beacons]]\nurl = "sound:?volume=500"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"beacons\[0\].url: volume is a number from 1 to 100"):
        load_settings(path, Settings)


def test_the_command_says_what_ringing_does() -> None:
    assert "seen and heard" in CliRunner().invoke(doctor, ["--help"]).output
