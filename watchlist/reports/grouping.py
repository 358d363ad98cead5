"""Which reports belong together.

Reports that name the same usable trace are one group, and so is whatever hangs together through several: the groups
are the connected parts, whatever order the reports came in. A trace that was named beside too many others (a hotline,
a list of numbers) tells nothing: it is not used, and what it alone held together comes apart again.

A report without a usable trace joins the oldest group at its place whose first report reads like it.
"""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from watchlist.reports.likeness import Words, likeness
from watchlist.reports.values import GroupId, ReportId

T = TypeVar("T")

MOST_COMPANY = 30
"""A trace named beside more different ones than this is everybody's."""
LIKE = 0.5
"""Two texts of which so large a share is the same are about the same."""


class Threads(Generic[T]):
    """Which group each trace leads to. Groups that a report brings together become the oldest of them."""

    def __init__(self, known: Mapping[T, GroupId] | None = None) -> None:
        self._group_of = dict(known or {})
        self._into: dict[GroupId, GroupId] = {}

    def place(self, report_id: ReportId, traces: Iterable[T]) -> GroupId:
        """The group of a report that names these usable traces."""
        traces = tuple(traces)
        found = {self.within(self._group_of[trace]) for trace in traces if trace in self._group_of}
        group = min(found, default=GroupId(report_id))
        for other in found - {group}:
            self._into[other] = group
        for trace in traces:
            self._group_of[trace] = group
        return group

    def within(self, group: GroupId) -> GroupId:
        """The group that this one is, or is part of now."""
        while group in self._into:
            group = self._into[group]
        return group

    def merged(self) -> dict[GroupId, GroupId]:
        """The groups that are none any more, and which each is part of now."""
        return {group: self.within(group) for group in self._into}

    def leads(self) -> dict[T, GroupId]:
        return {trace: self.within(group) for trace, group in self._group_of.items()}


def parts(traces_of: Mapping[ReportId, Iterable[T]]) -> dict[ReportId, GroupId]:
    """The groups of these reports, by nothing but their usable traces; those without one stay together."""
    threads: Threads[T] = Threads()
    bare = sorted(report for report, traces in traces_of.items() if not tuple(traces))
    placed = {report: GroupId(bare[0]) for report in bare}
    for report in sorted(traces_of.keys() - placed.keys()):
        placed[report] = threads.place(report, traces_of[report])
    return {report: threads.within(group) for report, group in placed.items()}


def alike(words: Words, firsts: Mapping[GroupId, Words], line: float = LIKE) -> GroupId | None:
    """The oldest of the groups whose first report reads like these words."""
    return min((group for group, first in firsts.items() if likeness(words, first) >= line), default=None)
