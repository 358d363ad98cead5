"""What the police get about somebody: all that is kept, sealed, with its proof; and every look at it on record."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from records.errors import PassphraseRefused, SealedFileCut, SealedFileDamaged, SealedFileLocked, SealedFileRefused
from records.opening import Place
from records.pass_seal import Cost
from records.sealed_file import sealed_file, unsealed
from tests.watchlist.feed_store.homes import FIRST, ROOT, SECOND, key_list
from tests.watchlist.store_hand import MODEL, NEXT_YEAR, NOON, Hand, an_alarm, open_store, vector
from tests.watchlist.upstream.upstream_hand import a_hub, a_node, deliver, people_of, rings
from watchlist.alarms.life import Decide, GuardId, Take, Verdict
from watchlist.dossier.book import DossierReading
from watchlist.dossier.errors import EvidenceDamaged, EvidenceRefused
from watchlist.dossier.manifest import KIND, MANIFEST, SIGNATURE, Case, Manifest, Origin, Piece, signed_bytes
from watchlist.dossier.packing import PAGES, pack, unpack, words_of
from watchlist.list_writing import NewPhoto
from watchlist.reports.values import GroupId, NewReport
from watchlist.store import WatchlistStore
from watchlist.types import Entry

PHRASE, QUICK = "five words nobody would guess", Cost(4, 1)
CASE = Case("京公 2026-17", "fraud at the north gate", "Haidian district", "chen", NOON, "第一医院")
NASTY = "<script>alert('x')</script> & \"quoted\" <img src=x onerror=1>"
JPEG = b"\xff\xd8\xff a jpeg"


@pytest.fixture
def store(place: Place) -> Iterator[WatchlistStore]:
    with open_store(place, Hand()) as store:
        yield store


def listed(store: WatchlistStore, name: str = "张伟", seed: int = 1) -> Entry:
    """With a life, an alarm about which somebody decided, and reports it came of."""
    photos = [NewPhoto(b"\x89PNG photograph %d" % seed, ((MODEL, vector(seed)),))]
    entry = store.list_person(
        name, f"sold slots {NASTY}", NEXT_YEAR, "li", photos, evidence="two saw it", basis="agreement 7"
    )
    store.change_reason(entry.person_id, "sold slots again", "li")
    store.lodge_appeal(entry.person_id, "it was my brother", "li")
    record = an_alarm(f"alarm-{seed}", entry.person_id)
    store.raise_alarm(record, JPEG)
    store.act(record.alarm_id, GuardId("guard-1"), Take())
    store.act(record.alarm_id, GuardId("guard-1"), Decide(Verdict.CONFIRMED, NASTY))
    told = NewReport(NOON, "north gate", f"call 1380013800{seed} {NASTY}", "kiosk-1", b"\xff\xd8\xff picture")
    [number] = store.reports.add([told], "kiosk-1").report_ids
    store.reports.propose(GroupId(number), entry.person_id, "li", "the same telephone")
    found = store.entry(entry.person_id)
    assert found is not None
    return found


def packed(store: WatchlistStore, path: Path, entry: Entry | None, groups: tuple[GroupId, ...] = ()) -> Manifest:
    reading = DossierReading(store, "chen")
    found = reading.dossier(entry, groups)

    def sign(manifest: bytes) -> Origin | None:
        if store.standing("beijing") is None:
            return None
        return Origin("beijing", ROOT.public, key_list(1, FIRST), *store.signed_for(signed_bytes(manifest)))

    return pack(path, PHRASE, CASE, found, reading.pictures(found), sign, QUICK)


def test_everything_that_is_kept_is_in_it_and_nothing_of_anybody_else(store: WatchlistStore, tmp_path: Path) -> None:
    entry = listed(store)
    listed(store, "李娜", 2)
    made = packed(store, tmp_path / "case.evidence", entry)
    manifest, origin = unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "out")
    assert (manifest, origin) == (made, None)
    assert {piece.name for piece in made.pieces} == {
        *("photographs/1.png", "alarms/1.jpg", "reports/1.jpg", "entry.json", "alarms.json", "reports.json"),
        *("audit.jsonl", "zh.html", "en.html"),
    }
    assert (tmp_path / "out/alarms/1.jpg").read_bytes() == JPEG
    told = json.loads((tmp_path / "out/entry.json").read_bytes())
    assert (told["name"], told["evidence"], told["reason"]) == ("张伟", "two saw it", "sold slots again")
    life = [(one["what"], one["who"], one["text"]) for one in told["life"]]
    assert life[0] == ("PersonListed", "li", f"sold slots {NASTY}")
    assert ("AppealLodged", "li", "it was my brother") in life
    [alarm] = json.loads((tmp_path / "out/alarms.json").read_bytes())
    assert (alarm["verdict"], [step["act"] for step in alarm["steps"]]) == ("confirmed", ["take", "decide"])
    assert alarm["steps"][1]["note"] == NASTY
    [group] = json.loads((tmp_path / "out/reports.json").read_bytes())
    assert (group["why"], group["reports"][0]["text"]) == ("the same telephone", f"call 13800138001 {NASTY}")
    log = [json.loads(line) for line in (tmp_path / "out/audit.jsonl").read_bytes().splitlines()]
    seen = {one["what"] for one in log}
    assert seen >= {"person.listed", "alarm.raised", "alarm.act", "appeal.lodged", "reports.proposed"}
    assert all(one["hash"] and one["previous"] for one in log)
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert "李娜".encode() not in everything
    assert b"13800138002" not in everything


def test_every_look_it_takes_is_on_record(store: WatchlistStore, tmp_path: Path) -> None:
    entry = listed(store)
    before = len(store.audit_records())
    packed(store, tmp_path / "case.evidence", entry)
    looked = [(one.what, one.subject) for one in store.audit_records()[before:] if one.who == "chen"]
    assert set(looked) == {
        *(("photo.looked_at", entry.person_id), ("alarm.looked_at", "alarm-1")),
        *(("report.picture_looked_at", "1"), ("reports.searched", "")),
    }


def test_reports_alone_can_be_handed_on(store: WatchlistStore, tmp_path: Path) -> None:
    reports = [NewReport(NOON, "gate", f"call 13800138001, {n}", "kiosk", None) for n in (1, 2)]
    [group, _] = store.reports.add(reports, "kiosk").report_ids
    made = packed(store, tmp_path / "case.evidence", None, (GroupId(group),))
    assert made.subjects == (f"group {group}",)
    assert {piece.name for piece in made.pieces} == {"reports.json", "audit.jsonl", "zh.html", "en.html"}


def test_a_hub_adds_what_nodes_told_it(tmp_path: Path) -> None:
    with a_hub(tmp_path / "hub.db") as hub, a_node(people_of(hub)) as node:
        first, second, _ = people_of(hub)
        for number, (who, gate) in enumerate(((first, "gate-1"), (second, "gate-2"))):
            rings(node, f"a-{number}", who)
            deliver(node, hub, gate)
        packed(hub, tmp_path / "case.evidence", hub.entry(first))
    unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "out")
    [visit] = json.loads((tmp_path / "out/visits.json").read_bytes())
    assert [door["alarm_id"] for door in visit["doors"]] == ["a-0"]
    assert "gate-1" in (tmp_path / "out/zh.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", sorted(PAGES))
def test_a_page_shows_all_of_it_and_runs_nothing(store: WatchlistStore, tmp_path: Path, language: str) -> None:
    packed(store, tmp_path / "case.evidence", listed(store))
    unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "out")
    text = (tmp_path / "out" / PAGES[language]).read_text(encoding="utf-8")
    for shown in ("张伟", "京公 2026-17", "it was my brother", "13800138001", "photographs/1.png", "alarms/1.jpg"):
        assert shown in text
    assert "<script" not in text
    assert "onerror=1>" not in text
    assert text.count("&lt;script&gt;") == 3
    assert words_of(language)["verdicts"]["confirmed"] in text
    assert words_of(language)["acts"]["AppealLodged"] in text


def test_both_languages_say_the_same() -> None:
    def keys(words: dict[str, object], at: str = "") -> set[str]:
        inner = [
            keys(cast(dict[str, object], one), f"{at}{name}.") for name, one in words.items() if isinstance(one, dict)
        ]
        return {f"{at}{name}" for name in words}.union(*inner)

    assert keys(words_of("zh")) == keys(words_of("en"))


def test_a_hub_signs_it_and_the_receiver_sees_whose_it_is(store: WatchlistStore, tmp_path: Path) -> None:
    store.begin_list("beijing", "第一医院", FIRST, key_list(1, FIRST), ROOT.public, "test")
    packed(store, tmp_path / "case.evidence", listed(store))
    _, origin = unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "out", ROOT.public)
    assert origin is not None
    assert origin.key_id == FIRST.key_id
    with pytest.raises(EvidenceDamaged, match="another root"):
        unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "other", SECOND.public)
    assert not (tmp_path / "other").exists()
    forged = replace(origin, signature=SECOND.sign(signed_bytes((tmp_path / "out" / MANIFEST).read_bytes())))
    with pytest.raises(EvidenceDamaged, match="not signed as it says"):
        forged.check((tmp_path / "out" / MANIFEST).read_bytes())
    with pytest.raises(EvidenceDamaged, match="not signed as it says"):
        origin.check((tmp_path / "out" / MANIFEST).read_bytes() + b" ")


def test_one_that_is_not_signed_is_not_taken_for_one_that_is(store: WatchlistStore, tmp_path: Path) -> None:
    packed(store, tmp_path / "case.evidence", listed(store))
    with pytest.raises(EvidenceDamaged, match="not signed"):
        unpack(tmp_path / "case.evidence", PHRASE, tmp_path / "out", ROOT.public)


def test_whoever_finds_it_reads_nothing(store: WatchlistStore, tmp_path: Path) -> None:
    packed(store, tmp_path / "case.evidence", listed(store))
    data = (tmp_path / "case.evidence").read_bytes()
    for secret in ("张伟".encode(), b"photographs", b"13800138001", JPEG, b"2026-17", b"PK"):
        assert secret not in data.partition(b"\n")[0]
        assert data.find(secret) == -1 or len(secret) < 4
    with pytest.raises(SealedFileLocked):
        unpack(tmp_path / "case.evidence", "another phrase than that", tmp_path / "out")
    with pytest.raises(PassphraseRefused):
        pack(tmp_path / "weak", "short", CASE, DossierReading(store, "x").dossier(None, ()), iter(()), lambda _: None)
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".db")[:1] == ["case.evidence"]


def test_a_file_that_was_cut_or_changed_leaves_no_folder(store: WatchlistStore, tmp_path: Path) -> None:
    path = tmp_path / "case.evidence"
    packed(store, path, listed(store))
    data = path.read_bytes()
    middle = len(data) // 2
    for bad in (
        data[:-1],
        data[:middle],
        data[:middle] + b"x" + data[middle + 1 :],
        data + b"x",
        b"",
        b"\n",
        b"PK\x03\x04",
    ):
        path.write_bytes(bad)
        with pytest.raises((SealedFileCut, SealedFileDamaged, SealedFileRefused)):
            unpack(path, PHRASE, tmp_path / "out")
        assert not (tmp_path / "out").exists()
        assert not [*tmp_path.glob(".out*")]
    path.write_bytes(data)
    (tmp_path / "out").mkdir()
    with pytest.raises(EvidenceRefused, match="there already"):
        unpack(path, PHRASE, tmp_path / "out")


def test_nobodys_folder_goes_and_a_folder_without_a_name_is_told(
    store: WatchlistStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.evidence"
    packed(store, path, listed(store))
    for name in ("out.part", ".out.part"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine").write_text("for years")
    (tmp_path / ".out.0123456789abcdef").mkdir()
    unpack(path, PHRASE, tmp_path / "out")
    assert {one.name for one in tmp_path.glob("*out*")} == {"out", "out.part", ".out.part"}
    assert (tmp_path / ".out.part" / "mine").read_text() == "for years"
    monkeypatch.chdir(tmp_path)
    for folder in (Path(), Path("/")):
        with pytest.raises(EvidenceRefused, match="there already"):
            unpack(path, PHRASE, folder)


def sealed_zip(path: Path, pieces: dict[str, bytes]) -> Path:
    """As somebody would send it who knows the pass phrase."""
    plain = path.with_suffix(".zip")
    with zipfile.ZipFile(plain, "w") as archive:
        for name, data in pieces.items():
            archive.writestr(name, data)
    with sealed_file(path, KIND, {}, PHRASE, QUICK) as sealed:
        sealed.write(plain.read_bytes())
    return path


def manifest_of(*pieces: Piece) -> bytes:
    return Manifest(CASE, ("x",), "1:a", pieces).to_bytes()


GOOD = Piece.of("entry.json", b"{}")
ESCAPING = manifest_of(GOOD).replace(b"entry.json", b"../entry.json")
TWICE = manifest_of(GOOD, Piece.of("other.json", b"{}")).replace(b"other.json", b"ENTRY.json")
BAD_PACKAGES = {
    "nothing": {},
    "no manifest": {"entry.json": b"{}"},
    "no json": {MANIFEST: b"\xff"},
    "another json": {MANIFEST: b"[1]"},
    "deep": {MANIFEST: b"[" * 50_000},
    "a piece is missing": {MANIFEST: manifest_of(GOOD)},
    "a piece too many": {MANIFEST: manifest_of(), "entry.json": b"{}"},
    "another piece": {MANIFEST: manifest_of(GOOD), "entry.json": b"[]"},
    "a longer piece": {MANIFEST: manifest_of(GOOD), "entry.json": b"{}" * 1000},
    "out of the folder": {MANIFEST: ESCAPING, "../entry.json": b"{}"},
    "twice": {MANIFEST: TWICE, "entry.json": b"{}", "ENTRY.json": b"{}"},
    "a device": {MANIFEST: manifest_of(GOOD).replace(b"entry.json", b"nul.json"), "nul.json": b"{}"},
    "in a device": {MANIFEST: manifest_of(GOOD).replace(b"entry.json", b"con/a.json"), "con/a.json": b"{}"},
    "a program": {MANIFEST: manifest_of(GOOD).replace(b"entry.json", b"entry.exe"), "entry.exe": b"{}"},
    "no signature": {MANIFEST: manifest_of(GOOD), "entry.json": b"{}", SIGNATURE: b"{}"},
}


@pytest.mark.parametrize("name", BAD_PACKAGES)
def test_what_is_no_package_leaves_nothing_anywhere(tmp_path: Path, name: str) -> None:
    path = sealed_zip(tmp_path / "case.evidence", BAD_PACKAGES[name])
    with pytest.raises(EvidenceDamaged):
        unpack(path, PHRASE, tmp_path / "out")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["case.evidence", "case.zip"]


def test_what_is_sealed_is_a_plain_zip_with_the_manifest(store: WatchlistStore, tmp_path: Path) -> None:
    packed(store, tmp_path / "case.evidence", listed(store))
    (tmp_path / "plain.zip").write_bytes(b"".join(unsealed(tmp_path / "case.evidence", KIND, PHRASE)))
    with zipfile.ZipFile(tmp_path / "plain.zip") as archive:
        assert archive.testzip() is None
        assert MANIFEST in archive.namelist()


def test_a_signature_made_for_something_else_is_none(tmp_path: Path) -> None:
    data = manifest_of(GOOD)
    origin = Origin("beijing", ROOT.public, key_list(1, FIRST), FIRST.key_id, FIRST.sign(data))
    pieces = {MANIFEST: data, "entry.json": b"{}", SIGNATURE: origin.to_bytes()}
    with pytest.raises(EvidenceDamaged, match="not signed as it says"):
        unpack(sealed_zip(tmp_path / "case.evidence", pieces), PHRASE, tmp_path / "out", ROOT.public)
