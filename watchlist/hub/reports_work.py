"""What the calls about reports do, on a store, for somebody who was let in."""

from datetime import datetime

from watchlist.hub.report_values import Count, GroupTold, ReportKept, ReportTold
from watchlist.hub.rights import NodeKind
from watchlist.hub.site import HubSite
from watchlist.hub.values import Asker, Words
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
from watchlist.store import WatchlistStore
from watchlist.types import PersonId


class ReportsWork:
    """A part of HubWork. Whatever shows a report is audited with the asker's name, by the book or here."""

    _store: WatchlistStore
    _asker: Asker
    _who: str
    _site: HubSite

    def tell_report(
        self, key: str, at: datetime, place: str, text: Words, source: str | None, picture: bytes | None
    ) -> ReportKept:
        """A node is the source of what it hands in, whatever it says."""
        source = self._who if isinstance(self._asker.role, NodeKind) else source or self._who
        rules = self._site.reports
        cleaned = rules.cleaned(picture) if picture is not None else None
        report = NewReport(at, place, text, source, cleaned, self._own(key))
        kept = self._store.reports.add([report], self._who, rules.ours)
        return ReportKept(kept.report_ids[0], bool(kept.new))

    def add_reports(self, reports: tuple[ReportTold, ...]) -> Kept:
        new = [NewReport(one.at, one.place, one.text, one.source or self._who, key=one.key) for one in reports]
        return self._store.reports.add(new, self._who, self._site.reports.ours)

    def search_reports(
        self,
        words: Words,
        place: str | None,
        since: datetime | None,
        until: datetime | None,
        state: GroupState | None,
        group_id: GroupId | None,
        limit: Count,
    ) -> tuple[Report, ...]:
        wanted = Wanted(words, place or "", since, until, state, group_id)
        return tuple(self._store.reports.search(wanted, self._who, limit))

    def report(self, report_id: ReportId) -> Report:
        return self._store.reports.report(report_id, self._who)

    def report_picture(self, report_id: ReportId) -> bytes:
        return self._store.reports.picture(report_id, self._who)

    def report_groups(self, state: GroupState | None, limit: Count, least: Count) -> tuple[Group, ...]:
        found = tuple(self._store.reports.groups(state, limit, least))
        self._looked_at_groups("", len(found))
        return found

    def report_group(self, group_id: GroupId) -> GroupTold:
        book = self._store.reports
        found = GroupTold(book.group(group_id), book.why(group_id), tuple(book.earlier(group_id)))
        self._looked_at_groups(str(group_id), 1)
        return found

    def common_traces(self, traces: tuple[Trace, ...]) -> tuple[Trace, ...]:
        found = tuple(self._store.reports.everybodys(traces))
        self._store.note(self._who, "report_traces.looked_at", "", {"traces": len(traces)})
        return found

    def group_particulars(self, group_id: GroupId) -> Particulars:
        return self._store.reports.particulars(group_id, self._who)

    def propose_group(self, group_id: GroupId, person_id: PersonId, why: Words) -> Group:
        return self._store.reports.propose(group_id, person_id, self._who, why)

    def dismiss_group(self, group_id: GroupId, why: Words) -> Group:
        return self._store.reports.dismiss(group_id, self._who, why)

    def _own(self, key: str) -> str:
        """Two programs may number theirs alike; and nobody finds out by telling what others told."""
        return f"{self._who} {key}"

    def _looked_at_groups(self, subject: str, groups: int) -> None:
        self._store.note(self._who, "report_groups.looked_at", subject, {"groups": groups})
