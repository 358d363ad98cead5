"""The real hub application with the guards' page in it, on a free port of this PC."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from starlette.types import ASGIApp

from camera.scene.cartoon import cartoon_head
from camera.side_by_side import to_jpeg
from scripts.hub.application import application
from scripts.screens.browser import NoBrowser, PhoneBrowser, phone_browser
from scripts.screens.phone_world import PhoneWorld, guard_pin, serving
from tests.conftest import MISSING_PART
from tests.kiosk.desk.till_world import SiteWorld
from watchlist.post.console.example_values import ME
from watchlist.post.http.limits import PostLimits
from watchlist.post.http.page_calls import PageRules


@cache
def drawn_face(name: str, is_captured: bool) -> bytes:
    shade = 170 if is_captured else 190
    return to_jpeg(cartoon_head((shade, 214, 242), (32, 32, 10 * len(name))).image)


class PhoneHub:
    """`around` is put around the application of every hub that is started from then on."""

    def __init__(self, folder: Path, limits: PostLimits | None = None) -> None:
        self.desk = SiteWorld("sqlite://")
        self.world = PhoneWorld(folder, datetime.now(UTC), drawn_face, limits)
        self.around: Callable[[ASGIApp], ASGIApp] = lambda app: app

    @contextmanager
    def running(self, rules: PageRules | None = None, port: int = 0) -> Iterator[str]:
        page = self.world.page(rules)
        hub = application(self.desk.open, "none", guards=page.application)
        with serving(self.around(hub), page.close, port) as url:
            yield url

    def close(self) -> None:
        self.world.close()
        self.desk.close()


@contextmanager
def phone_hub(folder: Path, limits: PostLimits | None = None) -> Iterator[PhoneHub]:
    hub = PhoneHub(folder, limits)
    try:
        yield hub
    finally:
        hub.close()


@contextmanager
def a_browser() -> Iterator[PhoneBrowser]:
    """Skips the test where there is none."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(phone_browser())
        except NoBrowser as error:
            pytest.skip(f"{MISSING_PART}{error.missing}")
        yield browser


FRESH = "return document.getElementById('line')?.className === 'fresh'"
AMBER = "return document.getElementById('line')?.className === 'care'"
LOGIN = "return document.getElementById('pin')"
COOKIE = "gatehouse-guard"
LOADS = """
const [address, told] = arguments, image = new Image();
image.onload = () => told("there");
image.onerror = () => told("gone");
image.src = address;
"""
FACES = "return [...document.images].map((i) => [i.width, i.height, i.naturalWidth])"


def come_in(phone: PhoneBrowser, url: str, guard: str = ME.guard_id) -> None:
    phone.open(url)
    phone.log_in(*guard_pin(type(ME.guard_id)(guard)))
    phone.until(FRESH)


def content(phone: PhoneBrowser) -> str:
    return str(phone.driver.execute_script("return document.documentElement.outerHTML"))
