from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.cards.events import CardData, CardKind
from hardware.cards.pcsc_content import (
    VISIT_CARD,
    CardProfile,
    CardRules,
    FileField,
    UidRule,
    UnreadableCard,
    read_card,
)
from tests.hardware.cards.chips import NOT_FOUND, CpuChip, file_of, uid_chip, visit_chip

INSURANCE_CARD = CardProfile(
    kind=CardKind.INSURANCE,
    aid=bytes.fromhex("A000000632010105"),
    file=5,
    number=FileField(300, 18),
    name=FileField(40, 30),
    chunk=64,
)
BOTH = CardRules((VISIT_CARD, INSURANCE_CARD))
RULES = CardRules()
UID = bytes.fromhex("04A1B2C3D4E5F6")
names = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=7)


@given(names, st.dates(), st.booleans())
def test_a_cards_texts_come_back_as_they_were_written(name: str, born_on: date, is_t0: bool) -> None:
    born_on = born_on.replace(year=max(born_on.year, 1000))
    card = read_card(visit_chip("V0012345678", name, born_on, is_t0=is_t0), RULES)
    assert card == CardData(CardKind.VISIT, "V0012345678", name, born_on)


def test_a_name_with_a_rare_character_is_read() -> None:
    assert read_card(visit_chip("V1", "㛃䶮𬱟"), RULES).name == "㛃䶮𬱟"


@pytest.mark.parametrize("is_t0", [True, False])
def test_a_second_profile_is_tried_and_a_long_file_is_read_in_parts(is_t0: bool) -> None:
    chip = CpuChip(file_of(INSURANCE_CARD, "440524188001010014", "李娜"), INSURANCE_CARD, is_t0=is_t0)
    card = read_card(chip, BOTH)
    assert (card.kind, card.number, card.name) == (CardKind.INSURANCE, "440524188001010014", "李娜")
    assert sum(command[1] == 0xB0 for command in chip.heard) == 5


@pytest.mark.parametrize(
    ("rule", "number"),
    [
        (UidRule(), "04A1B2C3D4E5F6"),
        (UidRule(is_reversed=True), "F6E5D4C3B2A104"),
        (UidRule(is_decimal=True), str(0x04A1B2C3D4E5F6)),
    ],
)
def test_a_contactless_cards_serial_number_is_written_as_the_hospital_does(rule: UidRule, number: str) -> None:
    assert read_card(uid_chip(UID), CardRules(uid=rule)).number == number


@pytest.mark.parametrize("uid", ["08A1B2C3", "00000000", "FFFFFFFF", "0102", ""])
def test_a_serial_number_that_names_nobody_is_refused(uid: str) -> None:
    with pytest.raises(UnreadableCard):
        read_card(uid_chip(bytes.fromhex(uid)), RULES)


def test_a_foreign_card_is_refused_where_serial_numbers_are_not_used() -> None:
    with pytest.raises(UnreadableCard, match="no known kind"):
        read_card(uid_chip(UID), CardRules(uid=None))
    with pytest.raises(UnreadableCard, match="no known kind"):
        read_card(lambda command: NOT_FOUND, RULES)


def bad(at: int, raw: bytes) -> CpuChip:
    content = bytearray(file_of(VISIT_CARD, "V0012345678", "张伟", date(1980, 1, 2)))
    content[at : at + len(raw)] = raw
    return CpuChip(bytes(content))


@pytest.mark.parametrize(
    "chip",
    [
        bad(0, bytes(20)),
        bad(0, "张伟".encode("gb18030")),
        bad(0, b"../../etc"),
        bad(20, b"\x81\x20\x81"),
        bad(20, b"A\nB"),
        bad(50, b"19801301"),
        bad(50, b"1980-1-2"),
        CpuChip(file_of(VISIT_CARD, "V1")[:30]),
        CpuChip(b""),
    ],
)
def test_bad_content_is_an_unreadable_card_and_no_word_of_it_is_repeated(chip: CpuChip) -> None:
    with pytest.raises(UnreadableCard) as told:
        read_card(chip, RULES)
    assert "V00" not in str(told.value)


def test_a_card_without_a_birth_date_has_none() -> None:
    assert read_card(bad(50, b"00000000"), RULES).born_on is None
    assert read_card(bad(50, b"\xff" * 8), RULES).born_on is None


@given(st.lists(st.binary(max_size=260), min_size=1, max_size=20), st.booleans())
def test_no_card_brings_the_reader_down(answers: list[bytes], are_good: bool) -> None:
    left = [answer + b"\x90\x00" if are_good else answer for answer in answers]

    def transmit(_command: bytes) -> bytes:
        return left.pop(0) if left else b"\x90\x00"

    try:
        assert read_card(transmit, BOTH).number
    except UnreadableCard as error:
        assert str(error)


@pytest.mark.parametrize("endless", [b"\x61\x10", b"\x6c\x10"])
def test_a_card_that_always_promises_more_is_given_up(endless: bytes) -> None:
    with pytest.raises(UnreadableCard, match="end"):
        read_card(lambda command: b"\x90\x00" if command[1] == 0xA4 else endless, RULES)


def test_profiles_no_card_can_have_are_refused() -> None:
    for wrong in ({"aid": b"1"}, {"file": 31}, {"chunk": 256}):
        with pytest.raises(ValueError, match="profile"):
            replace(VISIT_CARD, **wrong)
    with pytest.raises(ValueError, match="field"):
        FileField(0, 40000)
