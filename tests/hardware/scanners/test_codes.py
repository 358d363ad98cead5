import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.events import CardKind
from hardware.scanners.codes import CodePattern, CodeRules, PickUpCode, ScannedCard, UnknownCode, understood

HEALTH = "E1D10AAC73D0B947060B099128732C969A6EF97A6014BF41B3D19EEF9A4FBB18"


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("11010519491231002x", ScannedCard(CardKind.ID, "11010519491231002X")),
        ("12345678", PickUpCode("12345678")),
        ("V0012345678\r\n", ScannedCard(CardKind.VISIT, "V0012345678")),
        ("0012345678", ScannedCard(CardKind.VISIT, "0012345678")),
        (HEALTH, ScannedCard(CardKind.HEALTH, HEALTH)),
        (f"{HEALTH}:1", ScannedCard(CardKind.HEALTH, HEALTH)),
        (f"{HEALTH}:0:1717000000", ScannedCard(CardKind.HEALTH, f"{HEALTH}:0:1717000000", is_dynamic=True)),
        ("3301" * 7, ScannedCard(CardKind.INSURANCE, "3301" * 7, is_dynamic=True)),
    ],
)
def test_a_text_is_what_it_looks_like(text: str, meaning: object) -> None:
    assert understood(text) == meaning


@pytest.mark.parametrize(
    "text",
    ["", "   ", "110105194912310021", "https://example.cn/pay", "1234567", "x" * 5000, "V1\x00V2", "\ufffd" * 12],
)
def test_anything_else_is_unknown_and_the_reason_holds_nothing_of_it(text: str) -> None:
    unknown = understood(text)
    assert isinstance(unknown, UnknownCode)
    assert unknown.why
    assert text.strip() == "" or text not in unknown.why


@given(st.text())
def test_no_text_is_too_strange(text: str) -> None:
    assert understood(text)


def test_a_hospital_names_its_own_forms() -> None:
    own = CodeRules(
        cards=(CodePattern(CardKind.VISIT, r"JZK(?P<number>[0-9]{8})"),),
        pick_up=r"QH[0-9]{6}",
    )
    assert understood("JZK12345678", own) == ScannedCard(CardKind.VISIT, "12345678")
    assert understood("QH123456", own) == PickUpCode("QH123456")
    assert isinstance(understood("12345678", own), UnknownCode)


def test_a_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no pattern"):
        CodePattern(CardKind.VISIT, "(")
    with pytest.raises(ValueError, match="no pattern"):
        CodeRules(pick_up="[")


def test_numbers_stay_out_of_logs() -> None:
    assert "12345678" not in repr(understood("12345678"))
    assert "0012345678" not in repr(understood("V0012345678"))
