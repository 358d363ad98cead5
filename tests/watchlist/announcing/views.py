"""What a post would show, for the tests of what is announced of it."""

from datetime import UTC, datetime, timedelta

from watchlist.alarms.life import GuardId, Life, Stage, Verdict
from watchlist.post.values import AlarmView, CameraView, CandidateView, Guard, HubState, Overview, Sight
from watchlist.types import AlarmId, PersonId

START = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NAME = "张三"
OWNER = GuardId("g-7")
RAISED = Life()
TAKEN = Life(Stage.TAKEN, OWNER, START + timedelta(seconds=20))
DECIDED = Life(Stage.DECIDED, OWNER, START + timedelta(seconds=50), verdict=Verdict.CONFIRMED)
ESCALATED = Life(since=START + timedelta(seconds=30), level=1)
EXPIRED = Life(Stage.EXPIRED, since=START + timedelta(hours=4), level=2)


def camera(name: str = "north door", sight: Sight = Sight.LIVE, why: str = "") -> CameraView:
    return CameraView(name, sight, START, why, "Check the cable." if why else "")


def overview(*cameras: CameraView, open_alarms: int = 0, loudest: int = 0, after_s: float = 0.0) -> Overview:
    oldest = START if open_alarms else None
    return Overview(
        at=START + timedelta(seconds=after_s),
        revision=1,
        open_alarms=open_alarms,
        unanswered=open_alarms,
        loudest=loudest,
        oldest_open_at=oldest,
        last_alarm_at=oldest,
        cameras=cameras,
        list_at=START,
        people=7,
        hub=HubState.NONE,
        guards=(Guard(OWNER, "李四"),),
    )


def alarm(alarm_id: str = "a1", life: Life = RAISED, last_camera: str = "north door") -> AlarmView:
    return AlarmView(
        alarm_id=AlarmId(alarm_id),
        candidates=(CandidateView(PersonId("p-31"), NAME, 0.8125),),
        camera="north door",
        first_at=START - timedelta(seconds=2),
        raised_at=START,
        last_seen_at=START + timedelta(seconds=5),
        last_camera=last_camera,
        updates=2,
        score=0.8125,
        runner_up=0.25,
        one_in=100_000,
        life=life,
        revision=3,
    )
