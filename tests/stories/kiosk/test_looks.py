"""How somebody wants to see and hear it holds through the visit and goes with them."""

from dataclasses import dataclass, field, replace

import pytest

from kiosk.desk.fake import hospital
from kiosk.visit.pages import Page
from tests.stories.kiosk.stage import SITE, MakeStage, Stage
from tests.stories.kiosk.ways import to_done
from ui.shared import theme
from ui.visitor.touch import Touch


@dataclass
class ListeningVoice:
    """Remembers what was said, and how often it was silenced."""

    said: list[tuple[str, str]] = field(default_factory=list)
    silenced: int = 0
    chimes: int = 0

    def say(self, text: str, language: str, key: str = "") -> None:
        self.said.append((language, text))

    def stop(self) -> None:
        self.silenced += 1

    def chime(self) -> None:
        self.chimes += 1


def test_language_print_contrast_and_height_stay_through_the_visit_and_end_with_it(stage: Stage) -> None:
    before, wanted = stage.state.look, ("English", "Large print", "Contrast", "Lower")
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)
    plain_px = _button_px(stage, "预约挂号")
    for words in wanted:
        stage.touch(words)
    look = stage.state.look
    assert (look.language, look.large_print, look.high_contrast, look.lowered) == ("en", True, True, True)
    assert _button_px(stage, "Book a visit")[0] > plain_px[0], "lower is nearer to the hand"
    assert _ground(stage) == theme.HIGH_CONTRAST.page.lower()
    stage.touch("More services")
    stage.touch("Pay a bill")
    stage.touch("Outpatient")
    stage.reads_soon("Consultation")
    assert stage.state.look == look
    stage.waits(46)
    assert stage.sees("Do you need more time?")
    stage.touch("Go on")
    stage.comes_to(Page.BILL)
    assert stage.state.look == look
    stage.pull()
    stage.comes_to(Page.ATTRACT)
    assert stage.state.look == before
    assert stage.sees("请放上您的卡")
    assert _ground(stage) == theme.LIGHT.page.lower()


@pytest.mark.parametrize("size", [(540, 960), (1366, 768)], ids=["upright", "across"])
@pytest.mark.parametrize("switches", [(), ("大字", "高对比", "放低")], ids=["plain", "large and low"])
def test_on_every_screen_a_finger_gets_through_the_whole_visit(
    size: tuple[int, int], switches: tuple[str, ...], make_stage: MakeStage
) -> None:
    stage = make_stage(size=size)
    for words in switches:
        stage.touch(words)
    to_done(stage)
    assert stage.sees("请取走小票和卡")
    stage.touch("继续办别的")
    stage.touch("更多服务")
    stage.touch("举报号贩子")
    stage.touch("有人收了钱，没有给号")
    stage.touch("北门")
    stage.types("13800")
    stage.touch("发送")
    stage.reads_soon("谢谢，我们收到了")
    stage.touch("结束")
    stage.comes_to(Page.ATTRACT)


def _button_px(stage: Stage, words: str) -> tuple[int, int]:
    """How far down it begins and how high it is."""
    buttons = [each for each in stage.program.window.findChildren(Touch) if each.isVisible()]
    button = next(each for each in buttons if words in each.accessibleName())
    return button.mapTo(stage.program.window, button.rect().topLeft()).y(), button.height()


def _ground(stage: Stage) -> str:
    return stage.program.window.grab().toImage().pixelColor(2, 2).name()


def test_what_somebody_set_before_walking_on_is_not_left_for_the_next(stage: Stage) -> None:
    stage.touch("大字")
    stage.touch("English")
    stage.waits(46)
    assert stage.state.look == SITE.look
    assert stage.sees("请放上您的卡")


def test_read_aloud_says_each_page_once_in_the_visitors_language(make_stage: MakeStage) -> None:
    voice = ListeningVoice()
    stage = make_stage(voice=voice)
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)
    assert voice.said == []
    stage.touch("朗读")
    stage.touch("更多服务")
    stage.waits(5)
    stage.touch("缴费")
    stage.comes_to(Page.BILLS)
    stage.touch("English")
    stage.waits(5)
    assert [each for each in voice.said if "请稍候" not in each] == [
        ("zh", "请选择您想办的事"),
        ("zh", "请选择您想办的事"),
        ("zh", "请选择要缴的费用"),
        ("en", "Choose a bill to pay"),
    ]
    silenced = voice.silenced
    stage.pull()
    stage.comes_to(Page.ATTRACT)
    assert voice.silenced > silenced
    assert not stage.state.look.read_aloud
    said = len(voice.said)
    stage.place(hospital.ADULT_CARD)
    stage.comes_to(Page.HOME)
    assert len(voice.said) == said


def test_a_site_that_speaks_says_every_page_and_no_name_or_number(make_stage: MakeStage) -> None:
    voice = ListeningVoice()
    stage = make_stage(voice=voice, site=replace(SITE, speaks=True))
    stage.place(hospital.CHILD_CARD)
    stage.touch("李*（妈妈）")
    stage.touch("人工窗口")
    stage.comes_to(Page.COUNTER)
    said = [sentence for _, sentence in voice.said]
    assert said[-1] == "请到人工窗口，叫到您的号码时过去"
    assert "请选择今天是谁来办理" in said
    assert not [sentence for sentence in said if any(each.isdigit() or each in "王李" for each in sentence)]
    assert voice.chimes == 1
