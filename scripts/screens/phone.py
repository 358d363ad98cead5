"""Every state of the guards' phone page, in a real browser over a drawn store, one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.screens.album import Picture
from scripts.screens.browser import PhoneBrowser, phone_browser
from scripts.screens.guard_album import picture_of
from scripts.screens.phone_world import REASON, PhoneWorld, guard_pin, serving
from ui.shared.audit import Fault
from watchlist.alarms.life import Act, Decide, Forward, Take, Verdict
from watchlist.feed.age import Freshness
from watchlist.post.console.example_values import CHIEF, COLLINS, DOORS, HOPPER, ME, OTHER
from watchlist.post.console.picture_keys import CapturedKey, EnrolledKey
from watchlist.post.values import Sight
from watchlist.types import AlarmId

PREFIX = "phone-"
LOOKS = (("zh", False), ("zh", True), ("en", False), ("en", True))
NOTE = "身份证核对过"


@dataclass(frozen=True, slots=True)
class Scene:
    """`hand` makes the world, then these elements are pressed, one after another. `guard` is who is logged in."""

    name: str
    hand: Callable[[PhoneWorld], None] = lambda _world: None
    presses: tuple[str, ...] = ()
    guard: str | None = ME.guard_id
    wrong_tries: int = 0
    written: str = ""


def _rung(*acts: tuple[str, Act], **changed: object) -> Callable[[PhoneWorld], None]:
    def hand(world: PhoneWorld) -> None:
        alarm_id = world.ring(**changed)  # type: ignore[arg-type]
        for who, act in acts:
            world.store.act(alarm_id, type(ME.guard_id)(who), act)

    return hand


def _escalated(world: PhoneWorld) -> None:
    world.ring(age_s=35)
    world.escalate()


def _tie(world: PhoneWorld) -> None:
    world.ring(HOPPER.name, COLLINS.name, door=DOORS[3])


def _many(world: PhoneWorld) -> None:
    for place, door in enumerate(DOORS[:3]):
        world.ring(door=door, age_s=90 - 20 * place)


def _unwell(world: PhoneWorld) -> None:
    for door, sight in zip(DOORS, (Sight.LOST, Sight.BLACK, Sight.LIVE, Sight.COVERED, Sight.STARTING), strict=False):
        world.watch.set_camera(door, sight)


def _no_watch(world: PhoneWorld) -> None:
    world.watch.is_away = True


def _old_list(world: PhoneWorld) -> None:
    world.watch.freshness = Freshness.OLD
    world.watch.list_at = world.now - timedelta(days=3)


MINE = (ME.guard_id, Take())
SCENES = (
    Scene("login", guard=None),
    Scene("login-refused", guard=None, wrong_tries=1),
    Scene("login-wait", guard=None, wrong_tries=4),
    Scene("quiet"),
    Scene("quiet-list-old", _old_list),
    Scene("alarm-new", _rung()),
    Scene("alarm-not-measured", _rung(one_in=None, runner_up=0.6)),
    Scene("alarm-tie", _tie),
    Scene("alarm-escalated", _escalated),
    Scene("alarm-mine", _rung(MINE)),
    Scene("alarm-theirs", _rung((OTHER.guard_id, Take()))),
    Scene("alarm-theirs-chief", _rung((OTHER.guard_id, Take())), guard=CHIEF.guard_id),
    Scene("alarm-for-me", _rung((OTHER.guard_id, Take()), (OTHER.guard_id, Forward(ME.guard_id)))),
    Scene("alarms-many", _many),
    Scene("decided", _rung((ME.guard_id, Decide(Verdict.NOT_THIS_PERSON, NOTE)))),
    Scene("correcting", _rung((ME.guard_id, Decide(Verdict.NOT_THIS_PERSON, NOTE))), ("correct",)),
    Scene("sheet", _rung(MINE), ("sheet",)),
    Scene("forward", _rung(MINE), ("forward",)),
    Scene("note", _rung(MINE), ("note",), written=NOTE),
    Scene("note-written", _rung(MINE), ("note", "back"), written=NOTE),
    Scene("cameras", _unwell, ("cameras",)),
    Scene("cameras-no-watch", _no_watch, ("cameras",)),
    Scene("cameras-look", lambda _world: None, ("cameras", f"look-{DOORS[2]}")),
)


def names(only: str = "") -> tuple[str, ...]:
    return tuple(PREFIX + one.name for one in SCENES if (PREFIX + one.name).startswith(only))


def pictures(now: datetime, only: str = "") -> Iterator[Picture]:
    """Raises NoBrowser where there is none to draw with."""
    with phone_browser() as browser:
        for scene in SCENES:
            if not (PREFIX + scene.name).startswith(only):
                continue
            for language, dark in LOOKS:
                yield _taken(browser, scene, now, language, dark)


def _taken(browser: PhoneBrowser, scene: Scene, now: datetime, language: str, dark: bool) -> Picture:
    with TemporaryDirectory(prefix="gatehouse-phone-") as folder:
        world = PhoneWorld(Path(folder), now, _face)
        page = world.page()
        try:
            scene.hand(world)
            with serving(page.application, page.close) as url:
                browser.open(url, language, dark, world.clock_ms())
                _play(browser, scene)
                faults = tuple(Fault(*fault) for fault in browser.faults())
                png = browser.png()
        finally:
            world.close()
    return Picture(f"{PREFIX}{scene.name}-{language}-{'dark' if dark else 'light'}", png, faults)


def _play(browser: PhoneBrowser, scene: Scene) -> None:
    for tried in range(scene.wrong_tries):
        browser.until("return document.getElementById('pin').value === ''")
        _wrong_try(browser, tried)
    if scene.guard is None:
        return
    browser.log_in(*guard_pin(type(ME.guard_id)(scene.guard)))
    browser.until("return document.getElementById('line').className === 'fresh'")
    for element_id in scene.presses:
        browser.press(element_id)
        if element_id == "note":
            browser.type("note-words", scene.written)
        if element_id == "sheet":
            browser.says(REASON)
    browser.settled()


def _wrong_try(browser: PhoneBrowser, tried: int) -> None:
    if not tried:
        browser.type("number", str(ME.guard_id))
    browser.type("pin", "135790")
    browser.press("enter")
    # Once more in this order: asked, and answered.
    browser.until("return document.getElementById('login-said').innerText.length > 0")
    browser.until("return !/正在核对|Checking/.test(document.getElementById('login-said').innerText)")


def _face(name: str, is_captured: bool) -> bytes:
    person = COLLINS if name == COLLINS.name else HOPPER
    alarm_id = AlarmId("")
    key = CapturedKey(alarm_id) if is_captured else EnrolledKey(alarm_id, person.person_id)
    return picture_of(key) or b""
