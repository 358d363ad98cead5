"""A hub that takes reports, with a hand that makes it misbehave. No network, no list."""

from dataclasses import dataclass, field

from kiosk.errors import DeskAway, KeyRefused, ReportRefused
from kiosk.reports.values import ScalperReport


@dataclass
class FakeReports:
    """`told` by key. `loses_answers`: it takes a report and nobody hears of it."""

    told: dict[str, ScalperReport] = field(default_factory=dict)
    asked: int = 0
    is_away: bool = False
    loses_answers: bool = False
    refuses_key: bool = False
    refuses: bool = False

    def report_scalper(self, key: str, report: ScalperReport) -> None:
        self.asked += 1
        if self.is_away:
            raise DeskAway("the hub is away")
        if self.refuses_key:
            raise KeyRefused("this key opens nothing any more")
        if self.refuses:
            raise ReportRefused("the hub does not take this")
        self.told.setdefault(key, report)
        if self.loses_answers:
            raise DeskAway("the answer was lost")
