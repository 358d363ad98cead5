import dataclasses
from pathlib import Path

import pytest

from camera.embedders.manifest import parse_manifest
from camera.embedders.shipped import shipped_manifest
from camera.errors import ModelError
from camera.models.catalogue import CATALOGUE, PinnedFile

THRESHOLDS = Path(__file__).resolve().parents[2] / "watchlist" / "THRESHOLDS.md"
GOOD = """
name = "somebody-r50"
sha256 = "0123456789012345678901234567890123456789012345678901234567890123"
input_px = 112
channels = "rgb"
mean = [127.5, 127.5, 127.5]
std = [127.5, 127.5, 127.5]
dimension = 512
margin = 0.04
licence = "MIT"
origin = "somewhere"
[thresholds]
five-points = 0.4
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(ModelError) as told:
        parse_manifest(text, "mine.toml")
    return str(told.value).splitlines()


def test_a_whole_manifest_is_read() -> None:
    manifest = parse_manifest(GOOD, "mine.toml")
    assert manifest.mean == (127.5, 127.5, 127.5)
    assert manifest.alignments == ("five-points",)
    assert manifest.model_id("five-points") == "somebody-r50@01234567+five-points"


def test_every_fault_is_told_at_once_in_the_words_of_the_file() -> None:
    text = GOOD.replace("channels", "chanels").replace("[127.5, 127.5, 127.5]", "[127.5, 0]", 1).replace("512", '"512"')
    first, *faults = faults_of(text.replace('licence = "MIT"', ""))
    assert first == "mine.toml has 5 fault(s):"
    assert "  chanels: unknown (did you mean 'channels'?)" in faults
    assert "  channels: missing" in faults
    assert "  licence: missing" in faults
    assert any(fault.startswith("  mean: must be three numbers") for fault in faults)
    assert "  dimension: must be the length of the vectors, 1 to 4096, not '512'" in faults


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("five-points = 0.4", "five-points = 1.4", "thresholds: must be a table of alignments"),
        ("five-points = 0.4", "", "thresholds: must be a table of alignments"),
        ("five-points", "six-points", "thresholds.six-points: unknown for the family 'arcface'"),
        ('"rgb"', '"grb"', "channels: must be 'rgb' or 'bgr', not 'grb'"),
        ("input_px = 112", "input_px = 160", "input_px: must be 112 for the family 'arcface', not 160"),
        ('0123"', '012"', "sha256: must be the file's SHA-256"),
        ('"somebody-r50"', '"../r50"', "name: must be small letters"),
        ("std = [127.5", "std = [0", "std: must be three numbers above 0"),
        ("margin = 0.04", "margin = nan", "margin: must be a cosine difference"),
        ("input_px = 112", "input_px = true", "input_px: must be the side"),
        ("margin = 0.04", 'margin = 0.04\nmeasured = "yes"', "measured: must be true or false, not 'yes'"),
    ],
)
def test_a_value_that_cannot_be_is_refused(old: str, new: str, fault: str) -> None:
    assert any(line.strip().startswith(fault) for line in faults_of(GOOD.replace(old, new)))


def test_a_file_that_is_not_toml_is_named() -> None:
    assert faults_of("name = ")[0].startswith("mine.toml is not TOML")


def test_an_impossible_manifest_cannot_be_built_in_code_either() -> None:
    with pytest.raises(ValueError, match="dimension"):
        dataclasses.replace(parse_manifest(GOOD, "mine.toml"), dimension=0)


@pytest.mark.parametrize("pin", [pin for pin in CATALOGUE if pin.kind == "embedder"], ids=lambda pin: pin.name)
def test_every_known_embedder_has_a_manifest_that_agrees_with_the_catalogue(pin: PinnedFile) -> None:
    manifest = shipped_manifest(pin.name)
    assert (manifest.name, manifest.sha256, manifest.licence) == (pin.name, pin.sha256, pin.licence)
    assert manifest.alignments == ("five-points", "eyes-nose")


@pytest.mark.parametrize(
    ("name", "measured"), [("dlib-resnet-v1", True), ("mobilefacenet-foamliu", True), ("sface", False)]
)
def test_a_manifest_says_whether_anybody_measured_its_thresholds(name: str, measured: bool) -> None:
    assert shipped_manifest(name).measured is measured
    assert name in THRESHOLDS.read_text(encoding="utf-8") or not measured


def test_a_sites_own_manifest_counts_as_not_measured_unless_it_says_so() -> None:
    assert not parse_manifest(GOOD, "mine.toml").measured
    assert parse_manifest(f"measured = true{GOOD}", "mine.toml").measured


def test_how_rare_a_stranger_is_belongs_to_an_alignment() -> None:
    text = GOOD.replace("[thresholds]", "listed = 234\n[thresholds]") + "[one_in]\nfive-points = 65\n"
    manifest = parse_manifest(text, "mine.toml")
    assert (manifest.one_in, manifest.listed) == ({"five-points": 65}, 234)
    assert (parse_manifest(GOOD, "mine.toml").one_in, parse_manifest(GOOD, "mine.toml").listed) == ({}, None)
    assert any("without listed" in fault for fault in faults_of(GOOD + "[one_in]\nfive-points = 65\n"))
    assert any("one_in.six" in fault for fault in faults_of(text.replace("five-points = 65", "six = 65")))
    assert any("one_in: must be" in fault for fault in faults_of(text.replace("65", "0")))


@pytest.mark.parametrize("name", ["dlib-resnet-v1", "mobilefacenet-foamliu"])
def test_what_is_shipped_says_no_more_than_was_measured(name: str) -> None:
    manifest, document = shipped_manifest(name), THRESHOLDS.read_text(encoding="utf-8")
    assert manifest.one_in
    for alignment, one_in in manifest.one_in.items():
        told = (
            f'[operating_points."{manifest.model_id(alignment)}"]\nthreshold = {manifest.thresholds[alignment]:.3f}\n'
            f"margin = {manifest.margin:g}\none_in = {one_in}\nlisted = {manifest.listed}\n"
        )
        assert told in document
    assert not shipped_manifest("sface").one_in


def test_dlibs_manifest_is_shipped() -> None:
    assert shipped_manifest("dlib-resnet-v1").alignments == ("dlib-chip",)
    assert shipped_manifest("dlib-resnet-v1").model_id("dlib-chip") == "dlib-resnet-v1@55533b28"
