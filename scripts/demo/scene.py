"""The demonstration without a camera: the drawn entrance, one of two visitors enrolled."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import numpy as np

from camera.scene.entrance import FPS, EntranceScene
from camera.scene.plan import draw_plan
from camera.scene.portraits import packaged_people, packaged_portraits
from camera.side_by_side import to_jpeg
from camera.types import Seconds
from records.files import make_private_folder
from scripts.command import SETTINGS_FILE
from scripts.demo.stage import Event, Stage

LISTED, VISITOR = "Eileen Collins", "Grace Hopper"
CAMERA = "entrance"


Stay = Callable[[Iterator[Event]], None]


def scene_show(stage: Stage, stay: Stay | None = None) -> bool:
    """Enrol, watch, show; True when the listed person rang once and nobody else did.

    With `stay` the scene is played again and again, and what is told after its first time is handed on there; the
    watch is ended when it returns.
    """
    _draw_plan(stage.home)
    folder = stage.photographs / LISTED
    folder.mkdir(parents=True)
    (folder / "portrait.jpg").write_bytes(to_jpeg(packaged_portraits()[LISTED]))
    stage.run("people", "import", str(stage.photographs), "--reason", "demonstration", "--operator", "demo")
    with stage.running("watch", "--camera", f"{CAMERA}=fake:entrance{'?loop=1' if stay else ''}") as events:
        seen = _first_time(events)
        stage.context.say("the scene is over")
        well = _judged(stage, seen)
        if stay is not None:
            stay(events)
    return well


def _draw_plan(home: Path) -> None:
    """The house of the entrance, so that the guards' console shows the way on it."""
    make_private_folder(home)
    (home / "plan.jpg").write_bytes(to_jpeg(draw_plan()))
    camera = f'[[cameras]]\nname = "{CAMERA}"\nurl = "fake:entrance"\nat = [0.5, 0.07]\n'
    (home / SETTINGS_FILE).write_text(f'[site]\nplan = "plan.jpg"\n{camera}', encoding="utf-8")


def _first_time(events: Iterator[Event]) -> list[Event]:
    """What is told until the scene ends, or begins again."""
    seen: list[Event] = []
    length_s = EntranceScene(packaged_people()).length_s
    for event in events:
        began_at, at = _began_at(seen), event.get("at")
        is_again = began_at is not None and at and (datetime.fromisoformat(at) - began_at).total_seconds() > length_s
        if is_again or _is_over(event):
            break
        seen.append(event)
    return seen


def _judged(stage: Stage, seen: list[Event]) -> bool:
    alarms = [event for event in seen if event["event"] == "alarm"]
    kept = stage.run("alarms", "list")
    for alarm in alarms:
        stage.run("alarms", "show", alarm["id"], "--out", str(stage.out_file), "--force")
    _tell(stage, seen, alarms)
    if [one["id"] for one in kept] != [alarm["id"] for alarm in alarms]:
        stage.context.say("what was kept is not what rang")
        return False
    if [alarm["person"] for alarm in alarms] != [LISTED]:
        return False
    words = f"{VISITOR} (not on the list), and the drawn faces: the one alarm is all that was kept"
    stage.context.out({"event": "quiet", "person": VISITOR}, f"DID NOT RING   {words}")
    return True


def _began_at(seen: list[Event]) -> datetime | None:
    return next((datetime.fromisoformat(event["at"]) for event in seen if event["event"] == "camera"), None)


def _is_over(event: Event) -> bool:
    return bool(event["event"] == "camera" and event["condition"] == "lost")


def _tell(stage: Stage, seen: list[Event], alarms: list[Event]) -> None:
    started = _began_at(seen)
    for alarm in alarms:
        rang_s = (datetime.fromisoformat(alarm["at"]) - started).total_seconds() if started else 0.0
        _tell_alarm(stage, alarm, rang_s)
    again = sum(event["event"] == "update" for event in seen)
    if again and [alarm["person"] for alarm in alarms].count(LISTED) == 1:
        told = {"event": "quiet", "person": LISTED, "updates": again}
        words = f"{LISTED} again while the visit lasts, {again} time(s): the same alarm, updated"
        stage.context.out(told, f"DID NOT RING   {words}")


def _tell_alarm(stage: Stage, alarm: Event, rang_s: Seconds) -> None:
    told = alarm | {"picture": str(stage.out_file), "rang_s": round(rang_s, 2)}
    if alarm["person"] != LISTED:
        stage.context.out(told, f"RANG WRONGLY   {alarm['person']}, {rang_s:.1f} s into the scene")
        return
    entered_s = _first_seen(EntranceScene(packaged_people()), LISTED)
    stage.context.out(
        told | {"entered_s": entered_s},
        f"RANG           {LISTED} (enrolled): near enough to be found {entered_s:.1f} s into the scene, rang at "
        f"{rang_s:.1f} s, cosine {alarm['score']:.3f}. Both faces are in {stage.out_file}",
    )


def _first_seen(scene: EntranceScene, who: str) -> Seconds:
    """When this person's face is first to be seen large enough to be found."""
    times = np.arange(0, scene.length_s, 1 / FPS)
    return next(float(at) for at in times if any(name == who and box.width >= 40 for name, box in scene.visible(at)))
