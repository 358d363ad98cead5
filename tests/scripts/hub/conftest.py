"""A real browser for the tests of the hub."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.screens.browser import PhoneBrowser
from tests.scripts.hub.phone_hand import PhoneHub, a_browser, phone_hub


@pytest.fixture(scope="session")
def browser() -> Iterator[PhoneBrowser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture
def phone(browser: PhoneBrowser) -> Iterator[PhoneBrowser]:
    """At its end nothing must have failed in the page, and its policy must have stopped nothing."""
    browser.troubles()
    yield browser
    told = browser.troubles()
    browser.driver.get("about:blank")
    assert told == []


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[PhoneHub]:
    with phone_hub(tmp_path) as hub:
        yield hub
