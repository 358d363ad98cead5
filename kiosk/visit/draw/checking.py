"""The face check's pages: notice, mirror, once more. Pure."""

from camera.leases.messages import Advice
from camera.liveness.turns import Turn
from kiosk.face.verdict import Outcome
from kiosk.visit.draw.arriving import kept
from kiosk.visit.pages import Action, Page
from kiosk.visit.screen import Choice, Drawing, HeadDrawing, Layout, MirrorGuide, Screen, Text
from kiosk.visit.site import SiteRules
from kiosk.visit.state import Check, VisitState
from kiosk.visit.wording import said
from kiosk.visit.workings import HOPELESS

HEADS = {
    Turn.LEFT: HeadDrawing.LEFT,
    Turn.RIGHT: HeadDrawing.RIGHT,
    Turn.NOD: HeadDrawing.NOD,
    Turn.CLOSER: HeadDrawing.CLOSER,
}


def notice(state: VisitState, site: SiteRules) -> Screen:
    """Two answers of equal weight: neither is drawn as the likely one."""
    return Screen(
        Page.NOTICE,
        Layout.NOTICE,
        said("notice.title"),
        body=(
            said("notice.what"),
            said("notice.why"),
            kept(site),
            *((said("notice.watch"),) if site.watch_looks else ()),
            said("notice.without", counter=site.counter, place=site.counter_place),
        ),
        choices=(
            Choice(Action.AGREE, said("notice.agree"), detail=said("notice.agree_detail")),
            Choice(Action.DECLINE, said("notice.decline"), detail=said("notice.decline_detail")),
        ),
    )


def instruction(check: Check) -> Text:
    """The one thing to do now."""
    progress = check.progress
    if progress is None:
        return said("check.starting")
    if progress.advice is Advice.TURN and progress.turn is not None:
        return said(f"turn.{progress.turn.value}")
    advice = Advice.LOOK_HERE if progress.advice is Advice.TURN else progress.advice
    return said(f"advice.{advice.value}")


def check(state: VisitState, site: SiteRules) -> Screen:
    current = state.visitor.check
    progress = current.progress
    turn = progress.turn if progress and progress.advice is Advice.TURN else None
    return Screen(
        Page.CHECK,
        Layout.MIRROR,
        said("check.title"),
        guide=MirrorGuide(
            instruction(current),
            HEADS[turn] if turn else HeadDrawing.STRAIGHT,
            min(max(progress.filled, 0.0), 1.0) if progress else 0.0,
        ),
    )


def again(state: VisitState, site: SiteRules) -> Screen:
    verdict = state.visitor.check.verdict
    obstacle = verdict.obstacle if verdict else None
    helps = obstacle not in HOPELESS
    retry = Choice(Action.AGAIN, said("again.again"), is_primary=True)
    counter = Choice(Action.COUNTER, said("again.counter", counter=site.counter), is_primary=not helps)
    why = said(f"obstacle.{obstacle.value}") if obstacle else said("again.not_sure")
    return Screen(
        Page.AGAIN,
        Layout.MESSAGE,
        why,
        body=(said("again.card_is_fine") if helps else said("again.person_helps"),),
        choices=(*((retry,) if helps else ()), counter),
        drawing=Drawing.NONE if verdict and verdict.outcome is Outcome.NOT_SURE else Drawing.CAUTION,
    )
