"""The whole pipeline beside the whole loop of `face_recognition`: what it costs, what it sees, when it rings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from camera.embedders.shipped import DLIB, shipped_manifest
from camera.engine import Engine, build_engine
from camera.types import Seconds
from scripts.bench.clips import Clip, in_words
from scripts.bench.detector import installed_detectors
from scripts.bench.lines import Line
from scripts.bench.loop import Known, PeerRun, distance_of, known_to, run_peer
from scripts.bench.ours import OurRun, enrolled, run_ours
from scripts.bench.peer import Peer
from scripts.bench.timing import Round
from scripts.bench.tracks import is_met, linked

Tick = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One recording by both sides. Ours ran before and after the peer, its time is the mean."""

    clip: Clip
    ours: OurRun
    peer: PeerRun


def pipeline_lines(models_dir: Path, clips: Sequence[Clip], peer: Peer, tick: Tick) -> Iterator[Line]:
    """One line for each installed detector, each with the embedder a door would be watched with."""
    engines = {name: build_engine(models_dir, name) for name in installed_detectors(models_dir)}
    within = distance_of(shipped_manifest(DLIB).thresholds["dlib-chip"])
    outcomes = [_both(engines, clip, peer, within, tick) for clip in clips]
    for name, engine in engines.items():
        yield line_of(name, engine.embedder.model_id, [each[name] for each in outcomes], peer.name, within)


def _both(engines: Mapping[str, Engine], clip: Clip, peer: Peer, within: float, tick: Tick) -> dict[str, Outcome]:
    galleries = {name: enrolled(engine, clip) for name, engine in engines.items()}
    known: Known = known_to(peer, clip.people)
    before = {name: run_ours(engine, galleries[name], clip) for name, engine in engines.items()}
    theirs = run_peer(peer, known, clip, within, tick)
    for name, engine in engines.items():
        after = run_ours(engine, galleries[name], clip)
        before[name].cpu_s = (before[name].cpu_s + after.cpu_s) / 2
    return {name: Outcome(clip, ours, theirs) for name, ours in before.items()}


def line_of(detector: str, model_id: str, outcomes: Sequence[Outcome], peer_name: str, within: float) -> Line:
    ours_s, peer_s = sum(one.ours.cpu_s for one in outcomes), sum(one.peer.cpu_s for one in outcomes)
    analysed, clips = sum(one.ours.analysed for one in outcomes), [one.clip for one in outcomes]
    more: dict[str, Any] = {
        "detector": detector,
        "embedder": model_id,
        "frames": sum(clip.frames for clip in clips),
        "frames_analysed": analysed,
        "ours_per_analysed_frame": round(ours_s * 1000 / max(analysed, 1), 2),
        **_tracks(outcomes),
        **_alarms(outcomes),
        "peer_rings_within": round(within, 4),
    }
    work = f"{detector} with {model_id}: {in_words(clips)}; decoding, finding, embedding, matching, deciding"
    peer = f"{peer_name}, every frame located, encoded and compared"
    return Line("pipeline", work, Round(ours_s, peer_s), peer, "s CPU", more)


def _tracks(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """How many of the peer's tracks our side saw at some time, and where those lie that it did not."""
    tracks = [(one, track) for one in outcomes for track in linked(one.peer.faces)]
    missed = [(one, track) for one, track in tracks if not is_met(track, one.ours.seen)]
    told = [
        {"file": one.clip.name, "from_s": round(track[0].at, 2), "to_s": round(track[-1].at, 2), "faces": len(track)}
        for one, track in missed
    ]
    return {"tracks_peer": len(tracks), "tracks_found": len(tracks) - len(missed), "tracks_missed": told}


def _alarms(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Seconds between the peer's first ring and ours, for everybody enrolled; None where one side does not ring."""
    delays: dict[str, Seconds | None] = {}
    rings: dict[str, dict[str, Seconds | None]] = {}
    for one in outcomes:
        for who in one.clip.people:
            ours, theirs = one.ours.rang_at.get(who), one.peer.rang_at.get(who)
            name = who if who == one.clip.name else f"{one.clip.name}: {who}"
            delays[name] = None if ours is None or theirs is None else round(ours - theirs, 3)
            rings[name] = {"ours": _rounded(ours), "peer": _rounded(theirs)}
    missed = [name for name, at in rings.items() if at["ours"] is None and at["peer"] is not None]
    return {"alarm_delay_s": delays, "rings_at_s": rings, "alarms_missed": missed}


def _rounded(at: Seconds | None) -> Seconds | None:
    return None if at is None else round(at, 3)
