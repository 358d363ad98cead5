"""A person before a kiosk for tests: drawn frames, and a detector that knows where the face is drawn.

What is measured on pixels (light, sharpness, mouth, depth, embeddings) is real; only finding the face is not.
"""

import math
from dataclasses import dataclass, field, replace

import cv2
import numpy as np

from camera.detectors.scripted import SeeingDetector
from camera.embedders.scripted import ScriptedEmbedder
from camera.engine import Engine
from camera.facecheck.check import FaceCheck
from camera.facecheck.limits import CheckLimits
from camera.facecheck.shooting import Passive
from camera.leases.messages import Advice, CheckFacts, CheckProgress, StartCheck
from camera.liveness.turns import Turn
from camera.scene.heads.motions import Manner, turning
from camera.scene.heads.render import Dressed, HeadPose, draw
from camera.scene.heads.stage import HEIGHT_PX, WIDTH_PX, as_filmed, draw_person, wall
from camera.scene.heads.surfaces import Head
from camera.types import Box, Face, Frame, Image, Landmarks
from tests.camera.liveness.films import texture

FPS = 10
REST = HeadPose(WIDTH_PX / 2, 0.45 * HEIGHT_PX, 140)
LIMITS = CheckLimits(scan_every_s=1e-9, hindered_s=3.0)  # every look is a scan


def face_of(pose: HeadPose, confidence: float = 1.5) -> Face:
    """What dlib would find: eye corners and the base of the nose where this pose puts them."""
    width, x, y = 0.63 * pose.face_px, pose.x_px, pose.y_px
    nose_x = x + width * 0.29 * math.tan(math.radians(pose.yaw_deg))
    nose_y = y + width * (0.54 + 0.29 * math.tan(math.radians(pose.pitch_deg)))
    points = [(x + 0.5 * width, y), (x + 0.18 * width, y), (x - 0.5 * width, y), (x - 0.18 * width, y)]
    half = pose.face_px / 2
    box = Box(round(x - half), round(y - 0.7 * half), round(x + half), round(y + 1.3 * half))
    return Face(box, confidence, Landmarks(np.array([*points, (nose_x, nose_y)], np.float32), "eye-corners"))


@dataclass
class Actor:
    """Set what it does; `picture` draws it, and `faces` are where it drew them."""

    who: int = 1
    at_rest: HeadPose = REST
    manner: Manner = field(default_factory=Manner)
    light: float = 1.0
    masked: bool = False
    hidden: bool = False
    deaf: bool = False
    companions: list[HeadPose] = field(default_factory=list)
    asked: tuple[Turn | None, float] = (None, 0.0)
    faces: list[Face] = field(default_factory=list)

    def hear(self, turn: Turn | None, at: float) -> None:
        if turn is not self.asked[0] and not self.deaf:
            self.asked = turn, at

    def picture(self, at: float) -> Image:
        pose = turning(self.at_rest, self.asked[0], at - self.asked[1], self.manner)
        canvas = _WALL.copy()
        for one, who in [*((each, 0) for each in self.companions), *([] if self.hidden else [(pose, self.who)])]:
            draw_person(canvas, one, texture(who))
            draw(canvas, Dressed(Head(), texture(who)), one)
        if self.masked:
            _draw_mask(canvas, pose)
        self.faces = [face_of(one) for one in self.companions] + ([] if self.hidden else [face_of(pose)])
        lit = cv2.convertScaleAbs(canvas, alpha=self.light)
        return as_filmed(np.asarray(lit, np.uint8), np.random.default_rng(round(at * 100)))


def engine_for(actor: Actor, same_from: float = 0.88) -> Engine:
    embedder = ScriptedEmbedder(layout="eye-corners")
    embedder.same_from = same_from
    detector = SeeingDetector(lambda _image, _px: list(actor.faces), "eye-corners")
    return Engine(detector, lambda _image, face: face.landmarks, embedder)


class Run:
    """One check of one actor; every answer is kept."""

    def __init__(
        self, actor: Actor, order: StartCheck, passive: Passive | None = None, reference: HeadPose | None = REST
    ) -> None:
        self.actor, self.at, self.number = actor, 0.0, 0
        self.told: list[CheckProgress | CheckFacts] = []
        given = replace(order, reference=_photograph(actor, reference)) if reference else order
        self.check = FaceCheck(engine_for(actor), passive, given, 0.0, LIMITS)

    def go(self, seconds: float) -> "Run":
        """Until the facts are there, or for so long."""
        for _ in range(round(seconds * FPS)):
            self.at += 1 / FPS
            self.number += 1
            answer = self.check.feed(Frame.of(self.actor.picture(self.at), self.at, self.number))
            self.told.append(answer)
            if isinstance(answer, CheckFacts):
                break
            self.actor.hear(answer.turn, self.at)
        return self

    def until(self, advice: Advice) -> "Run":
        """Until this is told for the first time, at most ten seconds."""
        for _ in range(10 * FPS):
            if self.go(1 / FPS).progress.advice is advice:
                return self
        raise AssertionError(f"never told to {advice}")

    @property
    def facts(self) -> CheckFacts:
        last = self.told[-1]
        assert isinstance(last, CheckFacts), last
        return last

    @property
    def progress(self) -> CheckProgress:
        last = self.told[-1]
        assert isinstance(last, CheckProgress), last
        return last


def _photograph(actor: Actor, pose: HeadPose) -> bytes:
    """A photograph of the same person; the detector's next answer is the face in it."""
    picture = Actor(who=actor.who, at_rest=pose).picture(0.0)
    actor.faces = [face_of(pose)]
    return bytes(cv2.imencode(".png", picture)[1].tobytes())


def _draw_mask(canvas: Image, pose: HeadPose) -> None:
    """A surgical mask, drawn: no photograph of a real one is at hand."""
    shape = [(-0.42, 0.22), (0.0, 0.14), (0.42, 0.22), (0.36, 0.62), (0.0, 0.82), (-0.36, 0.62)]
    points = np.array(shape) * pose.face_px + (pose.x_px, pose.y_px)
    cv2.fillPoly(canvas, [points.astype(np.int32)], (222, 206, 170), cv2.LINE_AA)


_WALL = wall()
