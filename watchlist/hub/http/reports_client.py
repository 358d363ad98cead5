"""The reports of a hub over the network, as those who read them work with them."""

from collections.abc import Collection, Iterator, Sequence
from typing import TypeVar, cast

from watchlist.hub.http.asking import Asking
from watchlist.hub.http.wire import MOST_REPORTS, MOST_TRACES_ASKED
from watchlist.hub.report_values import GroupTold, ReportKept, told_of
from watchlist.reports.traces import Trace
from watchlist.reports.values import (
    Group,
    GroupId,
    GroupState,
    Kept,
    NewReport,
    Particulars,
    Report,
    ReportId,
    Wanted,
)
from watchlist.types import PersonId

One = TypeVar("One")


class HubReports:
    """`Reports`. Who acts is whoever is logged in."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def add(self, reports: Sequence[NewReport], operator: str, ours: Collection[Trace] = ()) -> Kept:
        """One alone may have a picture; of many each is handed in with what it says."""
        if len(reports) == 1:
            return self._told(reports[0])
        kept: list[Kept] = [
            self._asking.ask("add_reports", reports=tuple(told_of(one) for one in some))
            for some in _pieces(reports, MOST_REPORTS)
        ]
        return Kept(tuple(number for one in kept for number in one.report_ids), sum(one.new for one in kept))

    def search(self, wanted: Wanted, operator: str, limit: int = 50) -> list[Report]:
        answer = self._asking.ask(
            "search_reports",
            words=wanted.words,
            place=wanted.place or None,
            since=wanted.since,
            until=wanted.until,
            state=wanted.state,
            group_id=wanted.group_id,
            limit=limit,
        )
        return list(answer)

    def report(self, report_id: ReportId, operator: str) -> Report:
        return cast(Report, self._asking.ask("report", report_id=report_id))

    def picture(self, report_id: ReportId, operator: str) -> bytes:
        return cast(bytes, self._asking.ask("report_picture", report_id=report_id))

    def groups(self, state: GroupState | None = GroupState.OPEN, limit: int = 50, least: int = 1) -> list[Group]:
        return list(self._asking.ask("report_groups", state=state, limit=limit, least=least))

    def group(self, group_id: GroupId) -> Group:
        return self._group(group_id).group

    def why(self, group_id: GroupId) -> str | None:
        return self._group(group_id).why

    def earlier(self, group_id: GroupId) -> list[Group]:
        return list(self._group(group_id).earlier)

    def everybodys(self, traces: Sequence[Trace]) -> list[Trace]:
        found = [self._asking.ask("common_traces", traces=some) for some in _pieces(traces, MOST_TRACES_ASKED)]
        return sorted(trace for some in found for trace in some)

    def particulars(self, group_id: GroupId, operator: str) -> Particulars:
        return cast(Particulars, self._asking.ask("group_particulars", group_id=group_id))

    def propose(self, group_id: GroupId, person_id: PersonId, operator: str, why: str = "") -> Group:
        return cast(Group, self._asking.ask("propose_group", group_id=group_id, person_id=person_id, why=why))

    def dismiss(self, group_id: GroupId, operator: str, why: str) -> Group:
        return cast(Group, self._asking.ask("dismiss_group", group_id=group_id, why=why))

    def _told(self, report: NewReport) -> Kept:
        kept: ReportKept = self._asking.ask(
            "tell_report",
            key=report.key,
            at=report.at,
            place=report.place,
            text=report.text,
            source=report.source or None,
            picture=report.picture,
        )
        return Kept((kept.report_id,), int(kept.is_new))

    def _group(self, group_id: GroupId) -> GroupTold:
        return cast(GroupTold, self._asking.ask("report_group", group_id=group_id))


def _pieces(values: Sequence[One], most: int) -> Iterator[tuple[One, ...]]:
    for start in range(0, len(values), most):
        yield tuple(values[start : start + most])
