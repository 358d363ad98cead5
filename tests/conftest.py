"""What every test may ask for, and the rule that no test is passed over unnoticed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.postgres_peer import PostgresPeer

# Before Qt is loaded: without a screen it would end the interpreter in the first test of a window.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parent.parent
MISSING_DATA = "missing shared data"
MISSING_PART = "missing part: "
"""Of the system's packages, which CI installs: there nothing is missing."""

_passed_over: list[str] = []


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real clips, photographs and models, kept beside the checkout and never in it."""
    folder = Path(os.environ.get("GATEHOUSE_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"{MISSING_DATA}: no folder {folder}")
    return folder


@pytest.fixture(scope="session")
def postgres() -> "Iterator[PostgresPeer]":
    """A real PostgreSQL, started once for all tests that ask."""
    from tests.postgres_peer import running, why_missing

    reason = why_missing()
    if reason is not None:
        pytest.skip(reason)
    with running() as peer:
        yield peer


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where an empty database may be made, at each of its homes: a file with a Chinese name, and a real PostgreSQL."""
    if request.param == "postgresql":
        peer: PostgresPeer = request.getfixturevalue("postgres")
        return peer.new_database()
    return tmp_path / "名单.db"


@pytest.fixture(autouse=True)
def keys_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test touches the keys or the home directory of whoever runs it, and neither do its child processes."""
    keys = tmp_path / "keys-of-the-test"
    monkeypatch.setenv("GATEHOUSE_KEYS", str(keys))
    monkeypatch.setenv("GATEHOUSE_HOME", str(tmp_path / "home-of-the-test"))
    return keys


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stories come first: one file of them takes minutes, and the other process has enough to do meanwhile."""
    items.sort(key=lambda item: "stories" not in item.path.parts)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    _note(report)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _note(report)


def _note(report: pytest.CollectReport | pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple) and not _may_be_skipped(str(report.longrepr[2])):
        _passed_over.append(f"{report.nodeid}: {report.longrepr[2]}")


def _may_be_skipped(why: str) -> bool:
    return MISSING_DATA in why or (MISSING_PART in why and not os.environ.get("CI"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _passed_over and os.environ.get("CI"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in _passed_over:
        terminalreporter.write_line(f"passed over without leave: {line}", red=True)
