"""Where a hub stands."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from watchlist.hub.report_values import ReportRules


@dataclass(frozen=True, slots=True)
class HubSite:
    """Of which list a hub is, which hospital it stands in, and what time it is there (with a zone)."""

    list_id: str
    source: str
    now: Callable[[], datetime]
    reports: ReportRules = field(default_factory=ReportRules)
