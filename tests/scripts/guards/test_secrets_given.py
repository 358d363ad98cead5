"""A secret from a file or a pipe: the whole first line, or a word of what is wrong."""

import io
import sys
import tracemalloc
from pathlib import Path

import pytest

from scripts.errors import CommandError
from scripts.guards.secrets_given import given_secret

LONG = "five words that nobody guesses " * 20


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), "utf-8"))


def test_a_long_one_is_the_same_from_a_file_and_a_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text(f"{LONG}\nanother line\n", "utf-8")
    piped(monkeypatch, f"{LONG}\nanother line\n".encode())
    from_file = given_secret("pass phrase", tmp_path / "secret", is_new=True)
    assert from_file == given_secret("pass phrase", None, is_new=True) == LONG.strip()


def test_one_that_does_not_end_is_refused_and_never_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(50_000_000)
    piped(monkeypatch, b"x" * 5_000)
    tracemalloc.start()
    try:
        for path in (tmp_path / "huge", None):
            with pytest.raises(CommandError, match="longer than"):
                given_secret("pass phrase", path, is_new=True)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def test_what_is_no_text_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rubbish").write_bytes(b"\xff\xfe\n")
    piped(monkeypatch, b"\xff\xfe\n")
    for path in (tmp_path / "rubbish", None):
        with pytest.raises(CommandError, match="cannot be read"):
            given_secret("pass phrase", path, is_new=True)
