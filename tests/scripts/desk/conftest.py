"""The command line of `gatehouse desk`, in a home of the test's own."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.main import run

Ask = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "院内"


@pytest.fixture
def ask(home: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """`gatehouse desk ... --json`: what it answers, when it ends with `code`."""

    def ask(*arguments: str, code: int = 0) -> list[dict[str, Any]]:
        capsys.readouterr()
        assert run(["desk", *arguments, "--json"], home=home) == code
        told = capsys.readouterr()
        if code:
            return [{"error": told.err}]
        return [json.loads(line) for line in told.out.splitlines()]

    return ask
