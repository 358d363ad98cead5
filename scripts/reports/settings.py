"""The settings of what people report, and the site's, as the reports commands read them."""

from dataclasses import dataclass, field

from scripts.settings import SiteSettings
from watchlist.reports.traces import Trace, traces_in


@dataclass(frozen=True, slots=True)
class ReportsSettings:
    """`own_numbers` are telephone numbers and WeChat names that everybody writes, as the hospital's hotline: they bring
    no reports together. A WeChat name is written with its word: "微信 hospital-service".

    Reports are deleted `keep_days` after they came in; dismissed ones `corrections_days` after that was decided.
    """

    own_numbers: tuple[str, ...] = ()
    keep_days: int = 365
    corrections_days: int = 30

    def __post_init__(self) -> None:
        if not 1 <= self.keep_days <= 3650:
            raise ValueError("keep_days must be 1 to 3650")
        if not 0 <= self.corrections_days <= 366:
            raise ValueError("corrections_days must be 0 to 366")
        for number in self.own_numbers:
            if not traces_in(number):
                raise ValueError(f"own_numbers: {number!r} is no telephone number and no WeChat name with its word")

    def ours(self) -> frozenset[Trace]:
        return frozenset(trace for number in self.own_numbers for trace in traces_in(number))


@dataclass(frozen=True, slots=True)
class Settings:
    site: SiteSettings = field(default_factory=SiteSettings)
    reports: ReportsSettings = field(default_factory=ReportsSettings)
