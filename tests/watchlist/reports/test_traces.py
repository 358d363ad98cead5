from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watchlist.reports.traces import MOST_TRACES, Trace, TraceKind, traces_in

PHONE, WECHAT, ID_CARD, VISIT_CARD = TraceKind
MOBILE = "13800138000"


@pytest.mark.parametrize(
    "text",
    [
        *("电话13800138000。", "１３８ ００１３ ８０００", "138-0013-8000", "138 001 38000", "1.3.8.0.0.1.3.8.0.0.0"),
        *("+86 13800138000", "+8613800138000", "008613800138000", "8613800138000", "+86 138 0013 8000"),
        *("一三八零零一三八零零零", "幺三八〇〇幺三八〇〇〇", "①③⑧⓪⓪①③⑧⓪⓪⓪", "1\u200b38\u200b00138000", "1️⃣3800138000"),
        *("微信同号13800138000", "微信:13800138000", "加V13800138000", "就诊卡 13800138000"),
    ],
)
def test_a_mobile_number_however_it_is_written(text: str) -> None:
    assert traces_in(text) == (Trace(PHONE, MOBILE),)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("010-12345678", "01012345678"), ("(0755)1234567", "07551234567"), ("0311 8765 4321", "031187654321")),
        *(("+86 10 6655 1234", "01066551234"), ("+86 (0)21-66551234", "02166551234"), ("400-810-8888", "4008108888")),
    ],
)
def test_a_landline_with_its_area(text: str, value: str) -> None:
    assert traces_in(text) == (Trace(PHONE, value),)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        *(("微信:abc_12345 加我", "abc_12345"), ("加V scalper88", "scalper88"), ("ＶＸ：ABCdef123", "abcdef123")),
        *(("weixin huang666niu", "huang666niu"), ("微信号是wxid_9ab8c7", "wxid_9ab8c7"), ("微信diana88", "diana88")),
        *(("wechat id: slots-now", "slots-now"), ("威信 niu2026niu", "niu2026niu"), ("加薇 huang-niu1", "huang-niu1")),
    ],
)
def test_a_wechat_name_after_its_word(text: str, name: str) -> None:
    assert traces_in(text) == (Trace(WECHAT, name),)


@pytest.mark.parametrize("text", ["身份证11010519491231002X", "110105 19491231 002x", "证件:110105-19491231-002X。"])
def test_an_identity_number_whose_check_character_fits(text: str) -> None:
    assert traces_in(text) == (Trace(ID_CARD, "11010519491231002x"),)


@pytest.mark.parametrize("text", ["就诊卡号 A00123456", "诊疗卡:a00123456", "病历号是A00123456"])
def test_a_visit_card_after_its_word(text: str) -> None:
    assert traces_in(text) == (Trace(VISIT_CARD, "a00123456"),)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "有人在北门卖号",
            "2026-01-03 14:20 在15号窗口",
            "110105194912310021",
            "11010519491331002X",
            "avx tester1",
        ),
        *("12345678901", "1380013800", "138001380001", "电话 8888", "微信聊", "vx abc", "1-38 00.138 000"),
    ],
)
def test_what_identifies_nobody(text: str) -> None:
    assert traces_in(text) == ()


def test_several_each_once_and_not_our_own() -> None:
    text = "微信 huang666niu, 13800138000, 再打１３８００１３８０００, 或医院热线010-12345678"
    ours = {Trace(PHONE, "01012345678")}
    assert set(traces_in(text, ours)) == {Trace(WECHAT, "huang666niu"), Trace(PHONE, MOBILE)}
    assert len(traces_in(text, ours)) == 2


def test_a_pasted_list_gives_no_more_than_so_many() -> None:
    assert len(traces_in(" ".join(f"139{number:08}" for number in range(50)))) == MOST_TRACES


@given(st.text(alphabet="1380微信vx加号: .-+一九零ab_０１", max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    for trace in traces_in(text):
        assert trace.value == trace.value.lower().strip()


@given(st.data())
def test_signs_between_change_nothing(data: Any) -> None:
    number = "1" + data.draw(st.from_regex(r"[3-9][0-9]{9}", fullmatch=True))
    sign = data.draw(st.sampled_from(["", " ", ".", "-", "·"]))
    wide = "".join(chr(ord(digit) + 0xFEE0) if data.draw(st.booleans()) else digit for digit in number)
    assert traces_in(f"打{sign.join(wide)}吧") == (Trace(PHONE, number),)
