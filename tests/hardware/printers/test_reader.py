import pytest

from hardware.printers.reader import PrintedRow, read_slip, words_of
from hardware.printers.slip import Align, Paper
from hardware.printers.typeset import slip_bytes
from tests.hardware.printers.slips import PICK_UP


@pytest.mark.parametrize("job", [b"\x1bp\x00\x19\xfa", b"\x1b=\x01", b"\x07", b"\x1dk\x04123\x00", b"\x1d(L\x02\x000C"])
def test_a_command_that_no_slip_contains_is_an_error(job: bytes) -> None:
    with pytest.raises(ValueError, match="no slip contains"):
        read_slip(b"\x1b@" + job)


def test_half_a_job_shows_what_came_out_before_it_ended() -> None:
    job = slip_bytes(PICK_UP, Paper())
    whole = words_of(read_slip(job))
    for length in range(len(job)):
        half = words_of(read_slip(job[:length]))
        assert half[:-1] == whole[: max(len(half) - 1, 0)]


def test_half_a_character_is_shown_as_one_that_cannot_be_read() -> None:
    assert read_slip("张".encode("gb18030")[:1]) == [PrintedRow("�", 1, False, Align.LEFT)]
