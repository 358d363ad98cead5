"""Tickets, counters and the log of parts: numbers and names of parts, nothing of a visitor."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from kiosk.running.counting import DayCounters, PartCount
from kiosk.running.daily_lines import KEPT_DAYS, DailyLines
from kiosk.running.staff import PartsLog
from kiosk.running.tickets import TicketFile
from kiosk.visit.effects import Count
from tests.kiosk.visit.hand import MORNING

DAY = MORNING.date()


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_tickets_are_remembered_for_their_day(tmp_path: Path) -> None:
    TicketFile(tmp_path / "tickets.json").keep(DAY, 12)
    again = TicketFile(tmp_path / "tickets.json")
    assert again.given(DAY) == 12
    assert again.given(DAY + timedelta(days=1)) == 0


def test_a_ticket_file_that_is_damaged_or_cannot_be_written_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "tickets.json").write_text('{"day": 3', encoding="utf-8")
    assert TicketFile(tmp_path / "tickets.json").given(DAY) == 0
    (tmp_path / "tickets.json").write_text(f'{{"day": "{DAY}", "given": Infinity}}', encoding="utf-8")
    assert TicketFile(tmp_path / "tickets.json").given(DAY) == 0
    nowhere = TicketFile(tmp_path / "no" / "tickets.json")
    nowhere.keep(DAY, 1)
    assert nowhere.given(DAY) == 0


def test_a_ticket_file_whose_draft_cannot_even_be_cleared_away_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "tickets.new" / "in the way").mkdir(parents=True)
    TicketFile(tmp_path / "tickets.json").keep(DAY, 1)


def test_counts_are_written_once_a_minute_and_before_midnight(tmp_path: Path) -> None:
    counters = DayCounters(DailyLines(tmp_path, "counts"), "A")
    counters.tick(MORNING)
    counters.count(Count.VISIT_STARTED)
    counters.count(PartCount.CODE_UNKNOWN)
    counters.tick(MORNING + timedelta(seconds=59))
    assert list(tmp_path.iterdir()) == []
    counters.tick(MORNING + timedelta(seconds=60))
    counters.count(Count.VISIT_ENDED)
    counters.tick(MORNING + timedelta(days=1))
    assert lines_of(tmp_path / f"counts-{DAY}.jsonl") == [
        {"kiosk": "A", "counts": {"code-unknown": 1, "visit-started": 1}},
        {"kiosk": "A", "counts": {"visit-ended": 1}},
    ]


def test_a_minute_without_visits_writes_nothing(tmp_path: Path) -> None:
    counters = DayCounters(DailyLines(tmp_path, "counts"), "A")
    for minute in range(5):
        counters.tick(MORNING + timedelta(minutes=minute))
    assert list(tmp_path.iterdir()) == []


def test_counts_that_cannot_be_written_are_kept(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file is in the way", encoding="utf-8")
    counters = DayCounters(DailyLines(tmp_path / "logs", "counts"), "A")
    counters.count(Count.VISIT_STARTED)
    counters.write(MORNING)
    (tmp_path / "logs").unlink()
    counters.write(MORNING)
    assert lines_of(tmp_path / "logs" / f"counts-{DAY}.jsonl") == [{"kiosk": "A", "counts": {"visit-started": 1}}]


def test_files_of_long_ago_go(tmp_path: Path) -> None:
    lines = DailyLines(tmp_path, "counts")
    old, kept = (lines.path_of(DAY - timedelta(days=KEPT_DAYS + more)) for more in (1, 0))
    other = tmp_path / "crash-20200101.txt"
    for path in (old, kept, other):
        path.touch()
    assert lines.write(DAY, {})
    assert not old.exists()
    assert kept.exists()
    assert other.exists()


def test_a_part_is_told_once_when_it_is_lost_and_once_when_it_is_back(tmp_path: Path) -> None:
    log = PartsLog(DailyLines(tmp_path, "parts"), lambda: MORNING)
    log.back("printer")
    for _ in range(3):
        log.lost("printer", "there is no paper", "Put in a new roll.")
    assert log.away == {"printer": "Put in a new roll."}
    for _ in range(3):
        log.back("printer")
    told = lines_of(tmp_path / f"parts-{DAY}.jsonl")
    assert [(line["part"], line["state"]) for line in told] == [("printer", "lost"), ("printer", "back")]
    assert told[0]["why"] == "there is no paper"


class SlowDisk(DailyLines):
    """Looks, from a thread of its own, while a line is being written."""

    def write(self, day: date, line: Mapping[str, object]) -> bool:
        with ThreadPoolExecutor(1) as pool:
            self.seen = pool.submit(lambda: self.log.away).result(5)
        return super().write(day, line)

    log: PartsLog
    seen: Mapping[str, str]


def test_what_is_lost_can_be_looked_at_while_a_slow_disk_is_writing_it_down(tmp_path: Path) -> None:
    disk = SlowDisk(tmp_path, "parts")
    disk.log = PartsLog(disk, lambda: MORNING)
    disk.log.lost("printer", "there is no paper", "Put in a new roll.")
    assert disk.seen == {"printer": "Put in a new roll."}
