from hypothesis import given
from hypothesis import strategies as st

from hardware.scanners.lines import LONGEST_BYTES, PAUSE_S, Lines


@given(
    st.lists(st.text(st.characters(min_codepoint=0x20, max_codepoint=0x9FA5, categories=["L", "N"]), min_size=1)),
    st.sampled_from([b"\r", b"\n", b"\r\n"]),
    st.integers(1, 7),
)
def test_texts_come_out_however_the_bytes_are_cut(texts: list[str], end: bytes, step: int) -> None:
    data = b"".join(text.encode() + end for text in texts)
    lines = Lines()
    got = [text for at in range(0, len(data), step) for text in lines.feed(data[at : at + step], 0.0)]
    assert got == texts


def test_a_scanner_set_up_for_gbk_is_understood() -> None:
    assert Lines().feed("张伟\r".encode("gbk"), 0.0) == ["张伟"]


def test_noise_becomes_a_text_that_no_rule_knows() -> None:
    assert Lines().feed(b"\xff\xfe\x80\r", 0.0) == ["\ufffd" * 3]


def test_half_a_code_before_a_pause_is_not_glued_to_the_next() -> None:
    lines = Lines()
    assert lines.feed(b"110105", 0.0) == []
    assert lines.feed(b"", PAUSE_S * 10) == []
    assert lines.feed(b"V1\r", PAUSE_S * 10) == ["V1"]


def test_a_code_without_an_end_is_dropped_and_the_next_is_whole() -> None:
    lines = Lines()
    for _ in range(3):
        assert lines.feed(b"x" * LONGEST_BYTES, 0.0) == []
    assert lines.feed(b"tail\rV1\r", 0.0) == ["V1"]
    assert lines.feed(b"y" * (LONGEST_BYTES + 1) + b"\rV2\r", 0.0) == ["V2"]
