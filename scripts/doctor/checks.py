"""The checks of the doctor: each tries one part for real and answers findings, never raises."""

import platform
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from camera.embedders.dlib_probe import HINT as NO_DLIB_HINT
from camera.embedders.dlib_probe import dlib_works
from camera.errors import CameraPackageError
from camera.models.choice import door_advice
from camera.models.store import ModelStore
from records.errors import RecordsError
from scripts.command import SETTINGS_FILE, Context
from scripts.doctor.announcing import announcing_findings
from scripts.doctor.beacons import beacon_findings
from scripts.doctor.desk import desk_findings
from scripts.doctor.findings import Finding, Health
from scripts.doctor.following import following_findings
from scripts.doctor.hub import hub_findings
from scripts.doctor.looking import look_through
from scripts.doctor.readers import reader_finding
from scripts.entrance.settings import CameraSettings, Settings
from scripts.errors import SettingsError
from scripts.site_time import today
from watchlist.types import Entry, EntryState

if TYPE_CHECKING:
    from camera.engine import Engine

LITTLE_SPACE_BYTES = 500_000_000
EXPIRES_SOON = timedelta(days=14)
DEAR_LOOK_S = 0.25


def examine(context: Context, *, ring: bool = False) -> Iterator[Finding]:
    """Every part of this home, one after the other; beacons are seen and heard only with `ring`."""
    yield Finding("computer", Health.WELL, f"Python {platform.python_version()}, {platform.platform()}")
    settings = Settings()
    try:
        settings = context.settings
        yield Finding("settings", Health.WELL, _settings_read(context))
    except SettingsError as error:
        yield Finding("settings", Health.FAULT, str(error), error.hint)
    yield _disk(context)
    yield _dlib()
    yield from _engine(context, settings)
    yield from _list(context)
    yield from following_findings(context)
    for camera in settings.cameras:
        yield from _streams(camera)
    yield from beacon_findings(settings.beacons, ring=ring)
    yield from _plan(context, settings)
    if settings.guard.reader:
        yield reader_finding("badge reader", settings.guard.reader)
    if settings.kiosk is not None:
        from scripts.doctor.parts import kiosk_parts

        yield from kiosk_parts(context.home, settings.kiosk)
    elif not settings.cameras:
        yield Finding("cameras", Health.CAUTION, "none in the settings", f"Add [[cameras]] to {SETTINGS_FILE}.")
    yield from desk_findings(context)
    yield from hub_findings(context)
    yield from announcing_findings(context)


def _plan(context: Context, settings: Settings) -> Iterator[Finding]:
    from scripts.entrance.plan import site_plan

    try:
        plan = site_plan(context.home, settings)
    except SettingsError as error:
        yield Finding("plan", Health.FAULT, str(error), error.hint)
        return
    if plan is None:
        return
    missing = [camera.name for camera in settings.cameras if not camera.at]
    if missing:
        hint = "Give each its place on the plan: at = [0.5, 0.07] is the middle, near the upper edge."
        yield Finding("plan", Health.CAUTION, f"these cameras are not on it: {', '.join(missing)}", hint)
    else:
        yield Finding("plan", Health.WELL, f"{settings.site.plan} shows every camera")


def _streams(camera: CameraSettings) -> Iterator[Finding]:
    yield look_through(f"camera {camera.name}", camera.url)
    if camera.sub_url:
        yield look_through(f"camera {camera.name}, the stream that is looked at", camera.sub_url)


def _settings_read(context: Context) -> str:
    path = context.home / SETTINGS_FILE
    return (
        f"{path} is in order" if path.exists() else f"no {SETTINGS_FILE} in {context.home}: the defaults are in force"
    )


def _disk(context: Context) -> Finding:
    try:
        there = next((folder for folder in (context.home, *context.home.parents) if folder.exists()), context.home)
        free = shutil.disk_usage(there).free
    except OSError as error:
        hint = "Check who may read the folder, and its name."
        return Finding("disk", Health.FAULT, f"{context.home} cannot be read: {error.strerror}", hint)
    text = f"{free / 1e9:.1f} GB free for {context.home}"
    if free < LITTLE_SPACE_BYTES:
        return Finding("disk", Health.FAULT, text, "Free some space: alarms are kept there before they are told.")
    return Finding("disk", Health.WELL, text)


def _dlib() -> Finding:
    if dlib_works():
        return Finding("dlib", Health.WELL, "runs on this computer")
    return Finding("dlib", Health.CAUTION, "does not run on this computer", NO_DLIB_HINT)


def _engine(context: Context, settings: Settings) -> Iterator[Finding]:
    from camera.engine import build_engine

    try:
        engine = build_engine(context.models_dir, settings.engine.detector, settings.engine.embedder)
    except CameraPackageError as error:
        yield Finding("engine", Health.FAULT, str(error), error.hint)
        return
    yield _timed(engine)
    calibrated = engine.embedder.model_id in settings.operating_points
    advice = door_advice(ModelStore(context.models_dir), settings.engine.embedder, calibrated=calibrated)
    if advice is not None:
        yield Finding("embedder", Health.CAUTION, f"{engine.embedder.model_id} is in use", advice)


def _timed(engine: "Engine", cpu_clock: Callable[[], float] = time.process_time) -> Finding:
    """A look at an empty picture of a camera's usual size; the first one also pays for loading."""
    import numpy as np

    from camera.attention import AttentionLimits

    times = []
    for _ in range(2):
        started = cpu_clock()
        engine.faces(np.full((720, 1280, 3), 127, np.uint8), min_face_px=40)
        times.append(cpu_clock() - started)
    spent_s, share = min(times), AttentionLimits().core_share
    what = f"{engine.detector.name} and {engine.embedder.model_id}: {spent_s * 1000:.0f} ms of CPU to look at 1280x720"
    if spent_s <= DEAR_LOOK_S:
        return Finding("engine", Health.WELL, what)
    what += f": this PC can look {share / spent_s:.1f} times a second with {share:.0%} of a core"
    cheaper = "" if engine.detector.name == "yunet" else " or install YuNet ('gatehouse models fetch yunet')"
    hint = f"Use the camera's sub-stream (640x360 costs a quarter){cheaper}: people who walk past may be missed."
    return Finding("engine", Health.CAUTION, what, hint)


def _list(context: Context) -> Iterator[Finding]:
    from records.files import disk_errors
    from records.home_key import DATABASE_FILE

    try:
        with disk_errors(context.home):
            begun = (context.home / DATABASE_FILE).exists()
        if not begun:
            hint = "Enrol people: 'gatehouse people import DIR'."
            yield Finding("list", Health.CAUTION, f"no list in {context.home} yet: nobody can ring", hint)
            return
        with context.open_store() as store:
            count = store.verify()
            yield Finding("records", Health.WELL, f"{count} audit records, list and changes agree")
            day = today()
            yield from _entries(store.entries(day), day)
    except RecordsError as error:
        yield Finding("records", Health.FAULT, str(error), error.hint)


def _entries(entries: list[Entry], day: date) -> Iterator[Finding]:
    ringing = [entry for entry in entries if entry.rings_on(day)]
    waiting = sum(entry.has_waiting for entry in entries)
    expired = sum(entry.state is EntryState.EXPIRED for entry in entries)
    text = f"{len(ringing)} ring, {waiting} wait for approval, {expired} expired"
    yield Finding("list", Health.WELL if ringing else Health.CAUTION, text, "" if ringing else "Nobody can ring.")
    soon = sorted(entry.name for entry in ringing if entry.until <= day + EXPIRES_SOON)
    if soon:
        hint = "Renew what is still justified: 'gatehouse people renew NAME --until DATE'."
        yield Finding(
            "list", Health.CAUTION, f"{len(soon)} expire within {EXPIRES_SOON.days} days: {', '.join(soon)}", hint
        )
