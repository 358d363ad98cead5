"""The demonstration on a real camera: whoever sits in front of it is enrolled and rings."""

import time
from contextlib import closing

from camera.assembly import build_pipeline
from camera.side_by_side import to_jpeg
from camera.sources.opening import open_source
from camera.types import Sighting
from scripts.demo.stage import Stage
from scripts.errors import DemoFailed

YOU = "you"
STILLS = 3
LOOK_FOR_S = 30.0
WATCH_FOR_S = 30.0


def live_show(stage: Stage, camera: str) -> bool:
    """Take stills, enrol them, watch for half a minute; True when the person in front rang."""
    folder = stage.photographs / YOU
    folder.mkdir(parents=True)
    stage.context.say("look into the camera, alone")
    for number, still in enumerate(_stills(stage, camera)):
        (folder / f"still-{number}.jpg").write_bytes(still)
    stage.run("people", "import", str(stage.photographs), "--reason", "demonstration", "--operator", "demo")
    stage.context.say(f"enrolled from {STILLS} stills; walk away and come back. Watching for {WATCH_FOR_S:.0f} s")
    rang = False
    with stage.running("watch", "--camera", f"here={camera}", "--seconds", str(WATCH_FOR_S)) as events:
        for event in events:
            if event["event"] == "alarm":
                rang = True
                stage.run("alarms", "show", event["id"], "--out", str(stage.out_file), "--force")
                stage.context.out(event, f"RANG  {event['person']}: both faces are in {stage.out_file}")
    return rang


def _stills(stage: Stage, camera: str) -> list[bytes]:
    """The whole pictures in which the pipeline took a best shot of the one person there."""
    pipeline = build_pipeline(stage.context.build_engine(), "demo")
    stills: list[bytes] = []
    started = time.monotonic()
    with closing(open_source(camera, "demo")) as source:
        for frame in source:
            if any(isinstance(seen, Sighting) for seen in pipeline.feed(frame)):
                stills.append(to_jpeg(frame.image))
            if len(stills) == STILLS or time.monotonic() - started > LOOK_FOR_S:
                break
    if not stills:
        raise DemoFailed("no face was seen well enough to enrol it", "Sit nearer, in even light, and look straight in.")
    return stills
