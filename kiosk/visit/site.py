"""What a site decided about its kiosks. Pure; the values are read from the settings by whoever starts the kiosk."""

from dataclasses import dataclass, field
from enum import StrEnum

from kiosk.desk.values import Words
from kiosk.face.points import DELIVERED, FacePoint
from kiosk.face.verdict import FaceRules
from kiosk.visit.screen import Look
from kiosk.visit.services import Service


class TimeOut(StrEnum):
    """How long a page waits. IDLE: for a touch. QUESTION: for an answer to "do you need more time". PAYING: for the
    telephone. CHECK: for the camera. DESK: for the desk. SLIP: for the printer."""

    IDLE = "idle"
    QUESTION = "question"
    PAYING = "paying"
    CHECK = "check"
    DESK = "desk"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds for each TimeOut, and how often a payment is asked for."""

    idle_s: float = 45.0
    question_s: float = 15.0
    paying_s: float = 120.0
    check_s: float = 50.0
    desk_s: float = 20.0
    slip_s: float = 20.0
    poll_s: float = 2.0

    def __post_init__(self) -> None:
        least = min(self.idle_s, self.question_s, self.paying_s, self.check_s, self.desk_s, self.slip_s, self.poll_s)
        if not least > 0:
            raise ValueError(f"patience of {least} s")

    def of(self, time_out: TimeOut) -> float:
        waits = {
            TimeOut.IDLE: self.idle_s,
            TimeOut.QUESTION: self.question_s,
            TimeOut.PAYING: self.paying_s,
            TimeOut.CHECK: self.check_s,
            TimeOut.DESK: self.desk_s,
            TimeOut.SLIP: self.slip_s,
        }
        return waits[time_out]


COUNTER = Words("人工窗口", "the service counter")
COUNTER_PLACE = Words("一楼大厅", "ground floor hall")
CHECKED = frozenset({Service.BOOK, Service.EXAMINATION, Service.PICK_UP, Service.REPORTS})


@dataclass(frozen=True, slots=True)
class SiteRules:
    """`kiosk` stands before its ticket numbers. `checked_departments` are checked in addition to `checked_services`.

    `watch_looks`: the entrance's program looks through this camera too, and the notice says so. `kept_days` is what
    the notice promises about the face: 0 means that nothing is kept. `report_places`: where scalpers may have been
    seen. `speaks`: reads aloud without being asked.
    """

    hospital: Words
    counter: Words = COUNTER
    counter_place: Words = COUNTER_PLACE
    kiosk: str = "A"
    services: tuple[Service, ...] = tuple(Service)
    checked_services: frozenset[Service] = CHECKED
    checked_departments: frozenset[str] = frozenset()
    tries: int = 5
    child_below_years: int = 14
    watch_looks: bool = False
    kept_days: int = 0
    speaks: bool = False
    languages: tuple[str, ...] = ("zh", "en")
    report_places: tuple[Words, ...] = ()
    look: Look = field(default_factory=Look)
    face: FaceRules = field(default_factory=FaceRules)
    points: tuple[FacePoint, ...] = DELIVERED
    patience: Patience = field(default_factory=Patience)

    def __post_init__(self) -> None:
        if self.tries < 1:
            raise ValueError(f"{self.tries} tries")
        if not self.services:
            raise ValueError("a kiosk without services")
        if not self.kiosk.isalnum():
            raise ValueError(f"a kiosk named {self.kiosk!r}")
        if min(self.child_below_years, self.kept_days) < 0:
            raise ValueError("negative years or days")
        if self.look.language not in self.languages:
            raise ValueError(f"no language {self.look.language!r} among {self.languages}")

    @property
    def checks_faces(self) -> bool:
        return bool(self.checked_services & set(self.services) or self.checked_departments)
