"""The face check: asked first, tried a few times, never the last word. Pure."""

from camera.leases.messages import NoComparison
from kiosk.face.points import point_of
from kiosk.face.verdict import Doubt, Obstacle, Outcome, Verdict, judge, no_comparison
from kiosk.visit.effects import Count, Log, OpenMirror, StartCheck
from kiosk.visit.events import CameraLost, CheckEnded, CheckTold
from kiosk.visit.moves import Here, Result, ask, go, numbered, stay
from kiosk.visit.pages import Page
from kiosk.visit.requests import PhotoOf
from kiosk.visit.state import VisitState
from kiosk.visit.steps.counter import to_counter
from kiosk.visit.steps.tasks import card_photo, may_have_photo, proceed
from kiosk.visit.workings import HOPELESS

DOUBTS = {
    Doubt.CHALLENGE: Count.DOUBT_CHALLENGE,
    Doubt.FLAT: Count.DOUBT_FLAT,
    Doubt.PASSIVE: Count.DOUBT_PASSIVE,
    Doubt.UNLIKE: Count.DOUBT_UNLIKE,
}
OUTCOMES = {
    Outcome.SAME: Count.CHECK_SAME,
    Outcome.NOT_SURE: Count.CHECK_NOT_SURE,
    Outcome.NO_COMPARISON: Count.CHECK_NO_COMPARISON,
}


def agreed(state: VisitState, value: str, here: Here) -> Result:
    return start(state.checked(agreed=True), here)


def declined(state: VisitState, value: str, here: Here) -> Result:
    """To a person, as everybody goes there; no reason is asked and none is noted."""
    return to_counter(state, Page.HOME, here)


def again(state: VisitState, value: str, here: Here) -> Result:
    verdict = state.visitor.check.verdict
    if verdict is None or verdict.obstacle in HOPELESS:
        return stay(state)
    return start(state, here) if state.visitor.check.agreed else go(state, Page.NOTICE)


def start(state: VisitState, here: Here) -> Result:
    """The holder's photograph is that in the chip of the card, else the record's; a delegate's is their own."""
    check, acting = state.visitor.check, state.acting
    if check.attempts >= here.site.tries:
        return to_counter(state, Page.HOME, here)
    if acting is None or not may_have_photo(state, here):
        return _ended(state, no_comparison(NoComparison.NO_REFERENCE), here)
    reference = check.reference or card_photo(state)
    if reference is not None:
        return _look(state.checked(reference=reference), reference, acting.id)
    return ask(state, PhotoOf(acting.id), here)


def photo_came(state: VisitState, asked: PhotoOf, photo: bytes | None, here: Here) -> Result:
    if not photo:
        return _ended(state, no_comparison(NoComparison.NO_REFERENCE), here)
    return _look(state.checked(reference=photo), photo, asked.person_id)


def _look(state: VisitState, reference: bytes, person_id: str) -> Result:
    """The only place where the camera is opened. A try counts from here: leaving half way costs one."""
    state, number = numbered(state)
    check_id, attempt = f"{state.kiosk.run}-{number}", state.visitor.check.attempts + 1
    state = state.checked(check_id=check_id, attempts=attempt, progress=None, verdict=None)
    return go(state, Page.CHECK, OpenMirror(), StartCheck(check_id, person_id, reference, attempt))


def told(state: VisitState, event: CheckTold, here: Here) -> Result:
    if event.progress.check_id != state.visitor.check.check_id:
        return stay(state)
    return stay(state.checked(progress=event.progress))


def ended(state: VisitState, event: CheckEnded, here: Here) -> Result:
    facts = event.facts
    if facts.check_id != state.visitor.check.check_id:
        return stay(state)
    point = point_of(facts.model_id, here.site.points)
    return _ended(state, judge(facts, point, here.site.face), here)


def camera_lost(state: VisitState, event: CameraLost, here: Here) -> Result:
    return _ended(state, no_comparison(NoComparison.CAMERA_LOST), here)


def nobody_came(state: VisitState, event: object, here: Here) -> Result:
    """The camera never ended the check."""
    return _ended(state, no_comparison(NoComparison.NO_FACE), here)


def _ended(state: VisitState, verdict: Verdict, here: Here) -> Result:
    counts = [Log(OUTCOMES[verdict.outcome]), *([Log(DOUBTS[verdict.doubt])] if verdict.doubt else [])]
    state = state.checked(verdict=verdict, progress=None, check_id="")
    if verdict.outcome is Outcome.SAME:
        state, effects = proceed(state.checked(passed=True), here)
        return state, [*counts, *effects]
    if verdict.obstacle is Obstacle.CAMERA_LOST:
        # The camera's fault is nobody's try.
        state = state.checked(attempts=max(state.visitor.check.attempts - 1, 0))
    if state.visitor.check.attempts >= here.site.tries:
        state, effects = to_counter(state, Page.HOME, here)
        return state, [*counts, *effects]
    return go(state, Page.AGAIN, *counts)
