"""A home whose hub follows another's list: joining, starting, what it says of the list's age, what its doctor finds."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from scripts.command import Context
from scripts.doctor.findings import Finding, Health
from scripts.doctor.following import following_findings
from scripts.doctor.hub import hub_findings
from scripts.errors import SettingsError
from scripts.following.ageing import AgeTeller
from scripts.hub.following import followed, must_fit
from scripts.hub.list_store import LIST_FILE, open_list_store, store_opener
from scripts.hub.listing import list_part
from scripts.hub.settings import HubSettings, HubTree
from scripts.keys.command import keys
from scripts.main import FAILED, WRONG_USAGE, run
from scripts.watch.following import open_following
from tests.scripts.hub.list_hand import AtTheHub, list_home
from watchlist.feed.age import AgeLimits
from watchlist.feed.client.fake_authority import FakeAuthority
from watchlist.feed.client.fake_hub import KEY, FakeHub, Misconduct

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
LIST = "fake-list"


@pytest.fixture
def authority() -> Iterator[FakeHub]:
    with FakeHub(FakeAuthority(now=datetime.now(UTC) - timedelta(seconds=30))) as hub:
        hub.authority.put("hopper")
        yield hub


@pytest.fixture
def home(tmp_path: Path, authority: FakeHub) -> Path:
    home = tmp_path / "院内"
    home.mkdir()
    write(home, authority)
    (home / "node.key").write_text(KEY, encoding="ascii")
    return home


def write(home: Path, authority: FakeHub | None = None, role: str = "follower", more: str = "") -> None:
    text = f'[hub]\nrole = "{role}"\nlist_id = "{LIST}"\nsource = "第二医院"\n{more}'
    if authority is not None:
        text += f'[follow]\nhub = "{authority.url}"\nkey_file = "node.key"\n'
    (home / "gatehouse.toml").write_text(text, encoding="utf-8")


def joining(authority: FakeHub, *more: str, list_id: str = LIST) -> list[str]:
    root = authority.authority.root_public.hex()
    return ["join", "--list", list_id, "--root", root, "--operator", "wei", "--json", *more]


def healths(findings: Iterator[Finding]) -> list[tuple[str, Health]]:
    return [(one.part, one.health) for one in findings]


def test_joining_at_a_hubs_home_is_the_hubs(home: Path, authority: FakeHub, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(joining(authority, list_id="beijing"), home=home) == WRONG_USAGE
    assert "hub.list_id" in capsys.readouterr().err
    assert run(joining(authority), home=home) == 0
    assert json.loads(capsys.readouterr().out)["revision"] == 1
    assert not (home / "gatehouse.db").exists()
    with open_list_store(Context(home)) as store:
        standing = store.standing("fake-list")
        assert standing is not None
        assert standing.list_id == LIST
    assert run(["leave", "--operator", "wei", "--json"], home=home) == 0
    assert run(["leave", "--operator", "wei"], home=home) == FAILED


def test_a_follower_signs_nothing(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hub = AtTheHub(home, tmp_path, capsys)
    with pytest.raises(SettingsError, match="follows a list"):
        hub.run(keys, "begin", "--root", tmp_path / "root.pem")


def test_a_watch_in_that_home_is_told_to_have_one_of_its_own(home: Path) -> None:
    with pytest.raises(SettingsError, match="follows that list") as refused, open_following(Context(home), "model"):
        pass
    assert "follow.hub" in refused.value.hint


def test_settings_that_make_another_hub_of_it_are_told_before_it_listens(home: Path, authority: FakeHub) -> None:
    assert run(joining(authority), home=home) == 0
    write(home, role="authority")
    context = Context(home)
    tree = context.settings_of(HubTree)
    mismatch = "follower of the list fake-list, and its settings say the authority"
    with pytest.raises(SettingsError, match=mismatch), list_part(context, tree):
        pass
    must_fit((), HubSettings())


def test_the_hub_follows_and_says_when_the_authority_goes_and_comes_back(
    home: Path, authority: FakeHub, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(joining(authority), home=home) == 0
    context = Context(home)
    tree = context.settings_of(HubTree)
    authority.misbehave(Misconduct(status=500))
    with followed(context, tree, store_opener(context, tree)) as keep_up, open_list_store(context) as store:
        said = heard(capsys, keep_up, lambda said: "TROUBLE" in said)
        assert authority.url in said
        authority.misbehave()
        heard(capsys, keep_up, lambda said: "is back" in said)
        assert store.places()["fake-list"] == (1, 1)
        keep_up(datetime.now(UTC) - timedelta(hours=7))
    assert "7.0 h old" in capsys.readouterr().err


def heard(
    capsys: pytest.CaptureFixture[str], keep_up: Callable[[datetime | None], None], is_it: Callable[[str], bool]
) -> str:
    """What the hub says, until it says this."""
    said, end = "", time.monotonic() + 12.0
    while not is_it(said):
        assert time.monotonic() < end, said
        time.sleep(0.02)
        keep_up(None)
        said += capsys.readouterr().err
    return said


def test_that_the_list_is_old_is_said_once_and_when_it_is_not_any_more() -> None:
    teller = AgeTeller(AgeLimits(old_after_s=3600))
    ages_h = (None, 0.5, 2, 3, 0.1, 0.2, -2, 0)
    news = [teller.news(None if hours is None else NOW - timedelta(hours=hours), NOW) for hours in ages_h]
    told = [one for one in news if one is not None]
    assert [words.partition("\n")[0] for _, words in told] == [
        "TROUBLE  the list is 2.0 h old: who was put on it or taken off it since is not known here",
        "the list is fresh again",
        "TROUBLE  the list is from the future",
        "the list is fresh again",
    ]
    assert [(value["state"], value["age_s"]) for value, _ in told] == [
        ("old", 7200),
        ("fresh", 360),
        ("clock wrong", 0),
        ("fresh", 0),
    ]


def test_the_doctor_of_a_follower(home: Path, authority: FakeHub) -> None:
    context = Context(home)
    assert healths(hub_findings(context)) == [("hub", Health.FAULT)]
    assert healths(following_findings(context)) == [("hub's lists", Health.FAULT)]
    assert not (home / LIST_FILE).exists()
    assert run(joining(authority), home=home) == 0
    *_, accounts, nodes = found = list(hub_findings(context))
    assert healths(iter(found))[:2] == [("hub", Health.WELL), ("hub", Health.WELL)]
    assert (accounts.health, nodes.health) == (Health.WELL, Health.CAUTION)
    asked, never = following_findings(context)
    assert (asked.health, never.health) == (Health.WELL, Health.CAUTION)
    write(home, authority, role="authority")
    assert healths(hub_findings(context))[-1] == ("hub", Health.FAULT)
    (home / LIST_FILE).write_bytes(b"no database")
    assert healths(hub_findings(context)) == [("hub", Health.FAULT)]


def test_the_doctor_of_an_authority(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = list_home(tmp_path / "hub")
    context = Context(home)
    [nothing] = hub_findings(context)
    assert (nothing.health, "keys begin" in nothing.hint) == (Health.FAULT, True)
    hub = AtTheHub(home, tmp_path, capsys)
    secret = hub.secret("a stick in a safe box")
    hub.run(keys, "root", "--out", tmp_path / "root.pem", "--passphrase-file", secret)
    hub.run(keys, "begin", "--root", tmp_path / "root.pem", "--passphrase-file", secret)
    found = list(hub_findings(context))
    people = next(one for one in found if one.part == "accounts")
    assert (people.health, people.what) == (Health.FAULT, "nobody is reviewer, nobody is approver, nobody is privacy")
    hub.make_everybody()
    assert all(one.health is Health.WELL for one in hub_findings(context) if one.part in ("hub", "accounts"))
    with open_list_store(context) as store, store._database.writing():
        store._blobs.drop("feed/signing key")
    assert Health.FAULT in [one.health for one in hub_findings(context) if one.part == "hub"]


def test_a_home_without_a_list_has_no_such_part(tmp_path: Path) -> None:
    assert list(hub_findings(Context(tmp_path))) == []
    (tmp_path / "gatehouse.toml").write_text("[hub]\nrole = 3\n", encoding="utf-8")
    assert list(hub_findings(Context(tmp_path))) == []


@pytest.mark.parametrize(
    ("days", "health"), [(90, Health.WELL), (10, Health.CAUTION), (-1, Health.FAULT), (None, Health.FAULT)]
)
def test_the_doctor_looks_at_the_hubs_certificate(tmp_path: Path, days: int | None, health: Health) -> None:
    """None: no certificate at all stands in its file."""
    files = certificate(tmp_path, days or 1)
    if days is None:
        files[0].write_text("no certificate", encoding="ascii")
    named = "".join(
        f"{name} = {json.dumps(str(file))}\n" for name, file in zip(("certificate_file", KEY_FILE), files, strict=True)
    )
    write(tmp_path, more=f"[desk]\n{named}")
    *_, found = hub_findings(Context(tmp_path))
    assert (found.part, found.health, bool(found.hint)) == ("certificate", health, health is not Health.WELL)


KEY_FILE = "certificate_key_file"


def certificate(folder: Path, days: int) -> tuple[Path, Path]:
    """Of its own authority, good for so many days; and its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "h")])
    now = datetime.now(UTC)
    began, ends = now - timedelta(days=100), now + timedelta(days=days)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, began, ends).sign(key, hashes.SHA256())
    files = folder / "hub.pem", folder / "hub.key"
    files[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    how = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(*how))
    return files
