"""Whose face is looked at, and what becomes of those who are not recognised or do not want to be looked at."""

import json
from collections import Counter
from dataclasses import replace

import pytest

from hardware.cards.events import CardData
from kiosk.desk.fake import hospital
from kiosk.desk.values import BookingState
from kiosk.visit.pages import Page
from tests.stories.kiosk.forgetting import nothing_is_left
from tests.stories.kiosk.house import PHOTOS
from tests.stories.kiosk.stage import SITE, MakeStage, Seen, Stage
from tests.stories.kiosk.ways import to_check, to_home

BLAME = (
    "非本人",
    "不是本人",
    "不是您",
    "不符",
    "不匹配",
    "失败",
    "禁止",
    "拒绝",
    "号贩子",
    "not you",
    "failed",
    "owner",
)
CHIP = b"the picture in the chip"


def test_a_childs_card_asks_for_the_family_and_looks_at_the_mother_alone(stage: Stage) -> None:
    stage.reader.insert(CardData(hospital.CHILD_CARD.kind, hospital.CHILD_CARD.number, photo=CHIP))
    stage.comes_to(Page.WHO)
    assert stage.sees("李*（妈妈）")
    assert stage.sees("这是小朋友王*明的卡")
    assert not stage.can_touch("本人"), "a child never stands there for itself"
    stage.touch("李*（妈妈）")
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    assert stage.looks_at_camera() == PHOTOS[hospital.MOTHER.id]
    stage.touch("儿科")
    stage.touch("刘医生")
    stage.touch("3月3日 周二")
    stage.touch("08:00–08:30")
    stage.comes_to(Page.CONFIRM)
    assert stage.sees("王*明")
    stage.touch("确认并支付")
    stage.is_paid()
    stage.comes_to(Page.DONE)
    (booked,) = stage.house.kiosk_bookings(BookingState.BOOKED)
    assert booked["patient_id"] == hospital.CHILD.id
    assert (booked["made_by"], booked["relation"]) == (hospital.MOTHER.id, "mother")
    looked_up = [asked for asked in stage.line.asked if asked[0] == "photo_of"]
    assert looked_up == [("photo_of", hospital.MOTHER.id)], "a child's photograph is never even asked for"


def test_the_picture_in_the_chip_is_compared_when_its_holder_stands_there(stage: Stage) -> None:
    stage.place(hospital.ADULT_ID_CARD, photo=CHIP)
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    assert stage.looks_at_camera() == CHIP
    assert not [asked for asked in stage.line.asked if asked[0] == "photo_of"]


def test_a_helper_is_compared_with_the_helpers_own_photograph(stage: Stage) -> None:
    stage.reader.insert(CardData(hospital.OLD_CARD.kind, hospital.OLD_CARD.number, photo=CHIP))
    stage.touch("王*（登记的帮办人）")
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    assert stage.looks_at_camera() == PHOTOS[hospital.HELPER.id]


def test_with_somebody_elses_card_one_comes_to_a_person_and_the_card_stays_as_it_was(stage: Stage) -> None:
    to_home(stage)
    desk_before, trail_before = stage.house.fingerprint(), stage.house.trail()
    read: list[str] = []
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    for _ in range(4):
        stage.looks_at_camera(Seen.SOMEBODY_ELSE)
        stage.comes_to(Page.AGAIN)
        read += stage.reads()
        stage.touch("再试一次")
    stage.looks_at_camera(Seen.SOMEBODY_ELSE)
    stage.comes_to(Page.COUNTER)
    read += stage.reads()
    assert "这次没有看清，请再试一次，或到窗口办理" in read
    assert "您的卡没有问题" in read
    assert not [(blame, words) for words in read for blame in BLAME if blame in words]
    assert stage.house.fingerprint() == desk_before
    assert stage.house.trail() == trail_before, "the desk hears nothing of a face"
    stage.pull()
    nothing_is_left(stage)
    to_home(stage)
    stage.touch("更多服务")
    stage.touch("缴费")
    stage.reads_soon("门诊费用")


def test_after_five_tries_more_tries_lead_to_the_counter_too(stage: Stage) -> None:
    to_check(stage)
    for _ in range(5):
        stage.looks_at_camera(Seen.SOMEBODY_ELSE)
        if stage.page is Page.AGAIN:
            stage.touch("再试一次")
    stage.comes_to(Page.COUNTER)
    stage.touch("返回")
    stage.comes_to(Page.HOME)
    stage.touch("预约挂号")
    stage.touch("同意，看摄像头")
    stage.comes_to(Page.COUNTER)
    assert not stage.camera.held
    assert stage.sees("A001"), "one number a visit"


def test_behind_a_mask_one_is_asked_to_take_it_off_and_may_go_to_the_counter(stage: Stage) -> None:
    to_check(stage)
    stage.looks_at_camera(Seen.MASK)
    stage.reads_soon("脸被遮住了，请摘下口罩再试一次，或到窗口办理")
    stage.touch("再试一次")
    stage.looks_at_camera(Seen.MASK)
    stage.touch("到人工窗口")
    stage.comes_to(Page.COUNTER)
    stage.until(lambda: stage.printer.slips, "the slip")
    assert "A001" in stage.slips()[0]


@pytest.mark.parametrize(
    ("seen", "counted"), [(Seen.PHOTOGRAPH, "doubt-flat"), (Seen.DOES_NOT_TURN, "doubt-challenge")]
)
def test_a_printed_photograph_is_told_no_more_than_anybody_else(seen: Seen, counted: str, stage: Stage) -> None:
    to_check(stage)
    stage.looks_at_camera(Seen.SOMEBODY_ELSE)
    stage.comes_to(Page.AGAIN)
    told_another = stage.reads()
    stage.touch("再试一次")
    stage.looks_at_camera(seen)
    stage.comes_to(Page.AGAIN)
    assert stage.reads() == told_another
    stage.pull()
    nothing_is_left(stage)
    stage.waits(61)
    counts = _counts(stage)
    assert counts[counted] == 1
    assert counts["doubt-unlike"] == 1
    assert counts["check-not-sure"] == 2


def _counts(stage: Stage) -> Counter[str]:
    counts: Counter[str] = Counter()
    for path in (stage.home / "logs").glob("kiosk-counts-*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            counts.update(json.loads(line)["counts"])
    return counts


def test_who_does_not_want_to_be_looked_at_reads_what_everybody_reads(stage: Stage) -> None:
    to_home(stage)
    desk_before, trail_before, asked_before = stage.house.fingerprint(), stage.house.trail(), len(stage.line.asked)
    stage.touch("人工窗口")
    stage.until(lambda: stage.printer.slips, "the slip")
    (everybodys,), said_to_everybody = stage.slips(), stage.reads()
    stage.touch("返回")
    stage.pull()
    stage.comes_to(Page.ATTRACT)

    to_home(stage)
    stage.touch("预约挂号")
    stage.touch("不同意，到窗口")
    stage.comes_to(Page.COUNTER)
    stage.until(lambda: stage.printer.slips, "the slip")
    assert [text.replace("A002", "A001") for text in stage.reads()] == said_to_everybody
    (theirs,) = stage.slips()
    assert _without_time(theirs.replace("A002", "A001")) == _without_time(everybodys)
    assert stage.camera.taken == 0
    assert stage.house.fingerprint() == desk_before
    assert stage.house.trail() == trail_before
    asked = [name for name, *_ in stage.line.asked[asked_before:]]
    assert asked == ["holder_of", "bookings_of"], "the desk is asked no more than for any card"


def _without_time(slip: str) -> list[str]:
    return [row for row in slip.splitlines() if "时间" not in row]


def test_a_site_that_checks_no_faces_shows_no_notice_and_opens_no_camera(make_stage: MakeStage) -> None:
    stage = make_stage(site=replace(SITE, checked_services=frozenset()))
    assert not stage.sees("脸")
    to_home(stage)
    stage.touch("预约挂号")
    stage.comes_to(Page.DEPARTMENTS)
    assert stage.camera.taken == 0
